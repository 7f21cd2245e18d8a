"""The lists of raters of a wave in numbers: what waits, and who is hardly asked about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from surveyapp.core import lifecycle
from surveyapp.core.instrument import SELF
from surveyapp.core.outlook import Outlook, attention, outlooks
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave


@dataclass(frozen=True)
class GroupCount:
    """How many of a rater group are proposed, approved, returned and invited for one leader."""

    group: RaterGroup
    proposed: int
    approved: int
    returned: int
    invited: int
    outlook: Outlook

    @property
    def asked(self) -> int:
        """How many are on the list, approved or not."""
        return self.proposed + self.approved + self.invited

    @property
    def needed(self) -> int:
        """How many answers it takes to show the group on its own."""
        return 1 if self.group.identified else self.group.minimum


@dataclass(frozen=True)
class ListCount:
    """The list of one leader in numbers."""

    leader: UUID
    name: str
    school: str
    groups: tuple[GroupCount, ...]

    @property
    def proposed(self) -> int:
        """How many wait for the coordinator."""
        return sum(group.proposed for group in self.groups)

    @property
    def returned(self) -> int:
        """How many wait for the leader."""
        return sum(group.returned for group in self.groups)

    @property
    def attention(self) -> tuple[int, ...]:
        """By what lists are put in order."""
        return attention({group.group.id: group.outlook for group in self.groups})


@dataclass(frozen=True)
class Overview:
    """The lists of a wave: who is hardly asked about comes first, then where proposals wait."""

    wave: UUID
    label: dict[str, str]
    programme: str
    state: str
    until: date | None
    rules: Rules
    lists: tuple[ListCount, ...]

    @property
    def proposed(self) -> int:
        """How many wait in all."""
        return sum(one.proposed for one in self.lists)


Numbers = Mapping[tuple[UUID, str], Mapping[str, int]]
"""By leader and rater group: how many in each state; ``invited`` is one of them."""


def overview(wave: UUID) -> Overview:
    """The lists of all leaders of a wave, in four queries whatever their number."""
    query = select(Wave, Programme).join(Programme, Wave.programme_id == Programme.id)
    row = db.session.execute(query.where(Wave.id == wave)).one()
    rules = Rules.model_validate(row.Wave.rules or row.Programme.rules)
    leaders = (
        select(Leader.id, Leader.name, Leader.school)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == row.Programme.id)
        .order_by(Leader.name, Leader.id)
    )
    numbers = _numbers(row.Wave)
    lists = [
        ListCount(leader, name, school, _groups(rules, numbers, leader))
        for leader, name, school in db.session.execute(leaders)
    ]
    return Overview(
        wave=wave,
        label=row.Wave.label,
        programme=row.Programme.name,
        state=row.Wave.state,
        until=row.Wave.proposals_until,
        rules=rules,
        lists=tuple(sorted(lists, key=lambda one: (one.attention, -one.proposed))),
    )


def _numbers(wave: Wave) -> Numbers:
    nominated = (
        select(Nomination.leader_id, Nomination.group, Nomination.state, func.count())
        .where(Nomination.wave_id == wave.id)
        .group_by(Nomination.leader_id, Nomination.group, Nomination.state)
    )
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for leader, group, state, count in db.session.execute(nominated):
        found.setdefault((leader, group), {})[state] = count
    if wave.state == "prepared":
        return found
    invited = (
        select(Assessment.leader_id, Invitation.group, func.count(Invitation.link))
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave.id, Invitation.group != SELF)
        .group_by(Assessment.leader_id, Invitation.group)
    )
    for leader, group, count in db.session.execute(invited):
        states = found.setdefault((leader, group), {})
        # Who is approved in an open wave is invited.
        states["approved"], states["invited"] = 0, count
    return found


def _groups(rules: Rules, numbers: Numbers, leader: UUID) -> tuple[GroupCount, ...]:
    known = {group.id: numbers.get((leader, group.id), {}) for group in rules.groups}
    asked = {
        key: sum(count for state, count in states.items() if state != "returned")
        for key, states in known.items()
    }
    found = outlooks(rules, asked)
    return tuple(
        GroupCount(
            group=group,
            outlook=found[group.id],
            **{
                state: known[group.id].get(state, 0)
                for state in ("proposed", "approved", "returned", "invited")
            },
        )
        for group in rules.groups
    )


def waiting(waves: Collection[UUID]) -> Mapping[UUID, int]:
    """How many proposals wait for the coordinator, by wave; in one query."""
    query = (
        select(Nomination.wave_id, func.count())
        .where(Nomination.wave_id.in_(waves))
        .where(Nomination.state == lifecycle.propose.target)
        .group_by(Nomination.wave_id)
    )
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class Dropped:
    """How many nominations would be dropped if the wave opened now."""

    proposed: int
    returned: int


def dropped(wave: UUID) -> Dropped:
    """How many nominations nobody has approved; in one query."""
    query = (
        select(Nomination.state, func.count())
        .where(Nomination.wave_id == wave)
        .group_by(Nomination.state)
    )
    counts = dict(db.session.execute(query).all())
    return Dropped(counts.get("proposed", 0), counts.get("returned", 0))
