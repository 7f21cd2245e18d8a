"""Clearing: a deleted text is in no file of SQLite, and in no sample of PostgreSQL's planner."""

from random import Random
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import delete, event, insert, text

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Comment, Response
from surveyapp.services.clearing import scrub
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.traces import traces

NOW = "Do it in a quiet moment."


def _coming_and_going(assessment: UUID, seed: int) -> set[str]:
    """Texts of all lengths that come and go, so that pages are split and joined; which went."""
    chance = Random(seed)
    here: list[tuple[UUID, str]] = []
    gone = set()
    with transaction() as session:
        for number in range(800):
            if here and chance.random() < 0.4:
                key, word = here.pop(chance.randrange(len(here)))
                session.execute(delete(Comment).where(Comment.id == key))
                gone.add(word)
                continue
            key, word = UUID(int=chance.getrandbits(128)), f"woord{number:03}"
            written = word + "." * chance.choice((5, 100, 900, 6000))
            row = {"id": key, "assessment_id": assessment, "group": "peer", "question": "keep"}
            session.execute(insert(Comment), [row | {"text": written}])
            here.append((key, word))
    return gone


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [3, 5])
def test_no_page_that_was_split_or_joined_keeps_what_was_deleted(cast: Cast, seed: int) -> None:
    gone = _coming_and_going(people.assessment(people.open_wave(cast)), seed)
    scrub(Comment, remedy=NOW)
    assert [word for word in sorted(gone) if traces(word)] == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_sample_of_the_planner_keeps_what_was_erased(cast: Cast) -> None:
    key = people.assessment(people.open_wave(cast))
    for token in people.invite(key, count=6):
        people.answer(token, texts={"keep": "Een zin die weg moet."})
    samples = text(
        "SELECT concat(most_common_vals, histogram_bounds) FROM pg_stats "
        "WHERE tablename IN ('comment', 'invitation')"
    )
    with transaction() as session:
        session.execute(text("ANALYZE"))
    held = " ".join(db.session.scalars(samples))
    assert "Een zin die weg moet." in held
    assert "@teacher.example" in held
    with transaction() as session:
        session.execute(text("DELETE FROM comment"))
        session.execute(text("UPDATE invitation SET name = '', email = NULL, link = NULL"))
    scrub(Invitation, Draft, Response, Comment, remedy=NOW)
    held = " ".join(db.session.scalars(samples))
    assert "Een zin die weg moet." not in held
    assert "@teacher.example" not in held


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_user_who_does_not_own_the_tables_is_told() -> None:
    with transaction() as session:
        session.execute(text("CREATE ROLE stranger"))
    event.listen(db.engine, "connect", _as_stranger)
    db.engine.dispose()
    with pytest.raises(SurveyError, match="own its tables"):
        scrub(Comment, remedy=NOW)


def _as_stranger(connection: psycopg.Connection[object], _: object) -> None:
    connection.execute("SET ROLE stranger")
    connection.commit()
