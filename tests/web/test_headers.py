"""Every answer carries the headers, whatever was asked for and whatever went wrong."""

import re
from collections.abc import Iterator
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from werkzeug.test import TestResponse

from surveyapp.services import responses
from surveyapp.web import errors, limits
from surveyapp.web.figures import SCRIPT
from tests import cast as people
from tests.cast import Cast
from tests.web.conftest import Clock
from tests.web.visitor import Visitor, sign_in

KEY = "6b1e8a4e-0000-4000-8000-000000000000"
VALUES = {
    r"<uuid:\w+>": KEY,
    r"<any\((\w+).*?\):\w+>": r"\1",
    r"<path:\w+>": "style.css",
    r"<(int:)?\w+>": "1",
}
"""What stands in the place of each kind of variable in a route."""
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def check(answer: TestResponse) -> None:
    """All headers, once each, and never the host that somebody named."""
    what = f"{answer.request.method} {answer.request.path}: {answer.status}"
    for name, value in HEADERS.items():
        assert answer.headers.getlist(name) == [value], f"{what}, {name}"
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    assert {name: sources for name, _, sources in parts} == POLICY, what
    static = answer.request.path.startswith("/static/") and answer.status_code in {200, 304}
    kept = answer.headers.get("Cache-Control", "")
    assert static or kept == "no-store" or "private" in kept, f"{what}, Cache-Control {kept!r}"
    assert "evil.example" not in answer.text, what
    assert "evil.example" not in str(answer.headers), what


def _paths(app: Flask, token: str) -> Iterator[str]:
    """An address of every route, and of every route without its last slash."""
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<token>", token)
        for part, value in VALUES.items():
            path = re.sub(part, value, path)
        assert "<" not in path, f"VALUES in this file says nothing for {rule.rule}"
        yield path
        if path.endswith("/") and path != "/":
            yield path.removesuffix("/")


@pytest.mark.rule("S7")
@pytest.mark.parametrize("name", ["", "Alice", "Cora"])
def test_every_route_has_the_headers_for_everybody(app: Flask, bob: Visitor, name: str) -> None:
    browser = app.test_client()
    if name:
        sign_in(browser, name)
        cookie = browser.get_cookie("session")
        assert cookie is not None
        browser.set_cookie("session", cookie.value, domain="evil.example")
    seen = set()
    for path in _paths(app, bob.token):
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "POST"):
            answer = browser.open(path, method=method, headers={"Host": "evil.example"})
            check(answer)
            seen.add(answer.status_code)
            answer.close()
    assert {200, 303, 308, 405} <= seen


def test_a_report_and_what_draws_it_have_the_headers(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        key = people.assessment(people.released_wave(cast))
    sign_in(client, "Alice")
    own = f"/leader/assessments/{key}/report"
    for path in (own, f"{own}.pdf", f"/static/{SCRIPT}"):
        with client.get(path) as answer:
            assert answer.status_code == 200
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, path


def _broken(*_: object, **__: object) -> NoReturn:
    raise RuntimeError


@pytest.mark.parametrize(
    ("status", "path", "method", "body"),
    [
        (404, "/not-here", "GET", b""),
        (404, "/r/wrong/", "GET", b""),
        (404, "/static/not-here.css", "GET", b""),
        (404, "/static/../config.py", "GET", b""),
        (405, "/", "POST", b""),
        (413, "/thanks", "POST", b"x" * 1_100_000),
        (415, "/thanks", "POST", b"{}"),
    ],
)
def test_an_error_has_the_headers(
    app: Flask, status: int, path: str, method: str, body: bytes
) -> None:
    answer = app.test_client().open(path, method=method, data=body)
    assert answer.status_code == status
    check(answer)


def test_a_page_asked_for_too_often_has_the_headers(
    bob: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LINK", parse("1 per minute"))
    bob.get()
    answer = bob.get()
    assert answer.status_code == 429
    check(answer)


def test_a_link_that_is_gone_has_the_headers(bob: Visitor) -> None:
    bob.post("decline", decline="1")
    answer = bob.get()
    assert answer.status_code == 410
    check(answer)


@pytest.mark.parametrize("part", ["the page", "its error page too"])
def test_a_page_that_breaks_has_the_headers(
    bob: Visitor, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(responses, "draft", _broken)
    if part == "its error page too":
        monkeypatch.setattr(errors, "render_template", _broken)
    answer = bob.app.test_client().get(f"/r/{bob.token}/")
    assert answer.status_code == 500
    check(answer)


def test_a_method_that_there_is_not_is_answered_with_those_that_there_are(
    client: FlaskClient,
) -> None:
    assert set(client.put("/sign-in").headers["Allow"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
    }


def test_the_last_slash_of_an_address_is_added_with_all_that_was_asked(
    client: FlaskClient,
) -> None:
    answer = client.get("/leader?lang=en", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/leader/?lang=en")
