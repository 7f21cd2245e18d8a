"""The shape of a snapshot, to the letter: what may stand in each place, and nothing else."""

from typing import Any

import pytest

from surveyapp.core.checker.shape import check_shape
from surveyapp.core.instrument import SELF
from surveyapp.core.response import Comment
from tests.builders import POST, instrument, plausible_round
from tests.core.broken import at, changed, data_of

COMMENTS = [Comment("teacher", "q1", text) for text in ("Goed bezig.", "Ga zo door.")]
RELIABLE = {"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}}
COUNTS = {SELF: 1, "teacher": 9, "peer": 2}
OF = instrument(reliability=RELIABLE)
DATA: Any = data_of(
    plausible_round(OF, wave=POST, counts=COUNTS, comments=COMMENTS),
    plausible_round(OF, counts=COUNTS),
)
CELLS, SCORE = "competences[0].items[0].cells", "competences[0].scores"
GROWTH = "growth.competences[0]"
CHANGE = f"{GROWTH}.units.teacher"


def said(place: str, value: object) -> list[str]:
    return [str(one) for one in check_shape(changed(DATA, {place: value}))]


def test_a_snapshot_has_the_shape() -> None:
    assert list(check_shape(DATA)) == []
    assert DATA["growth"]["competences"][0]["units"]
    assert DATA["comments"][0]["blocks"]
    assert DATA["competences"][0]["scores"]["teacher"]["interval"]


TAGGED = {
    f"{CELLS}.teacher": "published, below, suppressed",
    "competences[0].importance.teacher": "published, below, suppressed",
    f"{SCORE}.teacher": "published, suppressed",
}
RECORDS = [
    *("wave", "rules", "rules.groups[0]", "participation[0]", "units[0]", "suggestions[0]"),
    *("instrument", "instrument.scale", "instrument.scale.points[0]", "instrument.importance"),
    *("instrument.importance.points[0]", "instrument.rater_groups[0]", "instrument.competences[0]"),
    *("instrument.competences[0].items[0]", "instrument.open_questions[0]"),
    *("instrument.reliability.c1", "competences[0]", "competences[0].items[0]"),
    *(f"{SCORE}.teacher.interval", "comment_policy[0]", "comments[0]", "comments[0].blocks[0]"),
    *("growth", "growth.since", GROWTH, CHANGE, f"{GROWTH}.own"),
]
MAPPINGS = ["wave.label", "instrument.open_questions[0].text", f"{GROWTH}.units", SCORE]


@pytest.mark.parametrize("place", ["", *RECORDS, *TAGGED])
def test_an_object_has_no_other_name(place: str) -> None:
    below = f"{place}.more" if place else "more"
    assert said(below, 1) == [f"P3: {below}: Nothing by this name is published."]


@pytest.mark.parametrize("place", [*RECORDS, *TAGGED])
def test_no_name_is_missing(place: str) -> None:
    for name in at(DATA, place).keys() - {"state"}:
        rest = {key: value for key, value in at(DATA, place).items() if key != name}
        assert said(place, rest) == [f"P9: {place}.{name}: This is missing."]


def test_what_was_withheld_may_be_absent_and_said() -> None:
    place = "comments[0].withheld"
    assert said(place, ["hurtful", "recognisable", "unrelated"]) == []
    assert said(place, []) == [f"P9: {place}: A list of at least 1 is expected here."]
    assert said(place, ["x"]) == [f"P9: {place}[0]: One of: hurtful, recognisable, unrelated."]


@pytest.mark.parametrize("place", [*RECORDS, *MAPPINGS])
def test_an_object_is_no_list(place: str) -> None:
    assert said(place, []) == [f"P9: {place}: An object is expected here."]


@pytest.mark.parametrize("place", TAGGED)
@pytest.mark.parametrize("value", [[], {}, {"state": "x"}, {"state": ["published"]}])
def test_a_cell_or_score_has_a_state(place: str, value: object) -> None:
    assert said(place, value) == [f"P9: {place}: The state must be one of: {TAGGED[place]}."]


def test_each_state_has_its_names() -> None:
    for place in TAGGED:
        assert said(place, {"state": "suppressed", "reason": "too_few"}) == []
        assert said(f"{place}", {"state": "suppressed", "reason": "not_asked"}) == []
        assert said(place, {"state": "suppressed", "reason": "x"}) == [
            f"P9: {place}.reason: One of: too_few, not_asked."
        ]
    for count in (0, 1):
        cell = {"state": "below", "n": 1 + count, "cannot_judge": count}
        assert said(f"{CELLS}.teacher", cell) == []
    assert said(f"{CELLS}.teacher", {"state": "below", "n": 0, "cannot_judge": -1}) == [
        f"P9: {CELLS}.teacher.n: A whole number of at least 1 is expected here.",
        f"P9: {CELLS}.teacher.cannot_judge: A whole number of at least 0 is expected here.",
    ]


@pytest.mark.parametrize("place", MAPPINGS)
def test_the_names_in_a_table_are_identifiers(place: str) -> None:
    table = at(DATA, place)
    value = next(iter(table.values()))
    assert said(place, {**table, "Not One": value}) == [
        f"P9: {place}: An identifier is expected here."
    ]
