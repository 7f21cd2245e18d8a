"""What a leader chose and planned, ready made: hers in a test, and stored as if on screen."""

from datetime import date
from uuid import UUID

from surveyapp.core.choices import Action, Choices, LevelPlan, Priority
from surveyapp.models import plan as tables
from surveyapp.services.transaction import transaction

VISITS = LevelPlan(
    level="me",
    goal="Elke week een les bezoeken",
    behaviour="Leraren zien mij in hun les",
    due=date(2027, 3, 1),
    actions=(
        Action(text="Een rooster maken", state="done", done_on=date(2026, 11, 20)),
        Action(text="Afspraken met de teamleiders", due=date(2026, 12, 1)),
    ),
)
TOGETHER = LevelPlan(level="partnership", goal="Bij elkaar kijken", help="De leergroep")

TWO = Choices(
    priorities=(
        Priority(competence="people", aim="strength", passion=5, need=4),
        Priority(
            competence="vision",
            aim="shortcoming",
            need=5,
            reason="De school vraagt erom.\n\nEn ik wil het.",
            plan=(VISITS, TOGETHER),
        ),
    )
)
"""Two priorities, the second with a plan at two levels."""


def store(assessment: UUID, choices: Choices = TWO) -> None:
    """Write the rows of these choices."""
    with transaction() as session:
        for place, priority in enumerate(choices.priorities, start=1):
            values = priority.model_dump(exclude={"plan"})
            row = tables.Priority(assessment_id=assessment, position=place, **values)
            session.add(row)
            session.flush()
            for plan in reversed(priority.plan):
                level = plan.model_dump(exclude={"actions"})
                kept = tables.Plan(priority_id=row.id, **level)
                session.add(kept)
                session.flush()
                for number, action in enumerate(plan.actions, start=1):
                    what = action.model_dump()
                    session.add(tables.Action(plan_id=kept.id, position=number, **what))
