"""What all tests share: an app on a database of its own, and the cast."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event, make_url
from werkzeug.routing import Rule

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import accounts, database
from tests import cast as people
from tests import once, profiles
from tests.cast import SECRET, Cast
from tests.postbox import Postbox, listening


def files_of(database_url: str) -> str:
    """The folder for files of an app on this database: beside it, and nobody else's."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return f"{url.database}-files"
    return str(Path(str(url.query["host"])).with_name(f"files-{url.database}"))


profiles.load()
TEMPLATES = once.Templates()
STATEMENTS = once.Statements()
Rule._compile_builder = once.routes(Rule._compile_builder)  # type: ignore[method-assign]

# Seconds in which a mail server of a test is up: the five of aiosmtpd are few on a busy machine.
os.environ["AIOSMTPD_CONTROLLER_TIMEOUT"] = "60"


def started(database_url: str) -> Flask:
    """The app as an operator would start it, on that database."""
    settings = {
        "secret": SECRET,
        "database": database_url,
        "base_url": "http://localhost",
        "files": files_of(database_url),
    }
    return create_app(Settings.model_validate(settings))


def new_app(database_url: str) -> Flask:
    """The same, for tests, which need not wait until anything has reached the disk."""
    app = started(database_url)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=STATEMENTS)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _not_durable)
    return app


def _not_durable(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def pytest_collection_finish() -> None:
    """Nobody looks for rubbish among thousands of tests, and seldom among what they leave.

    With the thresholds of Python it took a third of their time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 5, 5)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Real hashing takes a tenth of a second on purpose; no test depends on that."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(accounts, "PasswordHasher", cheap)
        yield


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file made by the migrations, once; every test takes a copy."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite"
    app = new_app(f"sqlite:///{path}")
    with app.app_context():
        database.upgrade()
        db.engine.dispose()
    return path


@pytest.fixture
def database_url(upgraded: Path, tmp_path: Path) -> str:
    """The database of a test. Override or parametrise it to run a test on another one."""
    path = tmp_path / "test.sqlite"
    shutil.copy(upgraded, path)
    return f"sqlite:///{path}"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The app, outside any context, so that each request of a test gets its own."""
    app = new_app(database_url)
    with app.app_context():
        if not database.up_to_date():
            database.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The same app inside a context, for tests that call services and open no page."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Cora with Alice and Nora; no wave yet."""
    with app.app_context():
        return people.gather()


@pytest.fixture
def postbox() -> Postbox:
    """What came in by mail."""
    return Postbox()


@pytest.fixture
def server(postbox: Postbox) -> Iterator[Mailer]:
    """The mail server of that postbox while it is up, and what sends mail to it."""
    with listening(postbox) as found:
        yield found
