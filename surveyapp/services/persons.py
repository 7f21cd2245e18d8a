"""What is held about one person, found by her address, and erasing it at her request.

Of a leader that is her account and all that came of her assessments. Of a rater it is her
nominations and invitations: what she answered cannot be found (rule S1).
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, false, func, not_, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.audit import AuditEvent
from surveyapp.models.base import Base
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.job import Job
from surveyapp.models.nomination import Nomination
from surveyapp.models.organisation import Coaching, Membership
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Coordination, Leader
from surveyapp.models.reflection import Reflection
from surveyapp.models.share import Exchange, Share, ShareOpening
from surveyapp.models.sign_in import AccountMail, Identity, Passkey, RecoveryCode, SecondFactor
from surveyapp.models.wave import Assessment
from surveyapp.services import audit, files, instruments
from surveyapp.services.checked import checked_address
from surveyapp.services.clearing import scrub
from surveyapp.services.retention import CLEARS, CONTENT, count_content, erase_content
from surveyapp.services.transaction import transaction

SIGNING_IN = (SecondFactor, RecoveryCode, Passkey, Identity, AccountMail)
"""The tables that say how somebody signs in; they go with her account."""


@dataclass(frozen=True)
class Subject:
    """Somebody about whom something is held: conditions for her assessments and her invitations.

    ``invited`` leaves out the invitations to assessments that she leads, her own among them;
    ``nominated`` are the proposals to ask her, ``proposals`` those to ask others about her.
    """

    address: str
    account: Account | None
    coordinates: bool
    leads: ColumnElement[bool]
    led: ColumnElement[bool]
    invited: ColumnElement[bool]
    nominated: ColumnElement[bool]
    proposals: ColumnElement[bool]


def find(session: Session, written: str) -> Subject:
    """The person with this address; ``NotFound`` where nothing is held about her."""
    address = checked_address(written)
    account = session.scalar(select(Account).where(Account.email == address))
    leads = Leader.account_id == account.id if account else false()
    led = Assessment.leader_id.in_(select(Leader.id).where(leads))
    elsewhere = Invitation.assessment_id.not_in(select(Assessment.id).where(led))
    invited = and_(Invitation.email == address, elsewhere)
    proposals = Nomination.leader_id.in_(select(Leader.id).where(leads))
    nominated = and_(Nomination.email == address, not_(proposals))
    rates = _count(session, Invitation, invited) + _count(session, Nomination, nominated)
    if account is None and not rates:
        raise NotFound(f"Nothing is held about {address}.")
    return Subject(
        address=address,
        account=account,
        coordinates=_coordinates(session, account),
        leads=leads,
        led=led,
        invited=invited,
        nominated=nominated,
        proposals=proposals,
    )


def _coordinates(session: Session, account: Account | None) -> bool:
    row = Coordination.account_id == account.id if account else false()
    return _count(session, Coordination, row) > 0


def _count(session: Session, table: type[Base], *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


@dataclass(frozen=True)
class Erasure:
    """What is, or would be, erased of one person, in numbers.

    ``raters``, ``responses`` and ``reports`` are what came of the ``assessments`` that she led.
    ``invited`` is how often she was asked about somebody else, and can be forgotten. ``held`` ones
    keep her name until their freeze, so that it is masked in comments, and her address: who could
    be invited again would count twice, and where only those who answered kept theirs, inviting her
    would tell it. ``linked`` of these lose their link.
    ``nominated`` is how often it was proposed to ask her, ``proposals`` whom to ask about her.
    ``reflections`` she wrote alone.
    """

    account: Literal["none", "erased", "kept"]
    leads: int
    assessments: int
    raters: int
    responses: int
    reports: int
    invited: int
    held: int
    linked: int
    nominated: int
    proposals: int
    reflections: int

    @property
    def nothing(self) -> bool:
        """Whether all that is held stays."""
        rates = self.invited or self.linked or self.nominated
        hers = self.leads or self.reflections
        return self.account != "erased" and not hers and not rates


def erase(written: str, *, dry_run: bool) -> Erasure:
    """Erase what is held about a person, even while a wave is open; ``NotFound`` where nothing is.

    Of a leader everything goes; her account stays where it coordinates a programme. Of a rater the
    link goes at once, her name and address where no comment can name her any more.
    ``SurveyError`` where it was erased and could not be cleared away.
    """
    if dry_run:
        return _counted(db.session(), find(db.session(), written))
    with transaction() as session:
        subject = find(session, written)
        _hold(session, subject)
        erasure = _counted(session, subject)
        if erasure.nothing:
            return erasure
        _erase_leader(session, subject)
        _erase_rater(session, subject)
        session.execute(delete(Nomination).where(subject.nominated))
        if erasure.account == "erased":
            _erase_account(session, subject)
        invitations = erasure.invited + erasure.linked
        audit.record(
            session, "person erased", assessments=erasure.assessments, invitations=invitations
        )
    files.sweep()
    people = (
        Nomination,
        Account,
        *SIGNING_IN,
        Reflection,
        Exchange,
        Leader,
        Assessment,
        AuditEvent,
    )
    scrub(*CONTENT, *people, remedy=CLEARS)
    return erasure


def _hold(session: Session, subject: Subject) -> None:
    """Let nobody add anything meanwhile: in the order in which answering takes its locks."""
    led = Invitation.assessment_id.in_(select(Assessment.id).where(subject.led))
    for query in (
        select(Account.id).where(Account.email == subject.address),
        select(Leader.id).where(subject.leads),
        select(Invitation.id).where(led | subject.invited).order_by(Invitation.id),
        select(Assessment.id).where(subject.led).order_by(Assessment.id),
    ):
        session.execute(query.with_for_update()).all()


def _counted(session: Session, subject: Subject) -> Erasure:
    content = count_content(session, subject.led)
    return Erasure(
        account="none" if not subject.account else "kept" if subject.coordinates else "erased",
        leads=_count(session, Leader, subject.leads),
        assessments=_count(session, Assessment, subject.led),
        raters=content["invitation"],
        responses=content["response"],
        reports=content["report"],
        invited=_count(session, Invitation, subject.invited, ~_not_frozen()),
        held=_count(session, Invitation, subject.invited, _not_frozen()),
        linked=_count(session, Invitation, subject.invited, _not_frozen(), _linked()),
        nominated=_count(session, Nomination, subject.nominated),
        proposals=_count(session, Nomination, subject.proposals),
        reflections=_count(session, Reflection, _wrote(subject)),
    )


def _wrote(subject: Subject) -> ColumnElement[bool]:
    return Reflection.account_id == subject.account.id if subject.account else false()


def _not_frozen() -> ColumnElement[bool]:
    """Whether comments may still come in, or wait, in which the person is named."""
    frozen = lifecycle.freeze.sources
    return Invitation.assessment_id.in_(select(Assessment.id).where(Assessment.state.in_(frozen)))


def _linked() -> ColumnElement[bool]:
    return Invitation.link.is_not(None)


def _erase_leader(session: Session, subject: Subject) -> None:
    files.revoke(session, select(Assessment.wave_id).where(subject.led))
    keys = select(Assessment.id).where(subject.led)
    about = update(AuditEvent).where(AuditEvent.assessment_id.in_(keys))
    session.execute(about.values(assessment_id=None))
    erase_content(session, subject.led)
    session.execute(delete(Assessment).where(subject.led))
    instruments.sweep(session)
    session.execute(delete(Nomination).where(subject.proposals))
    leaders = select(Leader.id).where(subject.leads)
    session.execute(delete(Exchange).where(Exchange.leader_id.in_(leaders)))
    _erase_shares(session, Share.leader_id.in_(leaders))
    session.execute(delete(Leader).where(subject.leads))
    session.execute(delete(Reflection).where(_wrote(subject)))


def _erase_shares(session: Session, which: ColumnElement[bool]) -> None:
    opened = ShareOpening.share_id.in_(select(Share.id).where(which))
    session.execute(delete(ShareOpening).where(opened))
    session.execute(delete(Share).where(which))


def _erase_rater(session: Session, subject: Subject) -> None:
    keys = session.scalars(select(Invitation.id).where(subject.invited)).all()
    hers = Invitation.id.in_(keys)
    session.execute(delete(Draft).where(Draft.invitation_id.in_(keys)))
    session.execute(delete(OutboxMessage).where(OutboxMessage.invitation_id.in_(keys)))
    for step in (lifecycle.withdraw, lifecycle.retire):
        due = update(Invitation).where(hers, _not_frozen(), Invitation.state.in_(step.sources))
        session.execute(due.values(state=step.target))
    session.execute(update(Invitation).where(hers, ~_not_frozen()).values(name="", email=None))
    session.execute(update(Invitation).where(hers).values(link=None))


def _erase_account(session: Session, subject: Subject) -> None:
    assert subject.account
    for event in session.scalars(
        select(AuditEvent).where(AuditEvent.actor_id == subject.account.id)
    ):
        event.actor_id, event.details = None, event.details | audit.ERASED
    _erase_shares(session, Share.account_id == subject.account.id)
    for table in (Membership, Coaching, *SIGNING_IN):
        session.execute(delete(table).where(table.account_id == subject.account.id))
    asked = update(Job).where(Job.actor_id == subject.account.id)
    session.execute(asked.values(actor_id=None))
    session.delete(subject.account)
