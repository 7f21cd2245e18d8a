"""An attacker with exact reasoning: what interval and agreement word add to the published means.

She has the snapshot and the answers of some raters who told her theirs. She goes through answers of
the others that give the same means, interval and word. Where all others gave the same answer to an
item, she must find a set in which they did not: else the word and the interval told her everybody's
answer, which the mean alone does not.
"""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from surveyapp.core import report
from surveyapp.core.snapshot import Agreement, Interval, Score
from tests.builders import instrument, round_of, rules

Rows = list[list[int]]
Told = tuple[float, Interval | None, Agreement | None]


def told(rows: Rows) -> Told:
    """What the snapshot says of these raters' competence."""
    of = instrument(competences=1, items=len(rows[0]))
    matrix = np.zeros((len(rows), len(of.columns)), dtype=np.uint8)
    matrix[:, : len(rows[0])] = rows
    competence = report.build(round_of({"teacher": matrix}, of=of, promise=rules("teacher")))
    score = competence.competences[0].scores["teacher"]
    assert isinstance(score, Score)
    return round(score.mean, 9), score.interval, score.agreement


def swaps(rows: Rows, known: int, item: int) -> Iterator[Rows]:
    """Answers of the unknown raters with the same item means, but no longer alike on the item.

    Two raters move apart on it; two raters may move on other items as well.
    """
    unknown = range(known, len(rows))
    others = [other for other in range(len(rows[0])) if other != item]
    moves = [(i, j, o) for i, j in itertools.permutations(unknown, 2) for o in others]
    for up, down in itertools.permutations(unknown, 2):
        for depth in range(3):
            for more in itertools.combinations(moves, depth):
                changed = [list(row) for row in rows]
                for i, j, column in [(up, down, item), *more]:
                    changed[i][column] += 1
                    changed[j][column] -= 1
                if all(1 <= point <= 5 for row in changed for point in row):
                    yield changed


def alike(seed: int, raters: int, items: int, known: int) -> Rows:
    """Raters of whom the unknown ones answer the first item alike, neither lowest nor highest."""
    chance = np.random.default_rng(seed)
    point = chance.integers(2, 5)
    spread = chance.choice([0.0, 0.4, 0.8, 1.2])
    drawn = chance.normal(point, spread, (raters, items)).round().clip(1, 5).astype(int)
    drawn[known:, 0] = point
    rows: Rows = drawn.tolist()
    return rows


@pytest.mark.parametrize("known", [0, 1])
@pytest.mark.parametrize(("raters", "items"), [(5, 3), (6, 3), (5, 4), (6, 5)])
def test_raters_who_agree_on_an_item_are_not_found_out(raters: int, items: int, known: int) -> None:
    for seed in range(8):
        rows = alike(seed, raters, items, known)
        seen = told(rows)
        assert seen[1] is not None
        assert any(told(other) == seen for other in swaps(rows, known, 0)), rows


@pytest.mark.parametrize("point", [2, 3, 4])
def test_raters_who_agree_on_everything_are_not_found_out(point: int) -> None:
    rows = [[point] * 3] * 5
    seen = told(rows)
    assert any(told(other) == seen for other in swaps(rows, 0, 0))


def test_over_two_items_they_would_be_so_nothing_is_told() -> None:
    assert told([[3, 3]] * 5)[1:] == (None, None)
