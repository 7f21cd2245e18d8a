"""The leader's pages."""

from flask import Blueprint

from surveyapp.web.permissions import for_leaders

pages = Blueprint("leader", __name__, url_prefix="/leader")


@pages.get("/")
@for_leaders
def home() -> str:
    """Where she is on her path."""
    return "…"
