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
from surveyapp.services.transaction import once_more, transaction


@once_more
def change(email: str, written: str) -> None:
    """Another address for the account with that one; ``SurveyError`` where an account has it.

    Her own questionnaires go along, with new links. Where others ask her as a rater, their
    coordinator says so.
    """
    key, new = accounts.by_address(email), checked_address(written)
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.email == new)):
            raise SurveyError(f"There is an account for {new} already.")
        account = session.get_one(Account, key)
        account.email = new
        _take_along(session, key, new)
        accounts.renew(session, account)
        audit.record(session, "address set")


def _take_along(session: Session, account: UUID, email: str) -> None:
    """Ask her about herself at this address; where it is that of one of her raters, at none.

    Mail about it goes to that of her account in any case. Nothing stays with the old one: every
    link in her old mail is dead, and the page of all questionnaires of that address, which somebody
    else may have now, shows none of hers (rule S4).
    """
    rows = session.execute(_own(account)).all()
    raters = _asked_at(session, email, [row.assessment_id for row, _ in rows])
    for row, wave in rows:
        row.email = None if row.assessment_id in raters else email
        renew = invitees.mail_new_link if wave == "open" else invitees.relink
        renew(session, row)


def _own(account: UUID) -> Select[Invitation, str]:
    """Her own questionnaires and the state of their waves, kept from others.

    Of those without a link it is forgotten who was asked.
    """
    return (
        select(Invitation, Wave.state)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.account_id == account, Invitation.group == SELF)
        .where(Invitation.link.is_not(None))
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
    )


def _asked_at(session: Session, email: str, assessments: Collection[UUID]) -> set[UUID]:
    """The assessments for which somebody else is asked at this address."""
    query = select(Invitation.assessment_id).where(Invitation.email == email)
    query = query.where(Invitation.group != SELF)
    return set(session.scalars(query.where(Invitation.assessment_id.in_(assessments))))
