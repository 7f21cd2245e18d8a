"""What a leader lets others read, and what a learning group offers one another."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class Share(Keyed, Base):
    """What somebody may read until a day: the ticked ``parts``, never the whole by default.

    Read by an account, a coach's, or by whoever has the ``link``, which opens nothing without the
    secret. One that was taken back is kept for her to see who had opened it. ``assessment_id`` is
    whose report, priorities and plan are in it; it ends with that report.
    """

    __tablename__ = "share"

    leader_id: Mapped[UUID] = mapped_column(ForeignKey("leader.id"), index=True)
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(200))
    link: Mapped[bytes | None] = mapped_column(LargeBinary(5), unique=True)
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_on: Mapped[date]
    ends_on: Mapped[date]
    taken_back_on: Mapped[date | None]


class ShareOpening(Keyed, Base):
    """That a share was opened, as a page or as a PDF; ``at`` is in UTC."""

    __tablename__ = "share_opening"

    share_id: Mapped[UUID] = mapped_column(ForeignKey("share.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    form: Mapped[str] = mapped_column(String(8))


class Exchange(Keyed, Base):
    """A strength that a leader offers her learning group, or a wish that she names to it."""

    __tablename__ = "exchange"
    __table_args__ = (UniqueConstraint("leader_id", "kind", "competence"), NO_ROWID)

    leader_id: Mapped[UUID] = mapped_column(ForeignKey("leader.id"))
    kind: Mapped[str] = mapped_column(String(8))
    competence: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500), default="")
