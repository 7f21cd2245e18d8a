"""Rules P2 to P9 on generated rounds: what is published, and that nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from surveyapp.core.checker import check
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.response import Round, turned
from surveyapp.core.snapshot import (
    Below,
    Cell,
    CompetenceResult,
    Published,
    Score,
    Snapshot,
    Suppressed,
    Unit,
)
from tests.strategies import rounds, two_waves


def raw(one: Round, unit: Unit, column: str) -> list[int]:
    """The valid answers of a unit, straight from the matrices."""
    place = one.instrument.position[column]
    return [
        int(row[place])
        for member in unit.members
        if member in one.answers
        for row in turned(one.instrument, one.answers[member])
        if 1 <= row[place] <= 5
    ]


def item_cells(snapshot: Snapshot) -> Iterator[tuple[Unit, str, Cell]]:
    for competence in snapshot.competences:
        for item in competence.items:
            for unit in snapshot.units:
                yield unit, item.id, item.cells[unit.id]


def smallest(one: Round, unit: Unit) -> int:
    if unit.identified:
        return 1
    return max(one.rules.group(member).minimum for member in unit.members)


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def worth(cells: dict[str, Cell]) -> dict[str, float]:
    """What each published cell counts for, self among them."""
    result = {}
    for unit, cell in cells.items():
        if isinstance(cell, Published):
            result[unit] = cell.mean
        elif isinstance(cell, Below):
            result[unit] = 1.5
    return result


def close(expected: float | None) -> Any:
    return None if expected is None else pytest.approx(expected, abs=1e-9)


@given(rounds())
def test_p9_the_gate_lets_every_snapshot_through(one: Round) -> None:
    assert check(build(one).to_json()) == []


@given(rounds())
def test_every_snapshot_survives_its_file(one: Round) -> None:
    snapshot = build(one)
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


@given(rounds())
def test_p2_a_cell_has_figures_from_the_minimum_on_and_they_are_right(one: Round) -> None:
    for unit, item, cell in item_cells(build(one)):
        answers = raw(one, unit, item)
        if isinstance(cell, Suppressed):
            assert cell.model_dump().keys() == {"state", "reason"}
            assert cell.reason == "not_asked" or len(answers) < smallest(one, unit)
        else:
            assert cell.n == len(answers) >= smallest(one, unit)
        if isinstance(cell, Published):
            assert cell.mean == close(sum(answers) / len(answers))


@given(rounds())
def test_p3_scores_are_the_mean_of_published_cells(one: Round) -> None:
    for competence in build(one).competences:
        for unit, score in competence.scores.items():
            cells = [worth(item.cells).get(unit) for item in competence.items]
            values = [value for value in cells if value is not None]
            if isinstance(score, Score):
                assert (score.mean, score.items) == (close(mean(values)), len(values))
            else:
                assert not values


def others(competence: CompetenceResult) -> float | None:
    scores = {u: s.mean for u, s in competence.scores.items() if isinstance(s, Score)}
    return mean([score for unit, score in scores.items() if unit != SELF])


@given(rounds())
def test_p3_what_is_said_of_all_others_derives_from_scores(one: Round) -> None:
    for competence in build(one).competences:
        expected = others(competence)
        own = competence.scores.get(SELF)
        assert competence.others == close(expected)
        if isinstance(own, Score) and expected is not None:
            assert competence.gap == close(own.mean - expected)
        else:
            assert (competence.gap, competence.standing, competence.mirror) == (None, None, None)
        tables = [(item.cells, item.others) for item in competence.items]
        for cells, figure in [*tables, (competence.importance, competence.importance_others)]:
            assert figure == close(mean([v for u, v in worth(cells).items() if u != SELF]))


@given(two_waves())
def test_p3_growth_derives_from_cells_published_in_both_waves(waves: tuple[Round, Round]) -> None:
    first, now = waves
    before, after = build(first), build(now, [first])
    assert after.growth is not None
    kept = {(u.id, i): worth({"": c}).get("") for u, i, c in item_cells(before)}
    texts = {item.id: (item.text, item.reverse) for item in first.instrument.items()}
    for competence, growth in zip(after.competences, after.growth.competences, strict=True):
        same = [
            item.id
            for item in next(c for c in now.instrument.competences if c.id == growth.id).items
            if texts.get(item.id) == (item.text, item.reverse)
        ]
        for unit, change in growth.units.items():
            today = {item.id: worth(item.cells).get(unit) for item in competence.items}
            pairs = [
                (old, new)
                for item in same
                if (old := kept.get((unit, item))) is not None and (new := today[item]) is not None
            ]
            assert change.items == len(pairs)
            assert change.before == close(mean([old for old, _ in pairs]))
            assert change.after == close(mean([new for _, new in pairs]))


@given(two_waves())
def test_p8_growth_shows_only_units_that_are_published_in_both(waves: tuple[Round, Round]) -> None:
    first, now = waves
    before, after = build(first), build(now, [first])
    assert after.growth is not None
    assert check(after.to_json(), [before.model_dump(mode="json") | {"fingerprint": ""}]) == []
    for competence in after.growth.competences:
        for unit, change in competence.units.items():
            old, new = before.unit(unit), after.unit(unit)
            assert old is not None
            assert new is not None
            assert (old.members, old.identified) == (new.members, new.identified)
            if change.word != "cannot_tell":
                assert min(old.respondents, new.respondents) >= 5
                assert change.items >= 3


@given(rounds())
def test_p4_every_group_is_used_as_the_rule_says(one: Round) -> None:
    snapshot = build(one)
    small = [
        group
        for group in one.rules.groups
        if not group.identified and 0 < one.answered(group.id) < group.minimum
    ]
    together = sum(one.answered(group.id) for group in small)
    reached = bool(small) and together >= max(group.minimum for group in small)
    for row in snapshot.participation:
        group = one.rules.group(row.group)
        expected = "own" if one.answered(row.group) else "none"
        if group in small:
            expected = "pooled" if reached else "left_out"
        assert row.used == expected
    pool = snapshot.unit("pool")
    assert (pool.members if pool else ()) == (tuple(g.id for g in small) if reached else ())
    named = {unit.id for unit in snapshot.units} - {SELF, "pool"}
    assert named == {row.group for row in snapshot.participation if row.used == "own"}


@given(rounds())
def test_p5_less_is_said_of_fewer(one: Round) -> None:
    snapshot = build(one)
    for _, _, cell in item_cells(snapshot):
        if isinstance(cell, Published):
            assert (cell.distribution is not None) == (cell.n >= 7)
    for competence in snapshot.competences:
        for unit, score in competence.scores.items():
            if isinstance(score, Score) and (score.interval or score.agreement):
                found = snapshot.unit(unit)
                assert found is not None
                assert found.respondents >= 5
                assert score.items >= 3
                assert unit != SELF


def names(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from names(value)
    elif isinstance(data, list):
        for value in data:
            yield from names(value)


@given(two_waves())
def test_p5_no_spread_lowest_or_highest_has_a_field(waves: tuple[Round, Round]) -> None:
    data = build(waves[1], [waves[0]]).model_dump(mode="json")
    found = set(names({key: data[key] for key in data.keys() - {"instrument", "rules"}}))
    assert not found & {"sd", "variance", "se", "min", "max", "range", "median", "g", "rwg", "icc"}


@given(rounds())
def test_p6_unanimous_lows_have_no_mean_and_are_not_told_apart(one: Round) -> None:
    for unit, item, cell in item_cells(build(one)):
        answers = raw(one, unit, item)
        if not unit.identified and not isinstance(cell, Suppressed):
            assert isinstance(cell, Below) == (2 * sum(answers) < 3 * len(answers))
        else:
            assert not isinstance(cell, Below)


@given(rounds())
def test_p6_a_floored_score_tells_nothing_of_the_spread(one: Round) -> None:
    for competence in build(one).competences:
        for unit, score in competence.scores.items():
            below = any(isinstance(item.cells[unit], Below) for item in competence.items)
            if isinstance(score, Score):
                assert score.floored == below
                assert not (below and (score.interval or score.agreement))
