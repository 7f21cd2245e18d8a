"""What a leader chose and planned in one wave, as it is printed and shown: hers alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core.choices import LEVELS, Choices, LevelPlan
from surveyapp.core.choices import Action as PlannedAction
from surveyapp.core.choices import Priority as ChosenPriority
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority


def of_assessment(assessment: UUID) -> Choices:
    """All of it, in three queries whatever its size; empty where she chose nothing yet.

    Priorities and actions stand in her order, plans in that of their levels.
    """
    session = db.session()
    plans = _plans(session, assessment)
    rows = session.scalars(
        select(Priority).where(Priority.assessment_id == assessment).order_by(Priority.position)
    )
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


def _plans(session: Session, assessment: UUID) -> dict[UUID, list[LevelPlan]]:
    """The plans by the key of their priority."""
    actions = _actions(session, assessment)
    query = (
        select(Plan)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Priority.assessment_id == assessment)
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


def _actions(session: Session, assessment: UUID) -> dict[UUID, list[PlannedAction]]:
    """The actions by the key of their plan."""
    query = (
        select(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Priority.assessment_id == assessment)
        .order_by(Action.plan_id, Action.position)
    )
    found: dict[UUID, list[PlannedAction]] = {}
    for row in session.scalars(query):
        values = {"text": row.text, "state": row.state, "due": row.due, "done_on": row.done_on}
        found.setdefault(row.plan_id, []).append(PlannedAction.model_validate(values))
    return found
