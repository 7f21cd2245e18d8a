"""The audit log: what coordinators and operators did. Never what a rater did or answered.

An event is part of the transaction of its deed, so there is none without the other. It holds
counts and reasons, never an address or a text. Raters' deeds have no event: beside the time of an
event, a change in a count would tell who answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.audit import AuditEvent
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.context import actor, now

Action = Literal[
    "account made",
    "password set",
    "address set",
    "second factor set",
    "second factor removed",
    "recovery codes made",
    "passkey added",
    "passkey removed",
    "single sign-on bound",
    "organisation made",
    "organisation renamed",
    "role given",
    "role taken",
    "coach added",
    "coach taken",
    "coordinator added",
    "coordinator taken",
    "programme made",
    "programme changed",
    "programme copied",
    "rater groups changed",
    "mail text changed",
    "group added",
    "group renamed",
    "group removed",
    "leader added",
    "leader changed",
    "leader removed",
    "wave made",
    "wave copied",
    "wave changed",
    "wave removed",
    "wave opened",
    "wave closed",
    "deadline moved",
    "people imported",
    "raters nominated",
    "nominations approved",
    "nominations returned",
    "nominations removed",
    "raters invited",
    "invitations sent",
    "invitations sent again",
    "invitations left",
    "sending planned",
    "planned invitations sent",
    "mail stopped",
    "mail goes on",
    "reminders planned",
    "reminders sent",
    "invitation withdrawn",
    "link renewed",
    "address corrected",
    "assessment frozen",
    "group report frozen",
    "comments read",
    "comment withheld",
    "reports released",
    "reports taken",
    "people forgotten",
    "nominations forgotten",
    "reports forgotten",
    "person erased",
    "person exported",
    "database restored",
]

Detail = str | int

ERASED: dict[str, Detail] = {"actor": "erased"}
"""Details of an event whose actor's account was erased: it was not the operator."""


def record(
    session: Session,
    action: Action,
    *,
    programme: UUID | None = None,
    wave: UUID | None = None,
    assessment: UUID | None = None,
    **details: Detail,
) -> None:
    """Write down a deed, within the transaction that does it."""
    if assessment and not wave:
        wave = session.scalar(select(Assessment.wave_id).where(Assessment.id == assessment))
    if wave and not programme:
        programme = session.scalar(select(Wave.programme_id).where(Wave.id == wave))
    session.add(
        AuditEvent(
            at=now(),
            actor_id=actor(),
            action=action,
            programme_id=programme,
            wave_id=wave,
            assessment_id=assessment,
            details=details,
        )
    )


def number(session: Session, action: Action, wave: UUID) -> int:
    """How often something was done with a wave."""
    query = select(func.count()).where(AuditEvent.action == action, AuditEvent.wave_id == wave)
    return session.scalar(query) or 0


@dataclass(frozen=True)
class Event:
    """One deed as it is read, ``at`` in UTC.

    ``actor`` is empty for the operator at the command line, and for an account that was erased.
    """

    at: datetime
    actor: str
    action: str
    programme: str
    wave: dict[str, str]
    details: dict[str, Detail]

    @property
    def by_erased(self) -> bool:
        """Whether the account that did it has been erased."""
        return ERASED.items() <= self.details.items()


def of_wave(wave: UUID) -> Sequence[Event]:
    """What was done with a wave, the latest first."""
    return _events(AuditEvent.wave_id == wave)


def of_programme(programme: UUID) -> Sequence[Event]:
    """What was done with a programme itself, the latest first: each wave has a history too."""
    return _events(AuditEvent.programme_id == programme, AuditEvent.wave_id.is_(None))


def of_actor(account: UUID) -> Sequence[Event]:
    """What somebody did, the latest first."""
    return _events(AuditEvent.actor_id == account)


def everything(since: datetime | None = None) -> Sequence[Event]:
    """What was done on this installation, the latest first."""
    return _events(AuditEvent.at >= since) if since else _events()


def _events(*conditions: ColumnElement[bool]) -> Sequence[Event]:
    query = (
        select(AuditEvent, Account.name, Programme.name, Wave.label)
        .outerjoin(Account, AuditEvent.actor_id == Account.id)
        .outerjoin(Programme, AuditEvent.programme_id == Programme.id)
        .outerjoin(Wave, AuditEvent.wave_id == Wave.id)
        .where(*conditions)
        .order_by(AuditEvent.at.desc())
    )
    return [
        Event(utc(event.at), name or "", event.action, programme or "", label or {}, event.details)
        for event, name, programme, label in db.session.execute(query)
    ]


def utc(moment: datetime) -> datetime:
    """SQLite keeps no time zone, and PostgreSQL tells its own."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
