"""Another address for an account, set by the operator: its owner may not be able to sign in."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import accounts, audit, invitees
from surveyapp.services.checked import checked_address
from surveyapp.services.transaction import transaction


def change(email: str, written: str) -> int:
    """Another address for the account with that one; ``SurveyError`` where an account has it.

    Her own questionnaires go along, with new links. Returns how many stayed behind in waves that
    are not closed, as one of her raters has the address. Where others ask her as a rater, their
    coordinator says so.
    """
    key, new = accounts.by_address(email), checked_address(written)
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.email == new)):
            raise SurveyError(f"There is an account for {new} already.")
        account = session.get_one(Account, key)
        account.email = new
        stayed = _take_along(session, key, new)
        accounts.renew(session, account)
        audit.record(session, "address set")
        return stayed


def _take_along(session: Session, account: UUID, email: str) -> int:
    """Ask her about herself at this address; how often it is that of one of her raters.

    Every link in her old mail is dead: that to all her questionnaires shows what is mailed to the
    address of the invitation that proves it (rule S4).
    """
    stayed = 0
    rows = session.execute(_own(account).where(Invitation.email.is_not(None))).all()
    raters = _asked_at(session, email, [row.assessment_id for row, _ in rows])
    for row, wave in rows:
        if row.assessment_id in raters:
            invitees.relink(session, row)
            stayed += wave != "closed"
        else:
            row.email = email
            renew = invitees.mail_new_link if wave == "open" else invitees.relink
            renew(session, row)
    return stayed


def _own(account: UUID) -> Select[Invitation, str]:
    """Her own questionnaires and the state of their waves, kept from others."""
    return (
        select(Invitation, Wave.state)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.account_id == account, Invitation.group == SELF)
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
    )


def _asked_at(session: Session, email: str, assessments: Collection[UUID]) -> set[UUID]:
    """The assessments for which somebody is asked at this address."""
    query = select(Invitation.assessment_id).where(Invitation.email == email)
    return set(session.scalars(query.where(Invitation.assessment_id.in_(assessments))))
