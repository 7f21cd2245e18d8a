"""A proof-reading client, people who sign in, and raters at their link."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from surveyapp.extensions import db
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import Proofreader
from tests.web.visitor import Visitor


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in Dutch."""
    app.test_client_class = Proofreader
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return browser


@pytest.fixture
def assessment(app: Flask, cast: Cast) -> str:
    """Alice's assessment in the first wave, open."""
    with app.app_context():
        return str(people.assessment(people.open_wave(cast)))


@pytest.fixture
def bob(app: Flask, client: FlaskClient, assessment: str) -> Visitor:
    """Bob, a teacher, at his link."""
    return Visitor.invited(app, client, assessment, "teacher")


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def forward(self, **spans: int) -> None:
        """Let so many ``seconds``, ``minutes`` or ``hours`` go by."""
        self.now += timedelta(**spans).total_seconds()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of limits and sessions."""
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that the database was given since the list was cleared."""
    statements: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", remember)
    yield statements
    event.remove(engine, "before_cursor_execute", remember)
