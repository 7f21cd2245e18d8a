"""Who signs in."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class Account(Keyed, Base):
    """A person with an account. Raters have none. An operator runs the installation."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    operator: Mapped[bool] = mapped_column(default=False)
    mark: Mapped[str] = mapped_column(String(32), default="")
    """Another one ends every session: when she signs out, or how she signs in has changed."""
