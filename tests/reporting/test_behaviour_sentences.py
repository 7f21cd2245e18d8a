"""What the report says about single statements, checked by hand in both languages."""

from collections.abc import Sequence

import pytest

from surveyapp.core.base import NOISE
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.response import CANNOT_JUDGE
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
from tests import builders
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
            # It may be 1, more than one point from her own; it is the lower one anyhow.
            [(2, 1.9), (2.3, LOW)],
            "De anderen zien het meest van stelling 1 en het minst van stelling 2.",
            "The others see most of statement 1 and least of statement 2.",
        ),
        (
            # The second may be 1, below the third; the first is above both.
            [(2, 1.9), (1, LOW), (1, 1.2)],
            "De anderen zien het meest van stelling 1. Welke het laagst is, is niet zeker: een "
            "cijfer met ‘≤’ kan lager zijn. Uw eigen antwoorden wijken nergens meer dan één punt "
            "af.",
            "The others see most of statement 1. Which is lowest is not certain: a figure with "
            "“≤” may be lower. Your own answers are nowhere more than one point away.",
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


def two_groups(teacher: Sequence[float], board: Sequence[float]) -> CompetenceResult:
    """Two groups on each statement; of the teachers 1.5 stands for a cell "below 1.5"."""
    items = tuple(
        ItemResult(
            id=f"i{number}",
            cells={
                "teacher": Below(n=9, cannot_judge=0) if low == LOW else cell(low, 9),
                "board": cell(high, 4),
            },
            others=(low + high) / 2,
        )
        for number, (low, high) in enumerate(zip(teacher, board, strict=True), start=1)
    )
    return result().model_copy(update={"items": items})


def test_only_the_lowest_statement_may_be_certain() -> None:
    """At most 3.2, 3.1 and 2.0: the first may be 2.95."""
    made = two_groups((LOW, 3.1, 2.0), (4.9, 3.1, 2.0))
    assert behaviour(made, NL) == (
        "De anderen zien het minst van stelling 3. Welke het hoogst is, is niet zeker: een cijfer "
        "met ‘≤’ kan lager zijn."
    )
    assert behaviour(made, EN) == (
        "The others see least of statement 3. Which is highest is not certain: a figure with “≤” "
        "may be lower."
    )


@pytest.mark.parametrize("others", [59 / 12, 47 / 12])
def test_a_gap_of_exactly_one_point_is_not_more_than_one(others: float) -> None:
    """As 47/12 and 59/12 are a point apart, but not quite so in a computer."""
    own = 47 / 12 if others > 4 else 59 / 12
    assert behaviour(result((own, others)), EN) == (
        "Your own answers are nowhere more than one point away."
    )


def test_half_a_point_is_half_a_point_however_it_was_added_up() -> None:
    high, low = 3.9 + NOISE / 2, 3.4
    assert behaviour(result((None, high), (None, low)), NL) == (
        "De anderen zien al deze stellingen ongeveer even sterk terug."
    )


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
    asked = len(counts)
    assert spread("Leraren", counts, NL, asked=asked) == f"Leraren: {dutch}"
    assert spread("Leraren", counts, EN, asked=asked) == f"Leraren: {english}"


def test_of_statements_without_bars_it_is_not_said_that_nobody_is_divided() -> None:
    counts = {1: (1, 0, 3, 4, 0)}
    assert spread("Leraren", counts, NL, asked=2) == (
        "Leraren: in de getoonde staafjes nergens verdeeld in laag en hoog."
    )
    assert spread("Teachers", counts, EN, asked=2) == (
        "Teachers: in the bars shown nowhere divided into low and high."
    )


def test_a_group_that_agrees_on_the_whole_may_be_divided_at_a_statement() -> None:
    counts = {3: (0, 2, 3, 5, 0), 8: (0, 0, 3, 7, 0)}
    assert spread("Leraren", counts, NL, asked=8, agreed=True) == (
        "Leraren: over het geheel eensgezind, maar lage en hoge antwoorden staan naast elkaar bij "
        "stelling 3."
    )
    assert spread("Teachers", counts, EN, asked=8, agreed=True) == (
        "Teachers: overall they agree, but low and high answers stand beside each other at "
        "statement 3."
    )
    together = spread("Teachers", {8: counts[8]}, EN, asked=1, agreed=True)
    assert together == "Teachers: nowhere divided into low and high."


@pytest.mark.parametrize(
    ("asked", "dutch", "english"),
    [
        (2, "naast elkaar bij alle stellingen.", "beside each other at all statements."),
        (3, "naast elkaar bij de meeste stellingen.", "beside each other at most statements."),
        (4, "eensgezind, maar lage", "overall they agree, but low"),
    ],
)
def test_where_most_statements_divide_a_group_it_is_not_said_to_agree(
    asked: int, dutch: str, english: str
) -> None:
    counts = {1: (0, 4, 0, 4, 0), 2: (0, 4, 0, 4, 0)}
    in_dutch = spread("Leraren", counts, NL, asked=asked, agreed=True)
    in_english = spread("Teachers", counts, EN, asked=asked, agreed=True)
    assert (dutch in in_dutch, english in in_english) == (True, True)
    assert ("eensgezind" in in_dutch, "agree" in in_english) == (asked == 4, asked == 4)


def test_a_statement_that_a_group_was_not_asked_need_have_no_bars() -> None:
    """Of the second statement six of nine answers are too few for bars; or nobody was asked."""
    of = builders.instrument(competences=1, items=3)
    teachers = builders.answers(of, 9, 4)
    teachers[:, of.position["c1-2"]] = [1, 1, 1, 5, 5, 5, *[CANNOT_JUDGE] * 3]
    for number in (1, 3):
        teachers[0, of.position[f"c1-{number}"]] = 5
    shown = build(
        builders.round_of(
            {SELF: builders.answers(of, 1), "teacher": teachers}, of=of, promise=builders.rules()
        )
    )
    [told] = content(shown, EN).competences[0].spreads
    assert told.description.endswith(": in the bars shown nowhere divided into low and high.")
    [row] = shown.competences
    unseen = {**row.items[1].cells, "teacher": Suppressed(reason="not_asked")}
    items = [row.items[0], row.items[1].model_copy(update={"cells": unseen}), row.items[2]]
    unasked = row.model_copy(update={"items": tuple(items)})
    [told] = (
        content(shown.model_copy(update={"competences": (unasked,)}), EN).competences[0].spreads
    )
    assert told.description.endswith(": nowhere divided into low and high.")


def test_statements_are_named_by_the_number_before_them() -> None:
    for part in content(cases.first(), NL).competences:
        assert [row.label.split(".")[0] for row in part.chart.rows] == [*"12345678"]
        for bars in part.spreads:
            assert {row.label for row in bars.rows} <= {row.label for row in part.chart.rows}
            assert bars.description.startswith(f"{bars.series.label}: ")
