"""What the report says about single statements, checked by hand in both languages."""

import pytest

from surveyapp.core.snapshot import (
    Below,
    Cell,
    CompetenceResult,
    ItemResult,
    Published,
    Suppressed,
)
from surveyapp.languages import language
from surveyapp.reporting.content import content
from surveyapp.reporting.sentences.behaviour import behaviour, spread
from tests.reporting import cases

NL, EN = language("nl"), language("en")
NO_CELL = Suppressed(reason="too_few")


def cell(mean: float | None, n: int) -> Cell:
    return NO_CELL if mean is None else Published(mean=mean, n=n, cannot_judge=0)


def result(*rows: tuple[float | None, float | None]) -> CompetenceResult:
    """A competence with these answers of self and means of the others, a pair per statement."""
    items = tuple(
        ItemResult(
            id=f"i{number}", cells={"self": cell(own, 1), "teacher": cell(others, 9)}, others=others
        )
        for number, (own, others) in enumerate(rows, start=1)
    )
    return CompetenceResult(
        id="c1", scores={}, others=None, gap=None, standing=None, mirror=None, items=items
    )


@pytest.mark.parametrize(
    ("rows", "dutch", "english"),
    [
        (
            [(4, 4.2), (2, 2.9), (3, 3.4)],
            "De anderen zien het meest van stelling 1 en het minst van stelling 2. Uw eigen "
            "antwoorden wijken nergens meer dan één punt af.",
            "The others see most of statement 1 and least of statement 2. Your own answers are "
            "nowhere more than one point away.",
        ),
        (
            [(5, 3.4), (3, 3.6), (3, 3.8)],
            "De anderen zien al deze stellingen ongeveer even sterk terug. U bent veel positiever "
            "dan de anderen over stelling 1.",
            "The others see all these statements about equally. You are much more favourable than "
            "the others about statement 1.",
        ),
        (
            [(1, 4.21), (3, 4.19), (3, 3.0)],
            "De anderen zien het meest van stellingen 1 en 2 en het minst van stelling 3. De "
            "anderen zijn veel positiever dan u over stelling 1.",
            "The others see most of statements 1 and 2 and least of statement 3. The others are "
            "much more favourable than you about statement 1.",
        ),
        (
            [(None, 4.2), (None, 2.9)],
            "De anderen zien het meest van stelling 1 en het minst van stelling 2.",
            "The others see most of statement 1 and least of statement 2.",
        ),
        (
            [(3, None), (4, None)],
            "Te weinig anderen hebben ingevuld. U ziet alleen uw eigen antwoorden.",
            "Too few others answered. You see your own answers only.",
        ),
        (
            [(None, None), (None, None)],
            "Er zijn te weinig antwoorden om een cijfer te tonen.",
            "There are too few answers to show a figure.",
        ),
    ],
)
def test_which_statements_stand_out(
    rows: list[tuple[float | None, float | None]], dutch: str, english: str
) -> None:
    assert behaviour(result(*rows), NL) == dutch
    assert behaviour(result(*rows), EN) == english


LOW = 1.5
"""A mean of teachers that is published as "below 1.5"."""


def bounded(*rows: tuple[float, float]) -> CompetenceResult:
    """The same, where 1.5 stands for a cell "below 1.5"."""
    made = result(*rows)
    low = Below(n=9, cannot_judge=0)
    items = [
        item.model_copy(update={"cells": {**item.cells, "teacher": low}})
        if item.others == LOW
        else item
        for item in made.items
    ]
    return made.model_copy(update={"items": tuple(items)})


@pytest.mark.parametrize(
    ("rows", "dutch", "english"),
    [
        (
            # The second is below every other one, and more than a point from her own.
            [(2, 2.4), (3, LOW), (2, 1.6)],
            "De anderen zien het meest van stelling 1 en het minst van stelling 2. U bent veel "
            "positiever dan de anderen over stelling 2.",
            "The others see most of statement 1 and least of statement 2. You are much more "
            "favourable than the others about statement 2.",
        ),
        (
            # It may be 1, which is more than half a point from the first and one from her own.
            [(2, 1.9), (2.3, LOW)],
            "Welke het hoogst en welke het laagst is, is niet zeker: een cijfer met ‘≤’ kan lager "
            "zijn.",
            "Which is highest and which is lowest is not certain: a figure with “≤” may be lower.",
        ),
        (
            [(2, LOW), (1, LOW)],
            "De anderen zien al deze stellingen ongeveer even sterk terug. Uw eigen antwoorden "
            "wijken nergens meer dan één punt af.",
            "The others see all these statements about equally. Your own answers are nowhere more "
            "than one point away.",
        ),
    ],
)
def test_of_a_bound_only_is_said_what_holds_wherever_the_figure_lies(
    rows: list[tuple[float, float]], dutch: str, english: str
) -> None:
    assert behaviour(bounded(*rows), NL) == dutch
    assert behaviour(bounded(*rows), EN) == english


@pytest.mark.parametrize(
    ("counts", "dutch", "english"),
    [
        (
            {1: (2, 0, 3, 2, 0), 2: (0, 1, 6, 0, 0), 4: (0, 2, 0, 0, 5)},
            "lage en hoge antwoorden staan naast elkaar bij stellingen 1 en 4.",
            "both low and high answers at statements 1 and 4.",
        ),
        (
            {1: (0, 0, 3, 4, 0), 3: (0, 0, 0, 8, 0)},
            "iedereen gaf hetzelfde antwoord bij stelling 3.",
            "everybody gave the same answer at statement 3.",
        ),
        (
            {1: (1, 0, 3, 4, 0)},
            "nergens verdeeld in laag en hoog.",
            "nowhere divided into low and high.",
        ),
    ],
)
def test_how_far_the_answers_of_a_group_lie_apart(
    counts: dict[int, tuple[int, ...]], dutch: str, english: str
) -> None:
    assert spread("Leraren", counts, NL) == f"Leraren: {dutch}"
    assert spread("Leraren", counts, EN) == f"Leraren: {english}"


def test_a_group_that_agrees_on_the_whole_may_be_divided_at_a_statement() -> None:
    counts = {3: (0, 2, 3, 5, 0), 8: (0, 0, 3, 7, 0)}
    assert spread("Leraren", counts, NL, agreed=True) == (
        "Leraren: over het geheel eensgezind, maar lage en hoge antwoorden staan naast elkaar bij "
        "stelling 3."
    )
    assert spread("Teachers", counts, EN, agreed=True) == (
        "Teachers: overall they agree, but low and high answers stand beside each other at "
        "statement 3."
    )
    together = spread("Teachers", {8: counts[8]}, EN, agreed=True)
    assert together == "Teachers: nowhere divided into low and high."


def test_statements_are_named_by_the_number_before_them() -> None:
    for part in content(cases.first(), NL).competences:
        assert [row.label.split(".")[0] for row in part.chart.rows] == [*"12345678"]
        for bars in part.spreads:
            assert {row.label for row in bars.rows} <= {row.label for row in part.chart.rows}
            assert bars.description.startswith(f"{bars.series.label}: ")
