"""All questionnaires of one address: no account, no cookie, and no link of any of them in the page.

What is chosen is posted to this same address and led on from there, so that a questionnaire that
was sent, and whose link is dead, does not stand in the way of the others.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.languages import languages
from surveyapp.services import invitations, overviews, responses
from surveyapp.web.permissions import by_overview_link
from surveyapp.web.rater.code import lead_to
from surveyapp.web.speech import speak

pages = Blueprint("overview", __name__)


@pages.route("/o/<overview>/", methods=["GET", "POST"])
@by_overview_link
def all_of_them(overview: str) -> str | Response:
    """Whom a rater is asked about, until when, and what of it waits."""
    if request.method == "POST":
        token = overviews.chosen(overview, request.form.get("open", ""))
        return _open(token) if token else redirect(_here(), code=303)
    found = overviews.open_overview(overview)
    if not _asked():
        speak(found.language)
    return render_template("rater/overview.html", found=found)


def _asked() -> str:
    """The language that was chosen on this page; empty where none was."""
    wish = request.args.get("lang", "")
    return wish if wish in languages() else ""


def _here() -> str:
    """This page once more, in its language."""
    return f"./?lang={_asked()}" if _asked() else "./"


def _open(token: str) -> Response:
    """Lead on to a questionnaire; it speaks the language that was chosen here."""
    if asked := _asked():
        opened = invitations.open_link(token)
        if asked != (responses.draft(opened).language or opened.language):
            responses.speak(opened, asked)
    return lead_to(url_for("rater.first", token=token))
