"""Somebody who reads the database all the time, as a dump does: nothing is cleared meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, select

from surveyapp.models.base import Base


@contextmanager
def reading(engine: Engine, table: type[Base]) -> Iterator[None]:
    """A transaction that has read a table and is not over."""
    with engine.connect() as reader:
        reader.execute(select(table)).all()
        yield
