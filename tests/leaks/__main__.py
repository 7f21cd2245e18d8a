"""``python -m tests.leaks``: rob both databases, freeze many times, and tell the docs' figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from surveyapp.extensions import db
from surveyapp.services import database
from tests.conftest import new_app
from tests.leaks.matching import Match
from tests.leaks.robbery import rob
from tests.postgres import running

FREEZES = 60
TOLD = (
    ("sent", "response.order of rows"),
    ("invitation.order of rows", "response.order of rows"),
    ("sent", "response.ctid"),
    ("invitation.cmin", "response.cmin"),
)
"""What is written down: when somebody answered, and how her row lies, against what was said."""


@contextmanager
def fresh(name: str, folder: Path) -> Iterator[Flask]:
    """An app on a new database of that kind."""
    if name == "sqlite":
        yield upgraded(f"sqlite:///{folder}/dump.sqlite")
        return
    with running(folder) as server:
        yield upgraded(server.fresh())


def upgraded(url: str) -> Flask:
    app = new_app(url)
    with app.app_context():
        database.upgrade()
    return app


def lines(name: str) -> Iterator[str]:
    """One robbery, and many freezes of the same answered wave."""
    with TemporaryDirectory() as folder, fresh(name, Path(folder)) as app:
        robbed = rob(app, Path(folder))
        found = robbed.answered.matches(FREEZES)
        with app.app_context():
            db.engine.dispose()
    yield line(name, "before the freeze, the best of all", robbed.matches_before()[0])
    for people, answers in TOLD:
        for match in chosen(found, people, answers):
            yield line(name, f"{people} ~ {answers}", match)
    held = sum(match.contains_chance for match in found)
    yield f"| {name} | {held} of all {len(found)} intervals hold chance | | |"


def chosen(found: list[Match], people: str, answers: str) -> Iterator[Match]:
    """The match of these two clues, read forwards, where there are such clues."""
    for match in found:
        if match.clue.endswith((", backwards", ", roughly")):
            continue
        left, _, right = match.clue.partition(" ~ ")
        if people in left.split(" = ") and answers in right.split(" = "):
            yield match


def line(name: str, clue: str, match: Match) -> str:
    low, high = match.interval
    accuracy = f"{match.right / match.people:.1%} ({low:.1%} to {high:.1%})"
    return f"| {name} | {clue} | {accuracy} | {match.pure_chance:.1%} |"


if __name__ == "__main__":
    for database_name in ("sqlite", "postgresql"):
        print(*lines(database_name), sep="\n", flush=True)
