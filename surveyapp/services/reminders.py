"""Reminders: on days fixed beforehand everybody of a wave who is missing is reminded at once.

There is nothing that reminds one person, or at the moment when somebody answers: whoever reminded
one and watched the next count would know whose answer it was (leak 12).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, outbox, progress
from surveyapp.services.context import now, today
from surveyapp.services.transaction import transaction

MOST = len(outbox.REMINDERS)
FROM_HOUR = 9
"""In the time of the server: people are at work, and whoever answered before is left alone."""

BEFORE_THE_END = 2
"""Days that are left when the last reminder comes."""


def planned(begins: date, closes_on: date) -> list[str]:
    """The days that a wave begins with: a third, two thirds, and two days before the last day.

    They are counted from the day on which invitations leave, when people can begin.
    """
    length = (closes_on - begins).days
    days = {length // 3, 2 * length // 3, length - BEFORE_THE_END}
    return [(begins + timedelta(days)).isoformat() for days in sorted(days) if days > 0]


def coming(wave: UUID) -> list[date]:
    """The days on which those missing will be reminded."""
    days = db.session.scalar(select(Wave.reminders).where(Wave.id == wave)) or []
    return [date.fromisoformat(day) for day in days]


def plan(wave: UUID, days: Sequence[date]) -> None:
    """Other days, of which there are three with those that have been; none is allowed, too."""
    with transaction() as session:
        row = session.get_one(Wave, wave, with_for_update=True)
        if row.state == "closed":
            raise NotAllowed("This wave is closed: nobody is reminded any more.")
        left = MOST - _gone(session, wave)
        if len(set(days)) > left:
            raise SurveyError(f"At most {MOST} reminders go out in a wave: choose {left} days.")
        if any(not today() < day <= row.closes_on for day in days):
            raise SurveyError("Choose days from tomorrow until the last day.")
        row.reminders = sorted({day.isoformat() for day in days})
        audit.record(session, "reminders planned", wave=wave)


def _gone(session: Session, wave: UUID) -> int:
    """How many reminders of a wave have gone out; also those that found nobody missing.

    Were they not counted, the coordinator could plan one more, and would know that all had
    answered, in groups whose count is hidden too.
    """
    return audit.number(session, "reminders sent", wave)


def remind() -> int:
    """In every open wave whose day has come, remind all who are missing; how many waves that are.

    A day is taken from the plan by the transaction that writes its reminders, so it comes once.
    Days on which no worker ran are made up for by one reminder. While the mail of a wave is stopped
    no day comes.
    """
    moment = now().astimezone()
    query = select(Wave.id).where(Wave.state == "open", Wave.closes_on >= moment.date())
    waves = db.session.scalars(query.where(Wave.mail_stopped.is_(False))).all()
    return sum(_remind(wave, moment) for wave in waves) if moment.hour >= FROM_HOUR else 0


def after(days: Sequence[str], moment: datetime) -> list[str]:
    """The days of a plan that have not come yet: a day comes at nine o'clock."""
    day = moment.date().isoformat()
    early = moment.hour < FROM_HOUR
    return [planned for planned in days if planned > day or (early and planned == day)]


def _remind(wave: UUID, moment: datetime) -> bool:
    days = [day.isoformat() for day in coming(wave)]
    if after(days, moment) == days:
        return False
    with transaction() as session:
        row = session.get_one(Wave, wave, with_for_update=True)
        rest = after(row.reminders, moment)
        gone = _gone(session, wave)
        shut = row.state != "open" or row.mail_stopped
        if shut or rest == row.reminders or gone == MOST:
            return False
        outbox.put(session, session.scalars(_missing(wave)), outbox.REMINDERS[gone])
        if gone or not rest:
            outbox.put(session, session.scalars(_leaders_short(wave)), outbox.NOTICE)
        row.reminders = rest
        audit.record(session, "reminders sent", wave=wave)
    return True


def _missing(wave: UUID) -> Select[UUID]:
    """Who was invited and has neither answered nor declined; nobody has two reminders waiting."""
    waiting = select(OutboxMessage.invitation_id).where(
        OutboxMessage.kind.in_(outbox.REMINDERS), OutboxMessage.state.in_(("waiting", "sending"))
    )
    return (
        select(Invitation.id)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave, Assessment.state == "open")
        .where(Invitation.state == lifecycle.send.target, Invitation.link.is_not(None))
        .where(Invitation.id.not_in(waiting))
    )


def _leaders_short(wave: UUID) -> Select[UUID]:
    """The own invitations of leaders in one of whose groups answers are missing so far.

    They are told once, on the day of a later reminder, and nothing that their page does not say.
    """
    rows = progress.progress(Assessment.wave_id == wave, Assessment.state == "open")
    short = [row.assessment for row in rows if _short(row)]
    told = lifecycle.send.target, lifecycle.submit.target
    return (
        select(Invitation.id)
        .where(Invitation.assessment_id.in_(short), Invitation.group == SELF)
        .where(Invitation.state.in_(told), Invitation.link.is_not(None))
    )


def short(assessment: UUID) -> bool:
    """Whether answers about a leader are still missing, by the counts that her page shows."""
    return any(map(_short, progress.progress(Assessment.id == assessment)))


def _short(row: progress.Progress) -> bool:
    return any(group.standing == "short" for group in row.groups)
