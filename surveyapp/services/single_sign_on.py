"""Single sign-on: whose account it is that a provider vouches for. It never makes one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.models.account import Account
from surveyapp.models.sign_in import Identity
from surveyapp.services import account_mail, audit
from surveyapp.services.checked import address
from surveyapp.services.context import acting, settings
from surveyapp.services.queue import wake
from surveyapp.services.transaction import transaction

LONGEST = 255
"""Characters of an issuer or subject; OpenID Connect allows no longer subject."""


@dataclass(frozen=True)
class Vouched:
    """What a provider says about somebody; ``verified`` is ``None`` where it does not say."""

    issuer: str
    subject: str
    email: str
    verified: bool | None


def recognise(somebody: Vouched) -> UUID | None:
    """Her account: as whom the provider knows her, and the first time by her address.

    ``None`` for a stranger, and for an address that the provider may not vouch for or that was
    somebody else's before.
    """
    if not somebody.subject or max(len(somebody.issuer), len(somebody.subject)) > LONGEST:
        return None
    with transaction() as session:
        known = session.scalar(
            select(Identity.account_id).where(
                Identity.issuer == somebody.issuer, Identity.subject == somebody.subject
            )
        )
        if known or not _may_vouch(somebody):
            return known
        account = _by_address(session, somebody)
        if account is None:
            return None
        with acting(account):
            _bind(session, account, somebody)
    wake()
    return account


def _may_vouch(somebody: Vouched) -> bool:
    domain = address(somebody.email).rpartition("@")[2]
    return domain in settings().vouched_domains and somebody.verified is not False


def _by_address(session: Session, somebody: Vouched) -> UUID | None:
    """Whose address it is, unless this provider knows her as somebody else.

    Addresses are given to a successor; subjects are not.
    """
    query = select(Account.id).where(Account.email == address(somebody.email))
    account = session.scalar(query.with_for_update())
    bound = select(Identity.id).where(
        Identity.account_id == account, Identity.issuer == somebody.issuer
    )
    return None if account is None or session.scalar(bound) else account


def _bind(session: Session, account: UUID, somebody: Vouched) -> None:
    session.add(Identity(account_id=account, issuer=somebody.issuer, subject=somebody.subject))
    account_mail.put(session, account, "changed")
    audit.record(session, "single sign-on bound")
