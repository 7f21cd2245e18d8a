"""A programme: an instrument and rater groups, and the leaders who follow it in groups."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class Programme(Keyed, Base):
    """A trajectory with its rules; what a wave promises is copied from here when it opens.

    ``texts`` are mail texts of its own, by kind and language. ``version`` counts the changes, so
    that of two people who edit at once the second is told.
    """

    __tablename__ = "programme"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    instrument: Mapped[str] = mapped_column(String(40))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)


class Coordination(Base):
    """Who coordinates which programme."""

    __tablename__ = "coordination"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)


class LeaderGroup(Keyed, Base):
    """A learning group of leaders."""

    __tablename__ = "leader_group"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class Leader(Keyed, Base):
    """An account in a group of leaders. ``name`` is how this programme knows her.

    What her account says of her is hers: another organisation may have made it.
    """

    __tablename__ = "leader"
    __table_args__ = (UniqueConstraint("group_id", "account_id"), NO_ROWID)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("leader_group.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    school: Mapped[str] = mapped_column(String(300))
