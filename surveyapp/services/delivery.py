"""Delivery: what is due leaves over SMTP, one claimed message after another.

An invitation never leaves twice. No transaction is open while the mail server takes its time.
"""

import hmac
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from surveyapp import logs
from surveyapp.core import lifecycle
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.account_messages import about_account
from surveyapp.mailing.letter import Letter, write
from surveyapp.mailing.mailer import Conversation, Fate, Mailer
from surveyapp.mailing.messages import Invite, compose, notice, renewal
from surveyapp.mailing.texts import Kind
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Leader, Programme
from surveyapp.services import account_mail, list_reminders, outbox, overviews, reminders, texts
from surveyapp.services.context import secret, settings, today
from surveyapp.services.invitations import invite_of
from surveyapp.services.opened import EVERYTHING
from surveyapp.services.transaction import transaction

BATCH = 50
"""Messages in one conversation; many mail servers hang up after a hundred."""

UNWRITABLE = Fate("refused", "The message cannot be written: look at the name and the address.")
UNFORESEEN = Fate(
    "uncertain", "Something unforeseen happened while the message was handed over.", over=True
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tray:
    """One kind of mail that waits: what is due, how to claim and write one, and what became of it.

    ``written`` gives ``None`` where another worker has it, or nobody wants it any more.
    """

    due: Callable[[int], Sequence[UUID]]
    written: Callable[[UUID], EmailMessage | None]
    settle: Callable[[UUID, Fate], None]


def deliver(mailer: Mailer, going: Callable[[], bool] = lambda: True) -> int:
    """Send all that is due, as long as ``going`` says so; how many the mail server took.

    Somebody waits for a link to sign in: that goes first.
    ``SurveyError`` where the server cannot be reached or broke off: the rest of that tray waits for
    the next time. The other one is tried: it may be one receiver at whom the server breaks off, or
    one message at which something unforeseen happens.
    """
    account_mail.forget()
    taken = 0
    faults: list[Exception] = []
    for tray in (ACCOUNTS, INVITATIONS):
        try:
            while going() and (keys := tray.due(BATCH)):
                taken += _converse(mailer, tray, keys, going)
        except Exception as error:
            db.session.rollback()
            faults.append(error)
    for fault in faults[1:]:
        # Of a server that cannot be reached the first one tells.
        if not isinstance(fault, SurveyError):
            log.error("Other mail waits too: %s", logs.places(fault))
    if faults:
        raise faults[0]
    return taken


def recover() -> int:
    """For the worker on duty, while it sends nothing: how much was left in hand, and is uncertain.

    Mail about an account is not: it leaves once more.
    """
    account_mail.recover()
    return outbox.recover()


def _converse(mailer: Mailer, tray: Tray, keys: Sequence[UUID], going: Callable[[], bool]) -> int:
    taken = 0
    try:
        with mailer.conversation() as conversation:
            for key in keys:
                message = tray.written(key) if going() else None
                if message is None:
                    continue
                fate = _handed_over(conversation, message)
                tray.settle(key, fate)
                taken += fate.state == "taken"
                if fate.over:
                    raise SurveyError("The conversation broke off; the rest waits a minute.")
    except SurveyError as error:
        outbox.note(str(error))
        raise
    return taken


def _handed_over(conversation: Conversation, message: EmailMessage) -> Fate:
    """What became of it: of something unforeseen nobody knows, and this conversation is over."""
    try:
        return conversation.deliver(message)
    except Exception as error:
        log.error("A message was handed over: %s", logs.places(error))
        return UNFORESEEN


def _account_message(key: UUID) -> EmailMessage | None:
    """Claim mail about an account and write it, with a link that is made for it now."""
    with transaction() as session:
        mail = account_mail.claim(session, key)
        if mail is None:
            return None
        if mail.kind == "list" and not list_reminders.still_true(session, key):
            account_mail.drop(session, key)
            return None
    to = {"name": mail.name, "email": mail.email, "sender": settings().mail_from}
    try:
        return write(about_account(mail), **to)
    except Exception as error:
        _tell_unforeseen(error)
        account_mail.settle(key, UNWRITABLE)
    return None


def _tell_unforeseen(error: Exception) -> None:
    """Of what nobody foresaw the log tells the place, never the words (rule S7)."""
    if not isinstance(error, ValueError):
        log.error("A message cannot be written: %s", logs.places(error))


def _claimed(key: UUID) -> EmailMessage | None:
    """Claim a message and write it; ``None`` where another worker has it or nobody wants it."""
    with transaction() as session:
        if not outbox.claim(session, key):
            return None
        row = _wanted(session, key)
        if row is None or not _still_true(row):
            _let_go(session, key, row)
            return None
        try:
            return _written(session, row)
        except (SurveyError, SQLAlchemyError):
            raise
        except Exception as error:
            _tell_unforeseen(error)
    outbox.settle(key, UNWRITABLE)
    return None


def _wanted(session: Session, key: UUID) -> Row[*tuple[Any, ...]] | None:
    """All that a message says, if there is somebody to send it to."""
    query = (
        EVERYTHING.add_columns(
            Invitation.name,
            outbox.RECEIVER.label("email"),
            OutboxMessage.kind,
            Programme.texts,
        )
        .join(Account, Leader.account_id == Account.id)
        .join(OutboxMessage, OutboxMessage.invitation_id == Invitation.id)
        .where(OutboxMessage.id == key)
        .where(outbox.RECEIVER.is_not(None), Invitation.link.is_not(None))
    )
    return session.execute(query).first()


def _still_true(row: Row[*tuple[Any, ...]]) -> bool:
    """A new link leaves even where it opens nothing any more: whether it left would tell that."""
    if row.kind == outbox.THANKS:
        return bool(row.wave_state == "closed" and row.invitation_state == lifecycle.submit.target)
    if row.kind == outbox.RENEWAL:
        return _open(row)
    if row.kind == outbox.NOTICE:
        return _open(row) and reminders.short(row.assessment_id)
    asked = lifecycle.ANSWERABLE if row.kind == outbox.INVITATION else {lifecycle.send.target}
    return _open(row) and row.invitation_state in asked


def _open(row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.wave_state == row.assessment_state == "open" and today() <= row.closes_on)


def _let_go(session: Session, key: UUID, row: Row[*tuple[Any, ...]] | None) -> None:
    if row is not None and row.kind == outbox.INVITATION and _open(row):
        outbox.pass_over(session, key)
    else:
        outbox.drop(session, key)


def _written(session: Session, row: Row[*tuple[Any, ...]]) -> EmailMessage:
    invite = replace(invite_of(row), overview=overviews.address_for(session, row.id, row.link))
    letter = _letter(row, invite)
    message = write(letter, name=row.name, email=row.email, sender=settings().mail_from)
    domain = str(message["Message-ID"]).rpartition("@")[2].rstrip(">")
    del message["Message-ID"]
    message["Message-ID"] = f"<{_number(row.link, row.kind)}@{domain}>"
    return message


def _letter(row: Row[*tuple[Any, ...]], invite: Invite) -> Letter:
    """Some kinds have the product's words only."""
    if row.kind == outbox.RENEWAL:
        return renewal(invite, row.name)
    if row.kind == outbox.NOTICE:
        return notice(replace(invite, address=f"{settings().base_url}/leader/"), row.name)
    return _composed(row, invite)


def _composed(row: Row[*tuple[Any, ...]], invite: Invite) -> Letter:
    """With the programme's own text, where it has one."""
    kind = _text_of(row.kind, own=invite.own)
    return compose(kind, invite, row.name, texts.own(row.texts, kind, invite.language))


def _text_of(kind: str, *, own: bool) -> Kind:
    """Which text a message of the outbox has: all reminders have the same one."""
    if kind == outbox.THANKS:
        return "thanks"
    if kind == outbox.INVITATION:
        return "own-invitation" if own else "invitation"
    return "own-reminder" if own else "reminder"


def _number(link: bytes, kind: str) -> str:
    """The same for the same message, so that one sent again by decision can be recognised."""
    text = b"message" + link + kind.encode()
    return hmac.new(secret().encode(), text, sha256).hexdigest()[:32]


ACCOUNTS = Tray(account_mail.due, _account_message, account_mail.settle)
INVITATIONS = Tray(outbox.due, _claimed, outbox.settle)
