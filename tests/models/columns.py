"""Every way in which a schema could join people and answers, as questions that a test asks it.

What the schema may hold is listed in ``known``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from tests.models.known import COLUMNS, TABLES, TIMES

THINK = (
    "is new. Could it be laid beside something on the other side of the wall: a time, a number "
    "that counts, a key, a language, a device, a length? If not, give it a line with the reason"
)
WALL = "assessment"
COUNTS = (sa.Date, sa.DateTime, sa.Time, sa.Interval, sa.Integer, sa.Numeric)
SHORTEST, LONGEST = 4, 6
"""Bytes: what is shorter is no key, and of what is longer the beginning is enough."""


def faults(connection: Connection) -> list[str]:
    """All that is wrong with a schema; a sentence each, with table and column."""
    return [
        *_tables(connection),
        *_columns(connection),
        *_machinery(connection),
        *_ways(connection),
    ]


def _tables(connection: Connection) -> Iterator[str]:
    for table in set(inspect(connection).get_table_names()) ^ set(TABLES):
        yield f"table {table}: is it about people, answers, both? Say so in TABLES of known.py"


def _columns(connection: Connection) -> Iterator[str]:
    for table in inspect(connection).get_table_names():
        found = {column["name"]: column for column in inspect(connection).get_columns(table)}
        reasons = COLUMNS.get(table, {})
        for name in found.keys() - reasons.keys():
            yield f"{table}.{name} {THINK}"
        for name in reasons.keys() - found.keys():
            yield f"{table}.{name} is gone: take it from COLUMNS"
        for name, column in found.items():
            yield from _column(f"{table}.{name}", column)


def _column(name: str, column: ReflectedColumn) -> Iterator[str]:
    counts = isinstance(column["type"], COUNTS)
    if counts and name not in TIMES:
        yield f"{name} can hold a time or a number that counts: say in TIMES of what"
    if name in TIMES and not counts:
        yield f"{name} counts nothing: take it from TIMES"
    for made in ("default", "computed", "identity"):
        if column.get(made):
            yield f"{name} is filled by the database: {column.get(made)}"


MACHINERY = {
    "sqlite": """
        SELECT type || ' ' || name FROM sqlite_master WHERE type NOT IN ('table', 'index')
        UNION SELECT 'row numbers of ' || name FROM pragma_table_list
        WHERE NOT wr AND schema = 'main' AND name NOT IN ('sqlite_schema', 'alembic_version')
    """,
    "postgresql": """
        SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = 'public'
        UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT 'kind ' || relkind::text || ' ' || relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i')
    """,
}
"""What writes or counts by itself: triggers, rules, views, sequences, row numbers."""


def _machinery(connection: Connection) -> Iterator[str]:
    for name in connection.scalars(text(MACHINERY[connection.dialect.name])):
        yield f"{name}: nothing in the database may write, count or join by itself"


def _ways(connection: Connection) -> Iterator[str]:
    """Whether keys lead from answers to people otherwise than through the assessment."""
    beside = _neighbours(connection)
    answers = {table for table, kind in TABLES.items() if kind == "answers"}
    known = {table for table, kind in TABLES.items() if kind == "people"}
    reached, next_ones = set(answers), set(answers)
    while next_ones:
        next_ones = {n for table in next_ones for n in beside.get(table, ())} - reached - {WALL}
        reached |= next_ones
    for table in sorted(reached & known):
        yield f"keys lead from the answers to {table} without passing the {WALL}"


def _neighbours(connection: Connection) -> Mapping[str, set[str]]:
    """Tables that a foreign key ties, in both directions."""
    beside: dict[str, set[str]] = {}
    for table in inspect(connection).get_table_names():
        for key in inspect(connection).get_foreign_keys(table):
            beside.setdefault(table, set()).add(key["referred_table"])
            beside.setdefault(key["referred_table"], set()).add(table)
    return beside


def equal_values(connection: Connection, mails: Iterable[str] = ()) -> list[str]:
    """The columns on the side of answers that repeat, cut off or hash something of people.

    ``mails`` are the links, which stand in no table.
    """
    people = {**dict(_values(connection, "people")), "mails": set(mails)}
    answers = dict(_values(connection, "answers"))
    return [
        f"{said} holds what {asked} holds"
        for said, values in answers.items()
        for asked, others in people.items()
        if _meet(values, others)
    ]


def _meet(left: Iterable[Any], right: Iterable[Any]) -> bool:
    a, b = list(left), list(right)
    return bool(_exact(a) & _derived(b) or _derived(a) & _exact(b))


def _exact(values: Iterable[Any]) -> set[bytes]:
    return {one[:LONGEST] for value in values for one in _written(value) if len(one) >= SHORTEST}


def _derived(values: Iterable[Any]) -> set[bytes]:
    """The beginnings of the values and of their usual hashes."""
    every = (form for value in values for one in _written(value) for form in (one, *_hashes(one)))
    return {one[:n] for one in every for n in range(SHORTEST, LONGEST + 1) if len(one) >= n}


def _hashes(value: bytes) -> Iterator[bytes]:
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        digest = hashlib.new(name, value).digest()
        yield digest
        yield digest.hex().encode()


def _written(value: Any) -> Iterator[bytes]:
    """A value as bytes; a key also as it is written, what stands in JSON piece by piece."""
    match value:
        case bytes():
            yield value
        case UUID():
            yield value.bytes
            yield value.hex.encode()
        case str():
            yield value.encode()
        case date():
            yield value.isoformat().encode()
        case dict():
            for part in value.values():
                yield from _written(part)


SHARED = {"assessment_id", "group"}
"""What both sides may know."""


def _values(connection: Connection, kind: str) -> Iterator[tuple[str, set[Any]]]:
    """All values per column of the tables of a kind, as the types of the database give them."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    for table in metadata.tables.values():
        if TABLES.get(table.name) != kind:
            continue
        for column in table.columns:
            if column.name not in SHARED:
                values = connection.scalars(sa.select(column).where(column.is_not(None)))
                yield f"{table.name}.{column.name}", set(map(_hashable, values))


def _hashable(value: Any) -> Any:
    """SQLite gives keys as the text that it keeps; PostgreSQL gives JSON as a dictionary."""
    if isinstance(value, dict):
        return repr(value)
    if isinstance(value, str) and len(value) == 32:
        try:
            return UUID(value)
        except ValueError:
            return value
    return value
