"""What a leader has to do with lists of raters: which are open, and whom she knows already."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.rater_lists import Shut, shut


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


@dataclass(frozen=True)
class Open:
    """A list of a leader that is still being made, with how many proposals are in each state."""

    wave: UUID
    leader: UUID
    label: dict[str, str]
    programme: str
    school: str
    state: str
    until: date | None
    shut: Shut
    proposed: int
    approved: int
    returned: int
    assessment: UUID | None


def of_leader(account: UUID) -> tuple[Open, ...]:
    """The lists that somebody may look after, those of waves that are not closed; in one query."""
    counts = [
        func.count(Nomination.id).filter(Nomination.state == state).label(state)
        for state in ("proposed", "approved", "returned")
    ]
    query = (
        select(
            Wave,
            Programme.name.label("programme"),
            Leader.id.label("leader"),
            Leader.school,
            Assessment,
            *counts,
        )
        .join(Programme, Wave.programme_id == Programme.id)
        .join(LeaderGroup, LeaderGroup.programme_id == Programme.id)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .outerjoin(
            Assessment, and_(Assessment.wave_id == Wave.id, Assessment.leader_id == Leader.id)
        )
        .outerjoin(
            Nomination, and_(Nomination.wave_id == Wave.id, Nomination.leader_id == Leader.id)
        )
        .where(Leader.account_id == account, Wave.state != "closed")
        .group_by(Wave.id, Programme.name, Leader.id, Leader.school, Assessment.id)
        .order_by(Programme.name, Wave.position.desc())
    )
    return tuple(
        Open(
            wave=row.Wave.id,
            leader=row.leader,
            label=row.Wave.label,
            programme=row.programme,
            school=row.school,
            state=row.Wave.state,
            until=row.Wave.proposals_until,
            shut=shut(row.Wave, row.Assessment.state if row.Assessment else None),
            proposed=row.proposed,
            approved=row.approved,
            returned=row.returned,
            assessment=row.Assessment.id if row.Assessment else None,
        )
        for row in db.session.execute(query)
    )
