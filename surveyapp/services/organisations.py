"""Organisations, and who may do what in them."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Membership, Organisation
from surveyapp.services import audit
from surveyapp.services.checked import checked_name
from surveyapp.services.transaction import transaction

Role = Literal["coordinator", "researcher"]


def create(name: str) -> UUID:
    """A new organisation; ``SurveyError`` where there is one of that name."""
    name = checked_name(name)
    with transaction() as session:
        if session.scalar(select(Organisation.id).where(Organisation.name == name)):
            raise SurveyError(f"There is an organisation {name!r} already: use that one.")
        row = Organisation(name=name)
        session.add(row)
        session.flush()
        audit.record(session, "organisation made")
        return row.id


def join(organisation: UUID, account: UUID, role: Role) -> None:
    """Give somebody a role in an organisation; a second time changes nothing."""
    with transaction() as session:
        if session.get(Account, account) is None:
            raise NotFound("There is no such account.")
        if session.get(Membership, (organisation, account, role)) is None:
            session.add(Membership(organisation_id=organisation, account_id=account, role=role))
            audit.record(session, "role given")


def by_name(name: str) -> UUID:
    """The organisation of that name; ``NotFound`` if there is none."""
    key = db.session.scalar(select(Organisation.id).where(Organisation.name == name))
    if key is None:
        raise NotFound(f"There is no organisation {name!r}.")
    return key
