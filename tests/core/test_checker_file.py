"""What the gate says of a file: one snapshot, several, a group report, or nothing of the kind."""

import json

import pytest

from surveyapp.core.checker import Violation, check, check_all
from surveyapp.core.response import Round
from tests.builders import POST, instrument, plausible_round
from tests.core.broken import Data, changed, data_of

COUNTS = {"self": 1, "teacher": 8, "peer": 5}
FIRST: Round = plausible_round(instrument(title={"nl": "Één", "en": "One"}), counts=COUNTS)
DATA = data_of(FIRST)
NOW = data_of(plausible_round(instrument(), seed=4, wave=POST, counts=COUNTS), FIRST)
CHANGED = Violation("P9", "fingerprint", "The content was changed after it was made.")


def said(text: str) -> list[str]:
    return [str(one) for one in check_all(text)]


@pytest.mark.parametrize("data", [DATA, NOW, [DATA, NOW], [NOW, DATA], [DATA, DATA]])
def test_what_is_right_is_let_through_with_its_fingerprint(data: Data) -> None:
    assert said(json.dumps(data)) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "a name stands twice in one object"),
        ('{"a": NaN}', "NaN is not a number"),
        ("[Infinity]", "Infinity is not a number"),
        ("", "Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, reason: str) -> None:
    expected = f"P9: This cannot be read as JSON: {reason}."
    assert said(text) == [str(one) for one in check(text)] == [expected]


def test_what_is_too_deep_cannot_be_read() -> None:
    assert said("[" * 100_000)[0].startswith("P9: This cannot be read as JSON: ")


def test_an_empty_file_has_no_snapshot() -> None:
    assert said("[]") == ["P9: There is no snapshot in this file."]


def test_faults_in_a_list_are_numbered() -> None:
    found = said(json.dumps([3, DATA, changed(DATA, {"school": "x"})]))
    assert found == [
        "P9: [0]: An object is expected here.",
        f"P9: [2].{CHANGED.place}: {CHANGED.message}",
    ]


def test_the_place_of_an_unknown_name_is_told_whole() -> None:
    assert said(json.dumps([changed(DATA, {"X": 1})])) == [
        "P3: [0].X: Nothing by this name is published."
    ]


def test_a_fault_among_the_groups_stands_beside_a_changed_fingerprint() -> None:
    found = check(changed(DATA, {"participation[0].used": "none"}))
    assert [one.place for one in found] == ["fingerprint", "participation[0].used"]


def test_every_part_is_checked() -> None:
    wrong = {"competences[0].gap": 4.0, "comments": [], "growth.since.position": 2}
    rules = {one.rule for one in check(changed(NOW, wrong))}
    assert rules == {"P3", "P7", "P8", "P9"}


def test_snapshots_of_one_leader_are_checked_together() -> None:
    other = changed(NOW, {"growth.competences[0].units.peer.respondents_before": 6})
    place = "[0].growth.competences[0].units.peer.respondents_before"
    assert place not in [one.place for one in check_all(json.dumps([other]))]
    assert place in [one.place for one in check_all(json.dumps([other, DATA]))]
    assert place in [one.place for one in check_all(json.dumps([other, {}, 3, DATA]))]


def test_earlier_snapshots_of_another_shape_are_passed_over() -> None:
    other = changed(NOW, {"growth.competences[0].units.peer.respondents_before": 6})
    spoilt = changed(DATA, {"wave.position": 0})
    assert check(other, [spoilt]) == [CHANGED]
