"""The coordinator's pages."""

from flask import Blueprint

from surveyapp.web.permissions import for_coordinators

pages = Blueprint("coordinator", __name__, url_prefix="/coordinator")


@pages.get("/")
@for_coordinators
def home() -> str:
    """The programmes she coordinates."""
    return "…"
