"""The attack on rounds of any size: for every answer left open, another world that looks the same.

Going through all worlds is out of reach here. But for each answer that a cell leaves open of a
rater, a world in which she gave it can be made; if its snapshots are the same to the last letter,
the attacker cannot exclude it. Where interval, agreement or a word on change may rest on several
items, raters exchange places on all of them together; every other cell is filled anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from surveyapp.core.report import build
from surveyapp.core.response import Answers, Round, turned
from tests.attack.knowledge import Fillings, Json, Place, cells, left_open

Waves = Sequence[Round]


def released(waves: Waves) -> list[str]:
    """The snapshots that are published, as text."""
    return [build(now, waves[:number]).model_dump_json() for number, now in enumerate(waves)]


@dataclass(frozen=True)
class Attacked:
    """One wave as the attacker sees it; the first ``told`` raters of each group are with her.

    Everything is said of answers with reverse items turned, as the cells are.
    """

    one: Round
    text: str
    told: int

    @cached_property
    def snapshot(self) -> Json:
        """What is published."""
        read: Json = json.loads(self.text)
        return read

    @cached_property
    def answers(self) -> dict[str, Answers]:
        """What was answered, by group."""
        return {name: turned(self.one.instrument, m) for name, m in self.one.answers.items()}

    @cached_property
    def open(self) -> dict[Place, Fillings]:
        """What each cell by itself leaves open of the first rater who is not with her."""
        position = self.one.instrument.position
        known = {
            (group, column): tuple(matrix[: self.told, place].tolist())
            for group, matrix in self.answers.items()
            for column, place in position.items()
        }
        return left_open(self.snapshot, known, {})

    @cached_property
    def units(self) -> list[tuple[str, ...]]:
        """Rater groups whose answers stand together; those left out stand by themselves."""
        groups = {group for group, _ in self.open}
        shown = [tuple(unit["members"]) for unit in self.snapshot["units"]]
        alone = [(group,) for group in sorted(groups) if not any(group in unit for unit in shown)]
        return [unit for unit in shown + alone if groups & set(unit)]

    @property
    def turns(self) -> range:
        """Whose answer of a unit may be looked for: one rater of each group in it."""
        return range(max(map(len, self.units), default=0))

    @property
    def shifts(self) -> range:
        """Enough steps to come past every open answer and every place in a unit."""
        sizes = [sum(len(self.answers[name]) for name in unit) for unit in self.units]
        return range(max([*sizes, *map(len, self.open.values())], default=0))

    def world(self, turn: int, shift: int) -> tuple[Round, dict[Place, int]]:
        """Another round, and what the raters who are looked for answered in it."""
        other = {name: matrix.copy() for name, matrix in self.answers.items()}
        looked_for = [unit[turn % len(unit)] for unit in self.units]
        for unit, group in zip(self.units, looked_for, strict=True):
            together = self._together(unit)
            self._exchange(other, self._raters(unit, group), together, shift)
            for (name, column), fillings in self.open.items():
                if name == group and column not in together:
                    self._fill(other, self._asked(unit, group, column), column, fillings, shift)
        said = {
            (group, column): int(other[group][self.told, self.one.instrument.position[column]])
            for group, column in self.open
            if group in looked_for
        }
        given = {name: turned(self.one.instrument, matrix) for name, matrix in other.items()}
        return replace(self.one, answers=given), said

    def _together(self, unit: tuple[str, ...]) -> list[str]:
        """The items that show their bars and were asked of all: the spread may rest on them."""
        asked = dict(cells(self.snapshot))
        items = [item.id for item in self.one.instrument.items()]
        of_all = [item for item in items if all((member, item) in asked for member in unit)]
        return [item for item in of_all if (asked[unit[0], item] or {}).get("distribution")]

    def _raters(self, unit: tuple[str, ...], first: str) -> list[tuple[str, int]]:
        """The raters of a unit who are not with her, beginning with the one looked for."""
        groups = [first, *(name for name in unit if name != first)]
        return [(g, row) for g in groups for row in range(self.told, len(self.answers[g]))]

    def _asked(self, unit: tuple[str, ...], first: str, column: str) -> list[tuple[str, int]]:
        return [rater for rater in self._raters(unit, first) if (rater[0], column) in self.open]

    def _exchange(
        self,
        other: dict[str, Answers],
        raters: Sequence[tuple[str, int]],
        columns: Sequence[str],
        shift: int,
    ) -> None:
        """Everybody takes the answers of whoever stands ``shift`` places further."""
        places = [self.one.instrument.position[column] for column in columns]
        for number, (group, row) in enumerate(raters):
            source, line = raters[(number + shift) % len(raters)]
            other[group][row, places] = self.answers[source][line, places]

    def _fill(
        self,
        other: dict[str, Answers],
        raters: Sequence[tuple[str, int]],
        column: str,
        fillings: Fillings,
        shift: int,
    ) -> None:
        """The cell with other answers, the next open one in the first place."""
        answer = list(fillings)[shift % len(fillings)]
        rest = list(fillings[answer])
        rest.remove(answer)
        place = self.one.instrument.position[column]
        for (group, row), given in zip(raters, [answer, *rest], strict=True):
            other[group][row, place] = given
