"""Every test of a use case runs on SQLite and on PostgreSQL."""

import shutil
from pathlib import Path

import pytest

import tests.strategies
from tests.postgres import postgres

__all__ = ["postgres", "tests"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, upgraded: Path, tmp_path: Path) -> str:
    """The database of a test, upgraded and empty."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres").fresh()
        return url
    path = tmp_path / "test.sqlite"
    shutil.copy(upgraded, path)
    return f"sqlite:///{path}"
