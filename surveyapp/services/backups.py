"""Backups: all rows as they were at one moment, in a file that either database can take back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.core import lifecycle
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Assessment
from surveyapp.services import audit, backup_file, database, retention
from surveyapp.services.backup_file import Backup, Row, TableEntry
from surveyapp.services.context import now
from surveyapp.services.retention import ForgottenAddresses, ForgottenReports
from surveyapp.services.transaction import transaction

BATCH = 500
"""Rows that are put in, or fetched, at once."""


@dataclass(frozen=True)
class Made:
    """How many rows a backup holds, and of how many waves that are not frozen yet."""

    rows: int
    unfrozen: int


@dataclass(frozen=True)
class Restored:
    """What came back, what of it was due and is forgotten again, and how much mail waits."""

    made_at: datetime
    rows: int
    addresses: ForgottenAddresses
    reports: ForgottenReports
    waiting: int


def make(path: Path, *, overwrite: bool = False) -> Made:
    """Write all rows into a file, as they are at this moment, while others go on working.

    ``SurveyError`` where that fails: there is never half a backup, and an older one stays.
    """
    made_at = now()
    with (
        backup_file.whole(path, overwrite=overwrite) as stream,
        database.refusals(),
        database.snapshot() as connection,
    ):
        tables = ((table, _rows(connection, table)) for table in metadata.sorted_tables)
        revision = database.revision(connection)
        manifest = backup_file.write(stream, revision, made_at, tables)
        return Made(manifest.rows, _unfrozen(connection))


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=BATCH).execute(query)
    return (dict(row) for row in found.mappings())


def _unfrozen(connection: Connection) -> int:
    """The waves whose answers are kept in the order in which they came, or may yet be given."""
    waves = func.count(Assessment.wave_id.distinct())
    query = select(waves).where(Assessment.state.in_(lifecycle.freeze.sources))
    return connection.scalar(query) or 0


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Put back what a backup holds, all of it or nothing, and forget again what is due.

    The database must hold no row, unless what it holds is to be replaced. A backup of an earlier
    version is brought up to date. ``SurveyError`` where something is in the way.
    """
    with backup_file.opened(path) as backup:
        manifest = backup.manifest
        with database.rebuilt(manifest.revision, replace=replace) as connection:
            for table in manifest.tables:
                _fill(connection, table, backup)
    with transaction() as session:
        audit.record(session, "database restored", made=f"{manifest.made_at:%Y-%m-%d %H:%M}")
    addresses, reports = retention.apply(dry_run=False)
    return Restored(manifest.made_at, manifest.rows, addresses, reports, _waiting())


def _fill(connection: Connection, table: TableEntry, backup: Backup) -> None:
    rows, statement = backup.rows(table), table.target.insert()
    try:
        while batch := list(islice(rows, BATCH)):
            connection.execute(statement, batch)
    except SQLAlchemyError as error:
        # Not in the words of the database: they may hold a name.
        raise SurveyError(f"The rows of {table.name} do not fit this database.") from error


def _waiting() -> int:
    waiting = OutboxMessage.state == "waiting"
    return db.session.scalar(select(func.count()).where(waiting)) or 0
