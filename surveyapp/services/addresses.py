"""Another address for an account, set by the operator: its owner may not be able to sign in."""

from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment
from surveyapp.services import accounts, audit
from surveyapp.services.checked import checked_address
from surveyapp.services.transaction import transaction


def change(email: str, written: str) -> None:
    """Another address for the account with that one; ``SurveyError`` where an account has it.

    Her own questionnaires go along. Where others ask her as a rater, their coordinator says so.
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
    """Ask her about herself at this address, but where it is that of one of her raters."""
    other = aliased(Invitation)
    hers = select(Assessment.id).join(Leader, Assessment.leader_id == Leader.id)
    rater = exists().where(other.assessment_id == Invitation.assessment_id, other.email == email)
    own = update(Invitation).where(
        Invitation.assessment_id.in_(hers.where(Leader.account_id == account)),
        Invitation.group == SELF,
        Invitation.email.is_not(None),
        ~rater,
    )
    session.execute(own.values(email=email), execution_options={"synchronize_session": False})
