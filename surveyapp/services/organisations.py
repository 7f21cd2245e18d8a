"""Organisations, and who has which role in them.

Whoever names a colleague learns nothing of her: whether her address has an account already, and
under which name, is not told (colleagues are known by the address that somebody wrote).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, delete, func, select
from sqlalchemy.orm import Session, aliased

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Membership, Organisation
from surveyapp.models.programme import Coordination, Programme
from surveyapp.services import accounts, audit
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.queue import wake
from surveyapp.services.transaction import once_more, transaction

Role = Literal["coordinator", "researcher"]

ROLES: tuple[Role, ...] = ("coordinator", "researcher")


def create(name: str) -> UUID:
    """A new organisation; ``SurveyError`` where there is one of that name."""
    name = checked_name(name)
    with transaction() as session:
        _refuse_taken(session, name)
        row = Organisation(name=name)
        session.add(row)
        session.flush()
        audit.record(session, "organisation made")
        return row.id


def rename(key: UUID, name: str) -> None:
    """Another name; ``SurveyError`` where another organisation has it."""
    name = checked_name(name)
    with transaction() as session:
        row = session.get_one(Organisation, key)
        if row.name != name:
            _refuse_taken(session, name)
            row.name = name
            audit.record(session, "organisation renamed")


def _refuse_taken(session: Session, name: str) -> None:
    if session.scalar(select(Organisation.id).where(Organisation.name == name)):
        raise SurveyError(f"There is an organisation {name!r} already: use that one.")


def join(organisation: UUID, account: UUID, role: Role) -> None:
    """Give somebody a role in an organisation; a second time changes nothing."""
    with transaction() as session:
        if session.get(Account, account) is None:
            raise NotFound("There is no such account.")
        _join(session, organisation, account, role)


@once_more
def invite(organisation: UUID, *, email: str, name: str, language: str, role: Role) -> None:
    """Give the person with that address a role; she gets an account if she has none.

    Nothing is told of an account that there is, nor is it changed.
    """
    email, name = checked_address(email), checked_name(name)
    with transaction() as session:
        key = accounts.found_or_made(session, name=name, email=email, language=language)
        _join(session, organisation, key, role)
    wake()


def _join(session: Session, organisation: UUID, account: UUID, role: Role) -> None:
    if session.get(Membership, (organisation, account, role)) is None:
        session.add(Membership(organisation_id=organisation, account_id=account, role=role))
        audit.record(session, "role given", role=role)


def leave(organisation: UUID, account: UUID, role: Role) -> None:
    """Take a role away; ``NotAllowed`` for the last coordinator, ``NotFound`` where she has it not.

    What she coordinated on her own passes to all other coordinators of the organisation, so that
    no programme is left without anybody.
    """
    with transaction() as session:
        hold = select(Organisation.id).where(Organisation.id == organisation).with_for_update()
        session.execute(hold).all()
        held = session.get(Membership, (organisation, account, role))
        if held is None:
            raise NotFound("There is nobody with this role here.")
        if role == "coordinator":
            _hand_over(session, organisation, account)
        session.delete(held)
        audit.record(session, "role taken", role=role)


def _hand_over(session: Session, organisation: UUID, account: UUID) -> None:
    others = session.scalars(
        select(Membership.account_id).where(
            Membership.organisation_id == organisation,
            Membership.role == "coordinator",
            Membership.account_id != account,
        )
    ).all()
    if not others:
        raise NotAllowed("This is the last coordinator: add another one first.")
    lonely = session.scalars(_only_hers(organisation, account)).all()
    here = select(Programme.id).where(Programme.organisation_id == organisation)
    session.execute(
        delete(Coordination).where(
            Coordination.account_id == account, Coordination.programme_id.in_(here)
        )
    )
    session.add_all(
        Coordination(programme_id=key, account_id=other) for key in lonely for other in others
    )


def _only_hers(organisation: UUID, account: UUID) -> Select[UUID]:
    """The programmes of the organisation that this person coordinates and nobody else does."""
    other = aliased(Coordination)
    beside = select(other.account_id).where(
        other.programme_id == Coordination.programme_id, other.account_id != account
    )
    return (
        select(Coordination.programme_id)
        .join(Programme, Coordination.programme_id == Programme.id)
        .where(Programme.organisation_id == organisation, Coordination.account_id == account)
        .where(~beside.exists())
    )


@dataclass(frozen=True)
class OrganisationView:
    """An organisation in numbers."""

    id: UUID
    name: str
    coordinators: int
    researchers: int
    programmes: int


def overview() -> Sequence[OrganisationView]:
    """All organisations by name: for the operator only."""
    query = select(
        Organisation.id,
        Organisation.name,
        _members("coordinator"),
        _members("researcher"),
        select(func.count(Programme.id))
        .where(Programme.organisation_id == Organisation.id)
        .scalar_subquery(),
    )
    rows = db.session.execute(query.order_by(Organisation.name))
    return [OrganisationView(*row) for row in rows]


def _members(role: Role) -> ScalarSelect[int]:
    here = Membership.organisation_id == Organisation.id, Membership.role == role
    return select(func.count(Membership.account_id)).where(*here).scalar_subquery()


@dataclass(frozen=True)
class Member:
    """Somebody with a role in an organisation. ``name`` is for the operator, else empty.

    It is hers to tell: she may have an account elsewhere, under another name than a colleague
    wrote.
    """

    account: UUID
    email: str
    role: str
    name: str = ""


@dataclass(frozen=True)
class People:
    """An organisation with all who have a role in it, by role and address."""

    id: UUID
    name: str
    members: tuple[Member, ...]

    def count(self, role: Role) -> int:
        """How many have this role."""
        return sum(member.role == role for member in self.members)

    def find(self, account: UUID, role: Role) -> Member:
        """Who has this role; ``NotFound`` where she does not."""
        for member in self.members:
            if (member.account, member.role) == (account, role):
                return member
        raise NotFound("There is nobody with this role here.")


def people(key: UUID) -> People:
    """An organisation with its members by name, for the operator; ``NotFound`` if there is none."""
    for found in _people(Organisation.id == key):
        members = _named(found.members)
        return replace(found, members=members)
    raise NotFound("There is no such organisation.")


def _named(members: Sequence[Member]) -> tuple[Member, ...]:
    keys = [member.account for member in members]
    query = select(Account.id, Account.name).where(Account.id.in_(keys))
    names = {key: name for key, name in db.session.execute(query)}  # noqa: C416
    return tuple(replace(member, name=names[member.account]) for member in members)


def of_coordinator(account: UUID) -> Sequence[People]:
    """The organisations in which somebody is a coordinator, with her colleagues, by name."""
    hers = Membership.account_id == account, Membership.role == "coordinator"
    return _people(Organisation.id.in_(select(Membership.organisation_id).where(*hers)))


def _people(which: ColumnElement[bool]) -> Sequence[People]:
    query = (
        select(Organisation.id, Organisation.name, Membership.account_id, Membership.role)
        .add_columns(Account.email)
        .outerjoin(Membership, Membership.organisation_id == Organisation.id)
        .outerjoin(Account, Membership.account_id == Account.id)
        .where(which)
        .order_by(Organisation.name, Membership.role, Account.email)
    )
    found: dict[tuple[UUID, str], list[Member]] = {}
    for key, name, account, role, email in db.session.execute(query):
        members = found.setdefault((key, name), [])
        if account:
            members.append(Member(account, email, role))
    return [People(key, name, tuple(members)) for (key, name), members in found.items()]


def by_name(name: str) -> UUID:
    """The organisation of that name; ``NotFound`` if there is none."""
    key = db.session.scalar(select(Organisation.id).where(Organisation.name == name))
    if key is None:
        raise NotFound(f"There is no organisation {name!r}.")
    return key


def run_by(account: UUID) -> dict[UUID, str]:
    """The organisations in which somebody may begin a programme, by key, in order of name."""
    query = (
        select(Organisation.id, Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account, Membership.role == "coordinator")
        .order_by(Organisation.name)
    )
    return dict(db.session.execute(query).all())
