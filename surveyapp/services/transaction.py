"""One use case, one transaction: all of it happens, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.extensions import WRITES, db

P = ParamSpec("P")
R = TypeVar("R")


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


def once_more(use_case: Callable[P, R]) -> Callable[P, R]:
    """A use case that begins anew, once, where somebody stored the same address meanwhile.

    For what is one transaction and nothing before it: the second time it sees what is there, and
    says so or makes use of it.
    """

    @wraps(use_case)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        with suppress(IntegrityError):
            return use_case(*args, **kwargs)
        return use_case(*args, **kwargs)

    return tried


def changed(
    session: Session, statement: Update | Delete, values: dict[str, Any] | None = None
) -> int:
    """Carry out an UPDATE or DELETE and tell how many rows it changed.

    A step of a life cycle is taken by one conditional UPDATE: of two people who try at the same
    moment, the second changes no row and is told that it was done before.
    """
    return cast("CursorResult[object]", session.execute(statement, values)).rowcount
