"""The code in a message, typed as people type; and the square one for a telephone."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import codes
from surveyapp.services.links import INVITE, OVERVIEW, PAPER, link_of, token
from tests.cast import SECRET
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

LINK = bytes.fromhex("4a52d6b5ad")


def typed(client: FlaskClient, code: str, status: int = 303) -> str:
    """Type a code; where that leads, or what the page says."""
    answer = client.post("/code", data={"code": code})
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    return answer.location if status == 303 else answer.text


@pytest.mark.rule("S4", "S7")
def test_a_code_in_groups_leads_to_the_questionnaire_and_stands_in_no_page(
    client: FlaskClient, bob: Visitor
) -> None:
    code = codes.grouped(bob.token)
    assert re.fullmatch(r"([A-Z2-7]{4}-){5}[A-Z2-7]{4}", code)
    answer = client.post("/code", data={"code": code})
    assert (answer.status_code, answer.location, answer.data) == (303, f"/r/{bob.token}/", b"")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "way",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " — "),
        lambda code: f"  {code.replace('-', ' ')}\r\n",
        lambda code: code.replace("O", "0").replace("B", "8"),
        lambda code: code.replace("I", "1"),
        lambda code: code.replace("L", "1"),
        lambda code: code.replace("I", "l").replace("Z", "2").replace("5", "S"),
        lambda code: f"http://localhost/r/{code.replace('-', '').lower()}/",
    ],
)
def test_a_code_may_be_typed_in_many_ways(app: Flask, way: object) -> None:
    assert callable(way)
    with app.app_context():
        for number in range(40):
            written = token(SECRET, number.to_bytes(1, "big") + LINK[1:])
            assert codes.read(way(codes.grouped(written))) == codes.Code(INVITE, written)


def test_signs_that_look_alike_are_told_apart_by_the_proof(app: Flask) -> None:
    with app.app_context():
        for head in ("IIIISSSS", "LLLL5555", "ZZZZ2222", "IL5SZ2OB"):
            link = link_from(head)
            code = codes.grouped(token(SECRET, link)).translate(str.maketrans("LS2", "I5Z"))
            found = codes.read(code)
            assert found
            assert link_of(SECRET, found.token) == link


def link_from(head: str) -> bytes:
    """The link that begins with these signs."""
    bits = "".join(f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.index(sign):05b}" for sign in head)
    return int(bits, 2).to_bytes(5, "big")


@pytest.mark.rule("S4")
def test_what_a_token_is_for_is_part_of_its_proof(app: Flask) -> None:
    purposes = (INVITE, OVERVIEW, PAPER)
    with app.app_context():
        for purpose in purposes:
            written = token(SECRET, LINK, purpose)
            assert codes.read(written) == codes.Code(purpose, written)
            assert [link_of(SECRET, written, other) for other in purposes].count(LINK) == 1


@pytest.mark.parametrize("way", ["cut", "wrong", "empty", "long", "letters", "huge"])
def test_a_code_that_is_wrong_is_told_kindly_and_kept_to_mend(
    client: FlaskClient, bob: Visitor, way: str
) -> None:
    code = codes.grouped(bob.token)
    last = "A" if code[-1] != "A" else "C"
    written, said = {
        "cut": (code[:-2], "deze heeft er 22"),
        "wrong": (code[:-1] + last, "klopt niet"),
        "empty": ("  ", "Typ de code die"),
        "long": (code + "A", "deze heeft er 25"),
        "letters": ("Ω" * 24, "klopt niet"),
        "huge": ("7" * 50_000, "deze heeft er 50000"),
    }[way]
    page = typed(client, written, 422)
    assert said in page
    assert "Bob" not in page
    assert "Alice" not in page
    assert f'value="{written}"' in page or way == "empty"


def test_what_cannot_be_a_code_is_refused_before_anything_is_worked_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "token", None)
    grows = "\ufdfa"
    assert len(codes.typed(grows)) > 10
    assert len(codes.typed(grows * 1000)) == 1000, "one sign stays one"
    for text in ("A" * 23, "A" * 25, "Ω" * 24, grows * 1000):
        assert codes.read(text) is None


def test_a_code_that_is_used_up_says_what_the_link_says(client: FlaskClient, bob: Visitor) -> None:
    bob.fill(1)
    bob.post("review", send="1")
    assert client.get(typed(client, codes.grouped(bob.token))).status_code == 410


def test_forty_teachers_may_mistype_and_who_is_right_is_never_refused(
    client: FlaskClient, bob: Visitor, clock: Clock
) -> None:
    for _ in range(600):
        assert client.post("/code", data={"code": "x"}).status_code == 422
    assert client.post("/code", data={"code": "x"}).status_code == 429
    assert typed(client, codes.grouped(bob.token)) == f"/r/{bob.token}/"
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    other = client.post("/code", data={"code": "x"}, environ_base=elsewhere)
    assert other.status_code == 422
    clock.forward(minutes=15)
    typed(client, "x", 422)


@pytest.mark.rule("S7")
def test_leak_09_the_square_code_holds_the_link_and_no_page_does(bob: Visitor) -> None:
    """The link as a picture: from its own address, kept nowhere, in no page."""
    page = bob.get()
    assert 'src="qr.svg"' in page.text
    square = bob.get("qr.svg")
    assert square.mimetype == "image/svg+xml"
    assert square.headers["Cache-Control"] == "no-store"
    assert bob.token not in square.text.lower()
    bob.fill(1)
    bob.post("review", send="1")
    assert bob.get("qr.svg").status_code == 410


def test_the_door_shows_where_a_code_is_typed(client: FlaskClient) -> None:
    assert 'href="/code"' in client.get("/").text
    assert 'lang="en"' in client.get("/code?lang=en").text
