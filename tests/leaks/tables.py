"""Everything that the tables hold, to be laid beside what they held before."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, text

from surveyapp.extensions import db

Tables = dict[str, Counter[str]]
"""Per table its rows, written out."""


def everything() -> Tables:
    """All rows of all tables that there are, whatever they are called."""
    db.session.rollback()
    names = inspect(db.engine).get_table_names()
    rows = {name: db.session.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}
    db.session.rollback()
    return {name: Counter(map(repr, found)) for name, found in rows.items()}


def changed(before: Tables, after: Tables) -> dict[str, tuple[int, int]]:
    """The tables that differ: how many rows went and came."""
    return {
        name: ((before[name] - after[name]).total(), (after[name] - before[name]).total())
        for name in before
        if before[name] != after[name]
    }


def reachable(table: str) -> str:
    """All rows that keys lead to from the rows of a table, written out."""
    return " ".join(repr(row) for _, row in _walk(table))


def _walk(start: str) -> Iterator[tuple[str, Any]]:
    """A row and where its keys lead, each once."""
    waiting: list[tuple[str, str | None, Any]] = [(start, None, None)]
    seen: set[tuple[str, str]] = set()
    tables = db.metadata.tables
    while waiting:
        name, column, value = waiting.pop()
        table = tables[name]
        query = table.select() if column is None else table.select().where(table.c[column] == value)
        for row in db.session.execute(query):
            if (name, repr(row)) in seen:
                continue
            seen.add((name, repr(row)))
            yield name, row
            for key in table.foreign_keys:
                leads_to = row._mapping[key.parent]
                if leads_to is not None:
                    waiting.append((key.column.table.name, key.column.name, leads_to))
