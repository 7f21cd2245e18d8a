"""The coach's pages: her learning groups, and the group reports of their waves. No leader's own."""

from uuid import UUID

from flask import Blueprint, render_template

from surveyapp.services import access, coaching, group_reading
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.permissions import for_coaches, signed_in
from surveyapp.web.speech import spoken

pages = Blueprint("coach", __name__, url_prefix="/coach")


@pages.get("/")
@for_coaches
def home() -> str:
    """The learning groups that she coaches, with their leaders and waves."""
    return render_template("coach/home.html", groups=coaching.of_coach(signed_in().id))


@pages.get("/waves/<uuid:key>/report")
@for_coaches
def report(key: UUID) -> str:
    """The group report of a wave of her group, once every leader has her own."""
    wave = access.coached_wave(signed_in().id, key)
    limits.costly(signed_in().id)
    content = group_reading.read(wave.id, spoken().code)
    return render_template("coach/report.html", wave=wave, report=content, **drawing())
