"""``python -m tests.leaks``: rob both databases a few times, and write the figures for the docs."""

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

TIMES = 3
TOLD = (
    ("sent", "response.order of rows"),
    ("invitation.order of rows", "response.order of rows"),
    ("sent", "report.place in the row"),
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
    with TemporaryDirectory() as folder, fresh(name, Path(folder)) as app:
        robbed = rob(app, Path(folder))
        with app.app_context():
            db.engine.dispose()
    before, after = robbed.matches_before(), robbed.matches()
    yield line(name, "before the freeze, the best of all", before[0])
    for people, answers in TOLD:
        yield line(name, f"{people} ~ {answers}", chosen(after, people, answers))
    held = sum(match.contains_chance for match in after)
    share = f"{held / len(after):.1%} of the intervals hold chance"
    yield f"| {name} | all {len(after)} matchers | {share} | |"


def chosen(found: list[Match], people: str, answers: str) -> Match:
    """The match of these two clues, read forwards."""
    forwards = [one for one in found if not one.clue.endswith((", backwards", ", roughly"))]
    for match in forwards:
        left, _, right = match.clue.partition(" ~ ")
        if people in left.split(" = ") and answers in right.split(" = "):
            return match
    raise LookupError(f"{people} ~ {answers}")


def line(name: str, clue: str, match: Match) -> str:
    low, high = match.interval
    accuracy = f"{match.right / match.people:.1%} ({low:.1%} to {high:.1%})"
    return f"| {name} | {clue} | {accuracy} | {match.pure_chance:.1%} |"


if __name__ == "__main__":
    for database_name in ("sqlite", "postgresql"):
        for _ in range(TIMES):
            print(*lines(database_name), sep="\n", flush=True)
