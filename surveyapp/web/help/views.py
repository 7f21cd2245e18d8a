"""The help pages, for everybody: who reads about the product tells nothing about herself."""

from flask import Blueprint, Flask, Response, render_template, request, url_for

from surveyapp.web.help.chapters import CONTENTS
from surveyapp.web.help.chapters import chapter as read
from surveyapp.web.help.places import place
from surveyapp.web.help.shelf import found
from surveyapp.web.permissions import public
from surveyapp.web.speech import spoken

pages = Blueprint("help", __name__, url_prefix="/help")

HOUR = 3600


def register(app: Flask) -> None:
    """Let every page lead to its chapter."""
    app.context_processor(lambda: {"help_here": help_here})


def help_here() -> str:
    """The address of the chapter for this page; nothing of the page's own address is in it."""
    name, _, anchor = place(request.endpoint).partition("#")
    if name == CONTENTS:
        return url_for("help.contents", lang=spoken().code)
    return url_for("help.chapter", name=name, lang=spoken().code, _anchor=anchor or None)


@pages.get("/")
@public
def contents() -> str:
    """What there is to read, and for whom."""
    return _page(CONTENTS)


@pages.get("/<name>")
@public
def chapter(name: str) -> str:
    """One chapter of the documentation."""
    return _page(name)


def _page(name: str) -> str:
    return render_template("help/chapter.html", chapter=read(name, spoken().code))


@pages.get("/pictures/<language>/<name>")
@public
def picture(language: str, name: str) -> Response:
    """A picture of a chapter."""
    answer = Response(found(language, name).read_bytes(), mimetype="image/png")
    answer.headers["Cache-Control"] = f"private, max-age={HOUR}, immutable"
    return answer
