"""A first wave, a pulse and a final wave of one leader, attacked together on tiny rounds.

The pulse asks some of the items; its change is measured over those, that of the final wave over
all. So answers of the first wave stand behind two words on change that rest on different items.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from surveyapp.core.instrument import Instrument
from surveyapp.core.pulse import restricted
from surveyapp.core.rater_group import Rules
from surveyapp.core.report import build
from surveyapp.core.response import Round
from surveyapp.core.snapshot import Snapshot
from tests.attack.exhaustive import Narrowed, Stage, Waves, attack
from tests.attack.knowledge import Given
from tests.builders import LAST, PRE, PULSE, answers, instrument, round_of, rules

colluders = pytest.mark.parametrize("told", [0, 1, 2])

FOUR = instrument(1, 4, questions=0, importance=None, then=None)
TWO = instrument(1, 2, questions=0, importance=None, then=None)
PINNED: dict[str, Given] = dict.fromkeys(FOUR.columns, (5,))
"""Everybody knows that all said 5, as a mean of 5.0 tells."""


def remembering() -> Callable[[Waves], Sequence[Snapshot]]:
    """What is published: a later snapshot rests on its own round and the first, on no pulse."""
    made: dict[tuple[int, int], Snapshot] = {}

    def one(waves: Waves, number: int) -> Snapshot:
        key = id(waves[0]), id(waves[number])
        if key not in made:
            made[key] = build(waves[number], waves[:number])
        return made[key]

    return lambda waves: [one(waves, number) for number in range(len(waves))]


def together(stages: Sequence[Stage], told: int) -> list[Narrowed]:
    """What is found out of a first wave, a pulse and a final wave."""
    placed = zip(stages, (PRE, PULSE, LAST), strict=True)
    named = [replace(stage, wave=wave) for stage, wave in placed]
    return attack(named, dict.fromkeys(("teacher", "peer"), told), remembering())


def teachers(size: int, of: Instrument, **palettes: Given) -> Stage:
    named = {column.replace("_", "-"): palette for column, palette in palettes.items()}
    return Stage({"teacher": size}, of, rules("teacher"), {**PINNED, **named})


@colluders
@pytest.mark.parametrize("sizes", [(3, 3, 3), (3, 4, 3), (4, 3, 3), (3, 2, 4)])
def test_p8_three_waves_of_the_same_raters_one_more_or_one_less(
    sizes: tuple[int, int, int], told: int
) -> None:
    questions = TWO, restricted(TWO, {"c1-1"}), TWO
    stages = [
        teachers(size, of, c1_1=(1, 3, 255)) for size, of in zip(sizes, questions, strict=True)
    ]
    assert together(stages, told) == []


@colluders
def test_p8_words_on_change_over_different_items_add_nothing(told: int) -> None:
    """Of seven teachers all is known but which of their answers to two items go together."""
    half_way = restricted(FOUR, {"c1-1", "c1-3", "c1-4"})
    stages = [
        teachers(7, FOUR, c1_1=(2, 4), c1_2=(1, 5)),
        teachers(7, half_way, c1_1=(3,)),
        teachers(7, FOUR, c1_1=(4,), c1_2=(4,)),
    ]
    assert together(stages, told) == []


@colluders
def test_p8_pools_that_differ_from_wave_to_wave_are_not_subtracted(told: int) -> None:
    """Pooled, then teachers alone and a fellow leader left out, then pooled in other numbers."""
    one = restricted(TWO, {"c1-2"})
    both: Rules = rules("teacher", "peer")
    sizes = {"teacher": 2, "peer": 1}, {"teacher": 3, "peer": 1}, {"teacher": 2, "peer": 2}
    palettes: dict[str, Given] = {"c1-1": (5,), "c1-2": (1, 4)}
    stages = [
        Stage(size, of, both, palettes) for size, of in zip(sizes, (TWO, one, TWO), strict=True)
    ]
    assert together(stages, told) == []


def test_p8_a_sum_over_waves_would_be_noticed() -> None:
    """Were the teachers left out of the pulse in a mean over the waves, they would be found out."""
    one = restricted(TWO, {"c1-1"})
    stages = [teachers(3, TWO, c1_1=(1, 3, 5)), teachers(1, one, c1_1=(1, 3, 5))]
    placed = [replace(stages[0], wave=PRE), replace(stages[1], wave=PULSE)]
    found = attack(placed, {}, besides=lambda waves: sum(_first(one) for one in waves))
    assert {(one.wave, one.found_out) for one in found} >= {(1, True)}


def _first(one: Round) -> int:
    """The sum of the first column over the teachers."""
    return int(one.answers["teacher"][:, 0].sum())


def test_p8_who_says_the_same_again_would_give_away_who_is_new() -> None:
    """Why waves lie apart: no rule helps against the mean itself if three of four say the same."""
    before = build(round_of({"teacher": answers(TWO, [{"c1-1": 2}] * 3)}, of=TWO))
    again = [{"c1-1": 2}] * 3 + [{"c1-1": 5}]
    after = build(round_of({"teacher": answers(TWO, again)}, of=TWO, wave=PULSE))
    means = [one.competences[0].items[0].others for one in (before, after)]
    assert means == [2, 2.75]
    was, after_all = (mean for mean in means if mean is not None)
    assert 4 * after_all - 3 * was == 5, "the answer of whoever is new"
