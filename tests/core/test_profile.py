"""One small leader, computed by hand from the answers to the suggestions.

item        self   teacher (4)   peer (3)      board (2)
c1-1        5      4 5 5 4       4 4 5         left out
c1-2        4      4 4 5 na      4 5 5         left out
c1-3        4      5 5 4 4       na 4 4        left out
c1 importance 3    5 4 4 4       4 4 4
c2-1        3      1 1 1 1       2 2 3         left out
c2-2        4      2 1 2 2       2 1 1         left out
c2-3        4      1 2 2 1       1 1 1         left out
c2 importance 5    5 5 4 5       3 4 4
"""

from collections.abc import Sequence

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.report import build
from surveyapp.core.response import CANNOT_JUDGE, Answers
from surveyapp.core.snapshot import (
    Below,
    CompetenceResult,
    Participation,
    Published,
    Score,
    Suggestion,
    Suppressed,
)
from tests.builders import answers, both, instrument, round_of

NA = CANNOT_JUDGE
SMALL = instrument()
COLUMNS = ("c1-1", "c1-2", "c1-3", "c1-importance", "c2-1", "c2-2", "c2-3", "c2-importance")


def said(*columns: Sequence[int]) -> Answers:
    """Answers written per column, as in the table above."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]
    return answers(SMALL, rows)


ALICE = round_of(
    {
        SELF: said([5], [4], [4], [3], [3], [4], [4], [5]),
        "teacher": said(
            [4, 5, 5, 4], [4, 4, 5, NA], [5, 5, 4, 4], [5, 4, 4, 4],
            [1, 1, 1, 1], [2, 1, 2, 2], [1, 2, 2, 1], [5, 5, 4, 5],
        ),
        "peer": said(
            [4, 4, 5], [4, 5, 5], [NA, 4, 4], [4, 4, 4],
            [2, 2, 3], [2, 1, 1], [1, 1, 1], [3, 4, 4],
        ),
        "board": answers(SMALL, 2),
    }
)  # fmt: skip
SNAPSHOT = build(ALICE)
C1, C2 = SNAPSHOT.competences


def score(of: CompetenceResult, unit: str) -> Score:
    found = of.scores[unit]
    assert isinstance(found, Score)
    return found


def test_the_board_is_left_out_and_counted() -> None:
    assert SNAPSHOT.participation[2] == Participation(
        group="board", label=both("board"), identified=False, invited=3, answered=2, used="left_out"
    )
    assert [unit.id for unit in SNAPSHOT.units] == [SELF, "teacher", "peer"]


def test_cells() -> None:
    assert C1.items[0].cells["teacher"] == Published(mean=4.5, n=4, cannot_judge=0)
    assert C1.items[1].cells["teacher"] == Published(mean=13 / 3, n=3, cannot_judge=1)
    assert C1.items[2].cells["peer"] == Suppressed(reason="too_few")
    assert C1.items[0].cells[SELF] == Published(mean=5, n=1, cannot_judge=0)
    assert C2.items[0].cells["teacher"] == Below(n=4, cannot_judge=0)
    assert C2.items[2].cells["peer"] == Below(n=3, cannot_judge=0)


def test_item_means_of_all_others() -> None:
    assert [item.others for item in C1.items] == pytest.approx(
        [(9 / 2 + 13 / 3) / 2, (13 / 3 + 14 / 3) / 2, 4.5]
    )
    assert [item.others for item in C2.items] == pytest.approx(
        [(1.5 + 7 / 3) / 2, (7 / 4 + 1.5) / 2, (1.5 + 1.5) / 2]
    )


def test_scores_of_the_first_competence() -> None:
    assert score(C1, SELF).mean == pytest.approx(13 / 3)
    assert score(C1, "teacher").mean == pytest.approx((9 / 2 + 13 / 3 + 9 / 2) / 3)
    assert score(C1, "peer").mean == pytest.approx((13 / 3 + 14 / 3) / 2)
    assert (score(C1, "teacher").items, score(C1, "peer").items) == (3, 2)


def test_scores_of_the_second_competence_count_lows_as_one_and_a_half() -> None:
    assert score(C2, "teacher").mean == pytest.approx((1.5 + 1.75 + 1.5) / 3)
    assert score(C2, "peer").mean == pytest.approx((7 / 3 + 1.5 + 1.5) / 3)
    assert (score(C2, "teacher").floored, score(C1, "teacher").floored) == (True, False)


def test_self_beside_all_others() -> None:
    others = ((9 / 2 + 13 / 3 + 9 / 2) / 3 + 4.5) / 2
    assert C1.others == pytest.approx(others)
    assert C1.gap == pytest.approx(13 / 3 - others)
    assert (C1.standing, C1.mirror) == ("same", "open_strength")
    low = ((1.5 + 1.75 + 1.5) / 3 + (7 / 3 + 1.5 + 1.5) / 3) / 2
    assert C2.gap == pytest.approx(11 / 3 - low)
    assert (C2.standing, C2.mirror) == ("higher", "blind_spot")


def test_importance() -> None:
    assert C1.importance[SELF] == Published(mean=3, n=1, cannot_judge=0)
    assert C1.importance_others == pytest.approx((17 / 4 + 4) / 2)
    assert C2.importance_others == pytest.approx((19 / 4 + 11 / 3) / 2)


def test_suggestions() -> None:
    assert SNAPSHOT.suggestions == (
        Suggestion(
            competence="c1",
            kind="strength",
            others=C1.others,
            high_units=("teacher", "peer"),
            low_units=(),
            importance=C1.importance_others,
        ),
        Suggestion(
            competence="c2",
            kind="shortcoming",
            others=C2.others,
            high_units=(),
            low_units=("teacher", "peer"),
            importance=C2.importance_others,
        ),
    )


def test_raters_needed_come_from_the_promise() -> None:
    assert [unit.needed for unit in SNAPSHOT.units] == [None, None, None]


def test_without_self_there_is_no_gap() -> None:
    alone = build(round_of({"teacher": answers(SMALL, 3)}))
    assert (alone.competences[0].others, alone.competences[0].gap) == (4.0, None)
    assert alone.unit(SELF) is None


def test_without_others_there_is_self_only() -> None:
    alone = build(round_of({SELF: answers(SMALL, 1)}))
    assert (alone.competences[0].others, alone.competences[0].mirror) == (None, None)
    assert {s.kind for s in alone.suggestions} == {"keep"}


def test_the_leaders_own_importance_counts_where_that_of_others_is_not_published() -> None:
    alone = build(round_of({SELF: answers(SMALL, 1, every=5)}))
    assert alone.suggestions[0].importance == 5


def test_an_item_that_a_group_does_not_see_is_said_to_be_so() -> None:
    data = SMALL.model_dump()
    data["competences"][0]["items"][0]["not_asked"] = ["peer"]
    of = Instrument.model_validate(data)
    groups = {"teacher": answers(of, 3), "peer": answers(of, [{"c1-1": 0}] * 3)}
    first = build(round_of(groups, of=of)).competences[0]
    assert first.items[0].cells["peer"] == Suppressed(reason="not_asked")
    assert score(first, "peer").items == 2


def test_a_competence_that_a_group_does_not_see_has_no_score() -> None:
    data = SMALL.model_dump()
    for item in data["competences"][0]["items"]:
        item["not_asked"] = ["peer"]
    of = Instrument.model_validate(data)
    first = build(round_of({"peer": answers(of, 3, every=0)}, of=of)).competences[0]
    assert first.scores["peer"] == Suppressed(reason="not_asked")
