"""A thief's arithmetic: put people and answers in order, pair them, and compare with chance.

A clue is anything that can be sorted: a key, a place in a file, a system column. Within a cell (one
assessment, one rater group) the first of the people is paired with the first of the answers, and
so on; also backwards, and by rank correlation, which notices an order that is only roughly kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import comb, factorial
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, norm

Clues = Mapping[str, Mapping[int, Any]]
"""Per clue, what it says of each person (or of her answers); all of one clue can be compared."""

Cells = Sequence[Sequence[int]]
"""The people who answered, per cell."""

FALSE_ALARM = 1e-6
"""How often all matchers of one loot together may cry wolf; shuffling is real chance."""


@dataclass(frozen=True)
class Match:
    """How well one clue about people and one about answers pair them.

    ``right`` counts the pairs that are true, of ``people``; ``pure_chance`` is the share expected
    of guessing. ``p`` is the probability that guessing does as well or better.
    """

    clue: str
    right: int
    people: int
    pure_chance: float
    p: float

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval of the accuracy (Clopper–Pearson)."""
        ends = binomtest(self.right, self.people).proportion_ci(0.95)
        return float(ends.low), float(ends.high)

    @property
    def contains_chance(self) -> bool:
        low, high = self.interval
        return low <= self.pure_chance <= high

    def __str__(self) -> str:
        low, high = self.interval
        share = self.right / self.people
        return (
            f"{self.clue}: {self.right} of {self.people} right ({share:.1%}, 95 % interval "
            f"{low:.1%} to {high:.1%}; chance {self.pure_chance:.1%}; p = {self.p:.2g})"
        )


def matches(people: Clues, answers: Clues, cells: Cells) -> list[Match]:
    """Every clue about people against every clue about answers, the most telling first."""
    return pooled([people], [answers], cells)


def pooled(people: Sequence[Clues], answers: Sequence[Clues], cells: Cells) -> list[Match]:
    """The same over many freezes, whose right pairs are added up.

    Only for clues that every freeze makes anew: one that stands still would be counted many times.
    """
    ours, theirs = _orders(people, cells, seed=1), _orders(answers, cells, seed=2)
    tails = _tails([*cells] * len(people))
    found = []
    for left, rank in ours.items():
        for right, other in theirs.items():
            clue = f"{left} ~ {right}"
            for name, order in ((clue, other), (f"{clue}, backwards", _backwards(other, cells))):
                count = int((rank == order).sum())
                found.append(_match(name, count, rank.size, cells, float(tails[count])))
            together, count = _correlated(rank, other, cells), int((rank == other).sum())
            found.append(_match(f"{clue}, roughly", count, rank.size, cells, together))
    return sorted(found, key=lambda match: match.p)


def tells(found: Sequence[Match]) -> list[str]:
    """The matches that chance does not explain."""
    return [str(match) for match in found if match.p < FALSE_ALARM / len(found)]


def largest(cells: Cells, freezes: int, matchers: int) -> int:
    """How many pairs may be right over so many freezes before ``tells`` speaks."""
    tails = _tails([*cells] * freezes)
    return int(np.argmax(tails < FALSE_ALARM / matchers)) - 1


def _match(clue: str, right: int, people: int, cells: Cells, p: float) -> Match:
    return Match(clue, right, people, len(cells) / sum(map(len, cells)), p)


Ranks = NDArray[np.int64]
"""The place of each person within her cell, cells one after another: a row per freeze."""


def _orders(times: Sequence[Clues], cells: Cells, seed: int) -> dict[str, Ranks]:
    """What each clue says about order; clues that say the same are named together, mute ones left.

    Ties are broken by chance, as a thief would have to.
    """
    named: dict[bytes, list[str]] = {}
    ranks: dict[bytes, Ranks] = {}
    for name in times[0]:
        said = [clues[name] for clues in times]
        if any(_speaks(values, cell) for values in said for cell in cells):
            order = np.array(
                [_places(values, cells, seed + 2 * n) for n, values in enumerate(said)]
            )
            named.setdefault(order.tobytes(), []).append(name)
            ranks[order.tobytes()] = order
    return {" = ".join(named[key]): order for key, order in ranks.items()}


def _places(values: Mapping[int, Any], cells: Cells, seed: int) -> Ranks:
    return np.concatenate([_ranks(values, cell, seed) for cell in cells])


def _speaks(values: Mapping[int, Any], cell: Sequence[int]) -> bool:
    return len({values[one] for one in cell if one in values}) > 1


def _ranks(values: Mapping[int, Any], cell: Sequence[int], seed: int) -> Ranks:
    guessed = list(cell)
    Random(f"{seed} {guessed}").shuffle(guessed)
    known = sorted((one for one in guessed if one in values), key=lambda one: values[one])
    order = known + [one for one in guessed if one not in values]
    return np.array([order.index(one) for one in cell])


def _backwards(order: Ranks, cells: Cells) -> Ranks:
    return np.repeat([len(cell) - 1 for cell in cells], [len(cell) for cell in cells]) - order


def _correlated(left: Ranks, right: Ranks, cells: Cells) -> float:
    """The two-sided p of the rank correlations of all cells together, under random pairing.

    With centred ranks u and v, the sum of u·v over a cell of n has the variance Σu² Σv² / (n - 1).
    """
    sizes = np.array([len(cell) for cell in cells])
    middle = np.repeat((sizes - 1) / 2, sizes)
    product = float(((left - middle) * (right - middle)).sum())
    squares = sizes * (sizes**2 - 1) / 12
    spread = np.sqrt(len(left) * (squares**2 / (sizes - 1)).sum())
    return float(2 * norm.sf(abs(product) / spread))


def _tails(cells: Cells) -> NDArray[np.float64]:
    """The exact probability of so many right pairs or more, when every order is as likely."""
    chance = reduce(np.convolve, (_right_by_chance(len(cell)) for cell in cells))
    return np.cumsum(chance[::-1])[::-1]


def _right_by_chance(n: int) -> NDArray[np.float64]:
    """The chance of k right pairs of n: k are chosen, and none of the rest is in its place."""
    displaced = [1.0, 0.0]
    for size in range(2, n + 1):
        displaced.append((size - 1) * (displaced[-1] + displaced[-2]))
    return np.array([comb(n, k) * displaced[n - k] / factorial(n) for k in range(n + 1)])
