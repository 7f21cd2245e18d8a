"""A wave of a programme, the assessment of one leader in it, and the frozen instrument."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class FrozenInstrument(Base):
    """The content of an instrument as it was when a wave opened, by its fingerprint."""

    __tablename__ = "instrument"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Wave(Keyed, Base):
    """One round of a programme. ``rules`` and ``fingerprint`` are set when it opens.

    ``reminders`` are the days, in ISO form, on which those missing are reminded. On ``sends_on``
    invitations leave by themselves; while ``mail_stopped``, nothing leaves at all. Leaders propose
    raters until ``proposals_until``. A ``pulse`` asks about the priorities of each leader only,
    halfway between two other waves. ``version`` counts the changes, so that of two people who edit
    at once the second is told.
    """

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("programme_id", "name"), NO_ROWID)

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str] = mapped_column(String(40))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int]
    pulse: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="prepared")
    closes_on: Mapped[date]
    reminders: Mapped[list[str]] = mapped_column(JSON, default=list)
    sends_on: Mapped[date | None]
    mail_stopped: Mapped[bool] = mapped_column(default=False)
    proposals_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    rules: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    fingerprint: Mapped[str | None] = mapped_column(ForeignKey("instrument.fingerprint"))


class Assessment(Keyed, Base):
    """One leader in one wave.

    ``fingerprint`` is that of the questions where they are hers alone, in a pulse; otherwise the
    wave has it.
    """

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("wave_id", "leader_id"), NO_ROWID)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"))
    leader_id: Mapped[UUID] = mapped_column(ForeignKey("leader.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    frozen_on: Mapped[date | None]
    fingerprint: Mapped[str | None] = mapped_column(ForeignKey("instrument.fingerprint"))

    @property
    def pulse(self) -> bool:
        """Whether the questions are hers alone."""
        return self.fingerprint is not None
