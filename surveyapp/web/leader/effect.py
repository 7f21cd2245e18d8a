"""What became of her priorities, beside what she did: as far as her reports tell."""

from uuid import UUID

from flask import Blueprint, render_template

from surveyapp.reporting.parts.effect import effect as part_of
from surveyapp.services import access, effects
from surveyapp.web.figures import drawing
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import spoken

pages = Blueprint("effect", __name__, url_prefix="/leader/assessments")


@pages.get("/<uuid:key>/effect")
@for_leaders
def seen(key: UUID) -> str:
    """Each priority of this wave: what was seen of it since, and what the leader did."""
    assessment = access.led_assessment(signed_in().id, key)
    found = effects.of_assessment(assessment.id)
    part = part_of(found, spoken())
    return render_template("leader/effect.html", key=key, since=found.since, part=part, **drawing())
