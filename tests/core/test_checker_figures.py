"""The gate on rules P2, P3, P5 and P6, to the letter: cells, scores and what derives from them."""

import pytest

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.response import Answers
from tests.builders import answers, both, instrument, round_of, rules
from tests.core.broken import Data, data_of, said, said_at

OF = instrument()
BOARD = RaterGroup(id="board", label=both("board"), identified=True)


def rated(*points: int) -> Answers:
    """One rater for each point, who gives it everywhere."""
    return answers(OF, [dict.fromkeys(OF.columns, point) for point in points])


PLAIN = data_of(
    round_of(
        {
            SELF: rated(4),
            "teacher": rated(4, 4, 4, 4, 3, 3, 3, 3),
            "peer": rated(3, 3, 3, 3, 3),
            "board": rated(4),
        },
        of=OF,
        promise=rules("teacher", "peer", BOARD),
    )
)
"""Self 4, teachers 3.5, peers 3 and the board 4: others 3.5."""

POOLED = data_of(round_of({"teacher": rated(3, 4), "peer": rated(3, 4)}, of=OF))
LOW = data_of(round_of({"teacher": rated(1, 1, 1, 1)}, of=OF))
C1, CELLS = "competences[0]", "competences[0].items[0].cells"
BELOW = {"state": "below", "n": 1, "cannot_judge": 0}
SUPPRESSED = {"state": "suppressed", "reason": "too_few"}
NOT_ASKED = SUPPRESSED | {"reason": "not_asked"}


def cell(unit: str, **fields: object) -> Data:
    """The first cell of a unit with other fields."""
    return PLAIN["competences"][0]["items"][0]["cells"][unit] | fields


@pytest.mark.parametrize("data", [PLAIN, POOLED, LOW])
def test_what_is_right_is_let_through(data: Data) -> None:
    assert said(data, {}) == []


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (f"{CELLS}.peer.n", 2, "A cell needs 3 answers."),
        (f"{CELLS}.peer.n", 6, "There are only 5 raters to whom this fits."),
        (f"{CELLS}.self.n", 2, "There are only 1 raters to whom this fits."),
        (f"{C1}.importance.peer.n", 2, "A cell needs 3 answers."),
        (f"{C1}.importance.board.n", 2, "There are only 1 raters to whom this fits."),
    ],
)
def test_a_cell_has_as_many_answers_as_it_needs_and_can_have(
    place: str, value: object, message: str
) -> None:
    assert said(PLAIN, {place: value}) == [f"P2: {place}: {message}"]


def test_who_cannot_judge_is_one_of_the_raters() -> None:
    assert said(PLAIN, {f"{CELLS}.peer.cannot_judge": 1}) == [
        f"P2: {CELLS}.peer.n: There are only 5 raters to whom this fits."
    ]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("instrument.competences[0].items[0].not_asked", ["peer"]),
        (f"{CELLS}.peer", NOT_ASKED),
    ],
)
def test_a_cell_says_not_asked_where_nobody_was_asked(place: str, value: object) -> None:
    found = [one for one in said(PLAIN, {place: value}) if CELLS in one]
    assert found == [f"P2: {CELLS}.peer: The state does not fit who was asked this."]


def test_a_pool_counts_only_who_was_asked() -> None:
    changes = {"instrument.competences[0].items[0].not_asked": ["peer"]}
    assert said(POOLED, changes) == [
        f"P2: {CELLS}.pool.n: There are only 2 raters to whom this fits."
    ]


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (f"{CELLS}.peer.mean", 3.1, "P2: {place}: No 5 answers have this mean."),
        (f"{CELLS}.peer.mean", 3.2, None),
        (f"{CELLS}.peer.mean", 1.6, None),
        (f"{CELLS}.board", cell("board", mean=1.0), None),
        (f"{CELLS}.teacher", cell("teacher", mean=1.5, distribution=[4, 4, 0, 0, 0]), None),
        (f"{CELLS}.peer", SUPPRESSED, None),
        (
            f"{CELLS}.peer",
            cell("peer", mean=1.4),
            'P6: {place}: This low among the lowest points: say "below 1.5" only.',
        ),
        (
            f"{CELLS}.board",
            BELOW,
            "P6: {place}: Whose answers these are is known: publish the mean.",
        ),
    ],
)
def test_a_mean_is_one_that_answers_can_have_and_not_too_low(
    place: str, value: object, expected: str | None
) -> None:
    wanted = [expected.format(place=place)] if expected else []
    assert said_at(PLAIN, place, value) == wanted


@pytest.mark.parametrize(
    ("unit", "bars", "message"),
    [
        ("peer", [0, 0, 5, 0, 0], "A distribution exists from 7 answers on."),
        ("teacher", None, "A distribution exists from 7 answers on."),
        ("teacher", [0, 0, 3, 5, 0], "This does not fit mean and n."),
        ("teacher", [4, 0, 0, 1, 4], "This does not fit mean and n."),
    ],
)
def test_bars_exist_from_seven_answers_and_fit_them(unit: str, bars: object, message: str) -> None:
    place = f"{CELLS}.{unit}.distribution"
    assert said_at(PLAIN, place, bars) == [f"P5: {place}: {message}"]


def test_seven_answers_have_bars_and_six_have_none() -> None:
    data = data_of(round_of({"teacher": rated(*[3] * 7), "peer": rated(*[3] * 6)}, of=OF))
    cells = data["competences"][0]["items"][0]["cells"]
    assert cells["teacher"]["distribution"] == [0, 0, 7, 0, 0]
    assert cells["peer"]["distribution"] is None
    assert said(data, {}) == []


@pytest.mark.parametrize(
    ("place", "value", "right"),
    [
        (f"{C1}.items[0].others", 3.0, "3.5"),
        (f"{C1}.items[0].others", None, "3.5"),
        (f"{C1}.gap", 0.6, "0.5"),
        (f"{C1}.gap", None, "0.5"),
    ],
)
def test_a_figure_that_derives_from_cells_is_made_again(
    place: str, value: object, right: str
) -> None:
    assert said(PLAIN, {place: value}) == [
        f"P3: {place}: {value} stands here; the published cells give {right}."
    ]


@pytest.mark.parametrize(
    ("place", "value", "right", "suggestion"),
    [
        (f"{C1}.others", 3.0, "3.5", "others"),
        (f"{C1}.importance_others", 3.0, "3.5", "importance"),
    ],
)
def test_so_is_a_figure_that_a_suggestion_rests_on(
    place: str, value: object, right: str, suggestion: str
) -> None:
    assert said(PLAIN, {place: value}) == [
        f"P3: {place}: {value} stands here; the published cells give {right}.",
        f"P3: suggestions[0].{suggestion}: The published figures give {value}.",
    ]


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [("standing", "higher", "'same'"), ("mirror", "blind_spot", "'open_strength'")],
)
def test_so_is_a_word(name: str, value: str, right: str) -> None:
    assert said(PLAIN, {f"{C1}.{name}": value}) == [
        f"P3: {C1}.{name}: The published cells give {right}."
    ]


@pytest.mark.parametrize(
    ("unit", "field", "value", "expected"),
    [
        ("peer", "mean", 3.1, "P3: {}: 3.1 stands here; the published cells give 3.0."),
        ("peer", "items", 2, "P3: {}: 3 items are published."),
        ("peer", "floored", True, "P6: {}: This does not fit the cells."),
    ],
)
def test_a_score_is_made_again(unit: str, field: str, value: object, expected: str) -> None:
    place = f"{C1}.scores.{unit}.{field}"
    assert said_at(PLAIN, place, value) == [expected.format(place)]


def test_one_low_is_enough_to_say_so() -> None:
    rows: list[dict[str, int]] = [{"c1-1": 1}] * 3
    data = data_of(round_of({"peer": answers(OF, rows)}, of=OF))
    place = f"{C1}.scores.peer.floored"
    assert said(data, {}) == []
    assert said(data, {place: False}) == [f"P6: {place}: This does not fit the cells."]


def test_a_score_over_a_low_says_so() -> None:
    place = f"{C1}.scores.teacher.floored"
    assert said(LOW, {place: False}) == [f"P6: {place}: This does not fit the cells."]


@pytest.mark.parametrize("score", [SUPPRESSED, NOT_ASKED])
def test_a_score_with_published_cells_is_not_suppressed(score: Data) -> None:
    place = f"{C1}.scores.peer"
    assert said_at(PLAIN, place, score) == [f"P3: {place}: This does not fit the cells."]


@pytest.mark.parametrize(
    ("skipped", "reason", "other"),
    [(2, "too_few", "not_asked"), (0, "too_few", "not_asked"), (3, "not_asked", "too_few")],
)
def test_a_suppressed_score_says_why(skipped: int, reason: str, other: str) -> None:
    data = OF.model_dump()
    for item in data["competences"][0]["items"][:skipped]:
        item["not_asked"] = ["peer"]
    of = type(OF).model_validate(data)
    matrix = answers(of, [{f"c1-{item}": 0 for item in (1, 2, 3)}] * 3)
    found = data_of(round_of({"peer": matrix}, of=of))
    place = f"{C1}.scores.peer"
    assert found["competences"][0]["scores"]["peer"]["reason"] == reason
    assert said(found, {}) == []
    assert said(found, {f"{place}.reason": other}) == [f"P3: {place}: This does not fit the cells."]
