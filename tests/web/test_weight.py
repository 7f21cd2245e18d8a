"""What a rater's telephone has to fetch: real bytes of the real server, and what browsers keep."""

import gzip
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.web import weight
from tests import cast as people
from tests.cast import Cast
from tests.ports import free_port
from tests.services.test_worker import SOON, running, until

STATIC = Path(weight.__file__).parent / "static"
PACKED = {"Accept-Encoding": "gzip, deflate, br", "Accept": "*/*"}
FIRST, LATER = 60_000, 15_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@pytest.fixture
def port(database_url: str) -> Iterator[int]:
    """Where `surveyapp serve` listens."""
    port = free_port()
    with running(database_url, free_port(), "serve", "--no-worker", "--port", str(port)):
        until(lambda: _answers(port))
        yield port


def _answers(port: int) -> bool:
    try:
        fetched(port, "/health")
    except OSError:
        return False
    return True


def fetched(port: int, path: str) -> tuple[int, str, http.client.HTTPMessage]:
    """All bytes of an answer, its head included; its text, unpacked; and its headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    connection.request("GET", path, headers=PACKED)
    answer = connection.getresponse()
    body, head = answer.read(), answer.headers
    connection.close()
    size = len(body) + len(bytes(head)) + len("HTTP/1.1 200 OK\r\n")
    text = gzip.decompress(body) if head["Content-Encoding"] == "gzip" else body
    return size, text.decode(), head


@pytest.mark.slow
def test_a_raters_pages_are_light_and_files_are_fetched_once(
    app: Flask, cast: Cast, port: int
) -> None:
    with app.app_context():
        token = people.invite(people.assessment(people.open_wave(cast)))[0]
    kept: set[str] = set()
    sizes = []
    for page in ("", *range(1, 7), "review"):
        size, text, head = fetched(port, f"/r/{token}/{page}")
        assert head["Content-Encoding"] == "gzip"
        assert head["Cache-Control"] == "no-store"
        for path in sorted(set(LINKED.findall(text)) - kept):
            more, _, about = fetched(port, path)
            assert "immutable" in about["Cache-Control"], path
            kept.add(path)
            size += more
        sizes.append(size)
    assert len(kept) >= 4
    assert sizes[0] <= FIRST, sizes
    assert max(sizes[1:]) <= LATER, sizes


def got(client: FlaskClient, path: str, **options: Any) -> TestResponse:
    """An answer whose file has been read and closed."""
    return client.get(path, buffered=True, **options)


def test_a_file_is_kept_for_a_year_by_the_mark_of_its_content_only(client: FlaskClient) -> None:
    mark = weight.mark(str(STATIC), "style.css")
    assert f"/static/style.css?v={mark}" in got(client, "/anonymity").text
    kept = got(client, f"/static/style.css?v={mark}").headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"
    for other in ("", "?v=", "?v=another"):
        answer = got(client, f"/static/style.css{other}")
        assert answer.headers["Cache-Control"] == "no-cache"
    assert "?v=" in got(client, "/anonymity").text


def test_no_address_that_somebody_makes_up_is_kept_in_memory(app: Flask) -> None:
    client = FlaskClient(app)
    kept = (weight.mark, weight._packed_once)
    for path in ("/anonymity", "/static/style.css", "/static/style.css?v=z"):
        got(client, path, headers=PACKED)
    before = [one.cache_info().currsize for one in kept]
    for number in range(5):
        for path in (f"a{number}/../style.css?v=z", f"none-{number}.css?v=z&x={'y' * 600}"):
            got(client, f"/static/{path}", headers=PACKED)
    assert [one.cache_info().currsize for one in kept] == before
    files = [one for one in STATIC.rglob("*") if one.is_file()]
    assert all(len(files) < (one.cache_info().maxsize or 0) for one in kept)


@pytest.mark.parametrize("path", ["/anonymity", "/static/style.css", "/static/icon.svg"])
def test_text_is_compressed_for_who_takes_it_and_the_same_inside(app: Flask, path: str) -> None:
    client = FlaskClient(app)
    plain = got(client, path)
    assert "Content-Encoding" not in plain.headers
    packed = got(client, path, headers={"Accept-Encoding": "gzip"})
    assert "Accept-Encoding" in packed.headers["Vary"]
    if len(plain.data) >= weight.LEAST:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 2


def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    packed = {"Accept-Encoding": "gzip"}
    first = got(client, "/static/style.css", headers=packed)
    again = got(
        client, "/static/style.css", headers=packed | {"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_no_text_or_not_wanted_compressed_stays_as_it_is(client: FlaskClient) -> None:
    refused = got(client, "/anonymity", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    part = got(client, "/static/style.css", headers=PACKED | {"Range": "bytes=0-9"})
    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
