"""Guessing at passwords: hopeless, and no way to keep somebody else out."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Literal, NoReturn

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from surveyapp.services import accounts
from surveyapp.web import limits
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.web.conftest import Clock
from tests.web.visitor import csrf, press

HERE, THERE = "192.0.2.1", "192.0.2.2"
TOO_OFTEN = "Bij dit adres is te vaak een verkeerd wachtwoord geprobeerd."


def _try(
    client: FlaskClient, name: str, password: str = "a wrong one", *, at: str = HERE
) -> TestResponse:
    """Try to sign in from a network address."""
    client.environ_base["REMOTE_ADDR"] = at
    data = {"email": people.address(name), "password": password}
    return client.post("/sign-in", data=data | {"csrf_token": csrf(client, "/sign-in")})


def _codes(client: FlaskClient, name: str, times: int, *, at: str = HERE) -> set[int]:
    return {_try(client, name, at=at).status_code for _ in range(times)}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that the real hasher was given."""
    seen: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, stored: str | bytes, password: str | bytes) -> Literal[True]:
            seen.append(str(password))
            return super().verify(stored, password)

    monkeypatch.setattr(accounts, "PasswordHasher", Watched)
    return seen


def test_the_eleventh_guess_is_refused_without_a_look_at_the_password(
    client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _codes(client, "Cora", 10) == {422}

    def look(*_: object) -> NoReturn:
        raise AssertionError("the password was looked at")

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "sign_in", look)
        refused = _try(client, "Cora", PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert f"{TOO_OFTEN} Probeer het over 15 minuten opnieuw." in refused.text
    clock.forward(minutes=15)
    assert _try(client, "Cora", PASSWORD).status_code == 303


def test_an_account_that_there_is_not_answers_alike(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    answers = {}
    for name in ("cora", "nobody"):
        assert _codes(client, name, 10) == {422}
        client.delete_cookie("session")
        answers[name] = _try(client, name)
    known, unknown = answers.values()
    assert (known.status_code, known.headers["Retry-After"]) == (429, "900")
    assert (unknown.status_code, unknown.headers["Retry-After"]) == (429, "900")
    assert _plain(known, "cora") == _plain(unknown, "nobody")


def _plain(answer: TestResponse, name: str) -> str:
    """The page without what was typed and without its token."""
    lines = answer.text.replace(people.address(name), "ADDRESS").splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line)


@pytest.mark.parametrize("name", ["Cora", "nobody"])
def test_both_take_as_long_since_a_password_is_hashed_in_both_cases(
    client: FlaskClient, cast: Cast, looked_at: list[str], name: str
) -> None:
    _try(client, name, "a wrong one")
    assert looked_at == ["a wrong one"]


def test_signing_in_rightly_is_not_counted(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    for _ in range(12):
        assert _try(client, "Cora", PASSWORD).status_code == 303
        press(client, "/coordinator/", "/sign-out")
    assert _codes(client, "Cora", 10) == {422}
    assert _codes(client, "Cora", 1) == {429}


def test_capitals_and_spaces_are_no_other_account(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    assert _codes(client, "Cora", 10) == {422}
    data = {"email": " CORA@School.Example ", "password": PASSWORD}
    data["csrf_token"] = csrf(client, "/sign-in")
    assert client.post("/sign-in", data=data).status_code == 429


def test_colleagues_behind_the_same_network_address_are_not_kept_out(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    _codes(client, "Cora", 15)
    assert _try(client, "Alice", PASSWORD).status_code == 303


def test_nobody_keeps_a_colleague_out_from_one_network_address(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    assert _codes(client, "Cora", 150) == {422, 429}
    assert _try(client, "Cora", PASSWORD, at=THERE).status_code == 303


def test_guesses_from_everywhere_come_to_an_end(
    client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUESSES", parse("4 per day"))
    for number in range(4):
        assert _codes(client, "Cora", 1, at=f"198.51.100.{number}") == {422}
    refused = _try(client, "Cora", PASSWORD, at=THERE)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "86400")
    assert "over 1 dag opnieuw" in refused.text
    clock.forward(hours=20, minutes=30)
    assert "over 4 uur opnieuw" in _try(client, "Cora", PASSWORD, at=THERE).text
    clock.forward(hours=4)
    assert _try(client, "Cora", PASSWORD, at=THERE).status_code == 303


def test_who_signed_in_from_a_network_before_is_not_kept_out_of_it_by_guesses_from_elsewhere(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    _enter_and_leave(client, "Cora", at=HERE)
    for number in range(10):
        assert _codes(client, "Cora", 10, at=f"198.51.100.{number}") == {422}
    assert _codes(client, "Cora", 1, at=THERE) == {429}
    clock.forward(hours=23)
    assert _try(client, "Cora", PASSWORD, at=THERE).status_code == 429
    _enter_and_leave(client, "Cora", at=HERE)


def _enter_and_leave(client: FlaskClient, name: str, *, at: str) -> None:
    assert _try(client, name, PASSWORD, at=at).status_code == 303
    press(client, "/coordinator/", "/sign-out")


def test_a_known_network_is_known_for_one_account_and_has_its_own_limit(
    client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter_and_leave(client, "Cora", at=HERE)
    assert _codes(client, "Cora", 10) == {422}
    assert _codes(client, "Cora", 1) == {429}
    monkeypatch.setattr(limits, "GUESSES", parse("4 per day"))
    assert _codes(client, "Alice", 5) == {422, 429}


def test_a_network_is_known_for_a_month(
    client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUESSES", parse("4 per 100 days"))
    _enter_and_leave(client, "Cora", at=HERE)
    _codes(client, "Cora", 4, at=THERE)
    clock.forward(hours=24 * 30 - 1)
    _enter_and_leave(client, "Cora", at=HERE)
    clock.forward(hours=24 * 30)
    assert _try(client, "Cora", PASSWORD, at=HERE).status_code == 429


def test_not_all_networks_there_are_fill_the_memory(
    client: FlaskClient, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KNOWN", 2)
    monkeypatch.setattr(limits, "GUESSES", parse("4 per day"))
    for number in range(3):
        _enter_and_leave(client, "Cora", at=f"198.51.100.{number}")
    _codes(client, "Cora", 4, at=THERE)
    assert _codes(client, "Cora", 1, at="198.51.100.0") == {429}, "the oldest is forgotten"
    _enter_and_leave(client, "Cora", at="198.51.100.1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unix:", "", False),
    ],
)
def test_of_an_ipv6_address_the_first_half_is_counted(
    app: Flask, clock: Clock, one: str, other: str, same: bool
) -> None:
    def place(at: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": at}):
            return limits.guess("cora@school.example").place

    assert (place(one) == place(other)) == same


@pytest.fixture
def _impatient_threads() -> Iterator[None]:
    """Threads that interrupt one another wherever they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_impatient_threads")
def test_of_many_guesses_at_once_ten_get_through(app: Flask, clock: Clock) -> None:
    start = Barrier(32)

    def guess(_: int) -> bool:
        with app.test_request_context(environ_base={"REMOTE_ADDR": HERE}):
            start.wait()
            try:
                limits.guess("cora@school.example")
            except TooManyRequests:
                return False
            return True

    with ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(guess, range(32))) == 10


def test_made_up_addresses_do_not_fill_the_memory(app: Flask, clock: Clock) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": HERE}):
        for number in range(2_000):
            for bucket in limits.guess(f"{number}@nowhere.example").buckets:
                assert len(bucket[1].split()[-1]) == limits.SIGN_IN_COUNTERS
