"""All questionnaires of one address: no account, no cookie, and no link of any of them in the page.

What is chosen is posted to this same address and led on from there, so that a questionnaire that
was sent, and whose link is dead, does not stand in the way of the others.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.services import overviews
from surveyapp.web.permissions import by_overview_link
from surveyapp.web.rater.code import lead_to
from surveyapp.web.speech import speak

pages = Blueprint("overview", __name__)


@pages.route("/o/<overview>/", methods=["GET", "POST"])
@by_overview_link
def all_of_them(overview: str) -> str | Response:
    """Whom she is asked about, until when, and what of it waits."""
    if request.method == "POST":
        token = overviews.chosen(overview, request.form.get("open", ""))
        return lead_to(url_for("rater.first", token=token)) if token else redirect("./", code=303)
    found = overviews.open_overview(overview)
    if "lang" not in request.args:
        speak(found.language)
    return render_template("rater/overview.html", found=found)
