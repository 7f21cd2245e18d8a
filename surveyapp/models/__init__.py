"""Storey 2: the tables. ``metadata`` knows all of them."""

from surveyapp.models import (
    account,
    audit,
    invitation,
    nomination,
    outbox,
    programme,
    report,
    response,
    wave,
)
from surveyapp.models.base import Base

metadata = Base.metadata

__all__ = [
    "account",
    "audit",
    "invitation",
    "metadata",
    "nomination",
    "outbox",
    "programme",
    "report",
    "response",
    "wave",
]
