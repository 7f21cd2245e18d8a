"""The group report of a wave: made once, then read on screen and on paper."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.services import access, group_reading, group_reports
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("group", __name__, url_prefix="/coordinator/waves")


@pages.get("/<uuid:key>/group")
@for_coordinators
def report(key: UUID) -> str:
    """The group report of a wave, or what it still waits for."""
    wave = access.coordinated_wave(signed_in().id, key)
    status = group_reports.status(wave.id)
    content = group_reading.read(wave.id, spoken().code) if status == "made" else None
    return render_template(
        "coordinator/group.html", wave=wave, status=status, report=content, **drawing()
    )


@pages.post("/<uuid:key>/group")
@for_coordinators
def make(key: UUID) -> AnyResponse:
    """Make the group report, once."""
    wave = access.coordinated_wave(signed_in().id, key)
    if group_reports.status(wave.id) != "made":
        limits.costly(signed_in().id)
        group_reports.freeze(wave.id)
        flash(_("The group report has been made."))
    return redirect(url_for("group.report", key=wave.id), code=303)


@pages.get("/<uuid:key>/group.pdf")
@for_coordinators
def pdf(key: UUID) -> Response:
    """The group report on paper."""
    wave = access.coordinated_wave(signed_in().id, key)
    limits.costly(signed_in().id)
    cover = group_reading.read(wave.id, spoken().code).cover
    name = secure_filename(f"360 {cover.programme} {cover.wave}".lower()).replace("_", "-")
    answer = send_file(
        BytesIO(group_reading.pdf(wave.id, spoken().code)),
        "application/pdf",
        as_attachment=True,
        download_name=f"{name}.pdf",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
