"""The shape of a snapshot at its bounds: numbers, words, dates, lists and texts."""

import pytest

from surveyapp.core.checker.shape import listing, number, whole
from tests.core.test_checker_shape import CELLS, CHANGE, DATA, GROWTH, SCORE, said

T = f"{CELLS}.teacher"
INSTRUMENT, FIRST = "instrument", "instrument.competences[0]"


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [
        ("rules.groups[0].minimum", 3, 20),
        ("rules.minimum_comments", 3, 20),
        ("instrument.scale.points[0].value", 1, 5),
        ("instrument.minutes", 1, 10**9),
        ("wave.position", 1, 10**9),
        ("participation[0].invited", 0, 10**9),
        ("participation[0].answered", 0, 10**9),
        ("units[0].respondents", 1, 10**9),
        ("units[0].needed", 1, 10**9),
        (f"{T}.n", 1, 10**9),
        (f"{T}.cannot_judge", 0, 10**9),
        (f"{T}.distribution[0]", 0, 10**9),
        (f"{SCORE}.teacher.items", 1, 10**9),
        (f"{CHANGE}.items", 1, 10**9),
        (f"{CHANGE}.respondents_before", 1, 10**9),
        (f"{CHANGE}.respondents_after", 1, 10**9),
    ],
)
def test_a_count_is_a_whole_number_in_its_range(place: str, low: int, high: int) -> None:
    rule = "P2" if place.endswith("minimum") else "P7" if "minimum" in place else "P9"
    fault = [f"{rule}: {place}: A whole number of at least {low} is expected here."]
    assert (said(place, low), said(place, high)) == ([], [])
    for value in (low - 1, high + 1, float(low), True, "3"):
        assert said(place, value) == fault


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [
        (f"{T}.mean", 1, 5),
        (f"{SCORE}.teacher.mean", 1, 5),
        (f"{SCORE}.teacher.interval.low", 1, 5),
        (f"{SCORE}.teacher.interval.high", 1, 5),
        ("competences[0].others", 1, 5),
        ("competences[0].importance_others", 1, 5),
        ("competences[0].items[0].others", 1, 5),
        ("competences[0].gap", -4, 4),
        ("suggestions[0].others", 1, 5),
        ("suggestions[0].importance", 1, 5),
        (f"{CHANGE}.before", 1, 5),
        (f"{CHANGE}.after", 1, 5),
        (f"{GROWTH}.others_before", 1, 5),
        (f"{GROWTH}.others_after", 1, 5),
        (f"{GROWTH}.own.before", 1, 5),
        (f"{GROWTH}.own.then", 1, 5),
        ("rules.groups[0].single_rater_reliability", 0, 1),
        ("instrument.reliability.c1.alpha", 0, 1),
        ("instrument.reliability.c1.sd", 0, 100),
    ],
)
def test_a_figure_is_a_number_in_its_range(place: str, low: int, high: int) -> None:
    fault = [f"P9: {place}: A number from {low} to {high} is expected here."]
    for good in (low, high, float(low), low + 0.5):
        assert said(place, good) == []
    for value in (low - 0.01, high + 0.01, True, "3", float("nan")):
        assert said(place, value) == fault


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ("format", "snapshot/1"),
        ("instrument.format", "instrument/1"),
        (f"{SCORE}.teacher.agreement", "none, weak, moderate, strong, very_strong"),
        ("competences[0].standing", "same, higher, lower"),
        (
            "competences[0].mirror",
            "open_strength, blind_spot, hidden_strength, known_development_point",
        ),
        (f"{CHANGE}.word", "clear, chance, cannot_tell"),
        (f"{GROWTH}.own.word", "clear, chance, cannot_tell"),
        ("participation[0].used", "own, pooled, left_out, none"),
        ("comment_policy[0].shown", "named, unnamed, withheld"),
        ("suggestions[0].kind", "strength, shortcoming, keep"),
    ],
)
def test_a_word_is_one_of_a_few(place: str, allowed: str) -> None:
    for word in allowed.split(", "):
        assert said(place, word) == []
    assert said(place, "x") == [f"P9: {place}: One of: {allowed}."]


@pytest.mark.parametrize(
    ("place", "fewest", "most"),
    [
        ("instrument.scale.points", 5, 5),
        ("instrument.importance.points", 5, 5),
        (f"{T}.distribution", 5, 5),
        ("instrument.competences", 1, None),
        (f"{FIRST}.items", 1, None),
        (f"{FIRST}.items[0].not_asked", 0, None),
        ("instrument.languages", 0, None),
        ("instrument.rater_groups", 0, None),
        ("instrument.open_questions", 0, None),
        ("rules.groups", 1, None),
        ("participation", 0, None),
        ("units", 0, None),
        ("units[0].members", 1, None),
        ("competences", 1, None),
        ("competences[0].items", 1, None),
        ("comment_policy", 0, None),
        ("comment_policy[0].members", 0, None),
        ("comments", 0, None),
        ("comments[0].blocks", 0, None),
        ("comments[0].blocks[0].texts", 1, None),
        ("suggestions", 0, None),
        ("suggestions[0].high_units", 0, None),
        ("suggestions[0].low_units", 0, None),
        ("growth.competences", 0, None),
    ],
)
def test_a_list_has_its_length(place: str, fewest: int, most: int | None) -> None:
    fault = [f"P9: {place}: A list of at least {fewest} is expected here."]
    assert said(place, {}) == fault
    assert said(place, []) == ([] if fewest == 0 else fault)
    if most:
        assert said(place, [0] * (fewest - 1)) == said(place, [0] * (most + 1)) == fault
    elif fewest:
        assert f"{fault[0]}" not in said(place, [None])


@pytest.mark.parametrize(
    "place",
    [
        "growth",
        "instrument.importance",
        "instrument.then",
        f"{SCORE}.teacher.interval",
        f"{SCORE}.teacher.agreement",
        "competences[0].others",
        "competences[0].gap",
        "competences[0].standing",
        "competences[0].mirror",
        "competences[0].importance_others",
        "competences[0].items[0].others",
        f"{T}.distribution",
        "participation[0].invited",
        "units[0].needed",
        "comment_policy[0].unit",
        "comments[0].blocks[0].unit",
        f"{GROWTH}.own.before",
        f"{GROWTH}.own.after",
        f"{GROWTH}.others_before",
        "suggestions[0].others",
        "suggestions[0].importance",
    ],
)
def test_what_may_be_absent_is_null(place: str) -> None:
    assert said(place, None) == []


@pytest.mark.parametrize("value", ["", "2026-1-2", "20260102", "2026-13-01", 20260102, None])
def test_a_date_is_one(value: object) -> None:
    for place in ("frozen_on", "growth.since_frozen_on"):
        assert said(place, "2026-01-02") == []
        assert said(place, value) == [f"P9: {place}: A date (YYYY-MM-DD) is expected here."]


@pytest.mark.parametrize(
    "place",
    [
        "wave.id",
        "instrument.id",
        "instrument.standard",
        f"{FIRST}.id",
        f"{FIRST}.items[0].id",
        "rules.groups[0].id",
        "participation[0].group",
        "units[0].id",
        "units[0].members[0]",
        "competences[0].id",
        "suggestions[0].competence",
        "comments[0].question",
    ],
)
def test_an_identifier_is_short_and_plain(place: str) -> None:
    for good in ("a", "a" * 40, "a-1"):
        assert said(place, good) == []
    for value in ("", "a" * 41, "1a", "A", "a_b", "a\n", 1):
        assert said(place, value) == [f"P9: {place}: An identifier is expected here."]


@pytest.mark.parametrize(
    "place",
    [
        "leader",
        "school",
        "programme",
        "fingerprint",
        "wave.label.nl",
        "units[0].label.en",
        "instrument.version",
        "instrument.author",
        "instrument.licence",
        "instrument.title.nl",
        "instrument.description.nl",
        "instrument.validation.nl",
        "instrument.reliability.c1.source",
        f"{FIRST}.standard",
        "comments[0].blocks[0].texts[0]",
        f"{FIRST}.items[0].text.self.nl",
    ],
)
def test_a_text_can_be_written_down(place: str) -> None:
    for good in ("", "é\ud7ff\ue000"):
        assert said(place, good) == []
    for value in ("\ud800", "\udfff", 1, None):
        assert said(place, value) == [f"P9: {place}: A text is expected here."]


@pytest.mark.parametrize(
    "place",
    [
        f"{SCORE}.teacher.floored",
        "units[0].identified",
        "rules.groups[0].identified",
        "participation[0].identified",
        f"{FIRST}.items[0].reverse",
        f"{CHANGE}.before_floored",
        f"{CHANGE}.after_floored",
    ],
)
def test_a_flag_is_true_or_false(place: str) -> None:
    assert said(place, True) == said(place, False) == []
    for value in (0, 1, None, "x"):
        assert said(place, value) == [f"P9: {place}: True or false is expected here."]


def test_places_in_lists_are_numbered() -> None:
    checks = {"a": listing(whole(1)), "b": listing(number(1, 2))}
    assert [one.place for one in checks["a"]([1, 0, 2, 0], "a")] == ["a[1]", "a[3]"]
    assert [one.place for one in checks["b"]([3], "b")] == ["b[0]"]
    assert list(listing(whole(1))([1] * 100, "a")) == []
    assert DATA["format"] == "snapshot/1"
