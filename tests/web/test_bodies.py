"""What may be sent to a page: forms, of a reasonable size, and nothing else."""

from io import BytesIO

import pytest

from tests.web.visitor import Visitor

LIMIT = 1024 * 1024


def _send(bob: Visitor, path: str, body: bytes, kind: str | None) -> tuple[int, str]:
    answer = bob.client.post(path, data=body, content_type=kind)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "text/csv", "application/octet-stream", None, "nonsense"],
)
@pytest.mark.parametrize("path", ["1", "review", "decline"])
def test_only_forms_are_taken(bob: Visitor, kind: str | None, path: str) -> None:
    status, text = _send(bob, f"/r/{bob.token}/{path}", b"decline=1&keep=x", kind)
    assert status == 415
    assert "geen bestanden" in text
    assert bob.get().status_code == 200
    assert bob.draft().empty


def test_a_file_is_not_taken(bob: Visitor) -> None:
    answer = bob.client.post(
        f"/r/{bob.token}/6", data={"keep": (BytesIO(b"x"), "answers.xlsx"), "change": "x"}
    )
    assert answer.status_code == 415
    assert bob.draft().empty


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/leader/", "/thanks", "/not-here"])
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_that_holds_for_every_page(bob: Visitor, path: str, method: str) -> None:
    kind = "multipart/form-data; boundary=x"
    answer = bob.client.open(path, method=method, data=b"--x--", content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("path", ["/sign-in", "/thanks", "/not-here"])
def test_more_than_a_megabyte_is_refused_everywhere(bob: Visitor, path: str, kind: str) -> None:
    status, text = _send(bob, path, b"x" * (LIMIT + 1), kind)
    assert status == 413
    assert "te veel in één keer" in text


def test_nor_may_it_come_in_without_its_length(bob: Visitor) -> None:
    answer = bob.client.post(
        f"/r/{bob.token}/6",
        input_stream=BytesIO(b"keep=x&change=" + b"x" * 2 * LIMIT),
        content_type="application/x-www-form-urlencoded",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert bob.draft().empty


def test_a_form_of_nothing_but_fields_is_refused_before_it_is_read(bob: Visitor) -> None:
    form = "application/x-www-form-urlencoded"
    place = f"/r/{bob.token}/6"
    assert _send(bob, place, b"keep=x" + b"&a=" * 9_999, form)[0] == 303
    assert _send(bob, place, b"keep=y" + b"&a=" * 10_000, form)[0] == 413
    assert bob.draft().texts == {"keep": "x"}


def test_a_form_with_its_charset_is_a_form(bob: Visitor) -> None:
    form = "application/x-www-form-urlencoded; charset=UTF-8"
    assert _send(bob, f"/r/{bob.token}/6", b"keep=x&next=1", form)[0] == 303
    assert bob.draft().texts == {"keep": "x"}


def test_nothing_at_all_may_be_of_any_kind(bob: Visitor) -> None:
    assert _send(bob, f"/r/{bob.token}/", b"", "text/plain")[0] == 303
