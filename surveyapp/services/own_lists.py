"""Whom a leader may choose for her list of raters, as she knows them already."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave


@dataclass(frozen=True)
class Known:
    """Somebody whom a leader may choose; ``wave`` is where she was asked before, if she was."""

    key: str
    name: str
    email: str
    wave: dict[str, str] | None = None


def known(session: Session, wave: UUID, leader: UUID) -> tuple[Known, ...]:
    """Whom a leader knows already: her learning group, and who was asked about her before.

    Of the latter as long as the address is kept, and within the same organisation only. Whether
    somebody answered then makes no difference.
    """
    return (*_fellows(session, leader), *_earlier(session, wave, leader))


def of_list(wave: UUID, leader: UUID) -> tuple[Known, ...]:
    """The same, for a page; in two queries."""
    return known(db.session(), wave, leader)


def _fellows(session: Session, leader: UUID) -> list[Known]:
    her = aliased(Leader)
    query = (
        select(Leader.id, Leader.name, Account.email)
        .join(Account, Leader.account_id == Account.id)
        .join(her, her.group_id == Leader.group_id)
        .where(her.id == leader, Leader.account_id != her.account_id)
        .order_by(Leader.name, Account.id)
    )
    return [Known(f"leader-{key}", name, email) for key, name, email in session.execute(query)]


def _earlier(session: Session, wave: UUID, leader: UUID) -> list[Known]:
    her, now, mine = aliased(Leader), aliased(Wave), aliased(Programme)
    query = (
        select(Invitation.id, Invitation.name, Invitation.email, Wave.label)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(her, her.account_id == Leader.account_id)
        .join(now, now.id == wave)
        .join(mine, mine.id == now.programme_id)
        .where(her.id == leader, Wave.id != wave)
        .where(Programme.organisation_id == mine.organisation_id, Invitation.group != SELF)
        .where(Invitation.email.is_not(None), Invitation.link.is_not(None))
        .order_by(Invitation.name, Wave.position.desc(), Invitation.id)
    )
    found: dict[str, Known] = {}
    for key, name, email, label in session.execute(query):
        found.setdefault(email or "", Known(f"rater-{key}", name, email or "", label))
    return list(found.values())
