"""What anybody may ask: how anonymity is kept, and whether the product works."""

from flask import Blueprint, Response, render_template

from surveyapp.core.anonymity import FROM_DISTRIBUTION
from surveyapp.core.errors import SurveyError
from surveyapp.core.rater_group import FLOOR, Rules
from surveyapp.services import database
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


@pages.get("/health")
@public
def health() -> Response:
    """Whether this process answers; what it needs is not looked at."""
    return _plain("healthy", 200)


@pages.get("/ready")
@public
def ready() -> Response:
    """Whether the database answers and is up to date; why not is told to the operator only."""
    try:
        usable = database.up_to_date()
    except SurveyError:
        usable = False
    return _plain("ready", 200) if usable else _plain("not ready", 503)


def _plain(word: str, status: int) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain")
