"""The same answered wave frozen again and again: what one freeze blurs shows in many.

Chance alone puts one pair per cell right, so an accuracy that is somewhat better than chance shows
only where many pairs are added up. Nobody has to answer again: the filled database is copied, and
every copy is frozen.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from surveyapp.extensions import db
from surveyapp.services import results
from tests import profiles
from tests.conftest import new_app
from tests.leaks.loot import SYSTEM, Forms, Loot, forms, rows
from tests.leaks.matching import Clues, Match, pooled
from tests.leaks.story import Story

FREEZES = 60 if profiles.FULL else 24
"""How many: 24 notice a thief who is right in 18 % where chance gives 13.6, in 99 of 100 runs."""

COPIES = count(1)
ANEW = ("id", "order of rows", *SYSTEM)
"""What every freeze makes anew of a row."""


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Answered:
    """A wave that was answered and closed, in a database that nobody uses; and what happened."""

    story: Story
    url: str

    def matches(self, freezes: int, spoil: Callable[[], object] = _nothing) -> list[Match]:
        """What pairs people and answers over so many freezes, each of a copy spoilt before."""
        loot = [self._frozen(spoil) for _ in range(freezes)]
        people = {n: forms(self.story.people[n].key) for n in self.story.sent}
        answers = {n: forms(self.story.people[n].vector) for n in self.story.sent}
        return pooled(
            [{**self._happened, **_anew(one, "invitation", people)} for one in loot],
            [_anew(one, "response", answers) for one in loot],
            self.story.cells,
        )

    @property
    def _happened(self) -> Clues:
        orders = {"first saved": self.story.saved, "sent": self.story.sent}
        return {name: {n: at for at, n in enumerate(order)} for name, order in orders.items()}

    def _frozen(self, spoil: Callable[[], object]) -> Loot:
        """The tables of people and answers in a copy that was frozen."""
        with copied(self.url) as url, new_app(url).app_context():
            spoil()
            results.freeze_wave(self.story.wave)
            loot = Loot({table: rows(table) for table in ("invitation", "response")}, {})
            db.session.remove()
            db.engine.dispose()
        return loot


def _anew(loot: Loot, table: str, marks: Mapping[int, Forms]) -> Clues:
    clues = loot.clues({number: {"mark": written} for number, written in marks.items()})
    names = (f"{table}.{name}" for name in ANEW)
    return {name: clues[name] for name in names if name in clues}


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A copy of this database that goes again."""
    made = copy(url)
    try:
        yield made
    finally:
        _drop(make_url(made))


def copy(url: str) -> str:
    """A copy of this database, page by page; nobody may be using it now."""
    source, name = make_url(url), f"copy_{next(COPIES)}"
    if source.get_backend_name() == "sqlite":
        file = Path(str(source.database)).with_name(f"{name}.sqlite")
        old, new = sqlite3.connect(str(source.database)), sqlite3.connect(file)
        with closing(old), closing(new):
            old.backup(new)
        return f"sqlite:///{file}"
    _run(source, f"CREATE DATABASE {name} TEMPLATE {source.database}")
    return source.set(database=name).render_as_string(hide_password=False)


def _drop(made: URL) -> None:
    if made.get_backend_name() == "postgresql":
        _run(made, f"DROP DATABASE {made.database} WITH (FORCE)")
        return
    for end in ("", "-wal", "-shm"):
        Path(f"{made.database}{end}").unlink(missing_ok=True)


def _run(beside: URL, statement: str) -> None:
    """Outside of this database, on the same server."""
    host = str(beside.query["host"])
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(statement.encode())
