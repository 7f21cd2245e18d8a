"""Priorities and plans of leaders, put where her pages would put them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.wave import Assessment
from tests import cast as people
from tests.cast import Cast


def after_reports(cast: Cast, name: str = "pre") -> UUID:
    """A wave whose assessments count as released: plans need no figures."""
    wave = people.open_wave(cast, name)
    db.session.execute(update(Assessment).values(state="released"))
    db.session.commit()
    return wave


def priority(assessment: UUID, competence: str = "vision", aim: str = "strength") -> UUID:
    """One more competence that a leader chose in a wave."""
    count = select(func.count()).where(Priority.assessment_id == assessment)
    row = Priority(
        assessment_id=assessment,
        competence=competence,
        position=db.session.scalar(count) or 0,
        aim=aim,
    )
    db.session.add(row)
    db.session.commit()
    return row.id


def plan(
    priority: UUID,
    level: str = "partnership",
    *,
    goal: str = "Samen lessen bezoeken",
    due: date | None = None,
    shared: bool = False,
    actions: Sequence[str] = (),
) -> UUID:
    """A plan at one level, with actions that are planned."""
    row = Plan(priority_id=priority, level=level, goal=goal, due=due, shared=shared)
    db.session.add(row)
    db.session.flush()
    for position, text in enumerate(actions):
        db.session.add(Action(plan_id=row.id, position=position, text=text))
    db.session.commit()
    return row.id
