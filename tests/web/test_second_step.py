"""The second step: an app for codes, recovery codes, and what is asked whom when."""

import re
import time

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy import select
from werkzeug.test import TestResponse

from surveyapp.extensions import db
from surveyapp.models.sign_in import AccountMail, RecoveryCode, SecondFactor
from surveyapp.services import accounts, second_factor
from surveyapp.web import limits
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.web.conftest import Clock
from tests.web.test_links import ask, mailed, use
from tests.web.visitor import csrf, press, sign_in

APP, SECOND, OWN = "/account/app", "/sign-in/second", "/account/"
CODE = re.compile(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>")
KEY = re.compile(r"<code>((?:[A-Z2-7]{4} ?){8})</code>")


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up an app; its secret, and the recovery codes that were shown."""
    page = client.get(APP).text
    key = _one(KEY, page).replace(" ", "")
    answer = client.post(APP, data=_form(page) | {"code": pyotp.TOTP(key).now()})
    return key, CODE.findall(answer.text)


def _one(pattern: re.Pattern[str], page: str) -> str:
    (found,) = pattern.findall(page)
    return str(found)


def _form(page: str) -> dict[str, str]:
    """What the form of the page carries along."""
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[-1]
    return {"csrf_token": token, "shown": _one(re.compile(r'name="shown" value="([^"]+)"'), page)}


def first_step(client: FlaskClient, name: str = "Cora", path: str = "/sign-in") -> TestResponse:
    data = {"email": people.address(name), "password": PASSWORD, "csrf_token": csrf(client, path)}
    return client.post(path, data=data)


def second_step(client: FlaskClient, code: str) -> TestResponse:
    return press(client, SECOND, SECOND, code=code)


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser."""
    other = app.test_client()
    other.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return other


@pytest.fixture
def keys(client: FlaskClient, cast: Cast, clock: Clock) -> tuple[str, list[str]]:
    """Cora's secret and recovery codes, set up a minute ago."""
    sign_in(client, "Cora")
    made = set_up(client)
    clock.forward(minutes=1)
    return made


def now(key: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(key).at(int(time.time()))


def test_after_the_password_a_code_is_asked(
    browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    assert first_step(browser, path="/sign-in?next=/account/").location == SECOND
    assert browser.get("/coordinator/").location.startswith("/sign-in"), "not in yet"
    assert second_step(browser, now(keys[0])).location == OWN
    assert "Cora Jansen" in browser.get(OWN).text


def test_after_a_link_a_code_is_asked_as_well(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    ask(browser, people.address("Cora"), "password")
    assert use(browser, mailed_link(app)).location == SECOND
    assert browser.get("/account/password").location.startswith("/sign-in")
    assert second_step(browser, now(keys[0])).location == "/account/password"


def mailed_link(app: Flask) -> str:
    """The link among what waits: that she has another way to sign in is told as well."""
    with app.app_context():
        db.session.query(AccountMail).filter(AccountMail.kind == "changed").delete()
        db.session.commit()
    return mailed(app)


def test_a_code_works_once(
    app: Flask, client: FlaskClient, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    code = now(keys[0])
    first_step(browser)
    assert second_step(browser, code).status_code == 303
    other = app.test_client()
    first_step(other)
    again = second_step(other, code)
    assert again.status_code == 422


def test_the_code_with_which_it_was_set_up_is_used(
    client: FlaskClient, browser: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    key, _ = set_up(client)
    first_step(browser)
    refused = second_step(browser, now(key))
    assert (refused.status_code, "al eens gebruikt" in refused.text) == (422, True)


@pytest.mark.parametrize(("late", "status"), [(-30, 303), (30, 303), (-60, 422), (60, 422)])
def test_the_clock_of_a_phone_may_be_half_a_minute_off(
    browser: FlaskClient, keys: tuple[str, list[str]], clock: Clock, late: int, status: int
) -> None:
    clock.forward(minutes=2)
    code = pyotp.TOTP(keys[0]).at(int(clock.now) + late)
    first_step(browser)
    assert second_step(browser, code).status_code == status


def test_a_recovery_code_lets_in_once(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    codes = keys[1]
    assert len(set(codes)) == 10
    first_step(browser)
    assert second_step(browser, f"  {codes[0].upper().replace('-', ' ')} ").status_code == 303
    assert "nog 9" in browser.get(OWN).text
    other = app.test_client()
    first_step(other)
    assert second_step(other, codes[0]).status_code == 422
    assert second_step(other, codes[1]).status_code == 303


@pytest.mark.parametrize("code", ["", "000000", "x" * 100_000, "\x00", "aaaa-aaaa-aaaa", "²²²²²²"])
def test_a_wrong_code_is_told(browser: FlaskClient, keys: tuple[str, list[str]], code: str) -> None:
    first_step(browser)
    assert second_step(browser, code).status_code == 422
    assert browser.get("/coordinator/").status_code == 303


def test_codes_of_somebody_else_are_worth_nothing(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    other = app.test_client()
    sign_in(other, "Alice")
    key, codes = set_up(other)
    first_step(browser, "Cora")
    assert second_step(browser, codes[0]).status_code == 422
    assert second_step(browser, pyotp.TOTP(key).at(int(time.time()) + 30)).status_code == 422


def test_guesses_of_codes_are_counted_for_the_account(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]], clock: Clock
) -> None:
    first_step(browser)
    assert {second_step(browser, f"{n:06}").status_code for n in range(10)} == {422}
    refused = second_step(browser, now(keys[0]))
    assert (refused.status_code, "te vaak geprobeerd" in refused.text) == (429, True)
    again = app.test_client()
    first_step(again)
    assert second_step(again, keys[1][0]).status_code == 429, "in another browser as well"
    clock.forward(minutes=15)
    first_step(again)
    assert second_step(again, now(keys[0])).status_code == 303


def test_guesses_from_everywhere_come_to_an_end(
    browser: FlaskClient,
    keys: tuple[str, list[str]],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "CODES", parse("4 per day"))
    first_step(browser)
    for number in range(4):
        browser.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        assert second_step(browser, "000000").status_code == 422
    browser.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    assert second_step(browser, now(keys[0])).status_code == 429


def test_the_second_step_waits_ten_minutes(
    browser: FlaskClient, keys: tuple[str, list[str]], clock: Clock
) -> None:
    first_step(browser)
    clock.forward(minutes=10, seconds=1)
    assert browser.get(SECOND).location == "/sign-in"


def test_nobody_begins_with_the_second_step(client: FlaskClient) -> None:
    assert client.get(SECOND).location == "/sign-in"
    assert client.post(SECOND, data={"code": "000000"}).location == "/sign-in"


def test_another_password_ends_the_first_step(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    first_step(browser)
    with app.app_context():
        accounts.set_password(people.address("Cora"), "another password")
    assert browser.get(SECOND).location == "/sign-in"


def test_who_has_no_second_step_is_not_asked(browser: FlaskClient, cast: Cast) -> None:
    assert first_step(browser, "Alice").location == "/"


def test_a_wrong_first_code_sets_up_nothing_and_keeps_the_secret(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    page = client.get(APP).text
    answer = client.post(APP, data=_form(page) | {"code": "000000"})
    assert (answer.status_code, "klok van uw telefoon" in answer.text) == (422, True)
    assert _one(KEY, answer.text) == _one(KEY, page)
    assert "In gebruik" not in client.get(OWN).text


def test_the_secret_of_somebody_elses_page_is_not_taken(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    shown = _form(client.get(APP).text)["shown"]
    other = app.test_client()
    sign_in(other, "Alice")
    page = other.get(APP).text
    key = _one(KEY, client.get(APP).text).replace(" ", "")
    answer = other.post(APP, data=_form(page) | {"shown": shown, "code": pyotp.TOTP(key).now()})
    assert answer.status_code == 422


def test_setting_up_ends_other_sessions(
    client: FlaskClient, browser: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    sign_in(browser, "Cora")
    set_up(client)
    assert client.get(OWN).status_code == 200
    assert browser.get(OWN).status_code == 303


def test_another_app_keeps_the_recovery_codes(
    client: FlaskClient, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    assert set_up(client)[1] == []
    first_step(browser)
    assert second_step(browser, now(keys[0])).status_code == 422, "the app of before"
    assert second_step(browser, keys[1][0]).status_code == 303


def test_new_codes_take_the_place_of_the_old(
    client: FlaskClient, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    page = "/account/recovery"
    answer = press(client, page, page)
    codes = CODE.findall(answer.text)
    assert len(set(codes) - set(keys[1])) == 10
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)[0]
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    first_step(browser)
    assert second_step(browser, keys[1][0]).status_code == 422
    assert second_step(browser, codes[0]).status_code == 303


def test_taking_the_app_away_asks_first_and_asks_no_code_any_more(
    client: FlaskClient, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    page = "/account/app/remove"
    assert "Niet meer om codes vragen?" in client.get(page).text
    assert press(client, page, page).location == OWN
    assert first_step(browser).location == "/"
    assert client.get(page).location == OWN, "a second time changes nothing"
    assert client.get("/account/recovery").location == OWN


@pytest.mark.parametrize("page", [APP, "/account/app/remove", "/account/recovery"])
def test_changing_it_takes_a_fresh_sign_in(
    client: FlaskClient, keys: tuple[str, list[str]], clock: Clock, page: str
) -> None:
    clock.forward(minutes=16)
    assert client.get(page).location == f"/account/confirm?next={page}"
    refused = client.post(page, data={"csrf_token": csrf(client, OWN)})
    assert refused.location == "/account/confirm?next=/account/"


def test_the_operator_takes_it_away(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]]
) -> None:
    with app.app_context():
        second_factor.unlock(people.address("Cora"))
        assert db.session.query(RecoveryCode).count() == 0
    assert first_step(browser).location == "/"


def test_a_thief_of_the_database_has_no_code(app: Flask, keys: tuple[str, list[str]]) -> None:
    with app.app_context():
        (sealed,) = db.session.scalars(select(SecondFactor.sealed))
        proofs = list(db.session.scalars(select(RecoveryCode.proof)))
    assert keys[0].encode() not in sealed
    plain = [code.replace("-", "").encode() for code in keys[1]]
    assert not any(code in proof for code in plain for proof in proofs)


def test_under_another_secret_no_code_is_right(
    app: Flask, browser: FlaskClient, keys: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveyapp.services.sealed.secret", lambda: "another secret " * 3)
    first_step(browser)
    assert second_step(browser, now(keys[0])).status_code == 422
    assert second_step(browser, keys[1][0]).status_code == 422
