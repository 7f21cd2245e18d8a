"""Generated rounds and waves, attacked with up to two colluders in every group."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.response import Round
from tests.attack.knowledge import ANSWERS, SKIPPED, UNABLE, Place, cells
from tests.attack.witness import Attacked, Waves, released
from tests.strategies import rounds, two_waves, whole_lines

told = st.integers(0, 2)


def attacked(waves: Waves, told: int) -> list[Attacked]:
    return [Attacked(*pair, told) for pair in zip(waves, released(waves), strict=True)]


def assert_nothing_is_told_beyond_the_cells(waves: Waves, told: int) -> None:
    """Every answer that a cell leaves open has a world with the very same snapshots."""
    views = attacked(waves, told)
    seen = [view.text for view in views]
    witnessed: dict[tuple[int, Place], set[int]] = defaultdict(set)
    for turn in max((view.turns for view in views), key=len):
        for shift in max((view.shifts for view in views), key=len):
            worlds = [view.world(turn, shift) for view in views]
            assert released([one for one, _ in worlds]) == seen
            for wave, (_, said) in enumerate(worlds):
                for place, answer in said.items():
                    witnessed[wave, place].add(answer)
    for wave, view in enumerate(views):
        for place, fillings in view.open.items():
            assert witnessed[wave, place] == set(fillings)


@given(rounds(), told)
def test_p3_no_snapshot_tells_more_of_one_answer_than_its_cell(one: Round, told: int) -> None:
    assert_nothing_is_told_beyond_the_cells([one], told)


@given(two_waves(), told)
def test_p8_two_snapshots_with_growth_tell_no_more_either(
    waves: tuple[Round, Round], told: int
) -> None:
    assert_nothing_is_told_beyond_the_cells(waves, told)


@given(whole_lines(), told)
def test_p8_a_pulse_between_two_waves_tells_no_more_of_any_of_them(
    waves: tuple[Round, Round, Round], told: int
) -> None:
    assert_nothing_is_told_beyond_the_cells(waves, told)


@given(rounds(), told)
def test_p2_of_a_hidden_cell_any_answer_or_any_gap_is_possible(one: Round, told: int) -> None:
    (view,) = attacked([one], told)
    for place, cell in cells(view.snapshot):
        if place in view.open and (cell is None or cell["state"] == "suppressed"):
            everything = cell is None or told == 0
            assert view.open[place].keys() >= (set(ANSWERS) if everything else {SKIPPED, UNABLE})
