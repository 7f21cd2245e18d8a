"""Single sign-on against a real provider: there and back, and everything that may be wrong."""

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.sign_in import AccountMail, Identity
from surveyapp.services import accounts
from surveyapp.web.account import single_sign_on
from tests.cast import SECRET, Cast
from tests.ports import free_port
from tests.provider import agree, deny, provider
from tests.web.conftest import Clock
from tests.web.test_second_step import now as code_now
from tests.web.test_second_step import second_step, set_up
from tests.web.visitor import sign_in

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
START = "/sign-in/single"


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider of the tests may be slower to answer than one that is worth waiting for."""
    monkeypatch.setattr(single_sign_on, "PATIENCE", 60)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider() as address:
        yield address


def settings(database_url: str, issuer: str) -> Settings:
    return Settings.model_validate(
        {
            "secret": SECRET,
            "database": database_url,
            "base_url": "http://localhost",
            "oidc_issuer": issuer,
            "oidc_client_id": "surveyapp",
            "oidc_client_secret": "known to both",
            "oidc_name": "De Brug",
            "oidc_domains": "school.example,other.example",
        }
    )


@pytest.fixture
def app(database_url: str, issuer: str) -> Iterator[Flask]:
    """The app with single sign-on."""
    app = create_app(settings(database_url, issuer))
    yield app
    with app.app_context():
        db.engine.dispose()


def start(client: FlaskClient, query: str = "") -> str:
    """Where the button leads."""
    answer = client.get(START + query)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def come(client: FlaskClient, sub: str, query: str = "") -> TestResponse:
    """Go to the provider as somebody, and come back."""
    return client.get(agree(start(client, query), sub))


def bound(app: Flask) -> list[str]:
    """The subjects that are bound to accounts."""
    with app.app_context():
        return sorted(db.session.scalars(select(Identity.subject)))


def test_somebody_who_is_known_by_her_address_signs_in_and_is_bound(
    app: Flask, client: FlaskClient, cast: Cast, issuer: str
) -> None:
    assert "Inloggen met De Brug" in client.get("/sign-in?next=/account/").text
    assert come(client, "sub-cora", "?next=/account/").location == "/account/"
    assert "Cora Jansen" in client.get("/account/").text
    with app.app_context():
        (row,) = db.session.scalars(select(Identity))
        assert (row.account_id, row.issuer, row.subject) == (cast.coordinator, issuer, "sub-cora")
        assert db.session.scalars(select(AccountMail.kind)).all() == ["changed"]


def test_who_is_bound_signs_in_whatever_her_address_has_become(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    come(client, "sub-cora")
    with app.app_context():
        db.session.get_one(Account, cast.coordinator).email = "c.jansen@new.example"
        db.session.commit()
    other = app.test_client()
    assert come(other, "sub-cora").location == "/"
    assert bound(app) == ["sub-cora"]


def test_the_browser_comes_back_from_another_site_over_our_own_page(
    client: FlaskClient, cast: Cast
) -> None:
    place = agree(start(client), "sub-cora")
    between = client.get(place, headers=ELSEWHERE)
    assert between.status_code == 200
    assert 'http-equiv="refresh"' in between.text
    assert "Set-Cookie" not in between.headers
    assert client.get(place).location == "/"


def test_a_browser_that_does_not_say_where_it_comes_from_gets_there_as_well(
    client: FlaskClient, cast: Cast
) -> None:
    place = agree(start(client), "sub-cora")
    cookie = client.get_cookie("session")
    assert cookie
    client.delete_cookie("session")
    between = client.get(place)
    assert (between.status_code, "step=2" in between.text) == (200, True)
    client.set_cookie("session", cookie.value)
    assert client.get(f"{place}&step=2").location == "/"


def test_state_nonce_and_verifier_go_along(client: FlaskClient, issuer: str) -> None:
    asked = parse_qs(urlsplit(start(client)).query)
    assert asked["redirect_uri"] == ["http://localhost/sign-in/single/back"]
    assert (asked["code_challenge_method"], asked["scope"]) == (["S256"], ["openid email"])
    with client.session_transaction() as session:
        (kept,) = [session[name]["data"] for name in session if name.startswith("_state_")]
    digest = hashlib.sha256(kept["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == [base64.urlsafe_b64encode(digest).rstrip(b"=").decode()]
    assert asked["nonce"] == [kept["nonce"]]
    assert len(asked["state"][0]) >= 20


@pytest.mark.parametrize("change", ["state=wrong", "state=", ""])
def test_a_wrong_state_lets_nobody_in(client: FlaskClient, cast: Cast, change: str) -> None:
    place = agree(start(client), "sub-cora")
    code = parse_qs(urlsplit(place).query)["code"][0]
    answer = client.get(f"/sign-in/single/back?code={code}&{change}&step=2")
    assert (answer.status_code, "Begin opnieuw" in answer.text) == (400, True)
    assert client.get("/account/").status_code == 303


def test_a_state_of_another_browser_lets_nobody_in(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    place = agree(start(client), "sub-cora")
    other = app.test_client()
    start(other)
    assert other.get(f"{place}&step=2").status_code == 400


def test_a_wrong_nonce_lets_nobody_in(client: FlaskClient, cast: Cast) -> None:
    place = agree(start(client), "sub-cora")
    with client.session_transaction() as session:
        (name,) = [name for name in session if name.startswith("_state_")]
        session[name]["data"]["nonce"] = "another"
        session.modified = True
    answer = client.get(place)
    assert (answer.status_code, "niet vertrouwen" in answer.text) == (403, True)
    assert client.get("/account/").status_code == 303


@pytest.mark.parametrize("wrong", [{"oidc_client_id": "another"}, {"oidc_issuer": "http://x"}])
def test_a_token_for_or_of_somebody_else_lets_nobody_in(
    app: Flask, client: FlaskClient, cast: Cast, wrong: dict[str, str]
) -> None:
    place = agree(start(client), "sub-cora")
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=wrong)
    assert client.get(place).status_code == 403
    assert client.get("/account/").status_code == 303


def test_coming_back_twice_lets_nobody_in(client: FlaskClient, cast: Cast) -> None:
    place = agree(start(client), "sub-cora")
    before = client.get_cookie("session")
    assert before
    assert client.get(place).location == "/"
    client.delete_cookie("session")
    assert client.get(f"{place}&step=2").status_code == 400
    client.set_cookie("session", before.value)
    assert client.get(place).status_code == 403, "the code is used up, even with the old cookie"


@pytest.mark.parametrize(
    "sub", ["sub-nobody", "sub-elsewhere", "sub-without", "sub-cora-unverified"]
)
def test_a_stranger_is_sent_to_her_coordinator_and_no_account_is_made(
    app: Flask, client: FlaskClient, cast: Cast, sub: str
) -> None:
    with app.app_context():
        accounts.create(name="Wout", email="wout@elsewhere.example", language="nl")
        before = db.session.query(Account).count()
    answer = come(client, sub)
    assert (answer.status_code, "Vraag uw programmabegeleider" in answer.text) == (403, True)
    with app.app_context():
        assert db.session.query(Account).count() == before
    assert bound(app) == []
    assert client.get("/account/").status_code == 303


def test_an_address_of_which_the_provider_does_not_say_that_it_was_verified_is_taken(
    client: FlaskClient, cast: Cast
) -> None:
    assert come(client, "sub-cora-unsaid").location == "/"


def test_a_successor_with_the_same_address_is_a_stranger(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    come(client, "sub-cora")
    other = app.test_client()
    assert come(other, "sub-cora-unsaid").status_code == 403
    assert bound(app) == ["sub-cora"]


def test_a_second_step_is_asked_as_after_a_password(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    other = app.test_client()
    sign_in(other, "Cora")
    key, _ = set_up(other)
    clock.forward(minutes=1)
    assert come(client, "sub-cora", "?next=/account/").location == "/sign-in/second"
    assert client.get("/account/").status_code == 303
    assert second_step(client, code_now(key)).location == "/account/"


def test_who_says_no_at_the_provider_is_told_so(client: FlaskClient, cast: Cast) -> None:
    answer = client.get(f"{deny(start(client))}&step=2")
    assert (answer.status_code, "Opnieuw proberen" in answer.text) == (403, True)


def test_a_provider_that_is_down_gives_a_sentence(
    database_url: str, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    port = free_port()
    app = create_app(settings(database_url, f"http://127.0.0.1:{port}"))
    browser = app.test_client()
    answer = browser.get(START, headers={"Accept-Language": "nl"})
    assert (answer.status_code, "De Brug antwoordt niet" in answer.text) == (503, True)
    assert browser.get("/sign-in").status_code == 200
    with provider(port):
        assert browser.get(START).status_code == 503, "it is left alone for a while"
        clock.forward(seconds=21)
        place = agree(start(browser), "sub-cora")
    assert browser.get(place).status_code == 503, "it went down meanwhile"
    assert browser.get(START).status_code == 503, "and nobody else is sent there"
    with app.app_context():
        db.engine.dispose()


def test_a_code_that_somebody_made_up_stops_nobody_else(
    app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some providers refuse it in words of their own."""
    place = agree(start(client), "sub-cora")
    code = parse_qs(urlsplit(place).query)["code"][0]
    monkeypatch.setattr("requests.Session.send", _refusing(requests.Session.send))
    assert client.get(place.replace(code, "made-up")).status_code == 503
    assert start(app.test_client())


def _refusing(send: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    """What is sent, but where a code is turned in: that is refused by a page."""

    def sent(self: requests.Session, request: requests.PreparedRequest, **options: Any) -> Any:
        if request.method != "POST":
            return send(self, request, **options)
        answer = requests.Response()
        answer.status_code, answer.raw = 400, io.BytesIO(b"<p>Bad request</p>")
        return answer

    return sent


def test_a_provider_that_says_it_is_another_is_not_trusted(
    database_url: str, issuer: str, cast: Cast
) -> None:
    app = create_app(settings(database_url, issuer.replace("127.0.0.1", "localhost")))
    port = urlsplit(issuer).port
    app.extensions["settings"] = app.extensions["settings"].model_copy(
        update={"oidc_issuer": f"http://127.0.0.1:{port}/tenant"}
    )
    assert app.test_client().get(START).status_code == 403
    with app.app_context():
        db.engine.dispose()


def test_beginning_often_does_not_fill_the_cookie(client: FlaskClient, cast: Cast) -> None:
    for _ in range(12):
        place = start(client)
    cookie = client.get_cookie("session")
    assert cookie
    assert len(cookie.value) < 2000
    assert client.get(agree(place, "sub-cora")).location == "/"


def test_nothing_is_asked_of_the_provider_when_the_app_is_made(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object, **__: object) -> None:
        raise AssertionError("the network was reached")

    monkeypatch.setattr("requests.Session.request", ask)
    create_app(settings(database_url, "https://login.school.example"))


def test_without_a_provider_there_is_no_such_page(database_url: str) -> None:
    plain = Settings.model_validate(
        {"secret": SECRET, "database": database_url, "base_url": "http://localhost"}
    )
    app = create_app(plain)
    browser = app.test_client()
    assert [browser.get(START).status_code, browser.get(f"{START}/back").status_code] == [404, 404]
    assert START not in browser.get("/sign-in").text
    with app.app_context():
        db.engine.dispose()


def test_no_address_or_code_reaches_the_log(
    client: FlaskClient, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    place = agree(start(client), "sub-cora")
    with client.session_transaction() as session:
        (name,) = [name for name in session if name.startswith("_state_")]
        session[name]["data"]["nonce"] = "another"
        session.modified = True
    client.get(place)
    assert "Single sign-on failed" in caplog.text
    code = parse_qs(urlsplit(place).query)["code"][0]
    own = [r.getMessage() for r in caplog.records if r.name.startswith("surveyapp")]
    assert not any(secret in line for line in own for secret in (code, "@", place))


def test_the_provider_is_a_process_of_its_own(issuer: str) -> None:
    known = httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=60).json()
    assert known["issuer"] == issuer
