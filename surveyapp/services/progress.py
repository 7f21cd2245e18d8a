"""How far a wave is: never who answered, only how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import Rules
from surveyapp.core.reliability import raters_needed
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.context import today


@dataclass(frozen=True)
class GroupProgress:
    """How many of one rater group were invited and have answered, against its minimum.

    ``wanted`` raters give a steady picture; ``None`` where that is not known.
    """

    group: str
    label: dict[str, str]
    identified: bool
    invited: int
    answered: int
    minimum: int
    wanted: int | None

    @property
    def enough(self) -> bool:
        """Whether the group can be shown on its own."""
        return self.answered >= self.needed

    @property
    def needed(self) -> int:
        """How many answers it takes to show the group on its own."""
        return 1 if self.identified else self.minimum

    @property
    def too_few_invited(self) -> bool:
        """Whether the group stays hidden on its own even if everybody answers.

        Of so few people a count would tell who has answered: pages do not show it.
        """
        return self.invited < self.needed


@dataclass(frozen=True)
class Progress:
    """One assessment of a wave: never who, only how many."""

    assessment: UUID
    leader: str
    school: str
    state: str
    own_done: bool
    groups: tuple[GroupProgress, ...]
    programme: str
    wave: dict[str, str]
    wave_state: str
    closes_on: date

    @property
    def attention(self) -> int:
        """How many things are still short: the self-assessment, and each group."""
        return (not self.own_done) + sum(not group.enough for group in self.groups)

    @property
    def answerable(self) -> bool:
        """Whether answers can still come in."""
        return self.wave_state == "open" and self.state == "open" and today() <= self.closes_on

    @property
    def invited(self) -> int:
        """All raters that were invited, in the groups whose count may be told."""
        return sum(group.invited for group in self.groups if not group.too_few_invited)

    @property
    def answered(self) -> int:
        """All of these that have answered: no subtraction gives a hidden count back."""
        return sum(group.answered for group in self.groups if not group.too_few_invited)


@dataclass(frozen=True)
class WaveView:
    """A wave with the progress of its assessments, those that need attention first."""

    id: UUID
    programme_id: UUID
    programme: str
    label: dict[str, str]
    state: str
    closes_on: date
    mail_stopped: bool
    leaders: int
    assessments: tuple[Progress, ...]

    @property
    def overdue(self) -> bool:
        """Whether the last day is over while the wave is open."""
        return self.state == "open" and today() > self.closes_on

    def count(self, *states: str) -> int:
        """How many assessments are in one of these states."""
        return sum(row.state in states for row in self.assessments)


def view(key: UUID) -> WaveView:
    """A wave at a glance, in five queries whatever its size."""
    wave = db.session.get(Wave, key)
    if wave is None:
        raise NotFound("There is no such wave.")
    programme = db.session.get_one(Programme, wave.programme_id)
    rows = progress(Assessment.wave_id == key)
    leaders = (
        select(func.count(Leader.id))
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == programme.id)
    )
    return WaveView(
        id=wave.id,
        programme_id=programme.id,
        programme=programme.name,
        label=wave.label,
        state=wave.state,
        closes_on=wave.closes_on,
        mail_stopped=wave.mail_stopped,
        leaders=db.session.scalar(leaders) or 0,
        assessments=tuple(sorted(rows, key=lambda row: -row.attention)),
    )


def of_leader(account: UUID) -> tuple[Progress, ...]:
    """The assessments of a leader, the latest first."""
    return progress(Leader.account_id == account)[::-1]


def progress(*conditions: ColumnElement[bool]) -> tuple[Progress, ...]:
    """The progress of the assessments that meet these conditions, by wave and leader."""
    query = (
        select(Assessment, Leader.school, Account.name, Wave, Programme.name)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
        .where(*conditions)
        .order_by(Programme.name, Wave.position, Account.name)
    )
    rows = db.session.execute(query).all()
    counts = _counts([assessment.id for assessment, *_ in rows])
    return tuple(
        Progress(
            assessment=assessment.id,
            leader=name,
            school=school,
            state=assessment.state,
            own_done=_count(counts, assessment.id, SELF)[1] > 0,
            groups=_groups(assessment.id, Rules.model_validate(wave.rules), counts),
            programme=programme,
            wave=wave.label,
            wave_state=wave.state,
            closes_on=wave.closes_on,
        )
        for assessment, school, name, wave, programme in rows
    )


Counts = dict[tuple[UUID, str], dict[str, int]]
"""Invitations by assessment and rater group, then by state."""


def _counts(assessments: Sequence[UUID]) -> Counts:
    query = (
        select(Invitation.assessment_id, Invitation.group, Invitation.state, func.count())
        .where(Invitation.assessment_id.in_(assessments))
        .group_by(Invitation.assessment_id, Invitation.group, Invitation.state)
    )
    counts: Counts = {}
    for key, group, state, number in db.session.execute(query):
        counts.setdefault((key, group), {})[state] = number
    return counts


def _count(counts: Counts, assessment: UUID, group: str) -> tuple[int, int]:
    """How many of a group are invited, and how many of them have answered."""
    states = counts.get((assessment, group), {})
    return sum(states.values()) - states.get("withdrawn", 0), states.get("submitted", 0)


def _groups(assessment: UUID, rules: Rules, counts: Counts) -> tuple[GroupProgress, ...]:
    return tuple(
        GroupProgress(
            group.id,
            group.label,
            group.identified,
            *_count(counts, assessment, group.id),
            minimum=group.minimum,
            wanted=None if group.identified else raters_needed(group.single_rater_reliability),
        )
        for group in rules.groups
    )
