"""The researcher's pages: group reports that are out, to download. Never one leader, no answer."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from werkzeug.utils import secure_filename

from surveyapp.services import access, group_reading
from surveyapp.web import limits
from surveyapp.web.permissions import for_researchers, signed_in

pages = Blueprint("research", __name__, url_prefix="/research")


@pages.get("/")
@for_researchers
def home() -> str:
    """The group reports of a researcher's organisations that are out."""
    reports = group_reading.of_researcher(signed_in().id)
    return render_template("research/home.html", reports=reports)


@pages.get("/waves/<uuid:key>/report.json")
@for_researchers
def report(key: UUID) -> Response:
    """One group report as JSON, as docs/group.schema.json describes it."""
    wave = access.researched_wave(signed_in().id, key)
    limits.costly(signed_in().id)
    text = group_reading.text(wave.id)
    name = secure_filename(f"group-report-{wave.name}.json")
    answer = Response(text, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
