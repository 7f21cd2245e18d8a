"""Storey 2: the tables. ``metadata`` knows all of them."""

from surveyapp.models import (
    account,
    audit,
    invitation,
    job,
    nomination,
    organisation,
    outbox,
    plan,
    programme,
    reflection,
    report,
    response,
    share,
    sign_in,
    wave,
)
from surveyapp.models.base import Base

metadata = Base.metadata

__all__ = [
    "account",
    "audit",
    "invitation",
    "job",
    "metadata",
    "nomination",
    "organisation",
    "outbox",
    "plan",
    "programme",
    "reflection",
    "report",
    "response",
    "share",
    "sign_in",
    "wave",
]
