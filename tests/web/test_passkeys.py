"""Passkeys: added, named, used alone or as the second step, and taken away."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from surveyapp.models.sign_in import Passkey
from surveyapp.services import passkeys
from surveyapp.web import limits
from tests.authenticator import Device
from tests.cast import SECRET, Cast
from tests.web.conftest import Clock
from tests.web.proofreader import parsed
from tests.web.test_second_step import CODE, first_step, second_step
from tests.web.visitor import press, sign_in

ADD, SIGN_IN, SECOND, OWN = "/account/passkey", "/sign-in/passkey", "/sign-in/second", "/account/"


def options(client: FlaskClient, path: str) -> tuple[dict[str, Any], str]:
    """What a page asks of the browser, and the token of its form."""
    page = parsed(client.get(path).text, path)
    (form,) = [one for one in page.iter("form") if one.get("data-passkey")]
    (token,) = [one.get("value") for one in form.iter("input") if one.get("name") == "csrf_token"]
    return json.loads(form.get("data-options", "")), str(token)


def add(client: FlaskClient, device: Device, name: str = "telefoon") -> TestResponse:
    """Add the passkey of a device to the account that is signed in."""
    asked, token = options(client, ADD)
    data = {"csrf_token": token, "credential": device.create(asked), "name": name}
    return client.post(ADD, data=data)


def use(client: FlaskClient, device: Device, path: str = SIGN_IN, query: str = "") -> TestResponse:
    """Answer with a passkey."""
    asked, token = options(client, path + query)
    data = {"csrf_token": token, "credential": device.get(asked)}
    return client.post(path + query, data=data)


@pytest.fixture
def device(client: FlaskClient, cast: Cast) -> Device:
    """Cora's telephone, whose passkey she added."""
    device = Device()
    sign_in(client, "Cora")
    assert add(client, device).status_code == 200
    return device


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser."""
    other = app.test_client()
    other.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return other


def test_a_passkey_is_added_and_recovery_codes_are_shown_once(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    answer = add(client, Device(), name="  Mijn telefoon ")
    assert len(CODE.findall(answer.text)) == 10
    page = client.get(OWN).text
    assert "Passkey ‘Mijn telefoon’" in page
    assert add(client, Device(), name="").location == OWN
    assert "Passkey ‘Passkey’" in client.get(OWN).text


def test_a_passkey_alone_signs_in(browser: FlaskClient, device: Device) -> None:
    assert "/sign-in/passkey" in browser.get("/sign-in").text
    assert use(browser, device, query="?next=/account/").location == OWN
    assert "Cora Jansen" in browser.get(OWN).text


def test_after_the_password_a_passkey_is_the_second_step(
    browser: FlaskClient, device: Device
) -> None:
    device.verifies = False
    assert first_step(browser, path="/sign-in?next=/account/").location == SECOND
    asked, _ = options(browser, SECOND)
    assert len(asked["allowCredentials"]) == 1
    assert use(browser, device, SECOND).location == OWN


def test_alone_it_counts_only_where_the_device_looked_who_holds_it(
    browser: FlaskClient, device: Device
) -> None:
    device.verifies = False
    refused = use(browser, device)
    assert (refused.status_code, "liet u niet binnen" in refused.text) == (422, True)
    assert browser.get(OWN).status_code == 303


def test_a_recovery_code_helps_who_has_lost_the_device(
    client: FlaskClient, browser: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    codes = CODE.findall(add(client, Device()).text)
    first_step(browser)
    assert second_step(browser, codes[0]).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": "evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:1"},
    ],
)
def test_what_was_signed_for_another_site_lets_nobody_in(
    browser: FlaskClient, device: Device, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        setattr(device, name, value)
    assert use(browser, device).status_code == 422


def test_an_answer_works_once_and_for_its_own_question(
    app: Flask, browser: FlaskClient, device: Device
) -> None:
    asked, token = options(browser, SIGN_IN)
    answer = {"csrf_token": token, "credential": device.get(asked)}
    _, token = options(browser, SIGN_IN)
    assert browser.post(SIGN_IN, data=answer | {"csrf_token": token}).status_code == 422
    asked, token = options(browser, SIGN_IN)
    answer = {"csrf_token": token, "credential": device.get(asked)}
    assert browser.post(SIGN_IN, data=answer).status_code == 303
    other = app.test_client()
    _, token = options(other, SIGN_IN)
    assert other.post(SIGN_IN, data=answer | {"csrf_token": token}).status_code == 422


@pytest.mark.parametrize("path", [SIGN_IN, SECOND])
def test_an_answer_that_was_overheard_lets_nobody_in(
    app: Flask, client: FlaskClient, browser: FlaskClient, cast: Cast, path: str
) -> None:
    """With a copy of the cookie as it was, from a device that does not count."""
    sign_in(client, "Cora")
    device, thief = Device(counts=False), app.test_client()
    add(client, device)
    first_step(browser)
    asked, token = options(browser, path)
    cookie = browser.get_cookie("session")
    assert cookie
    thief.set_cookie("session", cookie.value)
    answer = {"csrf_token": token, "credential": device.get(asked)}
    assert browser.post(path, data=answer).status_code == 303
    assert thief.post(path, data=answer).status_code == 422
    assert thief.get(OWN).status_code == 303


def test_a_question_of_before_a_restart_is_asked_anew(
    app: Flask, browser: FlaskClient, device: Device
) -> None:
    asked, token = options(browser, SIGN_IN)
    limits.register(app)
    answer = {"csrf_token": token, "credential": device.get(asked)}
    assert browser.post(SIGN_IN, data=answer).status_code == 422
    assert use(browser, device).status_code == 303


def test_a_question_waits_ten_minutes(browser: FlaskClient, device: Device, clock: Clock) -> None:
    asked, token = options(browser, SIGN_IN)
    clock.forward(minutes=10, seconds=1)
    answer = {"csrf_token": token, "credential": device.get(asked)}
    assert browser.post(SIGN_IN, data=answer).status_code == 422


def test_a_copy_of_a_device_that_counts_is_noticed(browser: FlaskClient, device: Device) -> None:
    copy = Device(key=device.key, name=device.name, uses=device.uses)
    assert use(browser, device).status_code == 303
    press(browser, OWN, "/sign-out")
    assert use(browser, copy).status_code == 422


def test_a_device_that_does_not_count_is_welcome(
    client: FlaskClient, browser: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    device = Device(counts=False)
    add(client, device)
    for _ in range(2):
        assert use(browser, device).status_code == 303
        press(browser, OWN, "/sign-out")


def test_a_passkey_of_somebody_else_is_no_second_step(
    app: Flask, browser: FlaskClient, device: Device
) -> None:
    other, hers = app.test_client(), Device()
    sign_in(other, "Alice")
    add(other, hers)
    first_step(browser, "Cora")
    assert use(browser, hers, SECOND).status_code == 422
    assert browser.get(OWN).status_code == 303


def test_a_device_with_another_key_is_a_stranger(browser: FlaskClient, device: Device) -> None:
    assert use(browser, Device(name=device.name)).status_code == 422
    assert use(browser, Device()).status_code == 422


@pytest.mark.parametrize("answer", ["", "{}", "null", "[1]", "x" * 100_000, '{"id": 1}', "\x00"])
@pytest.mark.parametrize("path", [SIGN_IN, ADD])
def test_what_no_browser_sends_is_told(
    client: FlaskClient, cast: Cast, path: str, answer: str
) -> None:
    if path == ADD:
        sign_in(client, "Cora")
    _, token = options(client, path)
    refused = client.post(path, data={"csrf_token": token, "credential": answer, "name": "x"})
    assert refused.status_code == 422
    assert ("Probeer het opnieuw" if answer else "als scripts in uw browser") in refused.text


def test_a_form_without_its_token_is_told(client: FlaskClient, device: Device) -> None:
    other = client.application.test_client()
    asked, _ = options(other, SIGN_IN)
    assert other.post(SIGN_IN, data={"credential": device.get(asked)}).status_code == 422


def test_one_passkey_is_not_added_twice_nor_by_two(
    app: Flask, client: FlaskClient, device: Device
) -> None:
    assert add(client, device).status_code == 422
    other = app.test_client()
    sign_in(other, "Alice")
    assert add(other, device).status_code == 422
    asked, _ = options(client, ADD)
    assert len(asked["excludeCredentials"]) == 1, "the browser is told which there are"


def test_there_is_an_end_to_passkeys(
    client: FlaskClient, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "MOST", 2)
    assert [add(client, Device()).status_code for _ in range(2)] == [303, 422]


def test_taking_it_away_asks_first(
    app: Flask, client: FlaskClient, browser: FlaskClient, device: Device
) -> None:
    page = _removal(app)
    assert "‘telefoon’" in client.get(page).text
    assert press(client, page, page).location == OWN
    assert "telefoon" not in client.get(OWN).text
    assert use(browser, device).status_code == 422
    assert first_step(browser).location == "/", "it was her last second step"
    assert client.get(page).status_code == 404


def _removal(app: Flask) -> str:
    with app.app_context():
        return f"/account/passkeys/{db.session.scalar(select(Passkey.id))}/remove"


def test_nobody_takes_away_that_of_somebody_else(
    app: Flask, client: FlaskClient, browser: FlaskClient, device: Device
) -> None:
    sign_in(browser, "Alice")
    for page in (_removal(app), f"/account/passkeys/{uuid4()}/remove"):
        assert browser.get(page).status_code == 404
        assert press(browser, OWN, page).status_code == 404
    with app.app_context():
        assert db.session.query(Passkey).count() == 1


@pytest.mark.parametrize("page", [ADD, "/account/passkeys/{}/remove"])
def test_changing_them_takes_a_fresh_sign_in(
    client: FlaskClient, device: Device, clock: Clock, page: str
) -> None:
    clock.forward(minutes=16)
    path = page.format(UUID(int=0))
    assert client.get(path).location == f"/account/confirm?next={path}"


@pytest.mark.parametrize(
    ("base", "offered"),
    [
        ("https://feedback.school.example", True),
        ("http://localhost:5000", True),
        ("http://feedback.school.example", False),
        ("http://127.0.0.1:5000", False),
        ("https://[::1]:5000", False),
    ],
)
def test_passkeys_are_offered_where_browsers_do_them(
    database_url: str, base: str, offered: bool
) -> None:
    settings = {"secret": SECRET, "database": database_url, "base_url": base}
    app = create_app(Settings.model_validate(settings))
    client = app.test_client()
    assert ("/sign-in/passkey" in client.get("/sign-in").text) == offered
    assert client.get(SIGN_IN).status_code == (200 if offered else 404)
    with app.app_context():
        db.engine.dispose()
