"""Accounts: making them, signing in with a password, and what their owners change."""

import hashlib
import hmac
import secrets
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
from surveyapp.services import account_mail, audit
from surveyapp.services.checked import address, checked_address, checked_name
from surveyapp.services.context import secret
from surveyapp.services.transaction import once_more, transaction

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
    has_password: bool
    session: str
    """Changes with how she signs in; a session that remembers another value has ended."""


@once_more
def create(
    *, name: str, email: str, language: str, password: str | None = None, welcome: bool = False
) -> UUID:
    """A new account; ``SurveyError`` where the address has one already.

    With ``welcome``, mail tells its owner how to sign in.
    """
    email = checked_address(email)
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.email == email)):
            raise SurveyError(f"There is an account for {email} already: use that one.")
        account = Account(
            name=checked_name(name),
            email=email,
            language=language,
            password_hash=None if password is None else hashed(password),
        )
        session.add(account)
        session.flush()
        audit.record(session, "account made")
        if welcome:
            account_mail.put(session, account.id, "welcome")
        return account.id


def found_or_made(session: Session, *, name: str, email: str, language: str) -> UUID:
    """The account with this address, as it is; a new one where there is none.

    For whoever names somebody: which of the two it was is not told. Mail tells the owner of a new
    one how to sign in.
    """
    key = session.scalar(select(Account.id).where(Account.email == email))
    if key is None:
        account = Account(name=name, email=email, language=language)
        session.add(account)
        session.flush()
        audit.record(session, "account made")
        account_mail.put(session, account.id, "welcome")
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
        _set_password(session, account, password)


def choose_password(key: UUID, password: str) -> None:
    """Somebody chose another password for herself."""
    with transaction() as session:
        _set_password(session, session.get_one(Account, key), password)


def _set_password(session: Session, account: Account, password: str) -> None:
    account.password_hash = hashed(password)
    renew(session, account)
    audit.record(session, "password set")


def renew(session: Session, account: Account) -> None:
    """How she signs in has changed: sessions and links of before have ended, and she is told."""
    end(session, account)
    account_mail.put(session, account.id, "changed")


def end(session: Session, account: Account) -> None:
    """End every session of an account, and every link that it was sent."""
    account.mark = secrets.token_hex(16)
    account_mail.revoke(session, account.id)


def end_sessions(key: UUID) -> None:
    """Somebody signs out: on this device, and on every other."""
    with transaction() as session:
        end(session, session.get_one(Account, key))


def describe(key: UUID, *, name: str, language: str) -> None:
    """Somebody writes her name otherwise, or prefers another language."""
    with transaction() as session:
        account = session.get_one(Account, key)
        account.name, account.language = checked_name(name), language


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
        has_password=account.password_hash is not None,
        session=_session((account.password_hash or "") + account.mark),
    )


def _has_role(role: str) -> ColumnElement[bool]:
    hers = Membership.account_id == Account.id, Membership.role == role
    return select(Membership.account_id).where(*hers).exists()


def _session(known: str) -> str:
    whole = b"session" + known.encode()
    return hmac.digest(secret().encode(), whole, hashlib.sha256).hex()[:16]


def speak(key: UUID, language: str) -> None:
    """Somebody chose another language for her pages."""
    with transaction() as session:
        session.get_one(Account, key).language = language
