"""The attack on tiny rounds: every answer that everybody may have given is tried.

All worlds that give the same snapshots, and in which the colluders answered what they did, are one
class. What an unknown rater answered in some world of her class is possible; nothing else is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations_with_replacement, product
from typing import NamedTuple

import numpy as np

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import Rules
from surveyapp.core.report import build
from surveyapp.core.response import Answers, Round
from surveyapp.core.snapshot import Snapshot, WaveName
from tests.attack.knowledge import ANSWERS, SKIPPED, Given, Place, left_open
from tests.builders import PRE, round_of

Waves = tuple[Round, ...]
Rows = tuple[Given, ...]
Hand = tuple[tuple[str, Rows], ...]
"""The colluders' rows by group, one hand per wave."""


@dataclass(frozen=True)
class Stage:
    """A tiny round: who answers, what is asked, which answers a column may have.

    ``fixed``: matrices of groups whose answers everybody knows.
    """

    sizes: Mapping[str, int]
    of: Instrument
    promise: Rules
    palettes: Mapping[str, Given] = field(default_factory=dict)
    fixed: Mapping[str, Answers] = field(default_factory=dict)
    wave: WaveName = PRE

    def rounds(self) -> Iterator[Round]:
        """Every round that this may be; raters of one group stand in no order."""
        tables = [list(self._group(name, size)) for name, size in self.sizes.items()]
        for given in product(*tables):
            groups = dict(zip(self.sizes, given, strict=True)) | dict(self.fixed)
            yield round_of(groups, of=self.of, promise=self.promise, wave=self.wave)

    def _group(self, name: str, size: int) -> Iterator[Answers]:
        asked = {item.id: name not in item.not_asked for item in self.of.items()}
        choices = [
            self.palettes.get(column, ANSWERS) if asked.get(column, True) else (SKIPPED,)
            for column in self.of.columns
        ]
        for rows in combinations_with_replacement(list(product(*choices)), size):
            yield np.array(rows, dtype=np.uint8).reshape(size, len(self.of.columns))


class Narrowed(NamedTuple):
    """Where the snapshots leave less open than the cell does: wave, place, what is left of what."""

    wave: int
    place: Place
    possible: frozenset[int]
    open: frozenset[int]

    @property
    def found_out(self) -> bool:
        """Whether one answer only is left, though the cell left more."""
        return len(self.possible) == 1


Publish = Callable[[Waves], Sequence[Snapshot]]


def released(waves: Waves) -> list[Snapshot]:
    """What is published: a snapshot per wave, the later ones with growth."""
    return [build(now, waves[:number]) for number, now in enumerate(waves)]


def attack(
    stages: Sequence[Stage],
    colluders: Mapping[str, int],
    publish: Publish = released,
    besides: Callable[[Waves], object] = lambda _: None,
) -> list[Narrowed]:
    """Every place, in every world of these waves, at which more is told than the cell tells.

    ``besides``: a figure published beside the snapshots, to see whether it would be noticed.
    """
    classes: dict[object, dict[tuple[int, Place], set[int]]] = {}
    told: dict[object, tuple[list[Snapshot], tuple[Hand, ...]]] = {}
    for waves in product(*[list(stage.rounds()) for stage in stages]):
        snapshots = list(publish(waves))
        seen = tuple(one.model_dump_json() for one in snapshots), repr(besides(waves))
        for hands, rest in _views(waves, colluders):
            known = classes.setdefault((seen, hands), defaultdict(set))
            told.setdefault((seen, hands), (snapshots, hands))
            for place, answers in rest:
                known[place] |= answers
    found = (_narrowed(stages, *told[key], possible) for key, possible in classes.items())
    return [one for some in found for one in some]


def _narrowed(
    stages: Sequence[Stage],
    snapshots: Sequence[Snapshot],
    hands: Sequence[Hand],
    possible: Mapping[tuple[int, Place], set[int]],
) -> Iterator[Narrowed]:
    for wave, (stage, snapshot, hand) in enumerate(zip(stages, snapshots, hands, strict=True)):
        known = {
            (group, column): tuple(row[place] for row in rows)
            for group, rows in hand
            for place, column in enumerate(stage.of.columns)
        }
        base = left_open(snapshot.model_dump(mode="json"), known, stage.palettes)
        for place, fillings in base.items():
            left = frozenset(possible[wave, place])
            if left != fillings.keys():
                yield Narrowed(wave, place, left, frozenset(fillings))


View = tuple[tuple[Hand, ...], list[tuple[tuple[int, Place], set[int]]]]


def _views(waves: Waves, colluders: Mapping[str, int]) -> Iterator[View]:
    """Every choice of colluders: their hands, and what each group's others answered by column."""
    per_wave = [list(_hands(number, one, colluders)) for number, one in enumerate(waves)]
    for choice in product(*per_wave):
        rest = [part for _, parts in choice for part in parts]
        yield tuple(hand for hand, _ in choice), rest


def _hands(
    wave: int, one: Round, colluders: Mapping[str, int]
) -> Iterator[tuple[Hand, list[tuple[tuple[int, Place], set[int]]]]]:
    groups = [name for name in one.answers if name != SELF]
    counts = {name: min(colluders.get(name, 0), len(one.answers[name])) for name in groups}
    choices = [deals(_rows(one.answers[name]), counts[name]) for name in groups]
    for choice in product(*choices):
        hand = tuple((name, mine) for name, (mine, _) in zip(groups, choice, strict=True))
        rest = [
            ((wave, (name, column)), {row[place] for row in others})
            for name, (_, others) in zip(groups, choice, strict=True)
            for place, column in enumerate(one.instrument.columns)
        ]
        yield hand, rest


def _rows(matrix: Answers) -> Rows:
    return tuple(sorted(tuple(row) for row in matrix.tolist()))


@cache
def deals(rows: Rows, colluders: int) -> list[tuple[Rows, Rows]]:
    """Which of the rows may be those of the colluders, and which are the others'."""
    counts = Counter(rows)
    distinct: Iterable[Rows] = combinations_with_replacement(sorted(counts), colluders)
    hands = [Counter(mine) for mine in distinct]
    return [
        (tuple(hand.elements()), tuple((counts - hand).elements()))
        for hand in hands
        if hand <= counts
    ]
