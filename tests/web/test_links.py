"""Signing in by a link that is mailed: the same for all who ask, once, and for a while."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from surveyapp.extensions import db
from surveyapp.models.sign_in import AccountMail, SecondFactor
from surveyapp.services import account_mail, accounts
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.web.conftest import Clock
from tests.web.visitor import csrf, press, sign_in

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


def ask(client: FlaskClient, email: str, kind: str = "link") -> TestResponse:
    """Have a link mailed to an address."""
    path = f"/sign-in/mail/{kind}"
    return client.post(path, data={"email": email, "csrf_token": csrf(client, path)})


def mailed(app: Flask) -> str:
    """The path of the link that the worker mails next."""
    with app.app_context():
        (key,) = account_mail.due(10)
        with transaction() as session:
            mail = account_mail.claim(session, key)
        assert mail
        return mail.link.removeprefix("http://localhost")


def use(client: FlaskClient, path: str) -> TestResponse:
    """Press the button behind a link."""
    return press(client, path, path)


@pytest.fixture
def link(app: Flask, client: FlaskClient, cast: Cast) -> str:
    """A link that was mailed to Cora."""
    ask(client, people.address("Cora"))
    return mailed(app)


def test_a_link_signs_in(app: Flask, client: FlaskClient, link: str) -> None:
    page = client.get(link).text
    assert "Cora Jansen" in page
    assert client.get("/coordinator/").status_code == 303, "opening it changes nothing"
    assert use(client, link).location == "/"
    assert client.get("/coordinator/").status_code == 200


def twice(client: FlaskClient, path: str, *, came: bool) -> list[TestResponse]:
    """Two presses on the button; whether the first answer, with its cookie, came."""
    data = {"csrf_token": csrf(client, path)}
    before = client.get_cookie("session")
    assert before
    first = client.post(path, data=data)
    if not came:
        client.set_cookie("session", before.value)
    return [first, client.post(path, data=data)]


@pytest.mark.parametrize("came", [True, False])
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("kind", "leads"), [("link", "/"), ("password", "/account/password")])
def test_whoever_presses_twice_gets_in_whichever_answer_she_sees(
    app: Flask, client: FlaskClient, kind: str, leads: str, came: bool
) -> None:
    ask(client, people.address("Cora"), kind)
    answers = twice(client, mailed(app), came=came)
    assert [(one.status_code, one.location) for one in answers] == [(303, leads)] * 2
    assert client.get("/coordinator/").status_code == 200


@pytest.mark.parametrize("came", [True, False])
def test_whoever_presses_twice_is_asked_for_the_second_step(
    app: Flask, client: FlaskClient, link: str, came: bool
) -> None:
    with app.app_context(), transaction() as session:
        key = accounts.by_address(people.address("Cora"))
        session.add(SecondFactor(account_id=key, sealed=b""))
    answers = twice(client, link, came=came)
    assert [one.location for one in answers] == ["/sign-in/second"] * 2
    assert client.get("/sign-in/second").status_code == 200


def test_a_used_link_lets_nobody_in_who_is_signed_in_as_another(
    app: Flask, client: FlaskClient, link: str
) -> None:
    data = {"csrf_token": csrf(client, link)}
    client.post(link, data=data)
    other = app.test_client()
    sign_in(other, "Nora")
    assert other.post(link, data=data).status_code == 422
    assert other.get("/coordinator/").status_code == 404
    assert client.post(link, data=data).status_code == 303


def test_after_signing_out_her_page_of_before_lets_nobody_in(
    client: FlaskClient, link: str
) -> None:
    data = {"csrf_token": csrf(client, link)}
    before = client.get_cookie("session")
    client.post(link, data=data)
    press(client, "/account/", "/sign-out")
    assert before
    client.set_cookie("session", before.value)
    assert client.post(link, data=data).status_code == 410


def test_who_is_signed_in_and_opens_a_used_link_is_told_that_she_is_in(
    client: FlaskClient, link: str
) -> None:
    use(client, link)
    gone = client.get(link)
    assert (gone.status_code, "U bent ingelogd, als Cora Jansen." in gone.text) == (410, True)


@pytest.mark.parametrize(("asked", "spoken"), [("", "nl"), ("?lang=xx", "nl"), ("?lang=en", "en")])
def test_the_page_behind_a_link_speaks_the_language_of_its_mail(
    client: FlaskClient, link: str, asked: str, spoken: str
) -> None:
    page = client.get(link + asked, headers={"Accept-Language": "en"})
    assert f'<html lang="{spoken}"' in page.text


def test_a_link_works_once(client: FlaskClient, link: str) -> None:
    token = csrf(client, link)
    other = client.application.test_client()
    data = {"csrf_token": csrf(other, link)}
    assert client.post(link, data={"csrf_token": token}).status_code == 303
    gone = other.post(link, data=data)
    assert gone.status_code == 410
    assert "/sign-in/mail/link" in gone.text
    assert client.get(link).status_code == 410


def test_programs_that_open_every_link_in_mail_use_none_up(client: FlaskClient, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert client.post(link).status_code == 422, "without the token of the page"
    assert use(client, link).status_code == 303


def test_a_link_in_webmail_leads_over_a_page_of_our_own(client: FlaskClient, link: str) -> None:
    answer = client.get(link, headers=ELSEWHERE)
    assert f'content="0; url={link}"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_link_dies_after_a_quarter_of_an_hour(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    ask(client, people.address("Cora"))
    link = mailed(app)
    clock.forward(minutes=14, seconds=59)
    assert client.get(link).status_code == 200
    clock.forward(seconds=2)
    assert client.get(link).status_code == 410


def test_a_link_dies_when_how_she_signs_in_is_changed(
    app: Flask, client: FlaskClient, link: str
) -> None:
    with app.app_context():
        accounts.set_password(people.address("Cora"), "another password")
    assert client.get(link).status_code == 410


def test_a_link_dies_with_the_account(app: Flask, client: FlaskClient, link: str) -> None:
    with app.app_context():
        db.session.query(AccountMail).delete()
        db.session.commit()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "x.y.z", "A" * 5000, "%00", "6b1e8a4e"])
def test_what_we_never_wrote_is_no_link(client: FlaskClient, token: str) -> None:
    assert client.get(f"/sign-in/link/{token}").status_code == 410


def test_a_changed_link_is_none(client: FlaskClient, link: str) -> None:
    assert client.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code in {410, 200}
    assert client.get(link[:-5]).status_code == 410


def test_nothing_tells_whether_an_address_has_an_account(
    app: Flask, client: FlaskClient, cast: Cast, queries: list[str]
) -> None:
    answers, asked = [], []
    for email in (people.address("Cora"), "nobody@school.example"):
        path = "/sign-in/mail/link"
        data = {"email": email, "csrf_token": csrf(client, path)}
        queries.clear()
        answers.append(client.post(path, data=data).text)
        asked.append([_shape(statement) for statement in queries])
    assert answers[0] == answers[1]
    assert asked[0] == asked[1], "the database does the same work for both"
    with app.app_context():
        rows = db.session.scalars(select(AccountMail)).all()
        assert sorted(row.account_id is None for row in rows) == [False, True]


def _shape(statement: str) -> str:
    return re.sub(r"\s+", " ", statement)


def test_an_address_may_be_typed_with_capitals_and_spaces(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    ask(client, "  CORA@School.Example ")
    assert use(client, mailed(app)).status_code == 303


def test_links_are_asked_for_so_often_and_not_more(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    for email in (people.address("Cora"), "nobody@school.example"):
        assert {ask(client, email).status_code for _ in range(5)} == {200}
        refused = ask(client, email)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
        assert "te vaak geprobeerd" in refused.text
        assert email in refused.text, "what was typed is kept"
    assert ask(client, people.address("Alice")).status_code == 200, "others may"
    clock.forward(minutes=15)
    assert ask(client, people.address("Cora")).status_code == 200


def test_an_empty_form_and_an_old_one_are_told(client: FlaskClient) -> None:
    path = "/sign-in/mail/link"
    empty = client.post(path, data={"csrf_token": csrf(client, path)})
    assert (empty.status_code, "Vul uw e-mailadres in." in empty.text) == (422, True)
    old = client.post(path, data={"email": "a@b.example"})
    assert (old.status_code, "stond te lang open" in old.text) == (422, True)


def test_by_the_other_link_she_chooses_a_password_without_the_old_one(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    ask(client, people.address("Cora"), "password")
    link = mailed(app)
    assert use(client, link).location == "/account/password"
    page = "/account/password"
    assert press(client, page, page, password="quite another one").status_code == 303
    press(client, "/account/", "/sign-out")
    with app.app_context():
        assert accounts.sign_in(people.address("Cora"), "quite another one") == cast.coordinator


def test_who_has_no_password_signs_in_by_a_link_and_may_choose_one(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        accounts.create(name="Wout Smit", email="wout@school.example", language="nl")
    assert "Stuur mij een link" in client.get("/sign-in").text
    ask(client, "wout@school.example")
    use(client, mailed(app))
    assert "U hebt geen wachtwoord" in client.get("/account/").text
    press(client, "/account/password", "/account/password", password="a first password")
    assert "U hebt een wachtwoord" in client.get("/account/").text


def test_who_is_signed_in_is_not_asked_for_her_address(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    assert client.get("/sign-in/mail/link").location == "/"


def test_nothing_at_rest_opens_anything(app: Flask, client: FlaskClient, link: str) -> None:
    with app.app_context():
        (row,) = db.session.scalars(select(AccountMail)).all()
        kept = {str(getattr(row, column.name)) for column in AccountMail.__table__.columns}
    token = link.rpartition("/")[2]
    assert not any(token in value or value in token for value in kept)
    assert not any("@" in value for value in kept)


def test_mail_that_could_not_leave_in_time_is_forgotten(
    app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, people.address("Cora"))
    moment = now()
    with app.app_context():
        for minutes, left in ((44, 1), (46, 0)):
            at = moment + timedelta(minutes=minutes)
            monkeypatch.setattr(account_mail, "now", lambda at=at: at)
            account_mail.forget()
            assert len(account_mail.due(10)) == left
        assert db.session.query(AccountMail).count() == 0


def test_the_worker_is_woken_for_whoever_asks(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(account_mail, "wake", lambda: woken.append(1))
    for email in (people.address("Cora"), "nobody@school.example"):
        ask(client, email)
    assert len(woken) == 2


def test_no_link_or_address_reaches_the_log(
    app: Flask,
    client: FlaskClient,
    link: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(link, people.address("Cora"))

    token = csrf(client, link)
    app.testing = False
    monkeypatch.setattr(account_mail, "use", fail)
    assert client.post(link, data={"csrf_token": token}).status_code == 500
    assert "RuntimeError on links.follow" in caplog.text
    assert link.rpartition("/")[2] not in caplog.text
    assert "@" not in caplog.text
