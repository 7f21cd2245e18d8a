"""What was typed while a session ended: given back to its writer, and to nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests import plans
from tests.cast import Cast
from tests.web.conftest import Clock
from tests.web.proofreader import parsed
from tests.web.test_plan_pages import Planner
from tests.web.visitor import press, sign_in

TYPED = {"goal": "Twee lessen per week\r\nbezoeken", "due": "2027-03-01", "keep": "1"}


@pytest.fixture
def alice(app: Flask, client: FlaskClient, cast: Cast) -> Planner:
    with app.app_context():
        return Planner(app, client, plans.after_reports(cast))


def form(alice: Planner) -> dict[str, list[str]]:
    """A form of her plan with what she typed."""
    return alice.fields(alice.page()) | {name: [text] for name, text in TYPED.items()}


def given_back(answer: TestResponse) -> dict[str, list[str]]:
    """What the form of the page would send."""
    fields: dict[str, list[str]] = {}
    for one in parsed(answer.text, "given back").iter("input"):
        fields.setdefault(one.get("name", ""), []).append(one.get("value", ""))
    return fields


def test_what_she_typed_comes_back_and_is_kept_once_she_has_signed_in(
    alice: Planner, clock: Clock
) -> None:
    typed = form(alice)
    clock.forward(hours=13)
    kept = alice.client.post(alice.page(), data=typed)
    assert (kept.status_code, "U bent uitgelogd" in kept.text) == (403, True)
    assert "Twee lessen per week" in kept.text
    assert 'href="/sign-in" target="_blank"' in kept.text
    assert "Set-Cookie" not in kept.headers
    once_more = alice.client.post(alice.page(), data=given_back(kept))
    assert once_more.status_code == 403, "pressed too early, nothing is lost"
    sign_in(alice.client, "Alice")
    asked = alice.client.post(alice.page(), data=given_back(once_more))
    assert (asked.status_code, "als Alice de Vries" in asked.text) == (400, True)
    assert alice.stands().goal == "", "a token of before is none"
    assert alice.client.post(alice.page(), data=given_back(asked)).status_code == 303
    assert alice.stands().goal == "Twee lessen per week\nbezoeken"


def test_whoever_signs_in_next_neither_gets_nor_sends_what_she_typed(
    app: Flask, alice: Planner, clock: Clock
) -> None:
    typed = form(alice)
    clock.forward(hours=13)
    kept = given_back(alice.client.post(alice.page(), data=typed))
    sign_in(alice.client, "Nora")
    refused = alice.client.post(alice.page(), data=kept)
    assert (refused.status_code, "Twee lessen" in refused.text) == (400, False)
    assert alice.stands().goal == ""


def test_a_change_of_password_in_another_tab_loses_nothing(alice: Planner) -> None:
    typed = form(alice)
    new = "/account/password"
    assert press(alice.client, new, new, password="quite another one").status_code == 303
    asked = alice.client.post(alice.page(), data=typed)
    assert (asked.status_code, asked.text.count("<blockquote")) == (400, 1)
    assert alice.client.post(alice.page(), data=given_back(asked)).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "no token of ours"])
def test_what_came_from_no_page_of_hers_is_given_back_to_nobody(
    app: Flask, client: FlaskClient, alice: Planner, token: str
) -> None:
    data = {"goal": "geplant door een ander", "csrf_token": token}
    stranger = app.test_client()
    assert stranger.post(alice.page(), data=data).location == "/sign-in"
    refused = client.post(alice.page(), data=data)
    assert (refused.status_code, "geplant" in refused.text) == (400, False)


def test_the_token_of_a_page_without_account_tells_no_writer(app: Flask, alice: Planner) -> None:
    with app.test_request_context():
        data = {"goal": "geplant door een ander", "csrf_token": generate_csrf()}
    assert app.test_client().post(alice.page(), data=data).location == "/sign-in"


def test_passwords_and_codes_are_never_given_back(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    path = "/account/password"
    token = given_back(client.get(path))["csrf_token"][0]
    clock.forward(hours=13)
    data = {"password": "quite another one", "csrf_token": token}
    assert client.post(path, data=data).location == "/sign-in"


def test_a_step_in_which_nothing_was_typed_is_taken_anew(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    token = given_back(client.get("/coordinator/"))["csrf_token"][0]
    clock.forward(hours=13)
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"
