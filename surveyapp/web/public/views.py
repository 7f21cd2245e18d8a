"""How anonymity is kept, for whoever wants to know before answering."""

from flask import Blueprint, render_template

from surveyapp.core.anonymity import FROM_DISTRIBUTION
from surveyapp.core.rater_group import FLOOR, Rules
from surveyapp.services.context import settings
from surveyapp.web.permissions import public

pages = Blueprint("public", __name__)


@pages.get("/anonymity")
@public
def anonymity() -> str:
    """What is stored, what is shown, from how many people on, and what cannot be promised."""
    return render_template(
        "public/anonymity.html",
        minimum=FLOOR,
        comments=Rules.model_fields["minimum_comments"].default,
        bars=FROM_DISTRIBUTION,
        keep_addresses_days=settings().keep_addresses_days,
    )
