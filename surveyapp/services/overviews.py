"""All questionnaires of one address on one page, without an account.

The link to it leaves by mail to that address and shows what was mailed there before: nothing of
another address or organisation, nothing that has not left, nothing that was withdrawn. It is
proved by one of the invitations and lives as long as that one's wave is open, also when its own
questionnaire was sent (rule S4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from surveyapp.core import lifecycle
from surveyapp.core.errors import LinkGone, NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import mail_to_one, outbox
from surveyapp.services.context import secret, settings, today
from surveyapp.services.links import OVERVIEW, choice, link_of, token

State = Literal["new", "begun", "sent", "declined"]
Found = Row[*tuple[Any, ...]]

HERS = aliased(Invitation)
"""The invitation that proves whose overview it is."""


@dataclass(frozen=True)
class Entry:
    """One questionnaire; ``choice`` stands for it in the form, and opens nothing by itself.

    ``group`` is what the rater group is called, empty for the leader's own questionnaire.
    """

    choice: str
    leader: str
    school: str
    programme: str
    wave: dict[str, str]
    group: dict[str, str]
    closes_on: date
    state: State

    @property
    def own(self) -> bool:
        """Whether this is a self-assessment."""
        return not self.group

    @property
    def waits(self) -> bool:
        """Whether there is something to fill in or to go on with."""
        return self.state in {"new", "begun"}


@dataclass(frozen=True)
class Overview:
    """What one address was asked, what waits first; in the language of the message."""

    language: str
    entries: tuple[Entry, ...]

    @property
    def waiting(self) -> int:
        """How many questionnaires wait."""
        return sum(entry.waits for entry in self.entries)


def open_overview(written: str) -> Overview:
    """What the link opens today; ``NotFound`` for a mistyped one, ``LinkGone`` for a dead one."""
    own, rows = _opened(written)
    entries = sorted(map(_entry, rows), key=lambda one: (not one.waits, one.closes_on, one.leader))
    return Overview(own.language, tuple(entries))


def chosen(written: str, wish: str) -> str | None:
    """The invite token of the questionnaire that was chosen; ``None`` where it is closed now."""
    _own, rows = _opened(written)
    for row in rows:
        if choice(secret(), row.link) == wish and row.state in lifecycle.ANSWERABLE:
            return token(secret(), row.link)
    return None


def address_for(session: Session, invitation: UUID, link: bytes) -> str:
    """Where a message about an invitation leads to all of them; empty where there is no other.

    What is about to leave counts: the invitations of one address leave one after another.
    """
    count = _of_address(func.count()).where(HERS.id == invitation, _mailed())
    if (session.scalar(count) or 0) < 2:
        return ""
    return f"{settings().base_url}/o/{token(secret(), link, OVERVIEW)}/"


def _opened(written: str) -> tuple[Found, Sequence[Found]]:
    """The invitation that proves the link, and all that the page shows: one query."""
    link = link_of(secret(), written, OVERVIEW)
    if link is None:
        raise NotFound("This link is not complete.")
    left = _mailed(OutboxMessage.state.not_in(mail_to_one.KEPT))
    rows = db.session.execute(_of_address(*SHOWN).where(HERS.link == link, left)).all()
    own = next((row for row in rows if row.link == link), None)
    if own is None:
        raise LinkGone("This link can no longer be used.")
    return own, rows


SHOWN = (
    Invitation.link,
    Invitation.language,
    Invitation.group,
    Invitation.state,
    exists().where(Draft.invitation_id == Invitation.id).label("begun"),
    Leader.name.label("leader"),
    Leader.school,
    Programme.name.label("programme"),
    Wave.label.label("wave"),
    Wave.closes_on,
    Wave.rules,
)


def _of_address(*columns: Any) -> Select[*tuple[Any, ...]]:
    """What is open for the address of ``HERS``, in its organisation."""
    asked, round_, run = aliased(Assessment), aliased(Wave), aliased(Programme)
    same = and_(Invitation.assessment_id == Assessment.id, Invitation.email == HERS.email)
    return (
        select(*columns)
        .select_from(HERS)
        .join(asked, HERS.assessment_id == asked.id)
        .join(round_, asked.wave_id == round_.id)
        .join(run, round_.programme_id == run.id)
        .join(Programme, Programme.organisation_id == run.organisation_id)
        .join(Wave, Wave.programme_id == Programme.id)
        .join(Assessment, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Invitation, same)
        .where(Wave.state == "open", Assessment.state == "open", Wave.closes_on >= today())
        .where(Invitation.link.is_not(None))
    )


def _mailed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an invitation has left, or there is a message that meets these conditions."""
    message = exists().where(
        OutboxMessage.invitation_id == Invitation.id,
        OutboxMessage.kind == outbox.INVITATION,
        *conditions,
    )
    return or_(Invitation.state != "prepared", message)


def _entry(row: Found) -> Entry:
    own = row.group == SELF
    return Entry(
        choice=choice(secret(), row.link),
        leader=row.leader,
        school=row.school,
        programme=row.programme,
        wave=row.wave,
        group={} if own else Rules.model_validate(row.rules).group(row.group).label,
        closes_on=row.closes_on,
        state=_state(row),
    )


def _state(row: Found) -> State:
    if row.state in lifecycle.ANSWERABLE:
        return "begun" if row.begun else "new"
    return "declined" if row.state == lifecycle.decline.target else "sent"
