"""One use case, one transaction: all of it happens, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session

from surveyapp.extensions import WRITES, db


@contextmanager
def transaction() -> Iterator[Session]:
    """A writing transaction. What was only read before is let go first.

    A transaction that reads and writes afterwards would be refused by SQLite when somebody else
    wrote in between; taking the lock at the start makes it wait instead.
    """
    session = db.session()
    session.rollback()
    session.connection(execution_options={WRITES: True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def changed(
    session: Session, statement: Update | Delete, values: dict[str, Any] | None = None
) -> int:
    """Carry out an UPDATE or DELETE and tell how many rows it changed.

    A step of a life cycle is taken by one conditional UPDATE: of two people who try at the same
    moment, the second changes no row and is told that it was done before.
    """
    return cast("CursorResult[object]", session.execute(statement, values)).rowcount
