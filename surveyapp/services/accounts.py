"""Accounts: making them, and signing in."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Coaching, Membership
from surveyapp.models.programme import Leader
from surveyapp.services import audit
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.context import secret
from surveyapp.services.transaction import transaction

SHORTEST_PASSWORD = 10


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    id: UUID
    name: str
    email: str
    language: str
    leads: bool
    coordinates: bool
    coaches: bool
    researches: bool
    operates: bool
    session: str
    """Changes with the password; a session that remembers another value has ended."""


def address(text: str) -> str:
    """An e-mail address as it is stored and compared."""
    return text.strip().lower()


def create(*, name: str, email: str, language: str, password: str | None = None) -> UUID:
    """A new account; ``SurveyError`` where the address has one already."""
    email = checked_address(email)
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.email == email)):
            raise SurveyError(f"There is an account for {email} already: use that one.")
        account = Account(
            name=checked_name(name),
            email=email,
            language=language,
            password_hash=hashed(password) if password else None,
        )
        session.add(account)
        session.flush()
        audit.record(session, "account made")
        return account.id


def found_or_made(session: Session, *, name: str, email: str, language: str) -> UUID:
    """The account with this address, as it is; a new one where there is none.

    For whoever names somebody: which of the two it was is not told.
    """
    key = session.scalar(select(Account.id).where(Account.email == email))
    if key is None:
        account = Account(name=name, email=email, language=language)
        session.add(account)
        session.flush()
        audit.record(session, "account made")
        key = account.id
    return key


def set_operator(email: str, operates: bool) -> None:
    """Let the account with that address run the installation, or no longer."""
    key = by_address(email)
    with transaction() as session:
        account = session.get_one(Account, key)
        if account.operator != operates:
            account.operator = operates
            audit.record(session, "role given" if operates else "role taken", role="operator")


def by_address(email: str) -> UUID:
    """The account with that address; ``NotFound`` if there is none."""
    key = db.session.scalar(select(Account.id).where(Account.email == address(email)))
    if key is None:
        raise NotFound(f"There is no account for {address(email)}.")
    return key


def set_password(email: str, password: str) -> None:
    """Another password for the account with that address."""
    with transaction() as session:
        account = session.scalar(select(Account).where(Account.email == address(email)))
        if account is None:
            raise NotFound(f"There is no account for {address(email)}.")
        account.password_hash = hashed(password)
        audit.record(session, "password set")


def hashed(password: str) -> str:
    """The stored form of a password; ``NotAllowed`` where it is too short to be one."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotAllowed(f"Choose a password of at least {SHORTEST_PASSWORD} characters.")
    return PasswordHasher().hash(password)


@cache
def _nobody() -> str:
    """A hash to compare with when there is no account, so that both take as long."""
    return PasswordHasher().hash("nobody has this password")


def sign_in(email: str, password: str) -> UUID | None:
    """The account that these open, or ``None``: which of the two was wrong is not said."""
    account = db.session.scalar(select(Account).where(Account.email == address(email)))
    stored = account.password_hash if account and account.password_hash else _nobody()
    try:
        PasswordHasher().verify(stored, password)
    except VerificationError:
        return None
    return account.id if account and account.password_hash else None


def person(key: UUID) -> Person | None:
    """The person behind an account, and which rooms she has, in one query."""
    query = select(
        Account,
        select(Leader.id).where(Leader.account_id == Account.id).exists(),
        select(Coaching.group_id).where(Coaching.account_id == Account.id).exists(),
        _has_role("coordinator"),
        _has_role("researcher"),
    ).where(Account.id == key)
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    account, leads, coaches, coordinates, researches = row
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        leads=leads,
        coordinates=coordinates,
        coaches=coaches,
        researches=researches,
        operates=account.operator,
        session=_session(account.password_hash or ""),
    )


def _has_role(role: str) -> ColumnElement[bool]:
    hers = Membership.account_id == Account.id, Membership.role == role
    return select(Membership.account_id).where(*hers).exists()


def _session(password_hash: str) -> str:
    whole = b"session" + password_hash.encode()
    return hmac.digest(secret().encode(), whole, hashlib.sha256).hex()[:16]


def speak(key: UUID, language: str) -> None:
    """Somebody chose another language for her pages."""
    with transaction() as session:
        session.get_one(Account, key).language = language
