"""Mail that is to leave: what waits, what became of it, and what a coordinator decides about it.

A message is written in the transaction of its cause and sent by the worker (``delivery``). Before
it goes to the mail server it is claimed; what was claimed by a worker that died is uncertain, and
is never sent again by itself. Only invitations and new links are told to coordinators: who was
reminded or thanked tells who has answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed
from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Fate
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, queue
from surveyapp.services.context import now
from surveyapp.services.paging import Paging
from surveyapp.services.transaction import changed, transaction

INVITATION, RENEWAL, THANKS, NOTICE = "invitation", "renewal", "thanks", "notice"
TOLD = (INVITATION, RENEWAL)
"""What coordinators are told of: these leave whatever somebody has done with her link."""

REMINDERS = ("reminder-1", "reminder-2", "reminder-3")

UNTIL_THE_FREEZE = (*REMINDERS, NOTICE)
"""What tells how far the answers were on a day; a notice is to the leader, about all her groups."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long a message waits after each attempt that the mail server put off."""

UNDER_WAY = ("sending", "uncertain")
"""Claimed by a worker: another one that starts meanwhile takes it for uncertain."""

ON_THEIR_WAY = ("waiting", "sending")

Undelivered = Literal["refused", "failed", "uncertain"]

RECEIVER = case((Invitation.group == SELF, Account.email), else_=Invitation.email)
"""A leader's own mail goes to her account's address, which may be on her list of raters as well."""


def put(session: Session, invitations: Iterable[UUID], kind: str) -> int:
    """Write a message about each invitation, as part of the transaction of its cause.

    Who has one of that kind gets no other; returns how many are new. The order says nothing.
    """
    keys = list(invitations)
    query = select(OutboxMessage.invitation_id)
    have = query.where(OutboxMessage.kind == kind, OutboxMessage.invitation_id.in_(keys))
    new = list(set(keys) - set(session.scalars(have)))
    SystemRandom().shuffle(new)
    due = now()
    session.add_all(OutboxMessage(invitation_id=key, kind=kind, due=due) for key in new)
    return len(new)


def due(most: int) -> Sequence[UUID]:
    """Messages that may leave now, at most so many, in the order of their random keys."""
    query = select(OutboxMessage.id).where(_due()).order_by(OutboxMessage.id).limit(most)
    return db.session.scalars(query).all()


def _due() -> ColumnElement[bool]:
    """What may leave at this moment; nothing does for a wave whose mail is stopped."""
    stopped = (
        select(Invitation.id)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Wave.mail_stopped)
    )
    waiting = and_(OutboxMessage.state == "waiting", OutboxMessage.due <= now())
    return and_(waiting, OutboxMessage.invitation_id.not_in(stopped))


def claim(session: Session, key: UUID) -> bool:
    """Take a message that is due, so that nobody else does; whether that came off."""
    query = update(OutboxMessage).where(OutboxMessage.id == key, _due())
    return changed(session, query.values(state="sending")) == 1


def drop(session: Session, key: UUID) -> None:
    """Forget a message that nobody waits for any more."""
    session.execute(delete(OutboxMessage).where(OutboxMessage.id == key))


def settle(key: UUID, fate: Fate) -> None:
    """Write down what became of a claimed message."""
    with transaction() as session:
        if fate.state == "taken":
            _taken(session, OutboxMessage.id == key)
        elif fate.state == "later":
            _put_off(session, key, fate.words)
        else:
            _become(session, key, state=fate.state, due=None, fault=fate.words)


def _taken(session: Session, which: ColumnElement[bool]) -> None:
    """The invitations first: whoever erases a person takes these locks in this order."""
    _arrived(session, which)
    done = update(OutboxMessage).where(which, OutboxMessage.state.in_(UNDER_WAY))
    session.execute(done.values(state="sent", due=None, fault=""))


def _arrived(session: Session, which: ColumnElement[bool]) -> None:
    """The link of these is out, or may be: who has not answered is reminded."""
    about = select(OutboxMessage.invitation_id).where(which, OutboxMessage.kind.in_(TOLD))
    sent = update(Invitation).where(Invitation.id.in_(about), Invitation.state == "prepared")
    session.execute(sent.values(state=lifecycle.send.target))


def pass_over(session: Session, key: UUID) -> None:
    """An invitation that was answered meanwhile counts as sent: one less would tell that it was."""
    _taken(session, OutboxMessage.id == key)


def _put_off(session: Session, key: UUID, words: str) -> None:
    query = select(OutboxMessage.attempts).where(OutboxMessage.id == key)
    attempts = session.scalar(query) or 0
    if attempts < len(PAUSES):
        again = now() + PAUSES[attempts]
        _become(session, key, state="waiting", due=again, attempts=attempts + 1, fault=words)
    else:
        _become(session, key, state="failed", due=None, fault=words)


def _become(session: Session, key: UUID, **values: object) -> None:
    query = update(OutboxMessage).where(OutboxMessage.id == key, OutboxMessage.state.in_(UNDER_WAY))
    session.execute(query.values(**values))


def recover() -> int:
    """What was being sent when a worker died is uncertain. How many are."""
    with transaction() as session:
        query = update(OutboxMessage).where(OutboxMessage.state == "sending")
        words = "The worker stopped while the message was handed over."
        return changed(session, query.values(state="uncertain", due=None, fault=words))


def note(words: str) -> None:
    """Say of all that is due why it could not leave: the mail server cannot be reached."""
    with transaction() as session:
        session.execute(update(OutboxMessage).where(_due()).values(fault=words[:300]))


def waits_since() -> datetime | None:
    """Since when the message waits that should have left first; ``None`` where none should."""
    since = db.session.scalar(select(func.min(OutboxMessage.due)).where(_due()))
    return since if since is None or since.tzinfo else since.replace(tzinfo=UTC)


def counts() -> dict[str, int]:
    """How many messages there are per state: waiting, sending, sent, refused, failed, uncertain."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class Trouble:
    """An invitation that did not arrive for certain, and what the mail server said."""

    name: str
    address: str | None
    state: str
    fault: str


@dataclass(frozen=True)
class Mail:
    """The invitations of a wave on their way: prepared ones not yet put, and a number per state.

    ``delay`` is what the mail server said where some have to wait; ``troubles`` are one page of
    those that did not arrive for certain.
    """

    prepared: int
    states: Mapping[str, int]
    delay: str
    paging: Paging
    troubles: tuple[Trouble, ...]

    @property
    def waiting(self) -> int:
        """How many are on their way."""
        return self.in_state("waiting") + self.in_state("sending")

    @property
    def sent(self) -> int:
        """How many a mail server took."""
        return self.in_state("sent")

    def in_state(self, state: str) -> int:
        """How many are in that state."""
        return self.states.get(state, 0)


def of_wave(wave: UUID, number: int = 1) -> Mail:
    """How far the invitations of a wave are; nothing about reminders and thanks."""
    words = func.max(OutboxMessage.fault).filter(OutboxMessage.state.in_(ON_THEIR_WAY))
    query = (
        select(OutboxMessage.state, func.count(), words)
        .join(Invitation, OutboxMessage.invitation_id == Invitation.id)
        .where(_invited(wave), OutboxMessage.kind.in_(TOLD))
        .group_by(OutboxMessage.state)
    )
    rows = db.session.execute(query).all()
    states = {state: count for state, count, _ in rows}
    paging = Paging.at(number, sum(states.get(state, 0) for state in get_args(Undelivered)))
    return Mail(
        prepared=db.session.scalar(_number(unsent(wave))) or 0,
        states=states,
        delay=next((fault for _state, _count, fault in rows if fault), ""),
        paging=paging,
        troubles=tuple(Trouble(*row) for row in db.session.execute(_troubles(wave, paging))),
    )


def _troubles(wave: UUID, paging: Paging) -> Select[str, str | None, str, str]:
    """The same trouble stands together, by name."""
    return (
        select(Invitation.name, RECEIVER, OutboxMessage.state, OutboxMessage.fault)
        .join(OutboxMessage, OutboxMessage.invitation_id == Invitation.id)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
        .where(_invited(wave), OutboxMessage.kind.in_(TOLD))
        .where(OutboxMessage.state.in_(get_args(Undelivered)))
        .order_by(OutboxMessage.state, Invitation.name, OutboxMessage.id)
        .limit(Paging.SIZE)
        .offset(Paging.offset(paging.number))
    )


def _number(query: Select[UUID]) -> Select[int]:
    return select(func.count()).select_from(query.subquery())


def _invited(wave: UUID) -> ColumnElement[bool]:
    keys = select(Assessment.id).where(Assessment.wave_id == wave)
    return Invitation.assessment_id.in_(keys)


def unsent(wave: UUID) -> Select[UUID]:
    """The invitations of a wave about which nothing was written yet."""
    have = select(OutboxMessage.invitation_id).where(OutboxMessage.kind == INVITATION)
    prepared = Invitation.state == "prepared"
    return select(Invitation.id).where(_invited(wave), prepared, Invitation.id.not_in(have))


def send_again(wave: UUID, state: Undelivered) -> None:
    """Let all invitations of a wave that are in this trouble leave once more.

    All or none: a button for one person would tell whether it was she who answered then.
    """
    with transaction() as session:
        if state == "uncertain":
            _arrived(session, _in_trouble(wave, state))
        more = update(OutboxMessage).where(_in_trouble(wave, state))
        count = changed(session, more.values(state="waiting", due=now(), attempts=0, fault=""))
        _decided(session, wave, count, "invitations sent again")
    queue.wake()


def leave(wave: UUID) -> None:
    """Take the uncertain invitations of a wave for sent."""
    with transaction() as session:
        count = session.scalar(
            select(func.count()).select_from(OutboxMessage).where(_in_trouble(wave, "uncertain"))
        )
        _decided(session, wave, count or 0, "invitations left")
        _taken(session, _in_trouble(wave, "uncertain"))


def _in_trouble(wave: UUID, state: Undelivered) -> ColumnElement[bool]:
    about = select(Invitation.id).where(_invited(wave))
    return and_(
        OutboxMessage.kind.in_(TOLD),
        OutboxMessage.state == state,
        OutboxMessage.invitation_id.in_(about),
    )


def _decided(session: Session, wave: UUID, count: int, action: audit.Action) -> None:
    if not count:
        raise NotAllowed("Nothing is left to decide here: somebody else has done it.")
    audit.record(session, action, wave=wave, count=count)


def forget_reminders(session: Session, assessment: UUID) -> None:
    """At the freeze: who was reminded or told tells what had not been answered by that day."""
    about = select(Invitation.id).where(Invitation.assessment_id == assessment)
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.invitation_id.in_(about), OutboxMessage.kind.in_(UNTIL_THE_FREEZE)
        )
    )
