import numpy as np
import pytest

from surveyapp.core.anonymity import Division, cell, divide, tells_spread, unit_minimum
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import Answers
from surveyapp.core.snapshot import Below, Cell, Published, Suppressed, Unit
from tests.builders import both, instrument, rules

BOARD = RaterGroup(id="board", label=both("board"), identified=True)
STAFF = RaterGroup(id="staff", label=both("staff"), minimum=5)


def column(*points: int) -> Answers:
    return np.array(points, dtype=np.uint8)


def of(*points: int, minimum: int = 3, identified: bool = False) -> Cell:
    return cell(column(*points), minimum=minimum, identified=identified)


def used(promise: Rules, **counts: int) -> dict[str, str]:
    division = divide(promise, counts)
    return {group.id: division.use(group) for group in promise.groups}


def test_three_valid_answers_are_published() -> None:
    assert of(3, 4, 4) == Published(mean=11 / 3, n=3, cannot_judge=0)


def test_two_valid_answers_are_not() -> None:
    assert of(3, 4) == Suppressed(reason="too_few")


def test_cannot_judge_and_no_answer_do_not_count() -> None:
    assert of(3, 4, 255, 0, 0) == Suppressed(reason="too_few")
    assert of(3, 4, 5, 255, 0) == Published(mean=4.0, n=3, cannot_judge=1)


def test_a_higher_promise_is_kept() -> None:
    assert of(3, 4, 4, 4, minimum=5) == Suppressed(reason="too_few")
    assert isinstance(of(3, 4, 4, 4, 4, minimum=5), Published)


def test_an_identified_rater_is_published_alone() -> None:
    assert of(2, identified=True) == Published(mean=2.0, n=1, cannot_judge=0)
    assert of(255, identified=True) == Suppressed(reason="too_few")


def test_the_distribution_is_drawn_from_seven_answers() -> None:
    six, seven = of(1, 2, 3, 4, 5, 5), of(1, 2, 3, 4, 5, 5, 3)
    assert isinstance(six, Published)
    assert isinstance(seven, Published)
    assert (six.distribution, seven.distribution) == (None, (1, 1, 2, 1, 2))


def test_lows_are_below_one_and_a_half_unanimous_or_not() -> None:
    assert of(1, 1, 1, 255) == Below(n=3, cannot_judge=1)
    assert of(1, 1, 1).model_dump().keys() == {"state", "n", "cannot_judge"}
    assert of(1, 1, 2) == Below(n=3, cannot_judge=0)
    assert of(1, 1, 2, 2) == Published(mean=1.5, n=4, cannot_judge=0)


def test_an_identified_low_is_published_as_it_is() -> None:
    assert of(1, identified=True) == Published(mean=1.0, n=1, cannot_judge=0)


def test_a_group_of_three_stands_alone() -> None:
    assert used(rules("teacher"), teacher=3) == {"teacher": "own"}


def test_small_groups_form_the_pool_if_together_they_are_enough() -> None:
    promise = rules("teacher", "peer", "board")
    assert used(promise, teacher=3, peer=2, board=1) == {
        "teacher": "own",
        "peer": "pooled",
        "board": "pooled",
    }


def test_small_groups_are_left_out_if_together_they_are_not_enough() -> None:
    promise = rules("teacher", "peer")
    assert used(promise, teacher=1, peer=1) == {"teacher": "left_out", "peer": "left_out"}
    assert used(promise, teacher=2) == {"teacher": "left_out", "peer": "none"}


def test_the_pool_keeps_the_highest_promise_of_its_members() -> None:
    promise = rules("peer", STAFF)
    assert used(promise, peer=2, staff=2) == {"peer": "left_out", "staff": "left_out"}
    assert used(promise, peer=2, staff=3) == {"peer": "pooled", "staff": "pooled"}
    assert unit_minimum("pool", divide(promise, {"peer": 2, "staff": 3})) == 5


def test_identified_groups_never_join_the_pool() -> None:
    promise = rules("peer", "staff", BOARD)
    assert used(promise, peer=2, staff=1, board=1)["board"] == "own"
    assert used(promise, peer=2, board=2)["peer"] == "left_out"


@pytest.mark.parametrize(("unit", "minimum"), [(SELF, 1), ("peer", 3), ("staff", 5)])
def test_each_unit_has_its_minimum(unit: str, minimum: int) -> None:
    peers = rules("peer").groups[0]
    for own in ((STAFF, peers), (peers, STAFF)):
        assert unit_minimum(unit, Division(own, (), ())) == minimum


ITEM = next(instrument().items())
POOL = Unit(
    id="pool", label=both("pool"), members=("teacher", "board"), identified=False, respondents=7
)
BARS = of(1, 2, 3, 4, 5, 5, 3)


@pytest.mark.parametrize(
    ("cells", "tells"),
    [
        ((BARS, BARS, BARS), True),
        ((BARS, BARS), False),
        ((BARS, BARS, BARS, of(1, 2, 3, 4, 5, 5)), False),
        ((BARS, BARS, BARS, of(1, 1, 1, 1, 1, 1, 1)), False),
        ((BARS, BARS, BARS, of()), False),
    ],
)
def test_spread_is_told_from_three_items_that_all_show_their_bars(
    cells: tuple[Cell, ...], tells: bool
) -> None:
    assert tells_spread(POOL, [(ITEM, cell) for cell in cells]) is tells


@pytest.mark.parametrize(("group", "tells"), [("board", False), ("peer", True)])
def test_spread_is_told_where_every_member_was_asked(group: str, tells: bool) -> None:
    skipped = ITEM.model_copy(update={"not_asked": (group,)})
    assert tells_spread(POOL, [(ITEM, BARS), (ITEM, BARS), (skipped, BARS)]) is tells
