"""The path of a leader: where she stands in each programme, and the one step that comes next.

Never who answered, only what ``progress`` tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, and_, func, select
from sqlalchemy.orm import Session

from surveyapp.core import notices as core_notices
from surveyapp.core import path as core_path
from surveyapp.core.notices import Notice
from surveyapp.core.outlook import outlooks
from surveyapp.core.path import Next, Stand, Step
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.models.plan import Plan, Priority
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.access import coordinated_place
from surveyapp.services.context import today
from surveyapp.services.progress import Progress
from surveyapp.services.progress import of_leader as progress_of_leader
from surveyapp.services.rater_lists import Shut, shut

TOO_FEW = frozenset({"nobody", "left out", "pooled"})
"""What would become of a group that has too few on the list to be shown on its own."""


@dataclass(frozen=True)
class Chapter:
    """One wave on a path: its steps, what she is told about it, and what pages say beside them.

    ``proposals`` counts hers by state; ``labels`` are those of the rater groups by id. It is
    ``over`` where a later wave has begun, and ``followed`` where a later report of hers shows what
    became of what she chose. ``reminds_on`` is when the missing are reminded next.
    """

    wave: UUID
    leader: UUID
    label: dict[str, str]
    assessment: UUID | None
    progress: Progress | None
    shut: Shut
    proposals: Mapping[str, int]
    labels: Mapping[str, dict[str, str]]
    reminds_on: date | None
    stand: Stand
    steps: tuple[Step, ...] = ()
    over: bool = False
    followed: bool = False

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What she is told before a last day."""
        return () if self.over else core_notices.notices(self.stand, today())

    @property
    def answerable(self) -> bool:
        """Whether answers can still come in."""
        return self.stand.answerable(today())


@dataclass(frozen=True)
class Path:
    """A programme that somebody leads in, with its waves from the earliest to the latest.

    ``in_group`` is whether she may read the page of her learning group.
    """

    leader: UUID
    programme: str
    school: str
    in_group: bool
    chapters: tuple[Chapter, ...]
    next: Next | None

    @property
    def now(self) -> Chapter | None:
        """The wave to which the next step belongs."""
        return self.chapters[self.next.place] if self.next else None

    @property
    def chose(self) -> bool:
        """Whether she has priorities after some wave, and so a plan to write and read."""
        return any(one.stand.chosen for one in self.chapters)


def of_leader(account: UUID) -> tuple[Path, ...]:
    """All paths of somebody, in four queries whatever their number."""
    rows = db.session.execute(_places(account)).all()
    counts = _proposals(db.session(), account)
    found = {one.assessment: one for one in progress_of_leader(account)}
    groups = groupby(rows, key=lambda row: row.leader)
    return tuple(_path(list(waves), counts, found) for _leader, waves in groups)


def foremost(paths: Sequence[Path]) -> Path | None:
    """The path with the step that comes first of all."""
    first = core_path.soonest([path.next for path in paths if path.next])
    return next((path for path in paths if path.next and path.next == first), None)


def _places(account: UUID) -> Any:
    """Each place in a learning group with each wave of its programme, or with none."""
    return (
        select(
            Leader.id.label("leader"),
            Leader.school,
            Programme.name.label("programme"),
            Programme.rules,
            (~coordinated_place(account)).label("in_group"),
            Wave,
            Assessment,
            Report.opened,
            _chosen().label("chosen"),
            _planned().label("planned"),
        )
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .outerjoin(Wave, Wave.programme_id == Programme.id)
        .outerjoin(
            Assessment, and_(Assessment.wave_id == Wave.id, Assessment.leader_id == Leader.id)
        )
        .outerjoin(Report, Report.assessment_id == Assessment.id)
        .where(Leader.account_id == account)
        .order_by(Programme.name, Leader.id, Wave.position)
    )


def _chosen() -> ScalarSelect[int]:
    """How many priorities she chose in a wave."""
    query = select(func.count()).select_from(Priority)
    return query.where(Priority.assessment_id == Assessment.id).scalar_subquery()


def _planned() -> ScalarSelect[int]:
    """For how many of them there is a plan at some level."""
    hers = select(func.count()).select_from(Priority)
    plan = select(Plan.id).where(Plan.priority_id == Priority.id).exists()
    return hers.where(Priority.assessment_id == Assessment.id, plan).scalar_subquery()


Counts = Mapping[tuple[UUID, UUID], Mapping[tuple[str, str], int]]
"""How many were proposed, by wave and leader, then by rater group and state."""


def _proposals(session: Session, account: UUID) -> Counts:
    columns = Nomination.wave_id, Nomination.leader_id, Nomination.group, Nomination.state
    query = (
        select(*columns, func.count())
        .join(Leader, Nomination.leader_id == Leader.id)
        .where(Leader.account_id == account)
        .group_by(*columns)
    )
    counts: dict[tuple[UUID, UUID], dict[tuple[str, str], int]] = {}
    for wave, leader, group, state, number in session.execute(query):
        counts.setdefault((wave, leader), {})[group, state] = number
    return counts


def _path(
    rows: list[Row[*tuple[Any, ...]]], counts: Counts, found: Mapping[UUID, Progress]
) -> Path:
    chapters = [_chapter(row, counts, found) for row in rows if row.Wave]
    stands = core_path.together([one.stand for one in chapters])
    steps = core_path.path(stands, today())
    begun = core_path.begun(stands)
    first = rows[0]
    return Path(
        leader=first.leader,
        programme=first.programme,
        school=first.school,
        in_group=bool(first.in_group),
        chapters=tuple(
            replace(
                one,
                stand=stands[place],
                steps=steps[place],
                over=place < begun,
                followed=one.stand.chosen > 0
                and any(later.released for later in stands[place + 1 :]),
            )
            for place, one in enumerate(chapters)
        ),
        next=core_path.next_step(stands, today()),
    )


def _chapter(row: Row[*tuple[Any, ...]], counts: Counts, found: Mapping[UUID, Progress]) -> Chapter:
    wave, assessment = row.Wave, row.Assessment
    proposals = counts.get((wave.id, row.leader), {})
    rules = Rules.model_validate(wave.rules or row.rules)
    stand = _stand(row, rules, proposals, found.get(assessment.id) if assessment else None)
    return Chapter(
        wave=wave.id,
        leader=row.leader,
        label=wave.label,
        assessment=assessment.id if assessment else None,
        progress=found.get(assessment.id) if assessment else None,
        shut=_shut(row),
        proposals={
            state: _number(proposals, state) for state in ("proposed", "approved", "returned")
        },
        labels={group.id: group.label for group in rules.groups},
        reminds_on=_reminds_on(wave),
        stand=stand,
    )


def _stand(
    row: Row[*tuple[Any, ...]],
    rules: Rules,
    proposals: Mapping[tuple[str, str], int],
    progress: Progress | None,
) -> Stand:
    wave = row.Wave
    asked = {
        group.id: sum(n for (of, state), n in proposals.items() if (of, state) in _asked(group.id))
        for group in rules.groups
    }
    return Stand(
        wave=wave.state,
        assessment=row.Assessment.state if row.Assessment else "",
        closes_on=wave.closes_on,
        name=wave.name,
        own_done=bool(progress and progress.own_done),
        list_open=not _shut(row),
        list_until=wave.proposals_until,
        returned=_number(proposals, "returned"),
        few=_few_asked(progress) if progress else few_listed(rules, asked),
        short=_short(progress) if progress else (),
        opened=bool(row.opened),
        chosen=row.chosen,
        planned=row.planned,
        pulse=wave.pulse,
    )


def _asked(group: str) -> set[tuple[str, str]]:
    """What counts as being on the list of a group: all but what was returned."""
    return {(group, "proposed"), (group, "approved")}


def _number(proposals: Mapping[tuple[str, str], int], state: str) -> int:
    return sum(number for (_group, of), number in proposals.items() if of == state)


def few_listed(rules: Rules, asked: Mapping[str, int]) -> tuple[str, ...]:
    """The groups that could not be shown on their own if everybody answered who is listed."""
    found = outlooks(rules, asked)
    return tuple(group.id for group in rules.groups if found[group.id] in TOO_FEW)


def _few_asked(progress: Progress) -> tuple[str, ...]:
    """Groups of an open wave in which so few are asked; it depends on no answer."""
    return tuple(one.group for one in progress.groups if one.standing == "few")


def _short(progress: Progress) -> tuple[str, ...]:
    """Groups in which answers are missing so far, as the counts on her page say."""
    return tuple(one.group for one in progress.groups if one.standing == "short")


def _shut(row: Row[*tuple[Any, ...]]) -> Shut:
    return shut(row.Wave, row.Assessment.state if row.Assessment else None)


def _reminds_on(wave: Wave) -> date | None:
    days = [day for day in map(date.fromisoformat, wave.reminders) if day > today()]
    return min(days, default=None) if not wave.mail_stopped else None
