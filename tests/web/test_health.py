"""What a watcher may ask: does the process answer, and could it work?"""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.services import database
from surveyapp.services.transaction import transaction
from tests.conftest import new_app


def told(client: FlaskClient, page: str) -> tuple[int, str]:
    answer = client.get(page)
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.text


def test_a_product_that_works_says_so(client: FlaskClient) -> None:
    assert told(client, "/health") == (200, "healthy\n")
    assert told(client, "/ready") == (200, "ready\n")


def test_health_asks_the_database_nothing(client: FlaskClient, queries: list[str]) -> None:
    told(client, "/health")
    assert queries == []
    told(client, "/ready")
    assert 0 < len(queries) < 5


def test_an_outdated_database_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert told(client, "/health") == (200, "healthy\n")
    assert told(client, "/ready") == (503, "not ready\n")
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :head"), _head())
    assert told(client, "/ready") == (200, "ready\n")


def _head() -> dict[str, str]:
    return {"head": database._revisions()[0]}


@pytest.mark.parametrize("page", ["/health", "/ready"])
def test_nobody_is_stopped_for_asking_often(client: FlaskClient, page: str) -> None:
    assert {told(client, page)[0] for _ in range(200)} == {200}


def test_a_database_that_is_gone_is_not_ready_and_nothing_is_told_of_it(
    upgraded: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    shutil.copy(upgraded, folder / "test.sqlite")
    app = new_app(f"sqlite:///{folder}/test.sqlite")
    assert told(app.test_client(), "/ready") == (200, "ready\n")
    with app.app_context():
        db.engine.dispose()
    folder.rename(tmp_path / "elsewhere")
    assert told(app.test_client(), "/ready") == (503, "not ready\n")
    assert told(app.test_client(), "/health") == (200, "healthy\n")
