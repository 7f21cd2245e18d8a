"""The list of raters of one leader in one wave, as she and the coordinator read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from surveyapp.core import additions
from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.outlook import Outlook, outlooks
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.reliability import raters_needed
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.context import today

Shut = Literal["", "no leader", "over", "late", "closed"]
"""Why nobody can be proposed; empty where somebody can."""

REFUSALS: Mapping[Shut, str] = {
    "no leader": "You joined after this wave had opened: you take part in the next one.",
    "over": "The day until which raters were proposed is over: ask your coordinator.",
    "late": additions.OVER,
    "closed": additions.CLOSED,
}


def shut(wave: Wave, assessment: str | None) -> Shut:
    """Why a leader can propose nobody in a wave; ``assessment`` is the state of hers, if any.

    The same for everybody in it, and whoever has answered (``core.additions``).
    """
    if wave.state == "prepared":
        return "over" if wave.proposals_until and today() > wave.proposals_until else ""
    if wave.state == "open" and assessment is None:
        return "no leader"
    try:
        additions.check(
            wave=wave.state, assessment=assessment or "", closes_on=wave.closes_on, today=today()
        )
    except NotAllowed as error:
        return "late" if str(error) == additions.OVER else "closed"
    return ""


@dataclass(frozen=True)
class Proposal:
    """Somebody who was proposed, and what became of it; ``reason`` is why she was returned."""

    id: UUID
    group: str
    name: str
    email: str
    language: str
    state: str
    reason: str


@dataclass(frozen=True)
class GroupList:
    """One rater group of a list. ``invited`` are those asked already, whatever they did.

    ``wanted`` raters give a steady picture; ``None`` where that is not known.
    """

    group: RaterGroup
    wanted: int | None
    proposals: tuple[Proposal, ...]
    invited: tuple[tuple[str, str], ...]
    outlook: Outlook

    @property
    def needed(self) -> int:
        """How many answers it takes to show the group on its own."""
        return 1 if self.group.identified else self.group.minimum

    @property
    def asked(self) -> int:
        """How many are on the list, approved or not."""
        return asked(self.proposals) + len(self.invited)


def asked(proposals: tuple[Proposal, ...]) -> int:
    """How many of these are still to be asked: all that were not returned."""
    return sum(one.state != "returned" for one in proposals)


@dataclass(frozen=True)
class RaterList:
    """All that is on the list of a leader. ``homeless`` are in a group that there is no more."""

    wave: UUID
    leader: UUID
    label: dict[str, str]
    programme: str
    name: str
    school: str
    state: str
    until: date | None
    closes_on: date
    shut: Shut
    groups: tuple[GroupList, ...]
    homeless: tuple[Proposal, ...]
    pulse: bool

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """All of them, group after group."""
        return (*(one for group in self.groups for one in group.proposals), *self.homeless)

    def count(self, state: str) -> int:
        """How many are in that state."""
        return sum(one.state == state for one in self.proposals)


def rater_list(wave: UUID, leader: UUID) -> RaterList:
    """The list of a leader in a wave, in four queries; ``NotFound`` if there is none."""
    query = (
        select(Wave, Programme.name.label("programme"), Programme.rules, Leader.school, Leader.name)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(LeaderGroup, LeaderGroup.programme_id == Programme.id)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .where(Wave.id == wave, Leader.id == leader)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such list.")
    rules = Rules.model_validate(row.Wave.rules or row.rules)
    state, invited = _invited(row.Wave, leader)
    settled = {email for people in invited.values() for _, email in people}
    proposals = [one for one in _proposals(wave, leader) if one.email not in settled]
    known = {group.id for group in rules.groups}
    return RaterList(
        wave=wave,
        leader=leader,
        label=row.Wave.label,
        programme=row.programme,
        name=row.name,
        school=row.school,
        state=row.Wave.state,
        until=row.Wave.proposals_until,
        closes_on=row.Wave.closes_on,
        shut=shut(row.Wave, state),
        groups=_groups(rules, proposals, invited),
        homeless=tuple(one for one in proposals if one.group not in known),
        pulse=row.Wave.pulse,
    )


def _proposals(wave: UUID, leader: UUID) -> list[Proposal]:
    query = (
        select(Nomination)
        .where(Nomination.wave_id == wave, Nomination.leader_id == leader)
        .order_by(Nomination.name, Nomination.email)
    )
    return [
        Proposal(row.id, row.group, row.name, row.email, row.language, row.state, row.reason)
        for row in db.session.scalars(query)
    ]


Invited = dict[str, list[tuple[str, str]]]
"""Name and address of who is invited, by rater group: not who was withdrawn or erased."""


def _invited(wave: Wave, leader: UUID) -> tuple[str | None, Invited]:
    """The state of her assessment, and who is invited to it; whatever these people did."""
    if wave.state == "prepared":
        return None, {}
    query = select(Assessment.id, Assessment.state)
    held = db.session.execute(
        query.where(Assessment.wave_id == wave.id, Assessment.leader_id == leader)
    ).first()
    if held is None:
        return None, {}
    people = (
        select(Invitation.group, Invitation.name, Invitation.email)
        .where(Invitation.assessment_id == held.id, Invitation.group != SELF)
        .where(Invitation.link.is_not(None), Invitation.email.is_not(None))
        .order_by(Invitation.name, Invitation.email)
    )
    invited: Invited = {}
    for group, name, email in db.session.execute(people):
        invited.setdefault(group, []).append((name, email or ""))
    return held.state, invited


def _groups(rules: Rules, proposals: list[Proposal], invited: Invited) -> tuple[GroupList, ...]:
    by_group = {
        group.id: tuple(one for one in proposals if one.group == group.id) for group in rules.groups
    }
    numbers = {key: asked(rows) + len(invited.get(key, ())) for key, rows in by_group.items()}
    found = outlooks(rules, numbers)
    return tuple(
        GroupList(
            group=group,
            wanted=None if group.identified else raters_needed(group.single_rater_reliability),
            proposals=by_group[group.id],
            invited=tuple(invited.get(group.id, ())),
            outlook=found[group.id],
        )
        for group in rules.groups
    )
