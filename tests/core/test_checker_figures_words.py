"""What is said in words, at its bounds: the product and the gate draw the same line there."""

from collections.abc import Mapping, Sequence

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.response import Answers
from tests.builders import answers, instrument, round_of
from tests.core.broken import Data, data_of, said

Raters = Sequence[Mapping[str, int]]


def rated(of: Instrument, raters: Raters) -> Answers:
    """Rows from what each rater gives to a competence, an item or an importance; 3 elsewhere."""
    rows = [
        {column: rater.get(column, rater.get(column.split("-")[0], 3)) for column in of.columns}
        for rater in raters
    ]
    return answers(of, rows)


def checked(of: Instrument, groups: Mapping[str, Raters]) -> Data:
    """The snapshot of these groups, which the gate lets through."""
    data = data_of(round_of({name: rated(of, raters) for name, raters in groups.items()}, of=of))
    assert said(data, {}) == []
    return data


def raters(column: str, *points: int) -> list[dict[str, int]]:
    return [{column: point} for point in points]


ONE = instrument(competences=1, items=2)
HALF = [{"c1-1": 3, "c1-2": 4}]


@pytest.mark.parametrize(
    ("own", "others", "standing"),
    [
        (4, (4, 4, 3, 3), "same"),
        (3, (4, 4, 3, 3), "same"),
        (4, (4, 3, 3, 3), "higher"),
        (3, (4, 4, 4, 3), "lower"),
    ],
)
def test_up_to_half_a_point_apart_is_the_same(
    own: int, others: tuple[int, ...], standing: str
) -> None:
    data = checked(ONE, {SELF: raters("c1", own), "teacher": raters("c1", *others)})
    assert data["competences"][0]["standing"] == standing


@pytest.mark.parametrize(
    ("own", "others", "mirror"),
    [
        (HALF, (4, 4, 3, 3), "open_strength"),
        (HALF, (4, 3, 3, 3), "blind_spot"),
        (raters("c1", 3), (4, 4, 3, 3), "hidden_strength"),
        (raters("c1", 3), (4, 3, 3, 3), "known_development_point"),
    ],
)
def test_the_mirror_is_divided_at_three_and_a_half(
    own: Raters, others: tuple[int, ...], mirror: str
) -> None:
    data = checked(ONE, {SELF: own, "teacher": raters("c1", *others)})
    assert data["competences"][0]["mirror"] == mirror


@pytest.mark.parametrize("present", [SELF, "teacher"])
def test_without_self_or_others_neither_word_exists(present: str) -> None:
    data = checked(ONE, {present: raters("c1", *[4] * (1 if present == SELF else 3))})
    assert said(data, {"competences[0].gap": 0.5, "competences[0].mirror": "blind_spot"}) == [
        "P3: competences[0].gap: 0.5 stands here; the published cells give None.",
        "P3: competences[0].mirror: The published cells give None.",
    ]


def kinds(groups: Mapping[str, Raters], competences: int) -> list[str]:
    data = checked(instrument(competences=competences, items=1), groups)
    return [row["kind"] for row in data["suggestions"]]


def everybody(*points: int) -> list[dict[str, int]]:
    """Four raters who all give these points to c1, c2, …"""
    return [{f"c{number}": point for number, point in enumerate(points, 1)}] * 4


@pytest.mark.parametrize(
    ("teachers", "peers", "kind"),
    [
        (everybody(4), everybody(4), "strength"),
        (everybody(5), everybody(3), "keep"),
        (everybody(5), raters("c1", 4, 4, 4, 3), "keep"),
        (raters("c1", 4, 4, 4, 3), raters("c1", 4, 4, 4, 3), "keep"),
    ],
)
def test_a_strength_needs_four_points_by_two_groups(
    teachers: Raters, peers: Raters, kind: str
) -> None:
    found = kinds({"teacher": [*teachers], "peer": [*peers]}, 3)
    assert found == [kind, "keep", "keep"]


@pytest.mark.parametrize(
    ("points", "strengths"),
    [
        ((5, 4, 3), [0]),
        ((5, 4, 3, 3), [0, 1]),
        ((4, 4, 3), [0, 1]),
        ((5, 5, 4, 3), [0, 1]),
        ((5, 4, 3, 0), [0]),
    ],
)
def test_a_strength_is_among_the_highest_third(
    points: tuple[int, ...], strengths: list[int]
) -> None:
    groups = {"teacher": everybody(*points), "peer": everybody(*points)}
    found = kinds(groups, len(points))
    assert [number for number, kind in enumerate(found) if kind == "strength"] == strengths


def weighed(rows: Raters, *importance: int) -> list[dict[str, int]]:
    """The same raters, and what they say of the importance of c1."""
    return [{**row, "c1-importance": point} for row, point in zip(rows, importance, strict=True)]


TWO_AND_A_HALF = raters("c1", 2, 2, 3, 3)


@pytest.mark.parametrize(
    ("teachers", "peers", "kind"),
    [
        (weighed(TWO_AND_A_HALF, 4, 4, 4, 4), weighed(TWO_AND_A_HALF, 4, 4, 4, 4), "shortcoming"),
        (weighed(TWO_AND_A_HALF, 4, 4, 4, 4), weighed(TWO_AND_A_HALF, 4, 4, 4, 3), "keep"),
        (weighed(TWO_AND_A_HALF, 4, 4, 4, 4), weighed(everybody(3), 4, 4, 4, 4), "keep"),
        (weighed(everybody(2), 4, 4, 4, 4), weighed(everybody(4), 4, 4, 4, 4), "shortcoming"),
        (
            weighed(raters("c1", 2, 2, 2, 3), 4, 4, 4, 4),
            weighed(everybody(4), 4, 4, 4, 4),
            "keep",
        ),
        (weighed(everybody(2), 0, 0, 4, 4), weighed(everybody(2), 0, 0, 4, 4), "keep"),
    ],
)
def test_a_shortcoming_is_low_and_matters(teachers: Raters, peers: Raters, kind: str) -> None:
    assert kinds({"teacher": teachers, "peer": peers}, 1) == [kind]


def test_where_others_say_nothing_of_importance_the_leader_does() -> None:
    others = weighed(everybody(2), 0, 0, 4, 4)
    own = [{"c1": 3, "c1-importance": 4}]
    assert kinds({SELF: own, "teacher": others}, 1) == ["shortcoming"]


@pytest.mark.parametrize(
    ("field", "value", "right"),
    [
        ("high_units", [], "['teacher', 'peer']"),
        ("low_units", ["peer"], "[]"),
        ("kind", "keep", "'strength'"),
        ("others", None, "4.0"),
        ("others", 3.9, "4.0"),
        ("importance", 3.9, "4.0"),
    ],
)
def test_a_suggestion_is_made_again(field: str, value: object, right: str) -> None:
    both = [{"c1": 4, "c1-importance": 4}] * 4
    data = checked(instrument(items=1), {"teacher": both, "peer": both, SELF: raters("c1", 5)})
    place = f"suggestions[0].{field}"
    assert said(data, {place: value}) == [f"P3: {place}: The published figures give {right}."]


def test_there_is_one_suggestion_for_each_competence() -> None:
    data = checked(ONE, {"teacher": everybody(4)})
    assert said(data, {"suggestions": []}) == [
        "P3: suggestions: One suggestion per competence is expected."
    ]
