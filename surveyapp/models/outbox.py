"""Mail that is to leave: written in the transaction of its cause, sent by the worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class OutboxMessage(Keyed, Base):
    """One message of a kind about an invitation: there is never a second one of that kind.

    It holds neither address nor link nor text: these are looked up when it leaves. ``due`` is when
    it may leave, in UTC, and is forgotten once it has; ``fault`` is what the mail server said.
    """

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("invitation_id", "kind"), NO_ROWID)

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    due: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(300), default="")
