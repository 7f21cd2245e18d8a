"""Mail on the days that a leader set herself in her plan: one message a day, without its words.

An address may be read by others, so the message says only that there is something in her plan; her
page shows what it is. The days are taken from the actions by the transaction that writes the
message, so that each comes once. It is her own wish: no coordinator stops it.
"""

from typing import Any

from sqlalchemy import select
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
        .where(Action.remind_on <= today(), Action.state.in_(OPEN))
        .where(Assessment.state == lifecycle.release.target)
    )
