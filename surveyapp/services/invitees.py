"""What a coordinator does about one person who is asked: another address, a new link, no link.

None of it tells whether she has answered. Every step is taken, refused and shown in the same way
whatever she did; only what became of the mail to her can make a difference that is seen. What it
means for her answer is decided out of sight.
"""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.instrument import SELF
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import audit, joining, mail_to_one, outbox
from surveyapp.services.checked import checked_address
from surveyapp.services.context import secret
from surveyapp.services.invitations import Taken, open_rules, settled
from surveyapp.services.links import new_link, seal, unseal
from surveyapp.services.transaction import transaction


def renew(assessment: UUID, key: UUID) -> None:
    """Make her link anew: the old one is dead at once, the new one leaves by mail.

    What she had filled in is sealed again under it. Of somebody who has answered it opens nothing
    (rule S6), and it leaves all the same.
    """
    with transaction() as session:
        row = _hold(session, assessment, key)
        mail_new_link(session, row)
        audit.record(session, "link renewed", assessment=assessment)


def mail_new_link(session: Session, row: Invitation) -> None:
    """Make a link anew and let it leave by mail, as part of the transaction of its cause."""
    relink(session, row)
    if mail_to_one.left(session, row.id):
        mail_to_one.renew(session, row.id)
    else:
        mail_to_one.retry(session, row.id)


def relink(session: Session, row: Invitation) -> None:
    """Give an invitation another link: the old one is dead, and its draft is sealed again."""
    old, row.link = row.link, new_link()
    draft = session.get(Draft, row.id)
    text = unseal(secret(), old, draft.sealed) if draft and old else None
    if draft and text:
        draft.sealed = seal(secret(), row.link, text)


def readdress(assessment: UUID, key: UUID, written: str) -> None:
    """Ask her at another address, as the one given was wrong.

    Where nothing has left, the invitation itself gets it. Otherwise somebody may have the link, and
    perhaps has answered: that invitation is withdrawn, and another one takes its place. The link
    at the new address opens the questionnaire in any case, so that it tells nothing.
    ``Taken`` where there is such an address already, or it is the leader's.
    """
    email = checked_address(written)
    with transaction() as session:
        row = _hold(session, assessment, key)
        old = row.email
        if email != old and (assessment, email) in settled(session, [assessment]):
            raise Taken(email)
        if mail_to_one.left(session, key):
            _withdraw(session, row)
            row = _copy(row)
            session.add(row)
        _address(session, row, email)
        if row.id == key:
            joining.move(session, row, old)
            mail_to_one.retry(session, key)
        else:
            joining.remember(session, [row])
            outbox.put(session, [row.id], outbox.INVITATION)
        audit.record(session, "address corrected", assessment=assessment)


def _copy(row: Invitation) -> Invitation:
    return Invitation(
        assessment_id=row.assessment_id, group=row.group, name=row.name, language=row.language
    )


def _address(session: Session, row: Invitation, email: str) -> None:
    row.email, row.link = email, new_link()
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken(email) from error


def withdraw(assessment: UUID, key: UUID) -> None:
    """Ask her no more: her link is dead at once, and what she had filled in is deleted.

    Who has sent her answers has done so for good. An invitation that never left is forgotten.
    """
    with transaction() as session:
        row = _hold(session, assessment, key)
        if mail_to_one.left(session, key):
            _withdraw(session, row)
        else:
            _forget(session, row)
        audit.record(session, "invitation withdrawn", assessment=assessment)


def _withdraw(session: Session, row: Invitation) -> None:
    step = lifecycle.retire if row.state in lifecycle.retire.sources else lifecycle.withdraw
    row.state, row.link = step(row.state), None
    session.execute(delete(Draft).where(Draft.invitation_id == row.id))
    mail_to_one.forget(session, row.id)


def _forget(session: Session, row: Invitation) -> None:
    for table in (Draft, OutboxMessage):
        session.execute(delete(table).where(table.invitation_id == row.id))
    joining.forget(session, row)
    session.delete(row)


def _hold(session: Session, assessment: UUID, key: UUID) -> Invitation:
    """Her invitation, kept from others, while the wave is open and she is asked still.

    In the order in which freezing and erasing take their locks: invitations first.
    """
    query = select(Invitation).where(Invitation.assessment_id == assessment, Invitation.id == key)
    row = session.scalar(query.where(Invitation.group != SELF).with_for_update())
    if row is None:
        raise NotFound("There is no such rater here.")
    open_rules(session, assessment)
    if row.state in lifecycle.WITHDRAWN:
        raise NotAllowed(lifecycle.withdraw.refusal)
    return row
