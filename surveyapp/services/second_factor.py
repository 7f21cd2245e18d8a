"""The second step of signing in: codes from an app on her phone, and recovery codes.

No code works twice, and whoever tries many is stopped by ``web/limits``.
"""

import hmac
import re
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.sign_in import Passkey, RecoveryCode, SecondFactor
from surveyapp.services import accounts, audit
from surveyapp.services.checked import address
from surveyapp.services.sealed import proof, seal, unseal
from surveyapp.services.transaction import transaction

ISSUER = "360° feedback"
"""What the app on her phone calls us."""

PURPOSE, RECOVERY = "second factor", "recovery code"

STEP = 30
"""Seconds for which an app shows a code; the one before and the one after count as well."""

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""

CODES, LENGTH = 10, 12


@dataclass(frozen=True)
class Factors:
    """Which second steps somebody has, and how many recovery codes are left."""

    app: bool
    passkeys: int
    codes: int

    @property
    def asked(self) -> bool:
        """Whether a second step is asked of her when she signs in."""
        return self.app or self.passkeys > 0


def of(key: UUID) -> Factors:
    """Which second steps an account has."""
    row = db.session.execute(
        select(
            *(
                select(func.count()).where(table.account_id == key).scalar_subquery()
                for table in (SecondFactor, Passkey, RecoveryCode)
            )
        )
    ).one()
    return Factors(row[0] > 0, row[1], row[2])


def new_secret() -> str:
    """A secret for an app, as it is typed."""
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """What the square code for the app says."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER)


def set_up(key: UUID, secret: str, code: str) -> list[str]:
    """Ask for codes of an app from now on; its first code proves that it knows the secret.

    Returns new recovery codes where there were none. ``NotAllowed`` where the code is wrong.
    """
    step = _step(secret, _plain(code), after=0)
    if step is None:
        raise NotAllowed("This code is not right.")
    with transaction() as session:
        account = session.get_one(Account, key)
        session.merge(SecondFactor(account_id=key, sealed=_sealed(key, secret, step)))
        made = first_codes(session, key)
        accounts.renew(session, account)
        audit.record(session, "second factor set")
    return made


def _sealed(key: UUID, secret: str, step: int) -> bytes:
    return seal(PURPOSE, key.bytes, f"{step} {secret}".encode())


def _step(secret: str, code: str, *, after: int) -> int | None:
    """The half minute in which the app shows this code; none that was used, or is before it."""
    here = int(time.time()) // STEP
    app = pyotp.TOTP(secret, interval=STEP)
    for step in (here - 1, here, here + 1):
        right = hmac.compare_digest(app.generate_otp(step).encode(), code.encode())
        if right and step > after:
            return step
    return None


def _plain(code: str) -> str:
    """A code without what people type between its parts."""
    return re.sub(r"[\s-]", "", code).lower()


def check(key: UUID, code: str) -> bool:
    """Whether a code is one of her app, or a recovery code; either is used up by this."""
    plain = _plain(code)
    with transaction() as session:
        if plain.isdigit():
            return _check_app(session, key, plain)
        return _use_recovery_code(session, key, plain)


def _check_app(session: Session, key: UUID, code: str) -> bool:
    query = select(SecondFactor).where(SecondFactor.account_id == key)
    row = session.scalar(query.with_for_update())
    known = unseal(PURPOSE, key.bytes, row.sealed) if row else None
    if row is None or known is None:
        return False
    last, _, secret = known.decode().partition(" ")
    step = _step(secret, code, after=int(last))
    if step is not None:
        row.sealed = _sealed(key, secret, step)
    return step is not None


def _use_recovery_code(session: Session, key: UUID, code: str) -> bool:
    used = delete(RecoveryCode).where(
        RecoveryCode.account_id == key, RecoveryCode.proof == proof(RECOVERY, key.bytes, code)
    )
    return session.scalar(used.returning(RecoveryCode.id)) is not None


def first_codes(session: Session, key: UUID) -> list[str]:
    """Recovery codes for whoever has none yet."""
    query = select(RecoveryCode.id).where(RecoveryCode.account_id == key).limit(1)
    return [] if session.scalar(query) else _make_codes(session, key)


def _make_codes(session: Session, key: UUID) -> list[str]:
    codes = ["".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=key, proof=proof(RECOVERY, key.bytes, code)))
    return ["-".join(re.findall("....", code)) for code in codes]


def new_codes(key: UUID) -> list[str]:
    """Other recovery codes; those of before are worth nothing any more."""
    with transaction() as session:
        account = session.get_one(Account, key)
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == key))
        made = _make_codes(session, key)
        accounts.renew(session, account)
        audit.record(session, "recovery codes made")
    return made


def remove(key: UUID) -> None:
    """Ask for no codes of an app any more."""
    with transaction() as session:
        account = session.get_one(Account, key)
        session.execute(delete(SecondFactor).where(SecondFactor.account_id == key))
        drop_codes(session, key)
        accounts.renew(session, account)
        audit.record(session, "second factor removed")


def drop_codes(session: Session, key: UUID) -> None:
    """Where no second step is left, there is nothing to recover."""
    session.flush()
    for table in (SecondFactor, Passkey):
        if session.scalar(select(table.account_id).where(table.account_id == key).limit(1)):
            return
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == key))


def unlock(email: str) -> None:
    """The operator takes every second step away, for somebody who has lost hers.

    ``NotFound`` where there is no such account, ``NotAllowed`` where nothing is asked of it.
    """
    with transaction() as session:
        account = session.scalar(select(Account).where(Account.email == address(email)))
        if account is None:
            raise NotFound(f"There is no account for {address(email)}.")
        if not of(account.id).asked:
            raise NotAllowed(f"No second step is asked of {address(email)}.")
        for table in (SecondFactor, Passkey, RecoveryCode):
            session.execute(delete(table).where(table.account_id == account.id))
        accounts.renew(session, account)
        audit.record(session, "second factor removed")
