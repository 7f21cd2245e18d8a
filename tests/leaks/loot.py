"""What a thief carries off, and every place in it where a person or an answer can be recognised.

Tables are read in physical order with the system columns, files byte by byte with freed pages,
logs and indexes. Nothing is looked for by the name of its table: a new one is searched as well.
"""

import re
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.services.context import settings
from tests.leaks.matching import Clues
from tests.leaks.story import Person

Forms = tuple[bytes, ...]
"""How one value may be written: as it is, in hexadecimal, as a key with dashes."""

Row = dict[str, Any]
SYSTEM = ("ctid", "xmin", "xmax", "cmin", "cmax")
FIRST_OF_OURS = 16384
"""PostgreSQL numbers its own catalogues below."""


def forms(value: str | bytes | UUID) -> Forms:
    if isinstance(value, UUID):
        return value.bytes, value.hex.encode(), str(value).encode()
    if isinstance(value, bytes):
        return value, value.hex().encode()
    return (value.encode(),)


def marks_of_person(person: Person) -> dict[str, Forms]:
    """What her invitation is recognised by."""
    marks: dict[str, str | bytes | UUID | None]
    marks = {"key": person.key, "address": person.email, "name": person.name, "link": person.link}
    return {name: forms(value) for name, value in marks.items() if value}


def marks_of_answer(person: Person) -> dict[str, Forms]:
    """What her answers are recognised by, which the thief does not know but we do."""
    return {"answers": forms(person.vector), "comment": forms(person.marker)}


Marks = Mapping[int, Mapping[str, Forms]]


@dataclass(frozen=True)
class Loot:
    """All rows per table in physical order, and the files by name."""

    tables: Mapping[str, Sequence[Row]]
    files: Mapping[str, bytes]

    def clues(self, marks: Marks) -> Clues:
        """Whatever these marks can be put in order by."""
        found: dict[str, dict[int, Any]] = {}
        for table, rows in self.tables.items():
            for number, clue, value in _in_rows(rows, marks):
                found.setdefault(f"{table}.{clue}", {}).setdefault(number, value)
        for file, content in self.files.items():
            for number, kinds in marks.items():
                for kind, written in kinds.items():
                    if (place := _place(content, written)) >= 0:
                        found.setdefault(f"{file}: place of {kind}", {})[number] = place
        return found

    def rows_with_both(self, people: Marks, answers: Marks) -> list[str]:
        """The tables in which one row names a person and holds an answer."""
        both = []
        for table, rows in self.tables.items():
            named = (row["whole row"] for row in rows if _any_of(row["whole row"], people))
            both += [table for whole in named if _any_of(whole, answers)]
        return both

    def traces(self, values: Iterable[str | bytes | UUID]) -> list[str]:
        """The files and tables that still hold one of these values."""
        wanted = [one for value in values for one in forms(value)]
        rows = {name: b"".join(r["whole row"] for r in rows) for name, rows in self.tables.items()}
        everything = {**self.files, **rows}
        return [name for name, held in everything.items() if any(one in held for one in wanted)]


def _place(content: bytes, written: Forms) -> int:
    return next((place for one in written if (place := content.find(one)) >= 0), -1)


def _any_of(content: bytes, marks: Marks) -> bool:
    every = (written for kinds in marks.values() for written in kinds.values())
    return any(_place(content, written) >= 0 for written in every)


def _in_rows(rows: Sequence[Row], marks: Marks) -> Iterator[tuple[int, str, Any]]:
    for place, row in enumerate(rows):
        whole = row["whole row"]
        for number, kinds in marks.items():
            places = [p for written in kinds.values() if (p := _place(whole, written)) >= 0]
            if places:
                yield number, "order of rows", place
                yield number, "place in the row", min(places)
                yield number, "length", len(whole)
                for column, value in row.items():
                    if isinstance(value, (int, str, bytes, UUID, tuple)):
                        yield number, column, value


def steal(app: Flask, folder: Path) -> Loot:
    """Everything that lies in the database and its files now, and in backups made now."""
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            loot = _from_sqlite(Path(str(db.engine.url.database)), folder)
        else:
            loot = _from_postgresql(folder)
        made = Path(settings().files)
        db.session.remove()
    left = {one.name: one.read_bytes() for one in made.glob("*") if one.is_file()}
    return Loot(loot.tables, {**loot.files, **left})


def rows(table: str) -> list[Row]:
    """One table as it lies there now, in physical order; within an app context."""
    if db.engine.dialect.name == "postgresql":
        return _postgresql_rows(table)
    connection = sqlite3.connect(str(db.engine.url.database))
    connection.row_factory = sqlite3.Row
    try:
        return _sqlite_rows(connection, table)
    finally:
        connection.close()


def _from_sqlite(file: Path, folder: Path) -> Loot:
    files = {
        one.name: one.read_bytes() for one in file.parent.glob(f"{file.name}*") if one.is_file()
    }
    files |= {name: _unrolled(log) for name, log in files.items() if name.endswith("-wal")}
    copied, compact = folder / "backup.sqlite", folder / "compact.sqlite"
    connection = sqlite3.connect(file)
    with closing(sqlite3.connect(copied)) as copy:
        connection.backup(copy)
    connection.execute("VACUUM INTO ?", (str(compact),))
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = {name: _sqlite_rows(connection, name) for (name,) in names}
    connection.close()
    for one in (copied, compact):
        files[one.name] = one.read_bytes()
        one.unlink()
    return Loot(tables, files)


def _unrolled(log: bytes) -> bytes:
    """The pages of SQLite's log in the order of time; a new round begins where the salt grows."""
    page = int.from_bytes(log[8:12])
    frames = [log[start : start + 24 + page] for start in range(32, len(log), 24 + page)]
    return b"".join(frame[24:] for frame in sorted(frames, key=lambda frame: frame[8:12]))


def _sqlite_rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
    return [row | {"whole row": _whole(row)} for row in rows]


def _whole(row: Row) -> bytes:
    values = (value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    return b"\0".join(values)


def _from_postgresql(folder: Path) -> Loot:
    names = db.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    tables = {name: _postgresql_rows(name) for name in names.all()}
    tables["pg_stats"] = _postgresql_rows("pg_stats", system=False)
    db.session.execute(text("CHECKPOINT"))
    return Loot(tables, _postgresql_files() | {"pg_dump": _dumped()})


def _postgresql_rows(table: str, *, system: bool = True) -> list[Row]:
    """In the order of a scan through the table's file."""
    where = "schemaname = 'public'" if table == "pg_stats" else "true"
    columns = "".join(f", {name}::text AS {name}" for name in SYSTEM) if system else ""
    query = f'SELECT t.*, t::text AS "whole row"{columns} FROM "{table}" t WHERE {where}'
    rows = [dict(row._mapping) for row in db.session.execute(text(query))]
    for row in rows:
        row["whole row"] = row["whole row"].encode()
        for name in SYSTEM if system else ():
            row[name] = tuple(int(part) for part in re.findall(r"\d+", row[name]))
    return rows


def _postgresql_files() -> dict[str, bytes]:
    """The files of our tables, of their indexes and long values, and of the statistics.

    A file that belongs to no table any more goes by its number.
    """
    query = "SELECT pg_relation_filenode(oid)::text, relname FROM pg_class WHERE relfilenode > 0"
    names: dict[str, str] = dict(db.session.execute(text(query)).all())
    here = db.session.scalar(
        text(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database "
            "WHERE datname = current_database()"
        )
    )
    return {
        names.get(one.name.partition(".")[0].partition("_")[0], one.name): one.read_bytes()
        for one in sorted(Path(str(here)).iterdir(), reverse=True)
        if _ours(one, names) and one.stat().st_size
    }


def _ours(file: Path, names: Mapping[str, str]) -> bool:
    number = re.match(r"\d+$", file.name)
    return bool(number) and (
        int(file.name) >= FIRST_OF_OURS or names.get(file.name) == "pg_statistic"
    )


def _dumped() -> bytes:
    """What ``pg_dump`` writes, the one that came with this server."""
    folder = db.session.scalar(text("SELECT setting FROM pg_config WHERE name = 'BINDIR'"))
    url = db.engine.url
    command = [f"{folder}/pg_dump", "--username=postgres", f"--host={url.query['host']}"]
    return subprocess.run([*command, str(url.database)], capture_output=True, check=True).stdout
