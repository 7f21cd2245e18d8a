"""Mail to a leader whose list of raters is short when the day until which she proposes is near.

It depends on her list only: nobody has been asked anything yet. Who was told is remembered by the
row of the mail, for longer than a day is near: she is told once about each wave. The key of the row
says about which.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.core.notices import working_days
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.sign_in import AccountMail
from surveyapp.models.wave import Wave
from surveyapp.services import account_mail, paths, reminders
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction

DAYS = 3
"""Working days that are left when she is told."""


def remind() -> int:
    """Tell every leader whose list is short in a wave whose day is near; how many are told."""
    moment = now().astimezone()
    if moment.hour < reminders.FROM_HOUR:
        return 0
    return sum(_remind(wave) for wave in _near(db.session(), moment.date()))


def still_true(session: Session, key: UUID) -> bool:
    """Whether the mail of this key may leave: her list is short still, and the day is near."""
    near = _near(session, now().astimezone().date())
    return any(key in _short(session, wave) for wave in near)


def _near(session: Session, today: date) -> list[UUID]:
    """The waves in which people can be proposed for a few days more."""
    query = select(Wave.id, Wave.proposals_until).where(
        Wave.state == "prepared", Wave.proposals_until >= today
    )
    rows = session.execute(query).all()
    return [wave for wave, until in rows if until and working_days(today, until) <= DAYS]


def _remind(wave: UUID) -> int:
    if not _untold(db.session(), wave):
        return 0
    with transaction() as session:
        untold = _untold(session, wave)
        for key, account in untold.items():
            account_mail.put(session, account, "list", key=key)
    return len(untold)


def _untold(session: Session, wave: UUID) -> dict[UUID, UUID]:
    """Those of ``_short`` who have not been told."""
    told = set(session.scalars(select(AccountMail.id).where(AccountMail.kind == "list")))
    return {key: one for key, one in _short(session, wave).items() if key not in told}


def _key(wave: UUID, account: UUID) -> UUID:
    """The same for the same leader and wave; it opens nothing."""
    return uuid5(wave, account.hex)


def _short(session: Session, wave: UUID) -> dict[UUID, UUID]:
    """The accounts of leaders whose list is short, by the key of their mail; in three queries."""
    query = select(Programme.id, Programme.rules).join(Wave, Wave.programme_id == Programme.id)
    programme, stored = session.execute(query.where(Wave.id == wave)).one()
    leaders = (
        select(Leader.id, Leader.account_id)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == programme)
    )
    rules, listed = Rules.model_validate(stored), _listed(session, wave)
    return {
        _key(wave, account): account
        for leader, account in session.execute(leaders)
        if paths.few_listed(rules, listed.get(leader, {}))
    }


def _listed(session: Session, wave: UUID) -> Mapping[UUID, Mapping[str, int]]:
    """How many are on each list by rater group, but those that were returned."""
    columns = Nomination.leader_id, Nomination.group
    query = (
        select(*columns, func.count())
        .where(Nomination.wave_id == wave, Nomination.state != "returned")
        .group_by(*columns)
    )
    found: dict[UUID, dict[str, int]] = {}
    for leader, group, number in session.execute(query):
        found.setdefault(leader, {})[group] = number
    return found
