"""Accounts: making them, and signing in."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Select, select

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.programme import Coordination, Leader
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
    """The person behind an account, with what she may do."""
    account = db.session.get(Account, key)
    if account is None:
        return None
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        leads=_any(select(Leader.id).where(Leader.account_id == key)),
        coordinates=_any(select(Coordination.programme_id).where(Coordination.account_id == key)),
        session=_session(account.password_hash or ""),
    )


def _session(password_hash: str) -> str:
    whole = b"session" + password_hash.encode()
    return hmac.digest(secret().encode(), whole, hashlib.sha256).hex()[:16]


def speak(key: UUID, language: str) -> None:
    """Somebody chose another language for her pages."""
    with transaction() as session:
        session.get_one(Account, key).language = language


def _any(query: Select[UUID]) -> bool:
    return db.session.scalar(query.limit(1)) is not None
