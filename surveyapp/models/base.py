"""What every table has in common."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NO_ROWID = {"sqlite_with_rowid": False}
"""SQLite's hidden row number would give back the order of insertion (rule S2)."""


class Base(DeclarativeBase):
    """The declarative base; tables are named in the singular, after their class."""

    metadata = MetaData(naming_convention=NAMES)
    __table_args__: Any = NO_ROWID


class Keyed:
    """A random key: it says nothing about order or time."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
