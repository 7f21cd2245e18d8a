"""The file that a backup is: a ZIP with the rows of each table, and a manifest to prove it whole.

Every database of this product can write and read it. A row is a line of JSON; rows stand in the
order of their keys, which are random, and not in the order in which they came (rule S2).
"""

import hashlib
import json
import os
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Literal
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.types import TypeEngine

from surveyapp.core.base import Record
from surveyapp.core.errors import SurveyError
from surveyapp.services.on_disk import refuse_unwritable

MANIFEST = "manifest.json"
CHUNK = 1 << 16

FAULTS = (
    *(BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
"""What reading raises on a ZIP that is damaged or uses what we do not, and on strange content."""

Kind = Literal["key", "text", "number", "truth", "day", "moment", "bytes", "json"]
Row = dict[str, Any]

KINDS: Mapping[Kind, TypeEngine[Any]] = {
    "key": sa.Uuid(),
    "text": sa.Text(),
    "number": sa.Integer(),
    "truth": sa.Boolean(),
    "day": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "bytes": sa.LargeBinary(),
    "json": sa.JSON(none_as_null=True),
}
"""What a column can hold, and the type that both databases take it as."""


class TableEntry(Record):
    """A table in a backup: its columns, how many rows, and the SHA-256 of their lines."""

    name: str
    columns: dict[str, Kind]
    rows: int
    sha256: str

    @property
    def file(self) -> str:
        """Where its rows are in the ZIP."""
        return f"{self.name}.jsonl"

    @property
    def target(self) -> sa.TableClause:
        """The table to put rows in, with the columns that it had when the backup was made."""
        return sa.table(
            self.name, *(sa.column(name, KINDS[kind]) for name, kind in self.columns.items())
        )


class Manifest(Record):
    """What is in a backup. Tables stand in an order in which they can be filled."""

    format: Literal["backup/1"] = "backup/1"
    made_at: datetime
    revision: str = Field(min_length=1)
    tables: tuple[TableEntry, ...]

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(table.rows for table in self.tables)


@contextmanager
def whole(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A file for its owner only that takes its place once it is whole and on the disk.

    ``SurveyError`` where it cannot be written; what was there before is then as it was.
    """
    refuse_unwritable(path)
    if path.exists() and not overwrite:
        raise SurveyError(f"{path} is there already: choose another name, or add --overwrite.")
    target = path.resolve()
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
        _remember(target.parent)
    except OSError as error:
        stays = " What was there before is untouched." if path.exists() else ""
        raise SurveyError(f"{path} cannot be written: {error.strerror}.{stays}") from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _remember(folder: Path) -> None:
    """Have the disk remember that a file was renamed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(
    stream: IO[bytes],
    revision: str,
    made_at: datetime,
    tables: Iterable[tuple[sa.Table, Iterable[Row]]],
) -> Manifest:
    """Write the rows of these tables, and check that they can be read again."""
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        entries = tuple(_write_table(archive, table, rows) for table, rows in tables)
        manifest = Manifest(made_at=made_at, revision=revision, tables=entries)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    with ZipFile(stream) as archive:
        Backup.of(archive)
    return manifest


def _write_table(archive: ZipFile, table: sa.Table, rows: Iterable[Row]) -> TableEntry:
    columns = {column.name: kind_of(column) for column in table.columns}
    digest, count = hashlib.sha256(), 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
        for row in rows:
            count += 1
            line = json.dumps({name: written(value) for name, value in row.items()}).encode()
            part.write(line + b"\n")
            digest.update(line + b"\n")
    return TableEntry(name=table.name, columns=columns, rows=count, sha256=digest.hexdigest())


def kind_of(column: sa.Column[Any]) -> Kind:
    """What a column of ours can hold."""
    for kind, known in KINDS.items():
        # A string is a text as well, in whatever length.
        if isinstance(column.type, sa.String if kind == "text" else type(known)):
            return kind
    raise TypeError(f"{column} has a type that no backup can hold: add it to KINDS")


def written(value: Any) -> Any:
    """A value as JSON can hold it; moments in UTC, which SQLite does not say."""
    match value:
        case UUID():
            return value.hex
        case bytes():
            return b64encode(value).decode()
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            return aware.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
    return value


def read(kind: Kind, value: Any) -> Any:
    """The value that was written."""
    if value is None:
        return None
    match kind:
        case "key":
            return UUID(value)
        case "bytes":
            return b64decode(value, validate=True)
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
    return value


@dataclass(frozen=True)
class Backup:
    """An open backup in which every table has its fingerprint."""

    manifest: Manifest
    archive: ZipFile

    @classmethod
    def of(cls, archive: ZipFile) -> "Backup":
        """Read the manifest and check every table; ``SurveyError`` where the file is not whole."""
        with _refusals():
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            changed = [
                table for table in manifest.tables if _digest(archive, table) != table.sha256
            ]
        if changed:
            raise SurveyError("The backup was changed or damaged: use another one.")
        return cls(manifest, archive)

    def rows(self, table: TableEntry) -> Iterator[Row]:
        """The rows of a table, as the database wants them."""
        with _refusals(), self.archive.open(table.file) as part:
            for line in part:
                row = json.loads(line)
                yield {name: read(kind, row[name]) for name, kind in table.columns.items()}


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup to restore; ``SurveyError`` where the file is none, or not whole."""
    with _refusals():
        try:
            archive = ZipFile(path)
        except OSError as error:
            raise SurveyError(f"{path} cannot be read: {error.strerror}.") from error
    with archive:
        yield Backup.of(archive)


@contextmanager
def _refusals() -> Iterator[None]:
    """What is wrong with the file as a sentence. Its words stay out: they may hold an address."""
    try:
        yield
    except FAULTS as error:
        raise SurveyError("This is no whole backup of this product: use another file.") from error


def _digest(archive: ZipFile, table: TableEntry) -> str:
    digest = hashlib.sha256()
    with archive.open(table.file) as part:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
