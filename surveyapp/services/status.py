"""How this installation is doing, in numbers: nobody is named, and no answer is counted."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import database, duty, retention, work
from surveyapp.services.context import settings

SCARCE = 500_000_000
"""Bytes: with less beside SQLite's file, something should be done."""

NO_WORKER = (
    "Work is waiting and no worker is running: start `surveyapp worker`, or `serve` with one."
)


@dataclass(frozen=True)
class Status:
    """What an operator wants to know, and in ``faults`` what she has to mend, as sentences.

    ``waves``, ``assessments``, ``messages`` and ``jobs`` count per state; ``worker`` is whether one
    is at work. ``free`` is in bytes, and ``None``
    where the database is a server of its own.
    """

    database: str
    revision: str
    waves: dict[str, int]
    assessments: dict[str, int]
    messages: dict[str, int]
    jobs: dict[str, int]
    worker: bool
    due_addresses: int
    due_reports: int
    free: int | None
    mail_server: bool
    faults: tuple[str, ...]


def look() -> Status:
    """Look at everything; no mail is sent, and nothing is changed.

    ``SurveyError`` where the database cannot be used or is not up to date.
    """
    database.refuse_outdated()
    mail, free = _mail(), _free()
    with database.refusals(), database.snapshot() as connection:
        revision = database.revision(connection)
    addresses, reports = retention.apply(dry_run=True)
    full = "There is little room beside the database: make some, or move it."
    faults = mail, full if _scarce(free) else "", NO_WORKER if work.stands_still() else ""
    return Status(
        database=db.engine.dialect.name,
        revision=revision,
        waves=_per_state(Wave.state),
        assessments=_per_state(Assessment.state),
        messages=_per_state(OutboxMessage.state),
        jobs=work.counts(),
        worker=duty.taken(),
        due_addresses=addresses.invitations,
        due_reports=reports.reports,
        free=free,
        mail_server=not mail,
        faults=tuple(fault for fault in faults if fault),
    )


def _per_state(column: InstrumentedAttribute[str]) -> dict[str, int]:
    query = select(column, func.count()).group_by(column).order_by(column)
    return dict(db.session.execute(query).all())


def _mail() -> str:
    """Why the mail server cannot be used; empty where it can."""
    try:
        Mailer(settings()).try_out()
    except SurveyError as error:
        return str(error)
    return ""


def _free() -> int | None:
    file = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not file:
        return None
    return shutil.disk_usage(Path(file).parent).free


def _scarce(free: int | None) -> bool:
    return free is not None and free < SCARCE
