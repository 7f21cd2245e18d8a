"""A snapshot as the checker reads it: the JSON, and what the rules say of its groups."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Json = dict[str, Any]

SELF = "self"
POOL = "pool"
TOLERANCE = 1e-9
"""How far a figure may lie from its recomputation."""


@dataclass(frozen=True)
class Violation:
    """A broken rule: its number in anonymity.md, the path in the JSON, and a sentence."""

    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.rule, self.place, self.message) if part)


@dataclass(frozen=True)
class Division:
    """Which groups should stand alone, form the pool or be left out, by rule P4."""

    own: tuple[str, ...]
    pooled: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A snapshot of the right shape."""

    data: Json

    @cached_property
    def groups(self) -> dict[str, Json]:
        """The promised rules of each rater group."""
        return {group["id"]: group for group in self.data["rules"]["groups"]}

    @cached_property
    def answered(self) -> dict[str, int]:
        """The responses of each rater group."""
        return {row["group"]: row["answered"] for row in self.data["participation"]}

    @cached_property
    def units(self) -> dict[str, Json]:
        """The units by their id."""
        return {unit["id"]: unit for unit in self.data["units"]}

    @cached_property
    def division(self) -> Division:
        """What should have become of each group that answered."""
        present = [name for name in self.groups if self.answered[name] > 0]
        own = [
            name
            for name in present
            if self.groups[name]["identified"]
            or self.answered[name] >= self.groups[name]["minimum"]
        ]
        small = tuple(name for name in present if name not in own)
        enough = sum(self.answered[name] for name in small) >= self.highest_minimum(small)
        return Division(tuple(own), small if enough else (), () if enough else small)

    def highest_minimum(self, names: tuple[str, ...]) -> int:
        """The highest minimum that was promised to one of these groups."""
        return max((self.groups[name]["minimum"] for name in names), default=0)

    def minimum(self, unit: str) -> int:
        """The valid answers that a cell of this unit needs."""
        if self.units[unit]["identified"]:
            return 1
        return self.highest_minimum(tuple(self.units[unit]["members"]))

    def pairs(self) -> Iterator[tuple[str, Json, Json]]:
        """Place, result and definition of each competence."""
        definitions = self.data["instrument"]["competences"]
        for number, result in enumerate(self.data["competences"]):
            yield f"competences[{number}]", result, definitions[number]


def value(cell: Json) -> float | None:
    """What a cell counts for in what derives from it; ``None`` where it is suppressed."""
    worth: dict[str, float | None] = {"below": 1.5, "suppressed": None}
    state = cell["state"]
    return worth[state] if state in worth else float(cell["mean"])


def values(cells: Mapping[str, Json]) -> dict[str, float]:
    """The same for several, the suppressed ones passed over."""
    return {key: worth for key, cell in cells.items() if (worth := value(cell)) is not None}


def mean(figures: Mapping[str, float], *, without: str | None = None) -> float | None:
    """The unweighted mean of the figures; ``None`` if there are none."""
    kept = [figure for key, figure in figures.items() if key != without]
    return sum(kept) / len(kept) if kept else None


def equal(one: float | None, other: float | None) -> bool:
    """Whether both are absent, or the same but for rounding noise."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE


def at_least(one: float, other: float) -> bool:
    """Whether one figure reaches the other but for rounding noise."""
    return one >= other - TOLERANCE


def whole(figure: float) -> bool:
    """Whether this is a whole number but for rounding noise."""
    return equal(figure, round(figure))


def wrong(
    rule: str, place: str, found: float | None, expected: float | None
) -> Iterator[Violation]:
    """A violation where a figure is not what the published cells make it."""
    if not equal(found, expected):
        yield Violation(rule, place, f"{found} stands here; the published cells give {expected}.")


def check_fingerprint(data: Json) -> Iterator[Violation]:
    """A violation where the content is not the one that the fingerprint was made of."""
    content = {name: value for name, value in data.items() if name != "fingerprint"}
    spelling = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(spelling.encode()).hexdigest() != data["fingerprint"]:
        yield Violation("P9", "fingerprint", "The content was changed after it was made.")
