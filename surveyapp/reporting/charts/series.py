"""Whose marks a chart shows, over which scale, and what its rows are called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.instrument import OTHERS, SELF
from surveyapp.core.rater_group import POOL
from surveyapp.core.snapshot import ItemResult, Snapshot, Unit
from surveyapp.languages import Language

SHAPES = ("circle", "square", "triangle-up", "triangle-down", "hourglass", "bow-tie", "star")
COLOURS = ("#1d5fa8", "#a65f00", "#7a3e8e", "#14746f", "#8c2f4b", "#4f6b1f", "#4a4e8f")
"""Dark enough to stand on white, apart from each other for colour-blind readers."""

LINE = 30
"""Letters of a label that a legend has room for beside others."""


@dataclass(frozen=True)
class Series:
    """Whose marks: own shape and colour, the same in every chart of every wave."""

    id: str
    label: str
    shape: str
    colour: str

    @property
    def is_long(self) -> bool:
        """Whether the label needs a line of its own in a legend."""
        return len(self.label) > LINE


def series(snapshot: Snapshot, language: Language) -> tuple[Series, ...]:
    """A series per unit of the snapshot, self first."""
    return tuple(unit_series(unit, snapshot, language) for unit in snapshot.units)


def unit_series(unit: Unit, snapshot: Snapshot, language: Language) -> Series:
    """The mark of a unit; a group keeps it from wave to wave."""
    groups = [group.id for group in snapshot.rules.groups]
    return group_series(unit.id, text_in(unit.label, language.code), groups)


def group_series(key: str, label: str, groups: Sequence[str]) -> Series:
    """The mark of a unit by its place among the rater groups."""
    if key == SELF:
        return Series(SELF, label, "diamond", "#1b1f24")
    if key == POOL:
        return Series(POOL, label, "cross", "#5a6472")
    place = groups.index(key)
    return Series(key, label, SHAPES[place % len(SHAPES)], COLOURS[place % len(COLOURS)])


def all_others(language: Language) -> Series:
    """The mark for the mean of all others."""
    return Series(OTHERS, language.gettext("All others"), "line", "#1b1f24")


def scale(snapshot: Snapshot, language: Language) -> tuple[str, ...]:
    """The labels of the five points, from low to high."""
    return tuple(text_in(p.label, language.code) for p in snapshot.instrument.scale.points)


def spoken(label: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A row in words: ``label: name value; name value``."""
    return f"{label}: " + "; ".join(f"{name} {value}" for name, value in pairs)


def competence_title(snapshot: Snapshot, key: str, language: Language) -> str:
    """The name of a competence."""
    found = next(c for c in snapshot.instrument.competences if c.id == key)
    return text_in(found.title, language.code)


def item_text(snapshot: Snapshot, key: str, language: Language) -> str:
    """An item in the wording for others."""
    item = next(item for item in snapshot.instrument.items() if item.id == key)
    return text_in(item.text[OTHERS], language.code)


def numbered(number: int, item: ItemResult, snapshot: Snapshot, language: Language) -> str:
    """An item with its number within the competence, by which sentences name it."""
    return f"{number}. {item_text(snapshot, item.id, language)}"
