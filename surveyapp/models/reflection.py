"""A leader alone with the standard: nobody else reads this."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class Reflection(Keyed, Base):
    """One time that somebody rated herself against an edition of a standard.

    ``sealed`` holds her ratings and notes, encrypted under a key from the application secret.
    """

    __tablename__ = "reflection"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    standard: Mapped[str] = mapped_column(String(40))
    written_on: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
