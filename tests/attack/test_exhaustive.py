"""Tiny rounds, attacked with everything that can be known of them.

The snapshots never leave less open of one rater's answer than the cell it stands in, however many
others told theirs. The last tests show that the attacker notices what would give answers away.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from surveyapp.core import growth, scores
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from tests.attack.exhaustive import Stage, Waves, attack
from tests.attack.knowledge import Given
from tests.builders import POST, answers, both, instrument, rules

colluders = pytest.mark.parametrize("told", [0, 1, 2])
FEW: Given = (0, 1, 3, 5, 255)


def asked(items: int = 1, *, competences: int = 1, **not_asked: list[str]) -> Instrument:
    """Items c1-1, …; ``c1_2=["board"]`` names who is not asked item c1-2."""
    of = instrument(competences, items, questions=0, importance=None, then=None)
    data = of.model_dump(mode="json")
    for item in (item for one in data["competences"] for item in one["items"]):
        item["not_asked"] = not_asked.get(item["id"].replace("-", "_"), [])
    return Instrument.model_validate(data)


def every(of: Instrument, *points: int) -> dict[str, Given]:
    """The same possible answers in every column."""
    return dict.fromkeys(of.columns, points)


ONE, TWO, THREE = asked(1), asked(2), asked(3)
PINNED: dict[str, Given] = {"c1-2": (5,), "c1-3": (5,)}
"""Everybody knows that all said 5 to the last two items, as a mean of 5.0 tells."""


def alone(size: int, of: Instrument = ONE, **palettes: Given) -> Stage:
    """One group of teachers and nobody else."""
    named = {column.replace("_", "-"): palette for column, palette in palettes.items()}
    return Stage({"teacher": size}, of, rules("teacher"), named)


def high(*groups: str, minimum: int = 4) -> Rules:
    """Groups that are too small for this minimum one by one, and so form a pool."""
    return rules(*[RaterGroup(id=name, label=both(name), minimum=minimum) for name in groups])


@colluders
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_p2_in_one_group_a_cell_tells_what_it_says(size: int, told: int) -> None:
    stage = alone(size) if size < 6 else alone(size, c1_1=(0, 1, 2, 4, 5))
    assert attack([stage], {"teacher": told}) == []


def test_p2_one_colluder_in_a_group_of_three_finds_out_only_what_the_mean_leaves() -> None:
    stage = alone(3, c1_1=(1, 2, 3, 4, 5))
    assert attack([stage], {"teacher": 1}) == []


@colluders
def test_p3_an_item_with_too_few_answers_beside_a_score_stays_hidden(told: int) -> None:
    assert attack([alone(3, TWO, c1_1=(2, 5), c1_2=FEW)], {"teacher": told}) == []


@colluders
def test_p3_across_groups_neither_others_nor_gap_tell_more(told: int) -> None:
    groups = {"teacher": 3, "peer": 3}
    leader = {SELF: answers(ONE, 1)}
    stage = Stage(groups, ONE, rules("teacher", "peer"), every(ONE, 1, 3, 5, 255), leader)
    assert attack([stage], {"teacher": told, "peer": told}) == []


@colluders
def test_p4_in_a_pool_nobody_is_told_apart_though_the_board_is_known(told: int) -> None:
    known = RaterGroup(id="board", label=both("board"), identified=True)
    promise = rules("teacher", "peer", known)
    stage = Stage({"teacher": 2, "peer": 1}, ONE, promise, {}, {"board": answers(ONE, 1)})
    assert attack([stage], {"teacher": told}) == []


@colluders
def test_p4_a_pool_beside_a_group_of_its_own_is_not_subtracted(told: int) -> None:
    groups = {"staff": 3, "teacher": 2, "peer": 1}
    stage = Stage(groups, ONE, rules("staff", "teacher", "peer"), every(ONE, 0, 1, 2, 5))
    assert attack([stage], {"staff": told, "teacher": told}) == []


@colluders
@pytest.mark.parametrize("left_out", [1, 2])
def test_p4_of_those_who_are_left_out_everything_stays_open(left_out: int, told: int) -> None:
    stage = Stage(
        {"teacher": 3, "board": left_out}, ONE, rules("teacher", "board"), every(ONE, *FEW)
    )
    assert attack([stage], {"teacher": told, "board": left_out - 1}) == []


@colluders
def test_p4_what_part_of_a_pool_was_not_asked_tells_nothing_of_that_part(told: int) -> None:
    of = asked(2, c1_2=["board"])
    stage = Stage({"teacher": 3, "board": 2}, of, high("teacher", "board"), every(of, 1, 3, 0))
    assert attack([stage], {"teacher": told}) == []


@colluders
def test_p2_importance_is_a_cell_like_any_other(told: int) -> None:
    of = instrument(1, 1, questions=0, then=None)
    stage = Stage({"teacher": 3}, of, rules("teacher"), every(of, 1, 3, 5, 0))
    assert attack([stage], {"teacher": told}) == []


@colluders
def test_p6_a_floored_score_tells_nothing_below(told: int) -> None:
    assert attack([alone(3, TWO, c1_1=(1, 2), c1_2=(1, 2, 5))], {"teacher": told}) == []


@colluders
@pytest.mark.parametrize("size", [3, 4])
def test_p8_two_waves_of_the_same_raters_or_one_more(size: int, told: int) -> None:
    palette = every(ONE, 1, 2, 4, 255)
    first, now = alone(3), replace(alone(size), wave=POST)
    stages = [replace(stage, palettes=palette) for stage in (first, now)]
    assert attack(stages, {"teacher": told}) == []


@colluders
def test_p8_a_group_that_was_pooled_before_and_stands_alone_now(told: int) -> None:
    promise, palette = rules("teacher", "peer"), every(ONE, 1, 3, 5)
    first = Stage({"teacher": 2, "peer": 1}, ONE, promise, palette)
    now = Stage({"teacher": 3, "peer": 1}, ONE, promise, palette, wave=POST)
    assert attack([first, now], {"teacher": told}) == []


@colluders
def test_p8_growth_over_some_of_the_items(told: int) -> None:
    data = TWO.model_dump(mode="json")
    data["competences"][0]["items"][1]["text"]["others"] = both("Anders gevraagd")
    first, now = alone(3, TWO), replace(alone(3, Instrument.model_validate(data)), wave=POST)
    stages = [replace(stage, palettes=every(TWO, 2, 5)) for stage in (first, now)]
    assert attack(stages, {"teacher": told}) == []


@colluders
@pytest.mark.parametrize("size", [5, 6, 7])
def test_p5_who_agrees_on_an_item_between_unanimous_ones_is_not_found_out(
    size: int, told: int
) -> None:
    stage = replace(alone(size, THREE), palettes={**PINNED, "c1-1": (2, 3, 4, 0)})
    assert attack([stage], {"teacher": told}) == []


@colluders
def test_p5_where_interval_and_agreement_exist_they_add_nothing(told: int) -> None:
    stage = alone(7, THREE, c1_1=(2, 3, 4), c1_2=(1, 5), c1_3=(5,))
    assert attack([stage], {"teacher": told}) == []


@colluders
def test_p8_where_a_word_on_change_exists_it_adds_nothing(told: int) -> None:
    before, after = (
        replace(alone(7, THREE), palettes={**PINNED, "c1-1": some}) for some in [(2, 3, 4), (4, 5)]
    )
    assert attack([before, replace(after, wave=POST)], {"teacher": told}) == []


def nine_of_whom_one_was_asked_one_item() -> Stage:
    of = asked(3, c1_2=["board"], c1_3=["board"])
    promise = high("teacher", "peer", "board", minimum=5)
    return Stage({"teacher": 4, "peer": 4, "board": 1}, of, promise, {**PINNED, "c1-1": (1, 5)})


@colluders
def test_p3_one_rater_of_a_pool_who_was_asked_less_does_not_stand_out(told: int) -> None:
    assert attack([nine_of_whom_one_was_asked_one_item()], {"teacher": told}) == []


@pytest.fixture
def spread_from_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule before the attacker was asked: from five raters and three items on."""
    for module in (scores, growth):
        monkeypatch.setattr(
            module, "tells_spread", lambda unit, shown: unit.respondents >= 5 and len(shown) >= 3
        )


@pytest.mark.usefixtures("spread_from_five")
def test_p5_an_interval_over_five_raters_would_find_them_all_out() -> None:
    stage = replace(alone(5, THREE), palettes={**PINNED, "c1-1": (2, 3, 4)})
    found = attack([stage], {})
    assert frozenset({3}) in {one.possible for one in found if one.found_out}


@pytest.fixture
def spread_with_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the rule: the bars are shown, but not everybody need have been asked."""
    for module in (scores, growth):
        monkeypatch.setattr(
            module,
            "tells_spread",
            lambda unit, shown: all(getattr(cell, "distribution", None) for _, cell in shown),
        )


@pytest.mark.usefixtures("spread_with_bars")
def test_p3_bars_alone_would_not_keep_who_was_asked_less_from_being_found_out() -> None:
    found = attack([nine_of_whom_one_was_asked_one_item()], {})
    assert ("board", "c1-1") in {one.place for one in found if one.found_out}


def everybody(waves: Waves) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """All answers of the last wave below one another."""
    return np.concatenate(list(waves[-1].answers.values()))


GIVEN_AWAY: dict[str, Callable[[Waves], object]] = {
    "a standard deviation": lambda waves: round(float(everybody(waves).std()), 3),
    "the lowest answer": lambda waves: int(everybody(waves).min()),
    "whether all said the lowest": lambda waves: bool((everybody(waves) == 1).all()),
    "how many said the highest": lambda waves: int((everybody(waves) == 5).sum()),
}


@pytest.mark.parametrize("figure", GIVEN_AWAY)
def test_p5_a_figure_more_would_be_noticed(figure: str) -> None:
    stage = alone(3, c1_1=(1, 2, 3, 4, 5))
    found = attack([stage], {}, besides=GIVEN_AWAY[figure])
    assert any(one.found_out for one in found)


def test_p4_a_mean_with_those_who_are_left_out_would_give_them_away() -> None:
    stage = Stage({"teacher": 3, "board": 1}, ONE, rules("teacher", "board"), every(ONE, 2, 3, 5))
    found = attack([stage], {}, besides=lambda waves: everybody(waves).mean())
    assert {one.place for one in found if one.found_out} >= {("board", "c1-1")}


def test_p1_a_second_snapshot_after_a_late_answer_would_give_it_away() -> None:
    three, four = alone(3, c1_1=(2, 3, 5)), alone(1, c1_1=(2, 3, 5))
    late: Sequence[Stage] = [three, replace(four, wave=POST)]
    found = attack(late, {}, besides=lambda w: w[0].answers["teacher"].sum() + everybody(w).sum())
    assert {(one.wave, one.found_out) for one in found} >= {(1, True)}
