import json
from typing import Any

import pytest

from surveyapp.core.errors import SurveyError
from surveyapp.core.report import build
from surveyapp.core.snapshot import Snapshot
from tests.builders import plausible_round

SNAPSHOT = build(plausible_round())


def test_a_stored_snapshot_is_the_same_snapshot() -> None:
    text = SNAPSHOT.to_json()
    assert Snapshot.from_json(text) == SNAPSHOT
    assert Snapshot.from_json(text).to_json() == text


def test_the_fingerprint_stands_in_the_file() -> None:
    assert json.loads(SNAPSHOT.to_json())["fingerprint"] == SNAPSHOT.fingerprint


def changed(**fields: object) -> str:
    return json.dumps(json.loads(SNAPSHOT.to_json()) | fields)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed(leader="Bob"), "fingerprint"),
        (changed(fingerprint=None), "fingerprint"),
        (changed(spread=0.4), "spread"),
        (changed(units=3), "units"),
        ("", "not a snapshot"),
        ("[]", "not a snapshot"),
        ("{}", "not a snapshot"),
        ("3", "not a snapshot"),
        ("{", "not a snapshot"),
        ("[" * 100_000, "not a snapshot"),
        ('{"programme": NaN}', "not a snapshot"),
    ],
    ids=range(11),
)
def test_anything_else_is_refused_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(SurveyError, match=message):
        Snapshot.from_json(text)


def test_units_are_found_by_their_id() -> None:
    assert SNAPSHOT.unit("teacher") is not None
    assert SNAPSHOT.unit("board") is None


def objects(data: Any) -> Any:
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from objects(value)


def test_a_suppressed_value_has_no_number_to_leak() -> None:
    for value in objects(json.loads(SNAPSHOT.to_json())):
        if value.get("state") == "suppressed":
            assert value.keys() == {"state", "reason"}
