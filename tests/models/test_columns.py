"""The walk over the real schema: next year's migration cannot undo the promise unseen."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text

from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Response
from surveyapp.services import invitations, links, responses
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.models.columns import equal_values, faults
from tests.models.known import COLUMNS, TABLES, TIMES
from tests.services.conftest import database_url, postgres

__all__ = ["database_url", "postgres"]


@pytest.fixture
def schema(context: Flask) -> Iterator[Connection]:
    """The schema that the migrations made; what a test changes in it is undone."""
    with db.engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def filled(context: Flask, cast: Cast) -> UUID:
    """A wave with answers of every group and one draft under way."""
    wave = people.answered_wave(cast, teachers=4, peers=3, board=0)
    key = people.assessment(wave)
    invitations.invite(key, [Rater("board", "Wil Smit", "wil@board.example", "nl")])
    _save(people.tokens(key, "board")[0], "Dit is nog een concept.")
    db.session.remove()
    return wave


def _save(token: str, words: str) -> None:
    responses.save(invitations.open_link(token), {"vision-1": 4}, {"keep": words})


@pytest.mark.rule("S1", "S2", "S3")
def test_no_column_key_or_machinery_joins_people_and_answers(schema: Connection) -> None:
    assert faults(schema) == []


AWAY = "without passing the assessment"
BAD = {
    "a time": ("ALTER TABLE response ADD submitted_at TIMESTAMP", "submitted_at can hold a time"),
    "a new column": ("ALTER TABLE response ADD place CHAR(9)", "response.place is new"),
    "a number": (
        "ALTER TABLE response ADD place INTEGER",
        "response.place can hold a time",
    ),
    "a language": ("ALTER TABLE comment ADD language VARCHAR(8)", "comment.language is new"),
    "a new column anywhere": ("ALTER TABLE report ADD seen CHAR(9)", "report.seen is new"),
    "a time beside people": (
        "ALTER TABLE outbox ADD told TIMESTAMP",
        "outbox.told can hold a time",
    ),
    "a time beside a leader": (
        "ALTER TABLE assessment ADD last_answer TIMESTAMP",
        "assessment.last_answer can hold a time",
    ),
    "a counter": ("ALTER TABLE wave ADD answers INTEGER", "wave.answers can hold a time"),
    "a time that is none any more": (
        "ALTER TABLE assessment RENAME frozen_on TO frozen",
        "assessment.frozen_on is gone",
    ),
    "a day": ("ALTER TABLE invitation ADD seen DATE", "invitation.seen can hold a time"),
    "a default": ("ALTER TABLE draft ADD kind CHAR(1) DEFAULT 'x'", "draft.kind is filled by"),
    "a key": ("ALTER TABLE response ADD i {key} REFERENCES invitation (id)", f"invitation {AWAY}"),
    "a shared key": (
        "CREATE TABLE event (i {key} REFERENCES invitation (id), r {key} REFERENCES response (id))",
        f"keys lead from the answers to draft {AWAY}",
    ),
    "an unknown table": ("CREATE TABLE queue (id CHAR(32) PRIMARY KEY)", "table queue: is it"),
    "a view": ("CREATE VIEW joined AS SELECT 1 AS one", "joined: nothing in the database may"),
    "a column less": ("ALTER TABLE comment DROP COLUMN question", "comment.question is gone"),
}
BAD_ON = {
    "sqlite": {
        "a trigger": (
            "CREATE TRIGGER told AFTER INSERT ON response BEGIN SELECT 1; END",
            "trigger told: nothing in the database may",
        ),
        "row numbers": ("CREATE TABLE event (id CHAR(32) PRIMARY KEY)", "row numbers of event"),
    },
    "postgresql": {
        "a sequence": ("CREATE SEQUENCE counted", "kind S counted: nothing"),
        "a function": (
            "CREATE FUNCTION told() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "function told: nothing",
        ),
        "an identity": (
            "ALTER TABLE comment ADD n INT GENERATED ALWAYS AS IDENTITY",
            "comment.n is filled by the database",
        ),
    },
}


def test_every_time_that_is_known_has_a_column() -> None:
    columns = {f"{table}.{name}" for table, reasons in COLUMNS.items() for name in reasons}
    assert set(TIMES) <= columns
    assert set(COLUMNS) == set(TABLES)


@pytest.mark.rule("S1", "S2")
def test_a_schema_that_joins_them_is_caught(schema: Connection) -> None:
    dialect = schema.dialect.name
    key = "UUID" if dialect == "postgresql" else "CHAR(32)"
    for kind, (statement, told) in {**BAD, **BAD_ON[dialect]}.items():
        schema.execute(text(statement.format(key=key)))
        found = faults(schema)
        assert any(told in fault for fault in found), (kind, found)
        schema.rollback()
        assert faults(schema) == [], kind


@pytest.mark.rule("S1", "S3")
@pytest.mark.usefixtures("filled")
def test_no_value_of_people_stands_among_the_answers(schema: Connection) -> None:
    assert equal_values(schema, _tokens(schema)) == []


def copies(row: Invitation) -> dict[str, str | bytes]:
    """What somebody might think harmless to keep beside an answer."""
    assert row.link
    return {
        "a key": row.id.hex,
        "half a key": row.id.bytes[:8],
        "a hash": hashlib.sha256(str(row.email).encode()).hexdigest(),
        "a hash that was cut off": hashlib.sha512(row.id.bytes).digest()[:5],
        "the link": row.link,
        "the link in the mail": links.token(SECRET, row.link),
    }


@pytest.mark.rule("S1")
@pytest.mark.usefixtures("filled")
def test_values_of_people_among_the_answers_are_caught(schema: Connection) -> None:
    somebody = db.session.scalars(select(Invitation)).all()[0]
    kind = "BYTEA" if schema.dialect.name == "postgresql" else "BLOB"
    tokens = _tokens(schema)
    for told, value in copies(somebody).items():
        raw = value.encode() if isinstance(value, str) else value
        schema.rollback()
        db.session.rollback()
        schema.execute(text(f"ALTER TABLE response ADD proof {kind}"))
        schema.execute(text("UPDATE response SET proof = :proof"), {"proof": raw})
        found = equal_values(schema, tokens)
        assert found, told
        assert all(fault.startswith("response.proof holds what") for fault in found)
    schema.rollback()


def _tokens(schema: Connection) -> list[str]:
    found = schema.scalars(select(Invitation.link))
    return [links.token(SECRET, link) for link in found if link]


@pytest.mark.rule("S1", "S5", "S2")
def test_no_length_tells_one_response_or_draft_from_another(
    filled: UUID, schema: Connection
) -> None:
    empty, full = people.invite(people.assessment(filled), "board", 3)[:2]
    responses.save(invitations.open_link(empty), {"vision-1": 1}, {})
    _save(full, "x" * 3000)
    lengths = {len(sealed) for sealed in schema.scalars(select(Draft.sealed))}
    assert len(lengths) == 1
    responses.submit(invitations.open_link(empty))
    responses.submit(invitations.open_link(full))
    schema.rollback()
    assert len({len(answers) for answers in schema.scalars(select(Response.answers))}) == 1
