"""Mail about one invitation: whether it has left, and letting it leave once more.

What is read and written here is the same whether or not she has answered.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import outbox
from surveyapp.services.context import now
from surveyapp.services.transaction import changed

KEPT = ("waiting", "refused", "failed")
"""What certainly did not leave, unless it did so before: then the invitation is not prepared."""

IN_TROUBLE = ("refused", "failed", "uncertain")


def left(session: Session, invitation: UUID) -> bool:
    """Whether it has left, or perhaps has: then somebody may have her link, and have used it."""
    message = select(OutboxMessage.id).where(
        _about(invitation, outbox.INVITATION), OutboxMessage.state.not_in(KEPT)
    )
    state = select(Invitation.state).where(Invitation.id == invitation)
    return session.scalar(state) != "prepared" or session.scalar(message) is not None


def retry(session: Session, invitation: UUID) -> None:
    """Let an invitation that waits or was refused leave now; nothing where there is none yet."""
    _send(session, _about(invitation, outbox.INVITATION))


def renew(session: Session, invitation: UUID) -> None:
    """Let a new link leave, as often as there is one."""
    if not _send(session, _about(invitation, outbox.RENEWAL)):
        outbox.put(session, [invitation], outbox.RENEWAL)


def _send(session: Session, which: ColumnElement[bool]) -> int:
    query = update(OutboxMessage).where(which)
    return changed(session, query.values(state="waiting", due=now(), attempts=0, fault=""))


def forget(session: Session, invitation: UUID) -> None:
    """Forget the mail that coordinators are told of; reminders are counted until the freeze."""
    session.execute(delete(OutboxMessage).where(_about(invitation, *outbox.TOLD)))


def _about(invitation: UUID, *kinds: str) -> ColumnElement[bool]:
    return and_(OutboxMessage.invitation_id == invitation, OutboxMessage.kind.in_(kinds))


def troubles(assessment: UUID) -> dict[UUID, tuple[str, str]]:
    """Of each invitation whose latest mail did not arrive for certain: its state and fault."""
    query = (
        select(OutboxMessage)
        .join(Invitation, OutboxMessage.invitation_id == Invitation.id)
        .where(Invitation.assessment_id == assessment, OutboxMessage.kind.in_(outbox.TOLD))
        # A new link comes after the invitation.
        .order_by(OutboxMessage.kind)
    )
    latest = {row.invitation_id: (row.state, row.fault) for row in db.session.scalars(query)}
    return {key: told for key, told in latest.items() if told[0] in IN_TROUBLE}
