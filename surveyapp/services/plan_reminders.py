"""Mail on the days that a leader set herself in her plan: one message a day, without its words.

An address may be read by others, so the message says only that there is something in her plan; her
page shows what it is. The days are taken from the actions by the transaction that writes the
message, so that each comes once; they have them back where it cannot be delivered. It is her own
wish: no coordinator stops it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.plan import OPEN
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment
from surveyapp.services import account_mail, reminders
from surveyapp.services.context import now, today
from surveyapp.services.transaction import transaction


def remind() -> int:
    """Tell every leader of whose actions the day has come; how many are told.

    Days on which no worker ran are made up for by one message.
    """
    if now().astimezone().hour < reminders.FROM_HOUR or not _any(db.session()):
        return 0
    with transaction() as session:
        rows = session.execute(_due(select(Action, Leader.account_id)).with_for_update(of=Action))
        accounts = set()
        for row, account in rows:
            row.remind_on, row.reminded_on = None, today()
            accounts.add(account)
        for account in accounts:
            account_mail.put(session, account, "plan")
    return len(accounts)


@dataclass(frozen=True)
class Reminder:
    """A day on which a leader wants to be reminded of an action, or on which she was.

    Both are there where that mail could not be delivered.
    """

    action: str
    remind_on: date | None
    reminded_on: date | None


def of_assessments(keys: Collection[UUID]) -> Mapping[UUID, list[Reminder]]:
    """The reminders in the plans of these assessments, those that left included."""
    query = (
        select(Priority.assessment_id, Action.text, Action.remind_on, Action.reminded_on)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Priority.assessment_id.in_(keys))
        .where(or_(Action.remind_on.is_not(None), Action.reminded_on.is_not(None)))
        .order_by(Priority.position, Action.position, Action.id)
    )
    found: dict[UUID, list[Reminder]] = {key: [] for key in keys}
    for key, text, remind_on, reminded_on in db.session.execute(query):
        found[key].append(Reminder(text, remind_on, reminded_on))
    return found


def _any(session: Session) -> bool:
    return session.scalar(_due(select(Action.id)).limit(1)) is not None


def _due(query: Any) -> Any:
    """Only of open actions whose day has come, after a report that is there to act on."""
    return (
        query.select_from(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .join(Assessment, Priority.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Action.remind_on <= today(), Action.reminded_on.is_(None), Action.state.in_(OPEN))
        .where(Assessment.state == lifecycle.release.target)
    )
