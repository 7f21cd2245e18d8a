"""What goes wrong is logged, never with a link, an address or an answer in it (rule S7)."""

import json
import logging
import sys
from datetime import datetime, timedelta
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.logs import JsonLines
from surveyapp.services import accounts, responses
from surveyapp.web import errors
from tests.web.visitor import Visitor, csrf

COMMENT = "Only I know about the broken window"
ADDRESS = "bob.0@teacher.example"


def _broken_database(*_: object) -> NoReturn:
    """A statement that fails with private values in it."""
    values = {"comment": COMMENT, "address": ADDRESS}
    db.session.execute(text("INSERT INTO nowhere VALUES (:comment, :address)"), values)
    raise AssertionError


def _talkative_database(*_: object, **__: object) -> NoReturn:
    """A database that repeats the values in its message, as PostgreSQL does."""
    message = f"Key (email)=({ADDRESS}) already exists in {COMMENT}"
    raise StatementError(message, "INSERT", {"text": COMMENT}, ValueError(message))


@pytest.mark.rule("S7")
@pytest.mark.parametrize("fail", [_broken_database, _talkative_database])
def test_a_database_error_is_logged_without_link_address_and_answer(
    bob: Visitor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fail: object,
) -> None:
    monkeypatch.setattr(responses, "save", fail)
    with caplog.at_level(logging.DEBUG):
        answer = bob.post(6, keep=COMMENT, next="1")
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in answer.text
    assert "rater.questions" in caplog.text
    assert "Error" in caplog.text
    assert "web/rater/saving.py:" in caplog.text.replace("\\", "/")
    for secret in (bob.token, COMMENT, ADDRESS, "/r/"):
        assert secret not in caplog.text
        assert secret not in answer.text


@pytest.mark.rule("S7")
def test_what_a_database_error_says_holds_no_values(app: Flask) -> None:
    with app.app_context(), pytest.raises(Exception, match="nowhere") as caught:
        _broken_database()
    assert COMMENT not in str(caught.value)
    assert "hidden" in str(caught.value)


@pytest.mark.rule("S7")
def test_an_error_on_the_way_in_is_logged_without_the_address_typed(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "sign_in", _talkative_database)
    data = {"email": ADDRESS, "password": COMMENT, "csrf_token": csrf(client, "/sign-in")}
    with caplog.at_level(logging.DEBUG):
        assert client.post("/sign-in", data=data).status_code == 500
    assert "account.sign_in" in caplog.text
    assert ADDRESS not in caplog.text
    assert COMMENT not in caplog.text


@pytest.mark.rule("S7")
def test_an_error_page_that_fails_as_well_reaches_no_log_of_the_server(
    bob: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "draft", _talkative_database)
    monkeypatch.setattr(errors, "render_template", _talkative_database)
    plain = FlaskClient(bob.app, bob.app.response_class)
    answer = plain.get(f"/r/{bob.token}/")
    assert answer.status_code == 500
    assert caplog.text.count("StatementError") == 2
    for secret in (bob.token, COMMENT, ADDRESS):
        assert secret not in caplog.text
        assert secret not in answer.text


def test_what_a_service_refuses_is_told_to_nobody_who_is_not_signed_in(
    bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise SurveyError(COMMENT)

    monkeypatch.setattr(responses, "save", refuse)
    answer = bob.post(6, keep="x", next="1")
    assert answer.status_code == 400
    assert COMMENT not in answer.text


@pytest.mark.rule("S7")
@pytest.mark.parametrize("fail", [_broken_database, _talkative_database])
def test_as_json_an_error_has_a_kind_a_page_and_places_and_nothing_private(
    bob: Visitor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fail: object,
) -> None:
    monkeypatch.setattr(responses, "save", fail)
    assert bob.post(6, keep=COMMENT, next="1").status_code == 500
    lines = [JsonLines().format(record) for record in caplog.records]
    told = json.loads(lines[-1])
    assert (told["level"], told["logger"]) == ("ERROR", "surveyapp")
    assert told["page"] == "rater.questions"
    assert told["message"] == f"{told['error']} on rater.questions"
    assert any("web/rater/saving.py:" in place for place in told["places"])
    for secret in (bob.token, COMMENT, ADDRESS, "/r/"):
        assert secret not in "".join(lines)


@pytest.mark.rule("S7")
def test_as_json_what_others_log_about_an_error_is_without_its_words() -> None:
    try:
        raise ValueError(ADDRESS)
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("else", logging.ERROR, __file__, 1, "It\nfailed", None, error)
    line = JsonLines().format(record)
    told = json.loads(line)
    assert (told["message"], told["error"]) == ("It", "builtins.ValueError")
    assert "test_logs.py:" in told["places"][0]
    assert datetime.fromisoformat(told["time"]).utcoffset() == timedelta(0)
    assert ADDRESS not in line
