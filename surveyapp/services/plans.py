"""The plans of a leader: hers alone, but for what she shares with her learning group."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import cast
from uuid import UUID

from sqlalchemy import and_, func, select

from surveyapp.core import lifecycle
from surveyapp.core.choices import LEVELS, ActionState, Aim, Level
from surveyapp.core.errors import NotFound
from surveyapp.core.plan import OPEN, Course, order
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments


@dataclass(frozen=True)
class ActionDetail:
    """One thing to do, and how far it is. Mail reminded her of it on ``reminded_on``."""

    id: UUID
    text: str
    course: Course
    reminded_on: date | None = None


@dataclass(frozen=True)
class LevelDetail:
    """What she wrote at one level; nothing yet, where there is no plan."""

    level: Level
    goal: str = ""
    behaviour: str = ""
    evidence: str = ""
    help: str = ""
    due: date | None = None
    shared: bool = False
    actions: tuple[ActionDetail, ...] = ()

    @property
    def written(self) -> bool:
        """Whether anything is planned."""
        return self != LevelDetail(self.level)

    @property
    def mark(self) -> str:
        """What somebody has seen of it who changes it; another mark, if it changed meanwhile."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class PriorityDetail:
    """A competence that she chose, and her plan for it at every level.

    ``standard`` is its place in a professional standard: ``vo-2021/vision``.
    """

    id: UUID
    competence: str
    title: dict[str, str]
    standard: str
    aim: Aim
    levels: dict[Level, LevelDetail] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """An action with its place in the plans."""

    action: ActionDetail
    priority: PriorityDetail
    level: Level


@dataclass(frozen=True)
class Plans:
    """All that a leader plans after one report."""

    assessment: UUID
    programme: str
    wave: dict[str, str]
    priorities: tuple[PriorityDetail, ...]

    def priority(self, competence: str) -> PriorityDetail:
        """The priority of that name; ``NotFound`` if she did not choose it."""
        for one in self.priorities:
            if one.competence == competence:
                return one
        raise NotFound("There is no such priority.")

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every action: what is open by its day, then what is done, then what was dropped."""
        found = [
            Task(action, priority, level)
            for priority in self.priorities
            for level, detail in priority.levels.items()
            for action in detail.actions
        ]
        return tuple(sorted(found, key=lambda task: order(task.action.course)))

    def task(self, key: UUID) -> Task:
        """The action with that key; ``NotFound`` if it is in none of these plans."""
        for one in self.tasks:
            if one.action.id == key:
                return one
        raise NotFound("There is no such action.")


@dataclass(frozen=True)
class PlanCount:
    """The plan after one report, and how many of its actions are open."""

    assessment: UUID
    programme: str
    wave: dict[str, str]
    open: int


def of_assessment(key: UUID) -> Plans:
    """What she plans after a report, in four queries; ``NotFound`` before it was handed out."""
    query = (
        select(Assessment.state, Wave.label, Wave.fingerprint, Programme.name)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .where(Assessment.id == key)
    )
    row = db.session.execute(query).one()
    if row.state != lifecycle.release.target:
        raise NotFound("There is no report yet.")
    competences = {one.id: one for one in instruments.frozen(row.fingerprint).competences}
    levels = _levels(key)
    chosen = select(Priority).where(Priority.assessment_id == key).order_by(Priority.position)
    priorities = [
        PriorityDetail(
            id=one.id,
            competence=one.competence,
            title=competences[one.competence].title,
            standard=competences[one.competence].standard,
            aim=cast(Aim, one.aim),
            levels={name: levels.get((one.id, name), LevelDetail(name)) for name in LEVELS},
        )
        for one in db.session.scalars(chosen)
    ]
    return Plans(key, row.name, row.label, tuple(priorities))


def level(priority: UUID, name: Level) -> LevelDetail:
    """The plan of a priority at one level, as it is stored now."""
    mine = Plan.priority_id == priority
    row = db.session.scalar(select(Plan).where(mine, Plan.level == name))
    if row is None:
        return LevelDetail(name)
    actions = select(Action).where(Action.plan_id == row.id).order_by(Action.position)
    return _level(row, tuple(_action(one) for one in db.session.scalars(actions)))


def _levels(assessment: UUID) -> dict[tuple[UUID, str], LevelDetail]:
    """By priority and level."""
    hers = Priority.assessment_id == assessment
    of_plans = select(Action).join(Plan).join(Priority).where(hers).order_by(Action.position)
    actions: dict[UUID, tuple[ActionDetail, ...]] = {}
    for row in db.session.scalars(of_plans):
        actions[row.plan_id] = (*actions.get(row.plan_id, ()), _action(row))
    return {
        (row.priority_id, row.level): _level(row, actions.get(row.id, ()))
        for row in db.session.scalars(select(Plan).join(Priority).where(hers))
    }


def _level(row: Plan, actions: tuple[ActionDetail, ...]) -> LevelDetail:
    return LevelDetail(
        level=cast(Level, row.level),
        goal=row.goal,
        behaviour=row.behaviour,
        evidence=row.evidence,
        help=row.help,
        due=row.due,
        shared=row.shared,
        actions=actions,
    )


def _action(row: Action) -> ActionDetail:
    course = Course(cast(ActionState, row.state), row.due, row.done_on, row.remind_on)
    return ActionDetail(row.id, row.text, course, row.reminded_on)


def of_account(account: UUID) -> tuple[PlanCount, ...]:
    """The reports after which somebody chose priorities, the latest first."""
    still = and_(Action.plan_id == Plan.id, Action.state.in_(OPEN))
    query = (
        select(Assessment.id, Programme.name, Wave.label, func.count(Action.id))
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Priority, Priority.assessment_id == Assessment.id)
        .outerjoin(Plan, Plan.priority_id == Priority.id)
        .outerjoin(Action, still)
        .where(Leader.account_id == account, Assessment.state == lifecycle.release.target)
        .group_by(Assessment.id, Wave.id, Programme.id)
        .order_by(Programme.name, Wave.position.desc())
    )
    return tuple(PlanCount(*row) for row in db.session.execute(query))
