"""What leaders share of their plans: all that their learning group reads of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveyapp.core.instrument import Instrument
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments

PARTNERSHIP = "partnership"
"""The level of a plan that can be shared."""


@dataclass(frozen=True)
class SharedAction:
    """One thing that a leader does with others, and how far she is."""

    text: str
    state: str
    due: date | None


@dataclass(frozen=True)
class SharedPlan:
    """What a leader wants to do in the partnership: all that her learning group reads of it."""

    leader: UUID
    name: str
    competence: dict[str, str]
    goal: str
    due: date | None
    actions: tuple[SharedAction, ...]


def of_group(group: UUID) -> tuple[SharedPlan, ...]:
    """The plans that leaders of a learning group share with it, the earliest day first.

    What she dropped is left out, and a plan in which nothing stands. Two queries, and one for each
    instrument that was not read before.
    """
    query = (
        select(Plan, Priority.competence, Leader.id, Leader.name, Wave.fingerprint)
        .join(Priority, Plan.priority_id == Priority.id)
        .join(Assessment, Priority.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.group_id == group, Plan.shared, Plan.level == PARTNERSHIP)
    )
    actions = _shared_actions(group)
    found = [
        SharedPlan(
            leader=leader,
            name=name,
            competence=_title(instruments.frozen(fingerprint), competence),
            goal=plan.goal,
            due=plan.due,
            actions=actions.get(plan.id, ()),
        )
        for plan, competence, leader, name, fingerprint in db.session.execute(query)
    ]
    return tuple(sorted((one for one in found if one.goal or one.actions), key=_order))


def _shared_actions(group: UUID) -> dict[UUID, tuple[SharedAction, ...]]:
    """By plan, in the order that she gave them."""
    query = (
        select(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .join(Assessment, Priority.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.group_id == group, Plan.shared, Action.state != "dropped")
        .order_by(Action.position)
    )
    found: dict[UUID, tuple[SharedAction, ...]] = {}
    for row in db.session.scalars(query):
        one = SharedAction(row.text, row.state, row.due)
        found[row.plan_id] = (*found.get(row.plan_id, ()), one)
    return found


def _title(instrument: Instrument, competence: str) -> dict[str, str]:
    return next(one.title for one in instrument.competences if one.id == competence)


def _order(plan: SharedPlan) -> tuple[date, str, str]:
    return plan.due or date.max, plan.name, plan.goal


def take_back(session: Session, leader: UUID) -> None:
    """Share none of her plans any more; she may share them again."""
    assessments = select(Assessment.id).where(Assessment.leader_id == leader)
    priorities = select(Priority.id).where(Priority.assessment_id.in_(assessments))
    hers = update(Plan).where(Plan.priority_id.in_(priorities), Plan.shared)
    session.execute(hers.values(shared=False))
