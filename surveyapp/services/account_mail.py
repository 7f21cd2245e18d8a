"""Mail about an account: written in the transaction of its cause, its link made when it leaves.

A row says who asked for which kind. The link in the mail is the key of the row under a signature,
and dies with the row: when how she signs in is changed, or after a while. A row whose link was used
has another key, which only the page from which it was used knows, for a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Literal, cast
from uuid import UUID, uuid4

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.extensions import db
from surveyapp.mailing.account_messages import AboutAccount
from surveyapp.mailing.mailer import Fate
from surveyapp.models.account import Account
from surveyapp.models.sign_in import AccountMail
from surveyapp.services import planning
from surveyapp.services.checked import address
from surveyapp.services.context import now, secret, settings
from surveyapp.services.queue import wake
from surveyapp.services.sealed import proof
from surveyapp.services.transaction import changed, transaction

Kind = Literal["link", "password", "welcome", "changed", "list", "plan"]

LINKS: tuple[Kind, ...] = ("link", "password")
"""The kinds with a link that signs in; by the second kind she then chooses a password."""

PLACES: dict[Kind, str] = {"list": "/leader/", "plan": "/leader/plan"}
"""Where mail leads that is not about signing in."""

LIFE = timedelta(minutes=15)
"""How long such a link lives after it has left."""

TWICE = timedelta(minutes=1)
"""For so long the page from which a link was used may send it again: who presses twice sees the
second answer only, and has no cookie from the first."""

KEPT: dict[Kind, timedelta] = {
    "link": timedelta(hours=1),
    "password": timedelta(hours=1),
    "welcome": timedelta(days=7),
    "changed": timedelta(days=7),
    "list": timedelta(days=6),
    "plan": timedelta(days=2),
}
"""How long a row is kept, whether its mail could leave or not."""

AGAIN = timedelta(minutes=1)
"""Until the mail server is asked again, where it puts a message off."""


def put(session: Session, account: UUID | None, kind: Kind, key: UUID | None = None) -> None:
    """Write down that mail of this kind is to leave, as part of the transaction of its cause.

    ``key`` is that of the row where its cause is to know it again; else the key is random.
    """
    moment = now()
    until = moment + KEPT[kind]
    session.add(
        AccountMail(id=key or uuid4(), account_id=account, kind=kind, due=moment, until=until)
    )


def ask(written: str, kind: Kind) -> None:
    """Somebody wants a link at this address; the same is done where there is no account."""
    with transaction() as session:
        account = session.scalar(select(Account.id).where(Account.email == address(written)))
        put(session, account, kind)
    wake()


def due(most: int) -> Sequence[UUID]:
    """Mail that may leave now, at most so many."""
    query = select(AccountMail.id).where(_due()).order_by(AccountMail.due).limit(most)
    return db.session.scalars(query).all()


def _due() -> ColumnElement[bool]:
    """A link that would be forgotten before it is over does not leave any more."""
    moment = now()
    waiting = and_(AccountMail.state == "waiting", AccountMail.due <= moment)
    return and_(waiting, AccountMail.until > moment + LIFE, AccountMail.account_id.is_not(None))


def claim(session: Session, key: UUID) -> AboutAccount | None:
    """Take mail that is due, so that nobody else does; ``None`` where there is none to write."""
    query = update(AccountMail).where(AccountMail.id == key, _due())
    if not changed(session, query.values(state="sending")):
        return None
    row = session.execute(
        select(AccountMail.kind, Account.name, Account.email, Account.language)
        .join(Account, AccountMail.account_id == Account.id)
        .where(AccountMail.id == key)
    ).one()
    return AboutAccount(row.kind, row.name, row.email, row.language, _link(key, row.kind))


def _link(key: UUID, kind: Kind) -> str:
    if kind in LINKS:
        return f"{settings().base_url}/sign-in/link/{_signer().dumps(key.hex)}"
    return settings().base_url + PLACES.get(kind, "/sign-in")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="sign-in link")


def drop(session: Session, key: UUID) -> None:
    """Forget mail that is not true any more."""
    session.execute(delete(AccountMail).where(AccountMail.id == key))


def recover() -> None:
    """What a worker had in hand when it died leaves again: a second one says and opens the same."""
    with transaction() as session:
        left = update(AccountMail).where(AccountMail.state == "sending")
        session.execute(left.values(state="waiting"))


def settle(key: UUID, fate: Fate) -> None:
    """Write down what became of it: what was put off waits a minute, what was refused is over.

    That somebody was told about her list is remembered, so that she is told once; a plan says of
    what it wanted to remind her in vain.
    """
    hers = AccountMail.id == key
    with transaction() as session:
        if fate.state == "later":
            again = update(AccountMail).where(hers)
            session.execute(again.values(state="waiting", due=now() + AGAIN))
        elif fate.state == "refused":
            _in_vain(session, hers)
            session.execute(delete(AccountMail).where(hers, AccountMail.kind != "list"))
            session.execute(update(AccountMail).where(hers).values(state="refused"))
        else:
            session.execute(update(AccountMail).where(hers).values(state="sent"))


def forget() -> None:
    """Forget what is over, links that could not leave in time, and what nobody is to get."""
    moment = now()
    late = and_(AccountMail.state == "waiting", AccountMail.until <= moment + LIFE)
    over = or_(AccountMail.until <= moment, late, AccountMail.account_id.is_(None))
    if db.session.scalar(select(AccountMail.id).where(over).limit(1)):
        with transaction() as session:
            _in_vain(session, late)
            session.execute(delete(AccountMail).where(over))


def _in_vain(session: Session, which: ColumnElement[bool]) -> None:
    """Let plans know of which of their mail cannot be delivered; its day is that of its cause."""
    query = select(AccountMail.account_id, AccountMail.until).where(which)
    for account, until in session.execute(query.where(AccountMail.kind == "plan")):
        if account:
            moment = until if until.tzinfo else until.replace(tzinfo=UTC)
            planning.not_reminded(session, account, (moment - KEPT["plan"]).astimezone().date())


@dataclass(frozen=True)
class Opened:
    """Whom a living link lets in, and what for; ``used`` where the same page did so before."""

    mail: UUID
    account: UUID
    name: str
    language: str
    kind: Kind
    used: bool


def opened(token: str, page: str = "") -> Opened | None:
    """What a link opens; ``None`` where it is used, too old, or was never written by us.

    ``page`` is the token of the form by which it is used.
    """
    try:
        key = UUID(_signer().loads(token, max_age=int(LIFE.total_seconds())))
    except (BadSignature, ValueError):
        return None
    row = db.session.execute(
        select(
            AccountMail.id.label("mail"),
            AccountMail.kind,
            Account.id,
            Account.name,
            Account.language,
        )
        .join(Account, AccountMail.account_id == Account.id)
        .where(AccountMail.id.in_((key, _used(key, page))), AccountMail.until > now())
    ).first()
    if row is None:
        return None
    kind = cast(Kind, row.kind)
    return Opened(key, row.id, row.name, row.language, kind, used=row.mail != key)


def _used(key: UUID, page: str) -> UUID:
    """The key of a row whose link was used from this page."""
    return UUID(bytes=proof("used link", key.bytes, page)[:16])


def use(link: Opened, page: str) -> bool:
    """Use a link up; of two who try, one is told that it is, unless both come from one page."""
    after = _used(link.mail, page)
    hers = update(AccountMail).where(AccountMail.id == link.mail)
    with transaction() as session:
        session.execute(hers.values(id=after, state="used", until=now() + TWICE))
        return session.scalar(select(AccountMail.id).where(AccountMail.id == after)) is not None


def revoke(session: Session, account: UUID) -> None:
    """Let all links that an account was sent die."""
    hers = and_(AccountMail.account_id == account, AccountMail.kind.in_(LINKS))
    session.execute(delete(AccountMail).where(hers))
