"""Who may answer. Nothing here says what anybody answered, or when (rules S1, S4, S5)."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class Invitation(Keyed, Base):
    """A person asked to answer about one leader. ``link`` opens nothing without the secret.

    Who it was is forgotten after the freeze (rule S8): then the name is empty, and there is
    neither address nor link. Before, only a leader's own may have no address: where a rater of hers
    has it. Mail about that one goes to the address of her account.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("assessment_id", "email"), NO_ROWID)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    group: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="prepared")
    link: Mapped[bytes | None] = mapped_column(LargeBinary(5), unique=True)


class Draft(Base):
    """Answers under way, sealed under a key derived from the link; gone at submit and freeze."""

    __tablename__ = "draft"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    sealed: Mapped[bytes]
