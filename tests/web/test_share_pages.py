"""Sharing on the pages: she ticks, looks, shares and takes back; others read just that."""

import logging
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from surveyapp.core.errors import Unavailable
from surveyapp.extensions import db
from surveyapp.models.share import Share, ShareOpening
from surveyapp.services import coaching, share_reading, shares
from surveyapp.web import limits
from tests import cast as people
from tests import shares as hers
from tests.cast import Cast
from tests.web.visitor import csrf, press, sign_in

DEAD = "Hier is niets te lezen"


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paper is made elsewhere: here it is what stands on it."""
    monkeypatch.setattr(share_reading, "printed", lambda wish: wish.snapshot.encode())


@pytest.fixture
def report(app: Flask, cast: Cast) -> UUID:
    """Alice's report, from which she chose priorities."""
    with app.app_context():
        return hers.released(cast)


@pytest.fixture
def titles(app: Flask, report: UUID) -> dict[str, str]:
    """What the competences of it are called."""
    with app.app_context():
        return {key: texts["nl"] for key, texts in shares.offer(report).titles.items()}


def a_share(app: Flask, cast: Cast, report: UUID, to: UUID | None = None) -> tuple[str, str]:
    """A share of hers, and its link for whoever has no account."""
    with app.app_context():
        key = hers.share(report, to=to)
        link = "" if to else f"/s/{hers.token(cast.account('Alice'), key)}/"
    return str(key), link


def openings(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ShareOpening)) or 0


def send(client: FlaskClient, report: UUID, button: str, **data: Any) -> TestResponse:
    path = f"/leader/assessments/{report}/share"
    return client.post(path, data=data | {button: "1", "csrf_token": csrf(client, path)})


def wanted(titles: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A score, and a priority with its reason and the plan for herself."""
    [first, second] = list(titles)[:2]
    day = (date.today() + timedelta(days=30)).isoformat()
    return {
        "way": "link",
        "recipient": hers.BOARD,
        "ends_on": day,
        "scores": [second],
        "priorities": [first],
        "more": ["reasons", "me"],
    } | changes


def test_at_first_nothing_is_ticked_and_nothing_ticked_is_not_shared(
    app: Flask, client: FlaskClient, report: UUID, titles: dict[str, str]
) -> None:
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{report}/share").text
    assert page.count('type="checkbox"') == len(titles) + 2 + 3
    assert " checked" not in page.replace('value="link" checked', "")
    assert "Uw plan: Mijn eigen functioneren" in page
    for nothing in ({}, {"way": "x\0", "scores": "y", "reflections": "z"}):
        answer = send(client, report, "look", **nothing)
        assert (answer.status_code, "Vink aan wat" in answer.text) == (422, True)
    answer = send(client, report, "look", way="link", recipient=" ", ends_on="31 feb")
    assert answer.status_code == 422
    assert "Schrijf de dag als" in answer.text
    assert 'value="31 feb"' in answer.text
    assert "Vink aan wat gelezen mag worden" in answer.text, "all that is wrong is told at once"
    assert "Schrijf op voor wie het is." in answer.text
    answer = send(client, report, "make", **wanted(titles, scores=[], priorities=[], recipient=""))
    assert answer.status_code == 422
    assert "Vink ook een prioriteit aan" in answer.text
    assert "Schrijf op voor wie het is." in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Share)) == 0


def test_pressing_the_button_twice_shares_once(
    app: Flask, client: FlaskClient, report: UUID, titles: dict[str, str]
) -> None:
    sign_in(client, "Alice")
    looked = send(client, report, "look", **wanted(titles)).text
    once = looked.partition('name="once" value="')[2].partition('"')[0]
    answers = [send(client, report, "make", once=once, **wanted(titles)) for _ in range(2)]
    assert {answer.location for answer in answers} == {f"/leader/shares/{once}"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Share)) == 1


def test_she_looks_changes_and_shares_and_others_read_just_that(
    app: Flask, client: FlaskClient, report: UUID, titles: dict[str, str]
) -> None:
    sign_in(client, "Alice")
    data = wanted(titles)
    looked = send(client, report, "look", **data).text
    assert "Er is nog niets gedeeld" in looked
    [first, second, third] = list(titles.values())[:3]
    for shown in (second, first, hers.REASON, hers.GOAL, hers.ACTION, hers.BOARD):
        assert shown in looked
    for kept in (third, hers.UNSHARED, "Wat ik zie uit groep"):
        assert kept not in looked
    changed = send(client, report, "change", **data).text
    assert changed.count(" checked") == 1 + 4
    answer = send(client, report, "make", **data)
    assert answer.status_code == 303
    own = client.get(answer.location).text
    assert "Nog niemand heeft het geopend" in own
    link = own.partition('id="link" readonly value="http://localhost')[2].partition('"')[0]
    stranger = app.test_client()
    door = stranger.get(link)
    for kept in (first, second, hers.REASON, hers.GOAL, hers.BOARD):
        assert kept not in door.text, "whoever only opens the link sees who shares, and no more"
    assert "Alice de Vries" in door.text
    assert openings(app) == 0, "mail programs open links, too"
    read = stranger.post(link)
    assert read.status_code == 200
    for shown in (second, first, hers.REASON, hers.GOAL, hers.ACTION):
        assert shown in read.text
    for kept in (third, hers.UNSHARED, "Wat ik zie uit groep"):
        assert kept not in read.text
    assert "Set-Cookie" not in read.headers
    pdf = stranger.post(f"{link}sheet.pdf")
    assert hers.GOAL in pdf.text
    assert hers.UNSHARED not in pdf.text
    for one in (door, read, pdf):
        assert one.headers["Cache-Control"] == "no-store"
        assert one.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in one.headers["X-Robots-Tag"]
    own = client.get(answer.location).text
    assert "op het scherm" in own
    assert "als pdf" in own
    assert openings(app) == 2, "her own looking counts nowhere"


def test_taken_back_it_answers_404_at_once_its_pdf_too(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    key, link = a_share(app, cast, report)
    stranger = app.test_client()
    stranger.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    assert stranger.get(f"{link}sheet.pdf").location.endswith(link), (
        "by the address, she reads first"
    )
    assert [stranger.post(link).status_code, stranger.post(f"{link}sheet.pdf").status_code] == [
        200,
        200,
    ]
    sign_in(client, "Alice")
    one = f"/leader/shares/{key}"
    assert press(client, one, f"{one}/take-back").status_code == 303
    for path in (link, f"{link}sheet.pdf"):
        for answer in (stranger.get(path), stranger.post(path)):
            assert answer.status_code == 404
            assert DEAD in answer.text
            assert "Alice" not in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
    mistyped = stranger.get("/s/aaaaaaaaaaaaaaaaaaaaaaaa/")
    assert (mistyped.status_code, mistyped.text) == (404, stranger.get(link).text)
    own = client.get(one).text
    assert "Ingetrokken op" in own
    assert 'id="link"' not in own
    assert "op het scherm" in own, "who had read it stays told"
    assert "ingetrokken" in client.get("/leader/shares/").text
    assert client.get(f"{one}/take-back").status_code == 405


def test_over_it_answers_as_if_it_had_never_been(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    key, link = a_share(app, cast, report)
    with app.app_context():
        db.session.get_one(Share, UUID(key)).ends_on = date.today() - timedelta(days=1)
        db.session.commit()
    for answer in (client.get(link), client.post(link), client.post(f"{link}sheet.pdf")):
        assert (answer.status_code, DEAD in answer.text) == (404, True)
    sign_in(client, "Nora")
    assert "Misschien is de tijd voorbij" in client.get(link).text
    assert openings(app) == 0


def test_a_coach_finds_what_is_shared_with_her_until_it_is_taken_back(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    with app.app_context():
        caro = hers.coach(cast)
    key, _link = a_share(app, cast, report, to=caro)
    path = f"/coach/shares/{key}"
    sign_in(client, "Caro")
    assert "Met u gedeeld" in client.get("/coach/").text
    page = client.get(path).text
    assert hers.GOAL in page
    assert hers.UNSHARED not in page
    assert hers.GOAL in client.get(f"{path}/sheet.pdf").text
    assert openings(app) == 2
    alice = app.test_client()
    sign_in(alice, "Alice")
    own = alice.get(f"/leader/shares/{key}").text
    assert own.count("<li>Caro Mol") == 2
    assert "Your coach finds it on" in alice.get(f"/leader/shares/{key}?lang=en").text
    with app.app_context():
        coaching.take(cast.group, caro)
    assert "niet meer uw coach" in alice.get("/leader/shares/?lang=nl").text
    own = alice.get(f"/leader/shares/{key}").text
    assert "begeleidt uw leergroep niet meer" in own
    assert "Het is te lezen tot" not in own
    assert "Intrekken" in own
    with app.app_context():
        coaching.give(cast.group, email=hers.CARO, name="Caro Mol", language="nl")
    assert client.get(path).status_code == 200
    press(alice, f"/leader/shares/{key}", f"/leader/shares/{key}/take-back")
    assert {client.get(path).status_code, client.get(f"{path}/sheet.pdf").status_code} == {404}
    assert "Met u gedeeld" not in client.get("/coach/").text


def test_her_own_pdf_is_counted_nowhere_and_a_stranger_has_none(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    key, _link = a_share(app, cast, report)
    sign_in(client, "Alice")
    assert hers.GOAL in client.get(f"/leader/shares/{key}/sheet.pdf").text
    assert openings(app) == 0
    other = app.test_client()
    sign_in(other, "Nora")
    for path in (f"/leader/shares/{key}", f"/leader/shares/{key}/sheet.pdf"):
        assert other.get(path).status_code == 404
    assert other.get(f"/leader/assessments/{report}/share").status_code == 404
    token = csrf(other, "/leader/")
    take = other.post(f"/leader/shares/{key}/take-back", data={"csrf_token": token})
    assert take.status_code == 404
    assert client.post(f"/leader/shares/{key}/take-back").status_code == 400, "only from our page"


def test_who_reads_goes_on_reading_in_another_language(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    _, link = a_share(app, cast, report)
    assert 'formaction="?lang=en"' in client.post(link).text
    page = client.post(link + "?lang=en").text
    assert '<html lang="en"' in page
    assert "Download as PDF" in page
    assert openings(app) == 1


def test_asking_for_the_head_of_a_link_opens_nothing_and_prints_nothing(
    app: Flask,
    client: FlaskClient,
    cast: Cast,
    report: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[object] = []
    monkeypatch.setattr(share_reading, "printed", printed.append)
    _, link = a_share(app, cast, report)
    assert client.head(link).status_code == 200
    assert client.head(f"{link}sheet.pdf").location == link
    assert printed == []
    assert openings(app) == 0


def test_a_document_that_cannot_be_printed_now_was_not_opened(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_wish: object) -> bytes:
        raise Unavailable("The printer is busy: try again in a minute.")

    _key, link = a_share(app, cast, report)
    monkeypatch.setattr(share_reading, "printed", busy)
    assert client.post(f"{link}sheet.pdf").status_code == 503
    assert openings(app) == 0


@pytest.mark.usefixtures("clock")
def test_whoever_opens_a_link_too_often_waits(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    _key, link = a_share(app, cast, report)
    monkeypatch.setattr(limits, "COSTLY", parse("1 per minute"))
    monkeypatch.setattr(limits, "LINK", parse("3 per minute"))
    found = [client.post(f"{link}sheet.pdf").status_code for _ in range(2)]
    assert found == [200, 429]
    assert [client.get(link).status_code for _ in range(2)] == [200, 429]


@pytest.mark.rule("S7")
def test_no_log_and_no_error_page_holds_the_link_of_a_share(
    app: Flask,
    cast: Cast,
    report: UUID,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _key, link = a_share(app, cast, report)

    def broken(*_: object) -> None:
        raise RuntimeError(link + hers.GOAL)

    monkeypatch.setattr(share_reading, "opened", broken)
    app.testing = False
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().post(link)
    assert answer.status_code == 500
    assert "reader.read" in caplog.text
    for secret in (link.split("/")[2], hers.GOAL):
        assert secret not in caplog.text
        assert secret not in answer.text


def test_without_a_report_there_is_nothing_to_share_yet(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.answered_wave(cast)
        key = people.assessment(wave)
    sign_in(client, "Alice")
    assert "Zodra u een rapport hebt" in client.get("/leader/shares/").text
    assert "Een reflectie deelt u via een rapport" in client.get("/leader/reflections/").text
    assert client.get(f"/leader/assessments/{key}/share").status_code == 404


def test_a_pulse_has_no_page_to_share_it_and_no_link_to_one(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        first, pulse, _last = people.three_waves(cast)
    sign_in(client, "Alice")
    paths = [f"/leader/assessments/{key}/share" for key in (first, pulse)]
    assert [client.get(path).status_code for path in paths] == [200, 404]
    listed = client.get("/leader/shares/").text
    assert [path in listed for path in paths] == [True, False]
    reports = [client.get(f"/leader/assessments/{key}/report").text for key in (first, pulse)]
    assert [path in page for path, page in zip(paths, reports, strict=True)] == [True, False]


def test_the_list_has_nothing_that_another_leader_shares(
    app: Flask, client: FlaskClient, cast: Cast, report: UUID
) -> None:
    key, _link = a_share(app, cast, report)
    path = f"/leader/shares/{key}"
    sign_in(client, "Alice")
    assert path in client.get("/leader/shares/").text
    other = app.test_client()
    sign_in(other, "Nora")
    listed = other.get("/leader/shares/").text
    assert path not in listed
    assert hers.BOARD not in listed
    assert str(report) not in listed
    assert other.get(path).status_code == 404
