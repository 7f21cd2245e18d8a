"""The one cookie there is: for people with an account, and as strict as a cookie can be."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.services import accounts
from surveyapp.web.permissions import MARK
from tests import cast as people
from tests.cast import PASSWORD, SECRET, Cast
from tests.web.conftest import Clock
from tests.web.visitor import Visitor, csrf, press, sign_in

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
HERE = ELSEWHERE | {"Sec-Fetch-Site": "same-origin"}


def _attributes(answer: TestResponse) -> tuple[str, set[str]]:
    """The name of the only cookie that is set, and what browsers are told about it."""
    (cookie,) = answer.headers.getlist("Set-Cookie")
    pair, *rest = cookie.split("; ")
    return pair.partition("=")[0], set(rest)


def test_the_cookie_is_strict(client: FlaskClient) -> None:
    assert _attributes(client.get("/sign-in")) == (
        "session",
        {"HttpOnly", "Path=/", "SameSite=Strict"},
    )


def test_on_https_the_cookie_is_bound_to_this_host(database_url: str) -> None:
    settings = {"secret": SECRET, "database": database_url, "base_url": "https://school.example"}
    app = create_app(Settings.model_validate(settings))
    assert _attributes(app.test_client().get("/sign-in")) == (
        "__Host-session",
        {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"},
    )
    with app.app_context():
        db.engine.dispose()


def _without_account(app: Flask, token: str) -> Iterator[tuple[str, str]]:
    """Every page that needs no account, in every way that it can be asked for; not the entrance."""
    for rule in app.url_map.iter_rules():
        mark = getattr(app.view_functions[rule.endpoint], MARK, "public")
        entrance = rule.rule.startswith("/sign-in")
        if mark in {"public", "by invitation"} and not entrance:
            path = rule.rule.replace("<token>", token).replace("<int:number>", "1")
            path = path.replace("<path:filename>", "style.css")
            for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
                yield method, path
    yield from (("GET", "/r/wrong/"), ("GET", f"/r/{token}"), ("GET", "/not-here"))


@pytest.mark.rule("S7")
def test_pages_that_need_no_account_set_no_cookie(app: Flask, bob: Visitor) -> None:
    pages = list(_without_account(app, bob.token))
    assert len(pages) > 40
    # Declining comes last: it ends the link.
    for method, path in sorted(pages, key=lambda page: page == ("POST", f"/r/{bob.token}/decline")):
        with bob.client.open(path, method=method) as answer:
            assert "Set-Cookie" not in answer.headers, f"{method} {path}"


@pytest.mark.parametrize("name", ["", "Alice"])
def test_nor_do_they_for_somebody_who_has_the_cookie_and_moves_to_another_network(
    app: Flask, bob: Visitor, name: str
) -> None:
    if name:
        sign_in(bob.client, name)
    bob.client.get("/sign-in")
    bob.client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    for method, path in _without_account(app, bob.token):
        with bob.client.open(path, method=method) as answer:
            assert "Set-Cookie" not in answer.headers, f"{method} {path}"


def test_nothing_that_somebody_put_in_the_session_outlives_signing_in(
    client: FlaskClient, cast: Cast
) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    token = csrf(client, "/sign-in")
    with client.session_transaction() as session:
        known = session["csrf_token"]
    data = {"email": people.address("Cora"), "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=data).status_code == 303
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400
    assert client.get("/coordinator/").status_code == 200
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["csrf_token"] != known


def test_after_signing_out_the_cookie_is_gone(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    answer = press(client, "/coordinator/", "/sign-out")
    assert answer.headers["Set-Cookie"].startswith("session=; Expires=Thu, 01 Jan 1970")
    assert client.get_cookie("session") is None


def test_a_session_ends_after_twelve_hours_however_busy_it_was(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    for _ in range(3):
        clock.forward(hours=3, minutes=59)
        assert client.get("/coordinator/").status_code == 200
        # Whatever is written into the session gives its cookie a new time.
        with client.session_transaction() as session:
            session["busy"] = clock.now
    clock.forward(minutes=4)
    assert client.get("/coordinator/").status_code == 303


def test_another_password_ends_every_session(app: Flask, client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    with app.app_context():
        accounts.set_password(people.address("Cora"), "another password")
    assert client.get("/coordinator/").status_code == 303


def test_an_erased_account_ends_every_session(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        key = people.account("Wout")
    sign_in(client, "Wout")
    assert "Wout" in client.get("/").text
    with app.app_context():
        db.session.delete(db.session.get_one(Account, key))
        db.session.commit()
    assert "Wout" not in client.get("/").text


def test_a_session_tells_nothing_about_the_password(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    with client.session_transaction() as session:
        key, _, mark = session["_user_id"].partition(".")
    assert key == str(cast.coordinator)
    assert len(mark) == 16


def test_a_link_on_another_site_leads_to_the_page_by_way_of_our_own(
    client: FlaskClient, cast: Cast
) -> None:
    stranger = client.get("/coordinator/?lang=en", headers=ELSEWHERE)
    assert stranger.status_code == 200
    assert 'content="0; url=/coordinator/?lang=en"' in stranger.text
    assert '<a href="/coordinator/?lang=en">Go on to the page</a>' in stranger.text
    assert "Set-Cookie" not in stranger.headers
    sign_in(client, "Cora")
    assert "Leren leiden" in client.get("/coordinator/?lang=en", headers=HERE).text


def test_who_is_not_signed_in_comes_to_the_form_by_the_second_step(client: FlaskClient) -> None:
    assert "Een ogenblik" in client.get("/leader/", headers=ELSEWHERE).text
    assert client.get("/leader/", headers=HERE).location == "/sign-in?next=/leader/"
    assert client.get("/leader/").location == "/sign-in?next=/leader/"


def test_a_link_to_the_form_on_another_site_ends_no_session(client: FlaskClient) -> None:
    answer = client.get("/sign-in?next=/leader/", headers=ELSEWHERE)
    assert 'content="0; url=/sign-in?next=%2Fleader%2F"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "Inloggen" in client.get("/sign-in", headers=HERE).text


@pytest.mark.parametrize(
    "query",
    [
        "lang=en&url=https://evil.example",
        "_external=1&_scheme=javascript&_anchor=x",
        'x="><script>alert(1)</script>',
        "x=1;url=//evil.example",
        "key=1&name=2",
    ],
)
def test_the_way_on_leads_to_no_other_site(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/leader/?{query}", headers=ELSEWHERE | {"Host": "evil.example"})
    assert answer.text.count("url=/leader/?") == 1
    assert '<a href="/leader/?' in answer.text
    assert "//evil.example" not in answer.text
    assert "<script>" not in answer.text


def test_a_form_that_another_site_sends_goes_nowhere(client: FlaskClient) -> None:
    answer = client.post("/sign-out", headers=ELSEWHERE)
    assert answer.location == "/sign-in"
