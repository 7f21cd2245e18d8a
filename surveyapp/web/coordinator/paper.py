"""Whether the coordinator prints the reports of a programme: a promise to leaders and raters."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.services import programmes
from surveyapp.web.coordinator.programmes import found
from surveyapp.web.permissions import for_coordinators
from surveyapp.web.speech import _

pages = Blueprint("paper", __name__, url_prefix="/coordinator/programmes/<uuid:key>/paper")


@pages.route("", methods=["GET", "POST"])
@for_coordinators
def choose(key: UUID) -> str | Response:
    """Say what it means, and change it for waves that open from now on."""
    programme = found(key)
    if request.method != "POST":
        return render_template("coordinator/paper.html", programme=programme)
    programmes.print_reports(programme.id, on_paper=request.form.get("on_paper") == "1")
    flash(_("The programme has been changed."))
    return redirect(url_for("programmes.programme", key=programme.id), code=303)
