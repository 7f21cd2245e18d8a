"""How often a link and an account may ask; what is said then; and what is kept of it."""

import logging
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse

from surveyapp.services import links, progress, reports, waves
from surveyapp.web import limits
from surveyapp.web.limits import Limits
from tests import cast as people
from tests.cast import LABELS, SECRET, Cast
from tests.web.conftest import Clock
from tests.web.visitor import Visitor, csrf, press, sign_in

SCHOOL = "192.0.2.7"


def _kept(app: Flask) -> str:
    """All that is in the memory of the counts."""
    counts = app.extensions["limits"]
    return repr((counts._storage.counts, counts._known))


def test_a_rater_who_fills_in_everything_in_one_moment_meets_no_limit(
    bob: Visitor, clock: Clock
) -> None:
    for page in range(1, 6):
        for question in bob.questions(page):
            assert bob.post(page, **{question: "4", "autosave": "1"}).status_code == 204
        assert bob.fill(page).status_code == 303
    assert bob.post(6, keep="Dit.", next="1").status_code == 303
    assert bob.post("review", send="1").status_code == 303


def test_an_open_page_that_saves_as_fast_as_it_can_meets_no_limit(app: Flask, clock: Clock) -> None:
    with app.app_context():
        for _ in range(60_000 // 300):
            limits.of_link(b"12345")


def test_a_link_that_is_asked_too_often_waits_and_loses_nothing(
    bob: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob.fill(1)
    known = bob.draft()
    monkeypatch.setattr(limits, "LINK", parse("2 per minute"))
    bob.get(1)
    clock.forward(seconds=20)
    bob.get(2)
    refused = bob.post(2, keep="x", next="1")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "40"
    assert "Er gaat niets verloren. Laad deze pagina over 40 seconden opnieuw." in refused.text
    assert "again in 40 seconds." in bob.get(headers={"Accept-Language": "en"}).text
    assert bob.draft() == known
    clock.forward(seconds=40)
    assert bob.get(2).status_code == 200


def test_saving_while_typing_is_told_when_to_come_back(
    bob: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LINK", parse("1 per minute"))
    question = bob.questions(1)[0]
    answer = bob.post(1, **{question: "4", "autosave": "1"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_a_link_is_one_link_however_it_is_typed(
    bob: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LINK", parse("1 per minute"))
    assert bob.get().status_code == 200
    assert bob.client.get(f"/r/{bob.token.upper()}/").status_code == 429


def test_forty_teachers_behind_the_one_address_of_their_school_do_not_limit_one_another(
    app: Flask,
    client: FlaskClient,
    assessment: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "LINK", parse("2 per minute"))
    client.environ_base["REMOTE_ADDR"] = SCHOOL
    with app.app_context():
        tokens = people.invite(UUID(assessment), count=40)
    for _ in range(2):
        assert [client.get(f"/r/{one}/").status_code for one in tokens] == [200] * 40
    client.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    assert client.get(f"/r/{tokens[0]}/").status_code == 429


@pytest.mark.rule("S4")
def test_made_up_links_are_not_counted_and_ask_the_database_nothing(
    app: Flask, bob: Visitor, clock: Clock, queries: list[str]
) -> None:
    limits_before, queries[:] = _kept(app), []
    for number in range(50):
        wrong = links.token("another secret", number.to_bytes(links.LINK, "big"))
        assert bob.client.get(f"/r/{wrong}/").status_code == 404
        assert bob.client.post(f"/r/{wrong}/1", data={"keep": "x"}).status_code == 404
    assert queries == []
    assert _kept(app) == limits_before


def test_an_account_that_asks_too_often_waits_and_others_do_not(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "Cora")
    monkeypatch.setattr(limits, "ACCOUNT", parse("1 per minute"))
    assert client.get("/coordinator/").status_code == 200
    refused = client.get("/coordinator/")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "over 1 minuut" in refused.text
    other = app.test_client()
    sign_in(other, "Alice")
    assert other.get("/leader/").status_code == 200


def test_reports_on_paper_are_made_ten_times_a_minute_at_most(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "pdf", lambda *_: b"%PDF")
    with app.app_context():
        key = people.assessment(people.released_wave(cast))
    sign_in(client, "Alice")
    path = f"/leader/assessments/{key}/report.pdf"
    assert {client.get(path).status_code for _ in range(10)} == {200}
    assert client.get(path).status_code == 429
    assert client.get("/leader/").status_code == 200
    clock.forward(minutes=1)
    assert client.get(path).status_code == 200


def test_a_step_that_was_asked_for_too_soon_is_not_taken(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "COSTLY", parse("1 per minute"))
    with app.app_context():
        closes_on = date.today() + timedelta(days=7)
        wave = waves.create(cast.programme, name="pre", label=LABELS["pre"], closes_on=closes_on)
    sign_in(client, "Cora")
    place = f"/coordinator/waves/{wave}"
    data = {"csrf_token": csrf(client, f"{place}/open")}
    assert client.post(f"{place}/open", data=data).status_code == 303
    assert client.post(f"{place}/close", data=data).status_code == 429
    with app.app_context():
        assert progress.view(wave).state == "open"
    clock.forward(minutes=1)
    assert client.post(f"{place}/close", data=data).status_code == 303


@pytest.mark.rule("S7")
@pytest.mark.usefixtures("clock")
def test_what_is_counted_can_be_read_from_neither_memory_nor_log(
    app: Flask,
    bob: Visitor,
    cast: Cast,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "LINK", parse("1 per minute"))
    bob.client.environ_base["REMOTE_ADDR"] = SCHOOL
    with caplog.at_level(logging.DEBUG):
        assert [bob.get().status_code for _ in range(3)] == [200, 429, 429]
        sign_in(bob.client, "Cora")
        press(bob.client, "/coordinator/", "/sign-out")
        data = {"email": people.address("Cora"), "password": "not her password"}
        data["csrf_token"] = csrf(bob.client, "/sign-in")
        codes = [bob.client.post("/sign-in", data=data).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    link = links.link_of(SECRET, bob.token)
    assert link is not None
    assert "LIMITER" in _kept(app)
    for private in (bob.token, link.hex(), repr(link), "cora", "school.example", SCHOOL, "/r/"):
        assert private not in _kept(app).lower()
        assert private not in caplog.text


def test_two_processes_know_the_same_link_by_other_keys() -> None:
    one, other = Limits(), Limits()
    assert one.key("link", b"12345") == one.key("link", b"12345")
    assert one.key("link", b"12345") != other.key("link", b"12345")
    assert one.key("link", b"12345") != one.key("account", b"12345")


def test_counts_go_when_their_time_is_over(app: Flask, bob: Visitor, clock: Clock) -> None:
    bob.get()
    storage = app.extensions["limits"]._storage
    assert len(storage.counts) == 1
    clock.forward(seconds=61)
    with app.app_context():
        limits.of_link(b"other")
    assert len(storage.counts) == 1
