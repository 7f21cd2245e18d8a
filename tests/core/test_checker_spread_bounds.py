"""The gate on interval and agreement, on bars made by hand and to the letter."""

from typing import Any

import pytest

from surveyapp.core.checker.spread import check_spread, shown

UNIT: dict[str, Any] = {"id": "pool", "members": ["teacher", "peer"]}
PLACE = "competences[0].scores.pool"
ONLY = "This exists from 3 items, each with bars and asked of all, and always then."

Bars = list[int]


def items(*rows: Bars | None, not_asked: str = "board") -> list[tuple[Any, Any]]:
    """Items with these bars, and of whom they were not asked."""
    return [({"not_asked": [not_asked]}, {"distribution": row}) for row in rows]


def said(
    shown_items: list[tuple[Any, Any]],
    agreement: str | None,
    interval: tuple[float, float] | None = (2.8, 3.2),
    mean: float = 3.0,
) -> list[str]:
    """What the gate says of a score of 3 with this interval and word."""
    ends = {"low": interval[0], "high": interval[1]} if interval else None
    score = {"mean": mean, "interval": ends, "agreement": agreement}
    return [str(one) for one in check_spread(score, UNIT, shown_items, PLACE)]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[0, 0, 7, 0, 0]] * 3, "very_strong"),
        ([[0, 3, 11, 3, 0]] * 3, "very_strong"),
        ([[0, 4, 9, 4, 0]] * 3, "strong"),
        ([[1, 4, 7, 4, 1]] * 3, "strong"),
        ([[1, 5, 5, 5, 1]] * 3, "moderate"),
        ([[2, 4, 5, 4, 2], [2, 4, 5, 4, 2], [2, 3, 7, 3, 2]], "moderate"),
        ([[2, 4, 5, 4, 2]] * 3, "weak"),
        ([[10, 15, 15, 15, 10]] * 3, "weak"),
        ([[3, 2, 7, 2, 3]] * 3, "none"),
        ([[4, 0, 9, 0, 4]] * 3, "none"),
        ([[6, 0, 5, 0, 6]] * 3, "none"),
        ([[0, 0, 0, 3, 4]] * 4, "very_strong"),
        ([[0, 1, 0, 2, 4]] * 4, "strong"),
    ],
)
def test_the_bars_give_the_word(rows: list[Bars], word: str) -> None:
    """rWG(J) is .929 in the second row, then .9, .75, .7, .527, .5, .329, .3 and 0."""
    assert said(items(*rows), word) == []
    other = "none" if word != "none" else "weak"
    assert said(items(*rows), other) == [f"P3: {PLACE}.agreement: The bars give {word!r}."]


EVEN: Bars = [0, 0, 7, 0, 0]


@pytest.mark.parametrize(
    "found",
    [items(EVEN, EVEN), items(EVEN, EVEN, None), items(EVEN, EVEN, EVEN, not_asked="peer")],
)
def test_without_bars_on_three_items_asked_of_all_there_is_neither(
    found: list[tuple[Any, Any]],
) -> None:
    assert said(found, None, None) == []
    assert said(found, "very_strong") == [
        f"P5: {PLACE}.interval: {ONLY}",
        f"P5: {PLACE}.agreement: {ONLY}",
    ]


def test_with_them_there_are_both() -> None:
    assert said(items(EVEN, EVEN, EVEN), "very_strong", None) == [f"P5: {PLACE}.interval: {ONLY}"]
    assert said(items(EVEN, EVEN, EVEN), None) == [
        f"P5: {PLACE}.agreement: {ONLY}",
        f"P3: {PLACE}.agreement: The bars give 'very_strong'.",
    ]


@pytest.mark.parametrize(
    ("mean", "low", "high"),
    [
        (3.0, 2.8, 3.2),
        (3.0, 3.0, 3.0),
        (3.05, 2.5, 3.5),
        (2.95, 2.5, 3.5),
        (1.5, 1.0, 4.5),
        (1.0, 1.0, 5.0),
        (4.5, 1.5, 5.0),
        (2.0, 1.0, 5.0),
    ],
)
def test_an_interval_lies_around_its_score(mean: float, low: float, high: float) -> None:
    assert said(items(EVEN, EVEN, EVEN), "very_strong", (low, high), mean) == []


@pytest.mark.parametrize(
    ("mean", "low", "high"),
    [
        (3.051, 2.5, 3.5),
        (2.949, 2.5, 3.5),
        (3.0, 3.1, 3.0),
        (3.0, 3.0, 2.9),
        (2.0, 1.5, 4.0),
        (4.0, 2.0, 4.5),
        (2.0, 1.9, 5.0),
        (4.0, 1.0, 4.1),
    ],
)
def test_an_interval_beside_its_score_is_refused(mean: float, low: float, high: float) -> None:
    assert said(items(EVEN, EVEN, EVEN), "very_strong", (low, high), mean) == [
        f"P3: {PLACE}.interval: The interval does not lie around the score."
    ]


def test_an_interval_is_rounded() -> None:
    assert said(items(EVEN, EVEN, EVEN), "very_strong", (2.76, 3.24)) == [
        f"P3: {PLACE}.interval.{end}: An interval is rounded to 0.1." for end in ("low", "high")
    ]


def test_items_are_shown_where_they_are_asked_and_published() -> None:
    cells = {
        "a": {"pool": {"state": "published"}},
        "b": {"pool": {"state": "below"}},
        "c": {"pool": {"state": "suppressed"}},
        "d": {"teacher": {"state": "published"}},
        "e": {"pool": {"state": "published"}},
    }
    result = {"items": [{"id": name, "cells": cell} for name, cell in cells.items()]}
    definition = {"items": [{"id": name} for name in "abcd"]}
    found = shown(result, definition, "pool")
    assert found == [({"id": name}, cells[name]["pool"]) for name in "ab"]
