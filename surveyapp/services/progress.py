"""How far a wave is, and each assessment in it: never who answered, only how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from surveyapp.core import additions, lifecycle
from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.reliability import raters_needed
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import joining
from surveyapp.services.context import today

Standing = Literal["nobody", "few", "short", "shown", "steady"]
"""Enough raters? Nobody is invited; too few are, whoever answers; answers are missing; the group
can be shown; and there are as many as give a steady picture."""


@dataclass(frozen=True)
class GroupProgress:
    """How many of one rater group were invited and have answered, against its minimum.

    ``asked`` are those who neither joined an open wave nor were withdrawn. Whether the others have
    answered, no number may tell: they count as invited for good, and ``answered`` stops at
    ``asked`` (``core.additions``).
    ``wanted`` raters give a steady picture; ``None`` where that is not known.
    """

    group: str
    label: dict[str, str]
    identified: bool
    invited: int
    answered: int
    asked: int
    minimum: int
    wanted: int | None

    @property
    def enough(self) -> bool:
        """Whether the group can be shown on its own, as far as that may be told."""
        return self.answered >= self.needed and not self.too_few_invited

    @property
    def needed(self) -> int:
        """How many answers it takes to show the group on its own."""
        return 1 if self.identified else self.minimum

    @property
    def too_few_invited(self) -> bool:
        """Whether fewer are asked than it takes to show the group on its own.

        Of so few people a count would tell who has answered: pages do not show it.
        """
        return self.asked < self.needed

    @property
    def or_more(self) -> bool:
        """Whether ``answered`` has stopped, and more may have."""
        return self.asked <= self.answered < self.invited

    @property
    def standing(self) -> Standing:
        """Whether there are enough raters. Of a group whose count is hidden it tells nothing."""
        if not self.invited:
            return "nobody"
        if self.too_few_invited:
            return "few"
        if not self.enough:
            return "short"
        return "shown" if self.wanted and self.answered < self.wanted else "steady"


def group_progress(
    group: RaterGroup, invited: int = 0, answered: int = 0, asked: int = 0
) -> GroupProgress:
    """These counts, as far as they may be told, beside what the rules say of the group."""
    needed = 1 if group.identified else group.minimum
    told = additions.told(answered=answered, invited=invited, steady=asked, needed=needed)
    return GroupProgress(
        group.id,
        group.label,
        group.identified,
        invited,
        told.answered if told else 0,
        asked,
        minimum=group.minimum,
        wanted=None if group.identified else raters_needed(group.single_rater_reliability),
    )


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
    def answerable(self) -> bool:
        """Whether answers can still come in."""
        return self.wave_state == "open" and self.state == "open" and today() <= self.closes_on


STATES = ("open", "frozen", "released", "forgotten")


@dataclass(frozen=True)
class WaveView:
    """A wave, and how many of its assessments are in which of ``STATES``.

    ``rules`` are those it promised, ``None`` as long as it has not opened; ``leaders`` are those of
    the programme; ``waiting`` proposals of theirs wait for the coordinator. A ``pulse`` asks about
    the priorities of each.
    """

    id: UUID
    programme_id: UUID
    programme: str
    label: dict[str, str]
    state: str
    closes_on: date
    sends_on: date | None
    mail_stopped: bool
    rules: Rules | None
    leaders: int
    waiting: int
    states: Mapping[str, int]
    pulse: bool = False

    @property
    def overdue(self) -> bool:
        """Whether the last day is over while the wave is open."""
        return self.state == "open" and today() > self.closes_on

    @property
    def kept(self) -> int:
        """How many assessments there are that were not forgotten."""
        return self.count("open", "frozen", "released")

    def count(self, *states: str) -> int:
        """How many assessments are in one of these states."""
        return sum(self.states[state] for state in states)


def view(key: UUID) -> WaveView:
    """A wave and the states of its assessments, in two queries whatever its size."""
    wave = db.session.get(Wave, key)
    if wave is None:
        raise NotFound("There is no such wave.")
    programme, leaders, waiting, *numbers = db.session.execute(_states(wave)).one()
    return WaveView(
        id=wave.id,
        programme_id=wave.programme_id,
        programme=programme,
        label=wave.label,
        state=wave.state,
        closes_on=wave.closes_on,
        sends_on=wave.sends_on,
        mail_stopped=wave.mail_stopped,
        rules=None if wave.rules is None else Rules.model_validate(wave.rules),
        leaders=leaders,
        waiting=waiting,
        states=dict(zip(STATES, numbers, strict=True)),
        pulse=wave.pulse,
    )


def _states(wave: Wave) -> Select[str, int, int, *tuple[int, ...]]:
    """The programme's name, how many lead in it and wait, and the assessments per state."""
    leaders = (
        select(func.count(Leader.id))
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == wave.programme_id)
        .scalar_subquery()
    )
    waiting = (
        select(func.count(Nomination.id))
        .where(Nomination.wave_id == wave.id, Nomination.state == lifecycle.propose.target)
        .scalar_subquery()
    )
    numbers = [func.count().filter(Assessment.state == state) for state in STATES]
    return (
        select(Programme.name, leaders, waiting, *numbers)
        .outerjoin(Assessment, Assessment.wave_id == wave.id)
        .where(Programme.id == wave.programme_id)
        .group_by(Programme.id, Programme.name)
    )


def of_leader(account: UUID) -> tuple[Progress, ...]:
    """The assessments of a leader, the latest first."""
    return progress(Leader.account_id == account)[::-1]


def progress(*conditions: ColumnElement[bool]) -> tuple[Progress, ...]:
    """The progress of the assessments that meet these conditions, by wave and leader."""
    query = (
        select(Assessment, Leader.school, Leader.name, Wave, Programme.name)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(*conditions)
        .order_by(Programme.name, Wave.position, Leader.name)
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


Counts = dict[tuple[UUID, str], dict[tuple[str, bool], int]]
"""Invitations by assessment and rater group, then by state and whether they joined."""


def _counts(assessments: Sequence[UUID]) -> Counts:
    late = joining.is_late()
    columns = Invitation.assessment_id, Invitation.group, Invitation.state, late
    query = (
        select(*columns, func.count())
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .outerjoin(Nomination, joining.of_invitation())
        .where(Invitation.assessment_id.in_(assessments))
        .group_by(*columns)
    )
    counts: Counts = {}
    for key, group, state, joined, number in db.session.execute(query):
        counts.setdefault((key, group), {})[state, joined] = number
    return counts


def _count(counts: Counts, assessment: UUID, group: str) -> tuple[int, int, int]:
    """How many of a group were invited, have answered, and are asked since the beginning."""
    states = counts.get((assessment, group), {})
    answered = sum(n for (state, _), n in states.items() if state in lifecycle.ANSWERED)
    gone = lifecycle.WITHDRAWN
    asked = sum(n for (state, late), n in states.items() if state not in gone and not late)
    return sum(states.values()), answered, asked


def _groups(assessment: UUID, rules: Rules, counts: Counts) -> tuple[GroupProgress, ...]:
    return tuple(
        group_progress(group, *_count(counts, assessment, group.id)) for group in rules.groups
    )
