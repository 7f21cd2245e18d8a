"""Organisations: each sees its own programmes and people, and nothing of another."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class Organisation(Keyed, Base):
    """A training provider, a school board, a network: whoever runs programmes."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(200), unique=True)


class Membership(Base):
    """Who may do what in an organisation. ``role`` is ``coordinator`` or ``researcher``."""

    __tablename__ = "membership"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Coaching(Base):
    """Who coaches which learning group."""

    __tablename__ = "coaching"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("leader_group.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
