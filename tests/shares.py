"""What a leader chose and shares, made through the tables and services; needs an app context."""

from datetime import date, timedelta
from uuid import UUID

from surveyapp.core.share import Parts
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.services import accounts, coaching, share_reading, shares
from surveyapp.services.access import led_share
from surveyapp.services.shares import Wanted
from tests import cast as people
from tests.cast import Cast

BOARD = "mijn gesprek met mevrouw Jansen"
CARO = "caro@school.example"
REASON = "Omdat mijn team dat van mij vraagt."
GOAL = "Elke week twee lessen bezoeken."
"""What she shares only where she ticked it."""

UNSHARED = "Dit plan is van de school."
ACTION = "Een rooster maken"


def chosen(assessment: UUID) -> list[str]:
    """Two priorities with a plan at two levels; their competences."""
    session = db.session()
    keys = list(shares.offer(assessment).titles)[:2]
    for place, key in enumerate(keys):
        row = Priority(
            assessment_id=assessment,
            competence=key,
            position=place,
            aim="strength",
            reason=REASON if not place else "",
        )
        session.add(row)
        session.flush()
        plan = Plan(priority_id=row.id, level="me", goal=GOAL)
        session.add_all([plan, Plan(priority_id=row.id, level="school", goal=UNSHARED)])
        session.flush()
        session.add(Action(plan_id=plan.id, position=0, text=ACTION))
    session.commit()
    return keys


def released(cast: Cast) -> UUID:
    """Alice's assessment, with a report that was handed out, priorities and plans."""
    key = people.assessment(people.released_wave(cast))
    chosen(key)
    return key


def coach(cast: Cast) -> UUID:
    """Caro, who coaches the learning group."""
    people.account("Caro Mol")
    coaching.give(cast.group, email=CARO, name="Caro Mol", language="nl")
    return accounts.by_address(CARO)


def some(assessment: UUID) -> Parts:
    """One score, and one priority with its reason and the plan for herself."""
    [first, second] = list(shares.offer(assessment).titles)[:2]
    return Parts(scores=(second,), priorities=(first,), reasons=True, plan=("me",))


def share(assessment: UUID, *, to: UUID | None = None, days: int = 30, **parts: object) -> UUID:
    """Let somebody read, until so many days from now."""
    wanted = Wanted(
        coach=to,
        recipient=BOARD,
        parts=Parts.model_validate(parts) if parts else some(assessment),
        ends_on=date.today() + timedelta(days=days),
    )
    return shares.make(shares.offer(assessment), wanted)


def token(account: UUID, key: UUID) -> str:
    """What stands in the link of a share."""
    return share_reading.address_of(led_share(account, key)).rstrip("/").rpartition("/")[2]
