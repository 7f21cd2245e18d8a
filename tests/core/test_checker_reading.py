"""What the gate reads out of a snapshot before it judges."""

import pytest

from surveyapp.core.checker.reading import (
    Json,
    Reading,
    Violation,
    at_least,
    equal,
    mean,
    value,
    values,
    whole,
    wrong,
)

CELLS: dict[str, Json] = {
    "self": {"state": "published", "mean": 4},
    "teacher": {"state": "below"},
    "peer": {"state": "suppressed"},
    "board": {"state": "published", "mean": 2.5},
}


def reading(**answered: int) -> Reading:
    """Rules of three groups, a board that is known, and these responses."""
    minimum = {"teacher": 3, "peer": 4, "staff": 3, "board": 3}
    groups = [
        {"id": name, "minimum": fewest, "identified": name == "board"}
        for name, fewest in minimum.items()
    ]
    rows = [{"group": name, "answered": answered.get(name, 0)} for name in minimum]
    return Reading({"rules": {"groups": groups}, "participation": rows})


@pytest.mark.parametrize(
    ("answered", "own", "pooled", "left_out"),
    [
        ({"teacher": 3, "peer": 4, "board": 1}, ("teacher", "peer", "board"), (), ()),
        ({"teacher": 2, "peer": 2}, (), ("teacher", "peer"), ()),
        ({"teacher": 1, "peer": 2}, (), (), ("teacher", "peer")),
        ({"teacher": 1, "staff": 2, "board": 1}, ("board",), ("teacher", "staff"), ()),
        ({"teacher": 3, "peer": 3}, ("teacher",), (), ("peer",)),
        ({}, (), (), ()),
    ],
)
def test_groups_are_divided_by_rule_p4(
    answered: dict[str, int],
    own: tuple[str, ...],
    pooled: tuple[str, ...],
    left_out: tuple[str, ...],
) -> None:
    division = reading(**answered).division
    assert (division.own, division.pooled, division.left_out) == (own, pooled, left_out)


def test_a_cell_counts_for_its_mean_or_for_one_and_a_half() -> None:
    assert [value(cell) for cell in CELLS.values()] == [4, 1.5, None, 2.5]
    assert values(CELLS) == {"self": 4, "teacher": 1.5, "board": 2.5}


def test_a_mean_leaves_out_one_and_is_nothing_of_nothing() -> None:
    assert mean({"self": 1, "teacher": 2, "peer": 4}) == 7 / 3
    assert mean({"self": 1, "teacher": 2, "peer": 4}, without="self") == 3
    assert mean({"self": 1}, without="self") is None


def test_figures_are_equal_up_to_a_billionth() -> None:
    assert equal(0, 1e-9)
    assert not equal(0, 1.05e-9)
    assert equal(2, 2)
    assert equal(None, None)
    assert not equal(None, 0)
    assert not equal(0, None)


def test_a_bound_is_reached_up_to_a_billionth() -> None:
    assert at_least(0, 1e-9)
    assert not at_least(0, 1.05e-9)
    assert at_least(3, 2)
    assert not at_least(2, 3)


def test_a_number_is_whole_up_to_a_billionth() -> None:
    assert whole(3)
    assert whole(3 - 5e-10)
    assert not whole(3.5)
    assert not whole(3 + 2e-9)


def test_a_wrong_figure_is_told_beside_the_right_one() -> None:
    assert list(wrong("P3", "gap", 1.0, 1.0)) == []
    assert list(wrong("P3", "gap", 1.0, None)) == [
        Violation("P3", "gap", "1.0 stands here; the published cells give None.")
    ]


def test_a_violation_is_written_as_its_rule_place_and_sentence() -> None:
    assert str(Violation("P3", "gap", "No.")) == "P3: gap: No."
    assert str(Violation("P9", "", "No.")) == "P9: No."
