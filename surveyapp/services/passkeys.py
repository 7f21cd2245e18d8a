"""Passkeys: a key pair on a device of hers, of which only the public half is here.

Alone it is both steps of signing in, where the device has looked who holds it; after a first step
it is the second one.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy import select
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.sign_in import Passkey
from surveyapp.services import accounts, audit, second_factor
from surveyapp.services.context import settings
from surveyapp.services.transaction import transaction

MOST = 20
"""Passkeys of one account."""

LONGEST_NAME = 60

FAULTS = (WebAuthnException, ValueError, TypeError, KeyError, OverflowError, RecursionError)
"""What reading raises on what no browser sends."""


@dataclass(frozen=True)
class Named:
    """A passkey as its owner knows it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Question:
    """What a browser is asked, as JSON, and the challenge that its answer must hold."""

    options: str
    challenge: bytes


def offered() -> bool:
    """Whether browsers do passkeys with this site: it needs a name, and https but on localhost."""
    parts = urlsplit(settings().base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def _site() -> tuple[str, str]:
    """The name to which passkeys are bound, and the origin that browsers tell."""
    parts = urlsplit(settings().base_url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.hostname or ""
    port = "" if parts.port in {None, usual} else f":{parts.port}"
    return host, f"{parts.scheme}://{host}{port}"


def of(key: UUID) -> list[Named]:
    """The passkeys of an account."""
    query = select(Passkey.id, Passkey.name).where(Passkey.account_id == key)
    return [Named(*row) for row in db.session.execute(query.order_by(Passkey.name, Passkey.id))]


def _credentials(key: UUID) -> list[PublicKeyCredentialDescriptor]:
    query = select(Passkey.credential).where(Passkey.account_id == key)
    return [PublicKeyCredentialDescriptor(id=one) for one in db.session.scalars(query)]


def ask_for_new(key: UUID, email: str, name: str) -> Question:
    """Ask a browser for a new passkey of this account."""
    options = webauthn.generate_registration_options(
        rp_id=_site()[0],
        rp_name=second_factor.ISSUER,
        user_id=key.bytes,
        user_name=email,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_credentials(key),
    )
    return Question(webauthn.options_to_json(options), options.challenge)


def add(key: UUID, answer: str, challenge: bytes, name: str) -> list[str]:
    """Keep a new passkey; returns recovery codes where there were none.

    ``NotAllowed`` where the answer of the browser is not what was asked for.
    """
    verified = _verified_new(answer, challenge)
    with transaction() as session:
        account = session.get_one(Account, key, with_for_update=True)
        known = select(Passkey.id).where(Passkey.credential == verified.credential_id)
        if session.scalar(known) or len(of(key)) >= MOST:
            raise NotAllowed("This passkey cannot be added.")
        session.add(
            Passkey(
                account_id=key,
                credential=verified.credential_id,
                public_key=verified.credential_public_key,
                uses=verified.sign_count,
                name=name[:LONGEST_NAME],
            )
        )
        made = second_factor.first_codes(session, key)
        accounts.renew(session, account)
        audit.record(session, "passkey added")
    return made


def _verified_new(answer: str, challenge: bytes) -> Any:
    site, origin = _site()
    try:
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site,
            expected_origin=origin,
        )
    except FAULTS as error:
        raise NotAllowed("This passkey cannot be added.") from error


def ask(key: UUID | None = None) -> Question:
    """Ask a browser for a passkey: one of this account, or whichever its owner chooses."""
    wish = UserVerificationRequirement
    options = webauthn.generate_authentication_options(
        rp_id=_site()[0],
        allow_credentials=_credentials(key) if key else None,
        user_verification=wish.PREFERRED if key else wish.REQUIRED,
    )
    return Question(webauthn.options_to_json(options), options.challenge)


def check(answer: str, challenge: bytes, key: UUID | None = None) -> UUID | None:
    """Whose passkey answered, if it is one of ours, and of that account where one is named.

    Without a first step the device must have looked who holds it.
    """
    site, origin = _site()
    with transaction() as session:
        try:
            used = parse_authentication_credential_json(answer)
            query = select(Passkey).where(Passkey.credential == used.raw_id)
            row = session.scalar(query.with_for_update())
            if row is None or key not in {None, row.account_id}:
                return None
            verified = webauthn.verify_authentication_response(
                credential=used,
                expected_challenge=challenge,
                expected_rp_id=site,
                expected_origin=origin,
                credential_public_key=row.public_key,
                credential_current_sign_count=row.uses,
                require_user_verification=key is None,
            )
        except FAULTS:
            return None
        row.uses = verified.new_sign_count
        return row.account_id


def remove(key: UUID, passkey: UUID) -> None:
    """Take one of her passkeys away; ``NotFound`` where she has no such."""
    with transaction() as session:
        account = session.get_one(Account, key)
        row = session.get(Passkey, passkey)
        if row is None or row.account_id != key:
            raise NotFound("There is no such passkey.")
        session.delete(row)
        second_factor.drop_codes(session, key)
        accounts.renew(session, account)
        audit.record(session, "passkey removed")
