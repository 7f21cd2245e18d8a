"""Behind proxies: whose request it is, as those say that are trusted, and nobody else."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from tests import cast as people
from tests.cast import PASSWORD, SECRET
from tests.web.conftest import Clock
from tests.web.visitor import csrf

PROXY, HOME, ATTACKER = "10.0.0.1", "192.0.2.1", "198.51.100.9"


@pytest.fixture
def behind(database_url: str) -> Iterator[Callable[[int], FlaskClient]]:
    """Makes a browser before an app that trusts so many proxies; the cast is there."""
    apps: list[Flask] = []

    def start(proxies: int) -> FlaskClient:
        settings = {"secret": SECRET, "database": database_url, "base_url": "http://localhost"}
        app = create_app(Settings.model_validate(settings | {"trusted_proxies": proxies}))
        apps.append(app)
        with app.app_context():
            people.gather()
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = PROXY
        return client

    yield start
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def _code(client: FlaskClient, forwarded: str, password: str = "a wrong one") -> int:
    """What Cora's sign-in is answered with, where the request was forwarded for these."""
    data = {"email": people.address("Cora"), "password": password}
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
    data["csrf_token"] = csrf(client, "/sign-in")
    return client.post("/sign-in", data=data, headers=headers).status_code


@pytest.mark.parametrize(("proxies", "through"), [(1, ""), (2, ", 10.0.0.2")])
def test_nobody_is_kept_out_by_who_comes_through_the_same_proxy(
    behind: Callable[[int], FlaskClient], clock: Clock, proxies: int, through: str
) -> None:
    client = behind(proxies)
    assert {_code(client, ATTACKER + through) for _ in range(11)} == {422, 429}
    assert _code(client, HOME + through, PASSWORD) == 303


def test_what_a_stranger_writes_before_a_trusted_proxy_is_passed_over(
    behind: Callable[[int], FlaskClient], clock: Clock
) -> None:
    client = behind(1)
    codes = [_code(client, f"203.0.113.{number}, {ATTACKER}") for number in range(11)]
    assert codes == [422] * 10 + [429]


def test_without_trusted_proxies_nobody_can_say_to_come_from_elsewhere(
    behind: Callable[[int], FlaskClient], clock: Clock
) -> None:
    client = behind(0)
    codes = [_code(client, f"203.0.113.{number}") for number in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_proxy_is_believed_about_nothing_else(behind: Callable[[int], FlaskClient]) -> None:
    client = behind(1)
    strange = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    strange |= {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "666"}
    plain = client.get("/", headers={"X-Forwarded-For": HOME})
    told = client.get("/", headers=strange | {"X-Forwarded-For": HOME})
    assert (told.status_code, told.text) == (plain.status_code, plain.text)
    assert "evil" not in str(told.headers)
