"""Learning groups and their leaders, one at a time; a spreadsheet brings many.

An account is its owner's: its name and address are not changed here. A leader who has an assessment
stays, as figures are made of it.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotAllowed, NotFound, Stale, Unfit
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.models.organisation import Coaching
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.report import GroupReport
from surveyapp.models.wave import Assessment
from surveyapp.services import audit, exchange, preparing
from surveyapp.services.accounts import found_or_made
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.queue import wake
from surveyapp.services.transaction import changed, once_more, transaction


@dataclass(frozen=True)
class LeaderDetail:
    """A leader, where she leads, and what hangs on her in this programme."""

    id: UUID
    name: str
    school: str
    group: UUID
    programme: UUID
    assessments: int
    nominated: int

    @property
    def mark(self) -> str:
        """What somebody has seen of her who changes her; another mark, if another was first."""
        return f"{self.group}/{self.school}"


def rename(group: UUID, seen: str, name: str) -> None:
    """Another name for a learning group that was called ``seen``."""
    name = checked_name(name)
    with transaction() as session:
        query = update(LeaderGroup).where(LeaderGroup.id == group, LeaderGroup.name == seen)
        if changed(session, query.values(name=name)) != 1:
            raise Stale("Somebody else renamed this group meanwhile: nothing was saved.")
        programme = session.get_one(LeaderGroup, group).programme_id
        audit.record(session, "group renamed", programme=programme)


def remove(group: UUID) -> None:
    """Take away a learning group without leaders; ``NotAllowed`` where there are any."""
    with transaction() as session:
        row = _group(session, group)
        if session.scalar(select(Leader.id).where(Leader.group_id == group).limit(1)):
            raise NotAllowed("There are school leaders in this group: move them first.")
        programme = row.programme_id
        session.execute(delete(Coaching).where(Coaching.group_id == group))
        session.delete(row)
        audit.record(session, "group removed", programme=programme)


@once_more
def add_leader(group: UUID, *, name: str, email: str, school: str, language: str) -> UUID:
    """A leader for a learning group; ``Unfit`` where she leads in the programme already.

    Whether her address had an account is not told, nor is that account changed.
    """
    email, name, school = checked_address(email), checked_name(name), checked_name(school)
    with transaction() as session:
        programme = _group(session, group).programme_id
        account = found_or_made(session, name=name, email=email, language=language)
        if session.scalar(_leading(programme).where(Leader.account_id == account)):
            raise Unfit({"email": "leads here"})
        leader = Leader(group_id=group, account_id=account, name=name, school=school)
        session.add(leader)
        session.flush()
        audit.record(session, "leader added", programme=programme)
        key = leader.id
    wake()
    return key


def leader(key: UUID) -> LeaderDetail:
    """A leader by her key; ``NotFound`` if there is none."""
    assessments = select(func.count(Assessment.id)).where(Assessment.leader_id == key)
    nominated = select(func.count(Nomination.id)).where(Nomination.leader_id == key)
    query = (
        select(Leader.id, Leader.name, Leader.school, Leader.group_id, LeaderGroup.programme_id)
        .add_columns(assessments.scalar_subquery(), nominated.scalar_subquery())
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(Leader.id == key)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such school leader.")
    return LeaderDetail(*row)


def change_leader(key: UUID, seen: str, *, school: str, group: UUID) -> None:
    """Another school, or another group of the same programme, for a leader as she was ``seen``.

    What she offered to her group and shared with it is not shown to another one.
    """
    school = checked_name(school)
    with transaction() as session:
        row = _held(session, key)
        programme = _group(session, row.group_id).programme_id
        if f"{row.group_id}/{row.school}" != seen:
            raise Stale("Somebody else changed this school leader meanwhile: nothing was saved.")
        if _group(session, group).programme_id != programme:
            raise NotFound("There is no such group in this programme.")
        other = _leading(programme).where(Leader.account_id == row.account_id, Leader.id != key)
        if session.scalar(other.where(Leader.group_id == group)):
            raise Unfit({"group": "leads there"})
        if group != row.group_id and _in_group_report(session, key):
            raise Unfit({"group": "in a group report"})
        if group != row.group_id:
            exchange.leave(session, key)
        row.school, row.group_id = school, group
        audit.record(session, "leader changed", programme=programme)


def _in_group_report(session: Session, key: UUID) -> bool:
    """Whether a group report was made of a wave in which she took part: its groups stand."""
    query = select(GroupReport.wave_id).join(Assessment, Assessment.wave_id == GroupReport.wave_id)
    return session.scalar(query.where(Assessment.leader_id == key).limit(1)) is not None


def remove_leader(key: UUID) -> None:
    """Take a leader out of her programme, with the raters who were proposed for her.

    ``NotAllowed`` where she has an assessment. Her account stays hers.
    """
    with transaction() as session:
        row = _held(session, key)
        if session.scalar(select(Assessment.id).where(Assessment.leader_id == key).limit(1)):
            raise NotAllowed("This school leader has taken part in a wave, and so stays.")
        programme = _group(session, row.group_id).programme_id
        preparing.hold(session, programme)
        session.execute(delete(Nomination).where(Nomination.leader_id == key))
        exchange.leave(session, key)
        session.delete(row)
        audit.record(session, "leader removed", programme=programme)


def _leading(programme: UUID) -> Select[UUID]:
    groups = select(LeaderGroup.id).where(LeaderGroup.programme_id == programme)
    return select(Leader.id).where(Leader.group_id.in_(groups))


def _group(session: Session, key: UUID) -> LeaderGroup:
    """The learning group; its programme is held, so that nobody imports or opens meanwhile."""
    programme = select(LeaderGroup.programme_id).where(LeaderGroup.id == key).scalar_subquery()
    session.execute(select(Programme.id).where(Programme.id == programme).with_for_update())
    row = session.get(LeaderGroup, key)
    if row is None:
        raise NotFound("There is no such learning group.")
    return row


def _held(session: Session, key: UUID) -> Leader:
    """The leader, with her programme held."""
    row = session.get(Leader, key)
    if row is None:
        raise NotFound("There is no such school leader.")
    _group(session, row.group_id)
    session.refresh(row)
    return row
