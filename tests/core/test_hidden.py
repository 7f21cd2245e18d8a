"""What is hidden cannot matter: other answers there give the same snapshot, to the last letter."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.anonymity import divide
from surveyapp.core.instrument import SELF, then_id
from surveyapp.core.report import build
from surveyapp.core.response import Answers, Round, valid
from surveyapp.core.snapshot import Snapshot, Suppressed
from tests.strategies import importance_columns, rounds, two_waves, with_answers

seeds = st.integers(0, 2**32 - 1)


def scrambled(matrix: Answers, columns: list[int], seed: int, *, empty: bool = False) -> Answers:
    """Other valid answers in the place of the valid ones of these columns, or none."""
    chance = np.random.default_rng(seed)
    result = matrix.copy()
    part = result[:, columns]
    other = chance.integers(1, 6, part.shape, dtype=np.uint8) * np.uint8(not empty)
    result[:, columns] = np.where(valid(part), other, part)
    return result


def hidden_columns(snapshot: Snapshot, unit: str) -> list[str]:
    """The columns whose cell is suppressed for this unit."""
    columns = []
    for competence in snapshot.competences:
        hidden = [i.id for i in competence.items if isinstance(i.cells[unit], Suppressed)]
        columns.extend(hidden)
        if isinstance(competence.importance.get(unit), Suppressed):
            columns.append(f"{competence.id}-importance")
    return columns


def with_hidden_changed(one: Round, seed: int, *, empty: bool = False) -> Round:
    """Every suppressed cell of the round with other answers in it."""
    snapshot = build(one)
    for unit in snapshot.units:
        places = [one.instrument.position[name] for name in hidden_columns(snapshot, unit.id)]
        for member in unit.members:
            changed = scrambled(one.answers[member], places, seed, empty=empty)
            one = with_answers(one, member, changed)
    return one


def with_left_out_changed(one: Round, seed: int) -> Round:
    counts = {group.id: one.answered(group.id) for group in one.rules.groups}
    for group in divide(one.rules, counts).left_out:
        matrix = one.answers[group.id]
        chance = np.random.default_rng(seed)
        other = chance.choice(np.array([0, 1, 2, 3, 4, 5, 255], dtype=np.uint8), matrix.shape)
        one = with_answers(one, group.id, other)
    return one


@given(rounds(), seeds)
def test_p4_answers_that_are_left_out_change_nothing(one: Round, seed: int) -> None:
    assert build(with_left_out_changed(one, seed)).to_json() == build(one).to_json()


@given(two_waves(), seeds)
def test_p4_answers_left_out_of_either_wave_change_no_growth(
    waves: tuple[Round, Round], seed: int
) -> None:
    first, now = (with_left_out_changed(one, seed) for one in waves)
    assert build(now, [first]).to_json() == build(waves[1], [waves[0]]).to_json()


@given(rounds(), seeds, st.booleans())
def test_p2_answers_in_suppressed_cells_change_nothing(one: Round, seed: int, empty: bool) -> None:
    assert build(with_hidden_changed(one, seed, empty=empty)).to_json() == build(one).to_json()


@given(two_waves(), seeds, st.booleans())
def test_p8_answers_in_suppressed_cells_of_either_wave_change_no_growth(
    waves: tuple[Round, Round], seed: int, empty: bool
) -> None:
    first, now = (with_hidden_changed(one, seed, empty=empty) for one in waves)
    assert build(now, [first]).to_json() == build(waves[1], [waves[0]]).to_json()


@pytest.mark.rule("P3")
@given(two_waves(), seeds)
def test_the_then_test_of_others_is_never_read(waves: tuple[Round, Round], seed: int) -> None:
    first, now = waves
    of = now.instrument
    other = now
    if of.then:
        places = [of.position[then_id(one.id)] for one in of.competences]
        for group in now.answers.keys() - {SELF}:
            matrix = now.answers[group].copy()
            matrix[:, places] = np.random.default_rng(seed).integers(1, 6)
            other = with_answers(other, group, matrix)
    assert build(other, [first]).to_json() == build(now, [first]).to_json()


def shuffled(one: Round, seed: int) -> Round:
    """The same round with everything in another order."""
    chance = Random(seed)
    rows = {group: chance.sample(range(len(m)), len(m)) for group, m in one.answers.items()}
    groups = chance.sample(sorted(rows), len(rows))
    return replace(
        one,
        answers={group: one.answers[group][rows[group]] for group in groups},
        invited=dict(sorted(one.invited.items(), reverse=True)),
        comments=chance.sample(list(one.comments), len(one.comments)),
        names=chance.sample(list(one.names), len(one.names)),
    )


@pytest.mark.rule("S2")
@given(rounds(), seeds)
def test_the_order_of_responses_comments_and_names_tells_nothing(one: Round, seed: int) -> None:
    assert build(shuffled(one, seed)).to_json() == build(one).to_json()


@given(two_waves(), seeds)
def test_the_order_tells_nothing_in_growth_either(waves: tuple[Round, Round], seed: int) -> None:
    first, now = (shuffled(one, seed) for one in waves)
    assert build(now, [first]).to_json() == build(waves[1], [waves[0]]).to_json()


@given(rounds())
def test_importance_is_published_where_it_is_asked(one: Round) -> None:
    for competence in build(one).competences:
        assert bool(competence.importance) == bool(
            importance_columns(one.instrument) and build(one).units
        )
