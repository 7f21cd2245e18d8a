"""Leaks that really happened: what the database kept."""

import smtplib
import socket
from itertools import combinations
from random import Random
from typing import NoReturn
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CommentBlock
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Comment, Response
from surveyapp.services import invitations, reports, responses
from surveyapp.services.links import link_of
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.leaks.tables import changed, everything, reachable
from tests.models.columns import equal_values
from tests.web.visitor import Visitor, sign_in

SAID = (Response, Comment)


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


@pytest.mark.usefixtures("context")
def test_leak_01_transaction_ids_join_nobody_to_an_answer(cast: Cast) -> None:
    """Transaction ids joined rater and answers."""
    wave = people.answered_wave(cast, teachers=5, peers=0, board=0)
    if not on_postgresql():
        for table in ("invitation", "response", "comment"):
            for column in ("rowid", "xmin", "ctid"):
                with pytest.raises(Exception, match=f"no such column: {column}"):
                    db.session.execute(text(f"SELECT {column} FROM {table}"))
        assert db.session.execute(text("SELECT rowid FROM alembic_version")).all()
        return
    pairs = text(
        "SELECT count(*) FROM invitation i JOIN response r ON i.assessment_id = r.assessment_id "
        "AND i.xmin::text = r.xmin::text"
    )
    leaders, answered = len(cast.leaders), 5 + 1
    assert db.session.scalar(pairs) == leaders * answered, "one to one, before the freeze"
    people.freeze(wave)
    assert db.session.scalar(pairs) == leaders * answered**2, "everybody to everything"


@pytest.mark.usefixtures("context")
def test_leak_02_people_do_not_lie_in_the_order_in_which_they_answered(cast: Cast) -> None:
    """The order of participation rows and their times."""
    wave = people.open_wave(cast)
    tokens = people.invite(people.assessment(wave), count=10)
    Random(2).shuffle(tokens)
    for token in tokens:
        people.answer(token)
    sent = [link_of(SECRET, token) for token in tokens]
    if on_postgresql():
        assert _as_they_lie() == sent, "before the freeze they do"
    people.freeze(wave)
    # Of 10! orders two would be told: a false alarm is rarer than one in a million.
    assert _as_they_lie() not in (sent, sent[::-1])
    assert sorted(_as_they_lie()) == sorted(filter(None, sent))


def _as_they_lie() -> list[bytes]:
    query = "SELECT link FROM invitation WHERE state = 'submitted'"
    found = [bytes(link) for link in db.session.scalars(text(query))]
    db.session.rollback()
    return found


@pytest.mark.usefixtures("context")
def test_leak_03_nothing_ties_the_comments_of_one_person_together(cast: Cast) -> None:
    """One pseudonym over all comments."""
    wave = people.open_wave(cast)
    key = people.assessment(wave)
    for place, token in enumerate(people.invite(key, count=8)):
        people.answer(token, texts={"keep": f"Houden {place}.", "change": f"Anders {place}."})
    for column in Comment.__table__.columns:
        if column.name not in {"question", "text"}:
            different = len(set(db.session.scalars(select(column))))
            assert different in {1, 16}, f"comment.{column.name} tells writers apart"
    people.freeze(wave)
    keep, change = (_writers(blocks) for blocks in _blocks(key, "keep", "change"))
    assert sorted(keep) == sorted(change) == list(range(8))
    assert keep not in (change, change[::-1]), "the same order would be a pseudonym"


def _blocks(assessment: UUID, *questions: str) -> list[tuple[CommentBlock, ...]]:
    rows = {row.question: row.blocks for row in reports.stored(assessment).comments}
    return [rows[question] for question in questions]


def _writers(blocks: tuple[CommentBlock, ...]) -> list[int]:
    return [int(text.rstrip(".").split()[-1]) for block in blocks for text in block.texts]


@pytest.mark.usefixtures("context")
def test_leak_04_no_key_of_an_answer_is_made_from_a_name(cast: Cast) -> None:
    """A pseudonym derived from the name."""
    keys: list[set[UUID]] = []
    for name in ("pre", "post"):
        wave = people.open_wave(cast, name)
        for token in people.invite(people.assessment(wave), count=4):
            people.answer(token, texts={"keep": "Twee keer hetzelfde."})
        with db.engine.connect() as connection:
            assert equal_values(connection) == [], "not by the usual hashes"
        keys.append(_keys(people.assessment(wave)))
        people.freeze(wave)
        keys.append(_keys(people.assessment(wave)))
    assert [len(some) for some in keys] == [4 + 4, 4, 4 + 4, 4]
    assert not any(some & others for some, others in combinations(keys, 2))


def _keys(assessment: UUID) -> set[UUID]:
    """The keys of the responses and comments of an assessment."""
    queries = (select(table.id).where(table.assessment_id == assessment) for table in SAID)
    return {key for query in queries for key in db.session.scalars(query)}


def test_leak_05_looking_and_signing_in_leave_no_time(
    app: Flask, client: FlaskClient, bob: Visitor
) -> None:
    """ "Last online" beside the time of an answer."""
    with app.app_context():
        before = everything()
    for page in ("", 1, 6, "review", "decline"):
        assert bob.get(page).status_code == 200
    sign_in(client, "Cora")
    assert client.get("/coordinator/").status_code == 200
    with app.app_context():
        assert changed(before, everything()) == {}
    bob.fill(1)
    with app.app_context():
        assert changed(before, everything()) == {"draft": (0, 1)}


@pytest.mark.usefixtures("context")
def test_leak_18_no_address_stands_on_a_row_that_answers_point_to(cast: Cast) -> None:
    """The address on the row the answers point to."""
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.invite(people.assessment(wave), "peer")
    open_one = people.tokens(people.assessment(wave), "peer")[0]
    responses.save(invitations.open_link(open_one), {"vision-1": 4}, {})
    raters = db.session.scalars(select(Invitation).where(Invitation.group != SELF)).all()
    from_answers = reachable("response") + reachable("comment")
    assert "alice@school.example" in from_answers, "whom it is about is known"
    for rater in raters:
        for private in (rater.email, rater.name, rater.id.hex, repr(rater.id), repr(rater.link)):
            assert str(private) not in from_answers
    assert "bob.0@peer.example" in reachable("draft"), "from a draft there is a way"


def test_leak_20_a_submission_moves_nothing_but_itself(
    app: Flask, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook or mail per submission."""
    bob.fill(1)
    bob.post(6, keep="Blijf luisteren.", next="1")
    with app.app_context():
        before = everything()

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection to somewhere else")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)
    assert bob.post("review", send="1").status_code == 303
    with app.app_context():
        rows = {"invitation": (1, 1), "draft": (1, 0), "response": (0, 1), "comment": (0, 1)}
        assert changed(before, everything()) == rows
    with socket.socket() as elsewhere, pytest.raises(AssertionError, match="somewhere else"):
        elsewhere.connect(("127.0.0.1", 9))
