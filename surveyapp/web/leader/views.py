"""The leader's pages: where she is on her path, and her report."""

import gzip
from functools import cache
from importlib import metadata, resources
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.reporting.chart_plotly import table
from surveyapp.reporting.design import DEFAULT, designs
from surveyapp.services import access, invitations, own_lists, progress, reports
from surveyapp.web import limits
from surveyapp.web.leader.figures import figure
from surveyapp.web.permissions import anybody_signed_in, for_leaders, signed_in
from surveyapp.web.speech import spoken

pages = Blueprint("leader", __name__, url_prefix="/leader")

YEAR = 365 * 24 * 3600


@pages.get("/")
@for_leaders
def home() -> str:
    """Where she is on her path, the latest wave first."""
    return render_template(
        "leader/home.html",
        assessments=progress.of_leader(signed_in().id),
        lists=own_lists.of_leader(signed_in().id),
    )


@pages.post("/assessments/<uuid:key>/self")
@for_leaders
def own_questionnaire(key: UUID) -> AnyResponse:
    """Go to her own questionnaire, which is opened by her own invite link."""
    assessment = access.led_assessment(signed_in().id, key)
    return redirect(url_for("rater.first", token=invitations.own_token(assessment.id)), code=303)


@pages.get("/assessments/<uuid:key>/report")
@for_leaders
def report(key: UUID) -> str:
    """Her report on screen, once it has been handed out."""
    assessment = access.led_assessment(signed_in().id, key)
    content = reports.read(assessment.id, spoken().code)
    return render_template(
        "leader/report.html",
        key=key,
        report=content,
        figure=figure,
        table=table,
        plotly_version=metadata.version("plotly"),
    )


@pages.get("/assessments/<uuid:key>/report.pdf")
@for_leaders
def report_pdf(key: UUID) -> Response:
    """Her report on paper, in the design that she asks for."""
    assessment = access.led_assessment(signed_in().id, key)
    design = request.args.get("design", DEFAULT)
    if design not in designs():
        raise NotFound
    limits.costly(signed_in().id)
    cover = reports.read(assessment.id, spoken().code).cover
    brief = "" if design == DEFAULT else f" {design}"
    name = secure_filename(f"360 {cover.leader} {cover.wave}{brief}".lower()).replace("_", "-")
    pdf = reports.pdf(assessment.id, spoken().code, design)
    answer = send_file(
        BytesIO(pdf), "application/pdf", as_attachment=True, download_name=f"{name}.pdf"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@cache
def _plotly(packed: bool) -> bytes:
    """The file, as it is or a third as large."""
    source = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return gzip.compress(source) if packed else source


@pages.get("/plotly-<version>.js")
@anybody_signed_in
def plotly(version: str) -> Response:
    """What draws the figures, from the installed package: nothing comes from outside."""
    packed = request.accept_encodings.quality("gzip") > 0
    answer = send_file(BytesIO(_plotly(packed)), "text/javascript")
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return answer
