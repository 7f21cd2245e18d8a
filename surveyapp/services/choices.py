"""What a leader chose and planned in one wave, as it is printed and shown: hers alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core.choices import LEVELS, Choices, LevelPlan
from surveyapp.core.choices import Action as PlannedAction
from surveyapp.core.choices import Priority as ChosenPriority
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority


def of_assessment(assessment: UUID) -> Choices:
    """All of it; empty where she chose nothing yet."""
    return of_assessments([assessment])[assessment]


def of_assessments(keys: Collection[UUID]) -> Mapping[UUID, Choices]:
    """The same for several, in three queries whatever their number and size.

    Priorities and actions stand in her order, plans in that of their levels.
    """
    session = db.session()
    plans = _plans(session, keys)
    query = select(Priority).where(Priority.assessment_id.in_(keys)).order_by(Priority.position)
    rows = session.scalars(query).all()
    return {key: _choices((row for row in rows if row.assessment_id == key), plans) for key in keys}


def _choices(rows: Iterable[Priority], plans: Mapping[UUID, Sequence[LevelPlan]]) -> Choices:
    return Choices(priorities=tuple(_priority(row, plans.get(row.id, ())) for row in rows))


def _priority(row: Priority, plans: Sequence[LevelPlan]) -> ChosenPriority:
    return ChosenPriority.model_validate(
        {
            "competence": row.competence,
            "aim": row.aim,
            "passion": row.passion,
            "need": row.need,
            "reason": row.reason,
            "plan": tuple(sorted(plans, key=lambda one: LEVELS.index(one.level))),
        }
    )


def _plans(session: Session, keys: Collection[UUID]) -> dict[UUID, list[LevelPlan]]:
    """The plans by the key of their priority."""
    actions = _actions(session, keys)
    query = (
        select(Plan)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Priority.assessment_id.in_(keys))
    )
    found: dict[UUID, list[LevelPlan]] = {}
    for row in session.scalars(query):
        found.setdefault(row.priority_id, []).append(_plan(row, actions.get(row.id, ())))
    return found


def _plan(row: Plan, actions: Sequence[PlannedAction]) -> LevelPlan:
    return LevelPlan.model_validate(
        {
            "level": row.level,
            "goal": row.goal,
            "behaviour": row.behaviour,
            "evidence": row.evidence,
            "help": row.help,
            "due": row.due,
            "shared": row.shared,
            "actions": tuple(actions),
        }
    )


def _actions(session: Session, keys: Collection[UUID]) -> dict[UUID, list[PlannedAction]]:
    """The actions by the key of their plan."""
    query = (
        select(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Priority.assessment_id.in_(keys))
        .order_by(Action.plan_id, Action.position)
    )
    found: dict[UUID, list[PlannedAction]] = {}
    for row in session.scalars(query):
        values = {"text": row.text, "state": row.state, "due": row.due, "done_on": row.done_on}
        found.setdefault(row.plan_id, []).append(PlannedAction.model_validate(values))
    return found
