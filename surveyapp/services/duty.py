"""One worker of an installation is on duty at a time, for as long as its process lives.

It holds a lock that the system takes from it when it dies, however that comes about: on a file
beside SQLite's, or in PostgreSQL. So what is marked as running by somebody else, when a worker
comes on duty, was left behind by a dead one; and whether the lock is held tells whether one lives.
"""

import fcntl
import os
from contextlib import suppress
from time import sleep

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from surveyapp.extensions import db

SUFFIX = "-worker"
"""The file on SQLite, beside the database's own; there is never anything in it."""

NUMBER = 360_360
"""Of the advisory lock on PostgreSQL, among those of this database."""

ATTEMPTS, PAUSE = 5, 0.1
"""Whoever looks whether a worker lives holds SQLite's lock for a moment herself."""

LOCK = text("SELECT pg_try_advisory_lock(:number)")
UNLOCK = text("SELECT pg_advisory_unlock(:number)")
HELD = text(
    "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = pg_locks.database "
    "WHERE d.datname = current_database() AND locktype = 'advisory' AND classid = 0 "
    "AND objid = :number)"
)


class Duty:
    """The duty of one process; nobody else has it while it is held."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Come on duty, unless another worker is; whether that came off."""
        return self._lock_file() if _on_sqlite() else self._lock_number()

    def leave(self) -> None:
        """Let another worker come."""
        if self._file is not None:
            os.close(self._file)
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.execute(UNLOCK, {"number": NUMBER})
            # Not back into the pool: a lock that is held still would go on with the connection.
            self._connection.invalidate()
            self._connection.close()
        self._file = self._connection = None

    def _lock_file(self) -> bool:
        self._file = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
        for attempt in range(ATTEMPTS):
            if attempt:
                sleep(PAUSE)
            if _locked(self._file, fcntl.LOCK_EX):
                return True
        self.leave()
        return False

    def _lock_number(self) -> bool:
        engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection = engine.connect()
        if self._connection.scalar(LOCK, {"number": NUMBER}):
            return True
        self._connection.close()
        self._connection = None
        return False


def taken() -> bool:
    """Whether a worker is on duty now."""
    if not _on_sqlite():
        return bool(db.session.scalar(HELD, {"number": NUMBER}))
    try:
        file = os.open(_path(), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _locked(file, fcntl.LOCK_SH)
    finally:
        os.close(file)


def _on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _path() -> str:
    return f"{db.engine.url.database}{SUFFIX}"


def _locked(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
