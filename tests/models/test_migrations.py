"""The migrations make exactly the schema that the models describe, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import func, inspect, select, text

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.services import database, invitations, responses
from tests import cast as people
from tests.cast import Cast
from tests.conftest import started
from tests.services.conftest import database_url, postgres

__all__ = ["database_url", "postgres"]


def test_an_upgraded_database_is_what_the_models_describe(context: Flask) -> None:
    assert database.differences() == [], (
        "the models have changed: write a migration with services.database.new_migration"
    )
    assert database.up_to_date()


def test_upgrading_again_changes_nothing(context: Flask) -> None:
    database.upgrade()
    assert database.up_to_date()


@pytest.mark.rule("S2")
def test_no_sqlite_table_of_ours_has_a_hidden_row_number(context: Flask) -> None:
    if db.engine.dialect.name == "postgresql":
        assert {"response", "comment"} <= set(inspect(db.engine).get_table_names())
        return
    for table in metadata.tables:
        with pytest.raises(Exception, match="no such column: rowid"):
            db.session.execute(text(f"SELECT rowid FROM {table}"))


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    with started(f"sqlite:///{tmp_path}/promises.sqlite").app_context():
        found = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in wanted}
        db.session.remove()
        db.engine.dispose()
    assert found == wanted


@pytest.mark.rule("S1", "S3")
def test_a_response_knows_its_assessment_and_group_and_nothing_else(context: Flask) -> None:
    columns = {name: set(metadata.tables[name].columns.keys()) for name in ("response", "comment")}
    assert columns == {
        "response": {"id", "assessment_id", "group", "answers"},
        "comment": {"id", "assessment_id", "group", "question", "text"},
    }


def test_a_database_that_cannot_be_opened_is_named() -> None:
    app = started("sqlite:////proc/nowhere/surveyapp.sqlite")
    with app.app_context(), pytest.raises((SurveyError, OSError)):
        database.upgrade()


def test_an_upgrade_loses_no_row(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    token = people.tokens(people.assessment(wave))[0]
    responses.save(invitations.open_link(token), {"vision-1": 4}, {})
    before = counts()
    db.session.remove()
    with database._unchecked() as connection, connection.begin():
        command.downgrade(database._config(connection), "0001")
    database.upgrade()
    assert counts() == before | {"audit_event": 0}
    assert before["draft"] == 1, "a table that others point to was made anew"


def test_no_pulse_becomes_a_whole_wave_in_an_earlier_version(context: Flask, cast: Cast) -> None:
    people.released_wave(cast, weeks_ago=7)
    people.prepared_wave(cast, "pulse")
    before = counts()
    db.session.remove()
    refused = pytest.raises(SurveyError, match="restore a backup")
    with refused, database._unchecked() as connection, connection.begin():
        command.downgrade(database._config(connection), "0006")
    assert database.up_to_date()
    assert counts() == before


def counts() -> dict[str, int]:
    tables = metadata.tables.items()
    query = {name: select(func.count()).select_from(table) for name, table in tables}
    return {name: db.session.scalar(one) or 0 for name, one in query.items()}
