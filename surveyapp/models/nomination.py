"""Who should be asked about a leader in a wave: a proposal, until the wave opens."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class Nomination(Keyed, Base):
    """A person proposed to be a rater. Approved ones become invitations when the wave opens.

    ``reason`` is why the coordinator returned it, else empty.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("wave_id", "leader_id", "email"), NO_ROWID)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"))
    leader_id: Mapped[UUID] = mapped_column(ForeignKey("leader.id"), index=True)
    group: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    reason: Mapped[str] = mapped_column(String(300), default="")
