"""What was done with a wave or a programme, a page at a time.

The same deed within one hour is one line: nobody reads one by one that five hundred reports were
frozen.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, extract, func, select

from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.audit import AuditEvent
from surveyapp.services.audit import ERASED, utc
from surveyapp.services.paging import Paging


@dataclass(frozen=True)
class Line:
    """A deed, the last time it was done ``at``, in UTC, and how many it concerned.

    ``actor`` is empty for the operator at the command line, and for an account that was
    ``erased``. ``after`` is where a last day was moved to.
    """

    at: datetime
    actor: str
    erased: bool
    action: str
    after: str
    number: int


@dataclass(frozen=True)
class History:
    """One page of what was done, the latest first."""

    paging: Paging
    lines: tuple[Line, ...]


def of_wave(wave: UUID, number: int = 1) -> History:
    """A page of what was done with a wave, in one query."""
    return _history(AuditEvent.wave_id == wave, number)


def of_programme(programme: UUID, number: int = 1) -> History:
    """A page of what was done with a programme itself: each wave has a history too."""
    its_own = and_(AuditEvent.programme_id == programme, AuditEvent.wave_id.is_(None))
    return _history(its_own, number)


def _history(about: ColumnElement[bool], number: int) -> History:
    """A page of the events about something; the first one where that page is not there."""
    rows = db.session.execute(_page(about, number)).all()
    if not rows and number > 1:
        return _history(about, 1)
    lines = tuple(
        Line(utc(row.at), row.name or "", row.by == ERASED["actor"], row.action, row.after, row.sum)
        for row in rows
    )
    return History(Paging(number, rows[0].found if rows else 0), lines)


def _page(about: ColumnElement[bool], number: int) -> Select[Any]:
    by = AuditEvent.details["actor"].as_string()
    after = AuditEvent.details["after"].as_string()
    hour = [extract(part, AuditEvent.at) for part in ("year", "month", "day", "hour")]
    latest = func.max(AuditEvent.at)
    return (
        select(
            latest.label("at"),
            Account.name,
            by.label("by"),
            AuditEvent.action,
            func.coalesce(after, "").label("after"),
            func.sum(func.coalesce(AuditEvent.details["count"].as_integer(), 1)).label("sum"),
            func.count().over().label("found"),
        )
        .outerjoin(Account, AuditEvent.actor_id == Account.id)
        .where(about)
        .group_by(Account.id, Account.name, by, AuditEvent.action, after, *hour)
        .order_by(latest.desc(), AuditEvent.action, after)
        .limit(Paging.SIZE)
        .offset(Paging.offset(number))
    )
