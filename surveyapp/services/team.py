"""The coordinators of one programme: any coordinator of its organisation may be among them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Membership
from surveyapp.models.programme import Coordination, Programme
from surveyapp.services import audit
from surveyapp.services.transaction import transaction


@dataclass(frozen=True)
class Colleague:
    """A coordinator of the organisation by address; ``inside`` where she has this programme."""

    account: UUID
    email: str
    inside: bool


def of_programme(key: UUID) -> list[Colleague]:
    """All coordinators of the programme's organisation, those who have the programme first."""
    inside = (
        select(Coordination.account_id)
        .where(Coordination.programme_id == key, Coordination.account_id == Account.id)
        .exists()
    )
    query = (
        select(Account.id, Account.email, inside)
        .join(Membership, Membership.account_id == Account.id)
        .join(Programme, Programme.organisation_id == Membership.organisation_id)
        .where(Programme.id == key, Membership.role == "coordinator")
        .order_by(Account.email)
    )
    found = [Colleague(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: not one.inside)


def add(programme: UUID, account: UUID) -> None:
    """Let a coordinator of the organisation have the programme; twice changes nothing."""
    with transaction() as session:
        row = session.get_one(Programme, programme, with_for_update=True)
        if session.get(Membership, (row.organisation_id, account, "coordinator")) is None:
            raise NotFound("There is no such colleague.")
        if session.get(Coordination, (programme, account)) is None:
            session.add(Coordination(programme_id=programme, account_id=account))
            audit.record(session, "coordinator added", programme=programme)


def take(programme: UUID, account: UUID) -> None:
    """Take the programme from somebody; ``NotAllowed`` where nobody else has it."""
    with transaction() as session:
        session.get_one(Programme, programme, with_for_update=True)
        held = session.get(Coordination, (programme, account))
        if held is None:
            raise NotFound("There is no such colleague.")
        count = select(func.count()).where(Coordination.programme_id == programme)
        if session.scalar(count) == 1:
            raise NotAllowed("Nobody else coordinates this programme: add a colleague first.")
        session.delete(held)
        audit.record(session, "coordinator taken", programme=programme)
