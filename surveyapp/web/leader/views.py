"""The leader's pages: where she is on her path, and her report."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.reporting.design import DEFAULT, designs
from surveyapp.services import access, invitations, paths, reports
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import spoken

pages = Blueprint("leader", __name__, url_prefix="/leader")


@pages.get("/")
@for_leaders
def home() -> str:
    """Where a leader is on the path of each programme, and the one step that comes next."""
    found = paths.of_leader(signed_in().id)
    return render_template("leader/home.html", paths=found, first=paths.foremost(found))


@pages.post("/assessments/<uuid:key>/self")
@for_leaders
def own_questionnaire(key: UUID) -> AnyResponse:
    """Go to a leader's own questionnaire, which is opened by their own invite link."""
    assessment = access.led_assessment(signed_in().id, key)
    return redirect(url_for("rater.first", token=invitations.own_token(assessment.id)), code=303)


@pages.get("/assessments/<uuid:key>/report")
@for_leaders
def report(key: UUID) -> str:
    """A leader's own report on screen, once it has been handed out."""
    assessment = access.led_assessment(signed_in().id, key)
    content = reports.read(assessment.id, spoken().code)
    name = "pulse_report" if assessment.pulse else "report"
    return render_template(f"leader/{name}.html", key=key, report=content, **drawing())


@pages.get("/assessments/<uuid:key>/report.pdf")
@for_leaders
def report_pdf(key: UUID) -> Response:
    """A leader's own report on paper, in the design that they ask for."""
    assessment = access.led_assessment(signed_in().id, key)
    design = request.args.get("design", DEFAULT)
    if design not in designs() or assessment.pulse:
        raise NotFound
    limits.costly(signed_in().id)
    cover = reports.cover(assessment.id, spoken().code)
    brief = "" if design == DEFAULT else f" {design}"
    name = secure_filename(f"360 {cover.leader} {cover.wave}{brief}".lower()).replace("_", "-")
    pdf = reports.pdf(assessment.id, spoken().code, design)
    answer = send_file(
        BytesIO(pdf), "application/pdf", as_attachment=True, download_name=f"{name}.pdf"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
