"""Coaches: who coaches which learning group, and what a coach sees of hers.

She sees who is in her groups and how far their waves are; never how many answered, nor a report
that its leader does not share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Coaching
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.report import GroupReport
from surveyapp.models.wave import Wave
from surveyapp.services import accounts, audit
from surveyapp.services.access import handed_out
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.queue import wake
from surveyapp.services.transaction import once_more, transaction


@once_more
def give(group: UUID, *, email: str, name: str, language: str) -> None:
    """Let the person with that address coach a learning group; a second time changes nothing.

    She gets an account if she has none; nothing is told of one that there is.
    """
    email, name = checked_address(email), checked_name(name)
    with transaction() as session:
        programme = session.get_one(LeaderGroup, group).programme_id
        key = accounts.found_or_made(session, name=name, email=email, language=language)
        if session.get(Coaching, (group, key)) is None:
            session.add(Coaching(group_id=group, account_id=key))
            audit.record(session, "coach added", programme=programme)
    wake()


def take(group: UUID, account: UUID) -> None:
    """Somebody coaches a learning group no longer; ``NotFound`` where she does not."""
    with transaction() as session:
        held = session.get(Coaching, (group, account))
        if held is None:
            raise NotFound("There is no such coach.")
        session.delete(held)
        programme = session.get_one(LeaderGroup, group).programme_id
        audit.record(session, "coach taken", programme=programme)


@dataclass(frozen=True)
class Coach:
    """Who coaches a group, by the address that somebody wrote."""

    account: UUID
    email: str


@dataclass(frozen=True)
class Coached:
    """A learning group and its coaches."""

    id: UUID
    name: str
    programme: UUID
    programme_name: str
    coaches: tuple[Coach, ...]

    def find(self, account: UUID) -> Coach:
        """One of the coaches; ``NotFound`` where she is none."""
        for coach in self.coaches:
            if coach.account == account:
                return coach
        raise NotFound("There is no such coach.")


def of_group(key: UUID) -> Coached:
    """A learning group with its coaches, by address."""
    group = db.session.get_one(LeaderGroup, key)
    programme = db.session.get_one(Programme, group.programme_id)
    query = (
        select(Account.id, Account.email)
        .join(Coaching, Coaching.account_id == Account.id)
        .where(Coaching.group_id == key)
        .order_by(Account.email)
    )
    coaches = tuple(Coach(*row) for row in db.session.execute(query))
    return Coached(group.id, group.name, programme.id, programme.name, coaches)


@dataclass(frozen=True)
class WaveState:
    """How far a wave is; ``reported`` where its group report can be read."""

    id: UUID
    label: dict[str, str]
    state: str
    closes_on: date
    reported: bool


@dataclass(frozen=True)
class CoachedGroup:
    """What a coach sees of a learning group: its leaders with their schools, and its waves."""

    name: str
    programme: str
    leaders: tuple[tuple[str, str], ...]
    waves: tuple[WaveState, ...]


def of_coach(account: UUID) -> Sequence[CoachedGroup]:
    """The learning groups that somebody coaches, in three queries."""
    query = (
        select(LeaderGroup, Programme.name)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .join(Coaching, Coaching.group_id == LeaderGroup.id)
        .where(Coaching.account_id == account)
        .order_by(Programme.name, LeaderGroup.name, LeaderGroup.id)
    )
    rows = db.session.execute(query).all()
    leaders = _leaders([group.id for group, _ in rows])
    waves = _waves([group.programme_id for group, _ in rows])
    return [
        CoachedGroup(
            name=group.name,
            programme=programme,
            leaders=tuple(leaders.get(group.id, ())),
            waves=tuple(waves.get(group.programme_id, ())),
        )
        for group, programme in rows
    ]


def _leaders(groups: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    query = (
        select(Leader.group_id, Leader.name, Leader.school)
        .where(Leader.group_id.in_(groups))
        .order_by(Leader.name)
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for group, name, school in db.session.execute(query):
        found.setdefault(group, []).append((name, school))
    return found


def _waves(programmes: Sequence[UUID]) -> dict[UUID, list[WaveState]]:
    reported = select(GroupReport.wave_id).where(GroupReport.wave_id == Wave.id).exists()
    query = (
        select(Wave, reported & handed_out())
        .where(Wave.programme_id.in_(programmes))
        .order_by(Wave.position)
    )
    found: dict[UUID, list[WaveState]] = {}
    for wave, readable in db.session.execute(query):
        state = WaveState(wave.id, wave.label, wave.state, wave.closes_on, bool(readable))
        found.setdefault(wave.programme_id, []).append(state)
    return found
