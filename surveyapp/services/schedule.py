"""When mail of a wave leaves: on a day chosen beforehand, and not while it is stopped.

A wave is stopped as a whole: nobody can hold back, or let go, the mail of one person.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.extensions import db
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, outbox, reminders
from surveyapp.services.context import now, today
from surveyapp.services.transaction import transaction


@dataclass(frozen=True)
class Schedule:
    """What is planned for the mail of a wave: on ``sends_on`` its invitations leave by themselves.

    While it is ``stopped``, nothing leaves at all.
    """

    id: UUID
    programme_id: UUID
    programme: str
    label: dict[str, str]
    state: str
    sends_on: date | None
    reminders: tuple[date, ...]
    closes_on: date
    stopped: bool

    @property
    def too_late(self) -> bool:
        """Whether the day on which invitations would leave comes after the last day."""
        return self.sends_on is not None and self.sends_on > self.closes_on

    @property
    def in_vain(self) -> tuple[date, ...]:
        """Days for reminders on which nobody has had her invitation."""
        return tuple(day for day in self.reminders if self.sends_on and day <= self.sends_on)


def of_wave(wave: UUID) -> Schedule:
    """What is planned for the mail of a wave."""
    row = db.session.get_one(Wave, wave)
    return Schedule(
        id=row.id,
        programme_id=row.programme_id,
        programme=db.session.get_one(Programme, row.programme_id).name,
        label=row.label,
        state=row.state,
        sends_on=row.sends_on,
        reminders=tuple(map(date.fromisoformat, row.reminders)),
        closes_on=row.closes_on,
        stopped=row.mail_stopped,
    )


def plan(wave: UUID, day: date | None) -> None:
    """Let the invitations of an open wave leave on that day, or on none by themselves."""
    with transaction() as session:
        row = _held(session, wave)
        if row.state != "open":
            raise NotAllowed("Invitations are planned while the wave is open: open it first.")
        if day and not today() < day <= row.closes_on:
            raise SurveyError("Choose a day from tomorrow until the last day.")
        row.sends_on = day
        audit.record(session, "sending planned", wave=wave)


def send_planned() -> int:
    """In every open wave whose day has come, let go all invitations not sent; how many waves.

    The day is taken by the transaction that writes them, so it comes once. A day on which no
    worker ran, or mail was stopped, is made up for, unless the last day is over.
    """
    moment = now().astimezone()
    query = select(Wave.id).where(Wave.state == "open", Wave.sends_on <= moment.date())
    due = query.where(Wave.closes_on >= moment.date(), Wave.mail_stopped.is_(False))
    if moment.hour < reminders.FROM_HOUR:
        return 0
    return sum(_send(wave, moment.date()) for wave in db.session.scalars(due).all())


def _send(wave: UUID, day: date) -> bool:
    with transaction() as session:
        row = _held(session, wave)
        if row.state != "open" or row.mail_stopped or row.sends_on is None or row.sends_on > day:
            return False
        count = outbox.put(session, session.scalars(outbox.unsent(wave)), outbox.INVITATION)
        row.sends_on = None
        if count:
            audit.record(session, "planned invitations sent", wave=wave, count=count)
    return True


def stop(wave: UUID) -> None:
    """Let nothing leave for this wave: what is due waits. Twice does nothing more."""
    with transaction() as session:
        row = _held(session, wave)
        if row.state == "prepared":
            raise NotAllowed("There is no mail before a wave opens.")
        if not row.mail_stopped:
            row.mail_stopped = True
            audit.record(session, "mail stopped", wave=wave)


def go_on(wave: UUID) -> None:
    """Let mail leave again. Reminders whose day came while it was stopped are left out.

    They would reach people at a moment that somebody chooses, and several at once.
    """
    with transaction() as session:
        row = _held(session, wave)
        if row.mail_stopped:
            row.mail_stopped = False
            row.reminders = reminders.after(row.reminders, now().astimezone())
            audit.record(session, "mail goes on", wave=wave)


def _held(session: Session, wave: UUID) -> Wave:
    return session.get_one(Wave, wave, with_for_update=True)
