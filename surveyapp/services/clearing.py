"""Clearing: what was deleted is gone from the files of the database, not only from its rows."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import sleep

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from surveyapp.core.errors import NotCleared, SurveyError
from surveyapp.extensions import db
from surveyapp.models.base import Base

ATTEMPTS, PAUSE = 20, 0.25
"""How often, and after how many seconds, clearing is tried while others use the database."""

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
"""What SQLite says where waiting helps."""

WAIT = 500
"""For how many milliseconds an attempt waits, and lets others wait."""

Insist = Callable[[Callable[[], bool]], bool]
"""Makes an attempt until it comes off, or gives up."""


def scrub(*tables: type[Base], remedy: str, attempts: int | None = None) -> None:
    """Leave nothing of deleted rows behind: write SQLite's file, or these tables, anew.

    It waits for whoever reads at that moment, and never makes others wait for long; with few
    ``attempts`` it soon gives up. ``NotCleared`` with the remedy where it did not come off.
    """
    db.session.rollback()
    insist = partial(_insisted, ATTEMPTS if attempts is None else attempts)
    if not (_compacted(insist) if _on_sqlite() else _rewritten(tables, insist)):
        raise NotCleared(f"The database is too busy to clear away what was deleted. {remedy}")


def _on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _insisted(attempts: int, attempt: Callable[[], bool]) -> bool:
    for number in range(attempts):
        if number:
            sleep(PAUSE)
        if attempt():
            return True
    return False


def _compacted(insist: Insist) -> bool:
    """Pages that were split or joined keep old copies, whatever ``secure_delete`` promises."""
    with _apart() as file:
        return insist(partial(_vacuum, file)) and insist(partial(_truncate, file))


@contextmanager
def _apart() -> Iterator[sqlite3.Connection]:
    """A connection for this alone: outside of transactions, and impatient."""
    borrowed = db.engine.raw_connection()
    file = borrowed.driver_connection
    assert isinstance(file, sqlite3.Connection)
    try:
        file.execute(f"PRAGMA busy_timeout = {WAIT}")
        # The copy made on the way must not lie in a folder for temporary files.
        file.execute("PRAGMA temp_store = MEMORY")
        yield file
    finally:
        borrowed.invalidate()


def _vacuum(file: sqlite3.Connection) -> bool:
    try:
        file.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in BUSY:
            raise SurveyError(f"What was deleted cannot be cleared away: {error}.") from error
        return False
    return True


def _truncate(file: sqlite3.Connection) -> bool:
    busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _rewritten(tables: Sequence[type[Base]], insist: Insist) -> bool:
    statements = [
        statement
        for table in tables
        for statement in (_without_samples(table), f"VACUUM (FULL) {table.__tablename__}")
    ]
    # Samples that were dropped stand in this table's file. PostgreSQL passes it over with a
    # warning where the database is not ours.
    statements.append("VACUUM (FULL) pg_statistic")
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{WAIT}ms'")
        try:
            return all(insist(partial(_done, connection, one)) for one in statements)
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _done(connection: Connection, statement: str) -> bool:
    try:
        connection.exec_driver_sql(statement)
    except OperationalError:
        return False
    except ProgrammingError as error:
        raise SurveyError(
            "What was deleted cannot be cleared away: let the database user own its tables."
        ) from error
    return True


def _without_samples(table: type[Base]) -> str:
    """Give columns the type they have: the planner's samples of their values go with that.

    ``ANALYZE`` would take new samples, but keeps the old ones of a table that has become empty.
    """
    dialect = db.engine.dialect
    changes = [
        f"ALTER {dialect.identifier_preparer.quote(column.name)} "
        f"TYPE {column.type.compile(dialect=dialect)}"
        for column in table.__table__.columns
        if not column.foreign_keys
    ]
    return f"ALTER TABLE {table.__tablename__} {', '.join(changes)}"
