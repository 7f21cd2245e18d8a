"""One competence in one wave, as it is published: what waves are compared by (rule P8)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from surveyapp.core.instrument import Item
from surveyapp.core.snapshot import Below, Cell, Published, Snapshot, Suppressed, Unit

Key = tuple[str, tuple[str, ...], bool]
"""What makes two units the same people's group, under the same promise."""


def key_of(unit: Unit) -> Key:
    """The key of a unit."""
    return unit.id, unit.members, unit.identified


@dataclass(frozen=True, eq=False)
class Look:
    """One competence in one wave; cells stand by unit, then by the words of the item."""

    snapshot: Snapshot
    competence: str

    @cached_property
    def units(self) -> Mapping[Key, Unit]:
        """The units of the wave, in their order."""
        return {key_of(unit): unit for unit in self.snapshot.units}

    @cached_property
    def asked(self) -> Mapping[str, str]:
        """The ids of the items, by the words in which they were asked."""
        found = (one for one in self.snapshot.instrument.competences if one.id == self.competence)
        return {_words(item): item.id for one in found for item in one.items}

    @cached_property
    def cells(self) -> Mapping[Key, Mapping[str, Cell]]:
        """Every cell of the competence."""
        by_id = {item.id: item.cells for one in self.snapshot.competences for item in one.items}
        return {
            key: {words: by_id[item][key[0]] for words, item in self.asked.items()}
            for key in self.units
        }

    def published(self, key: Key) -> Mapping[str, Published | Below]:
        """What may be read of a unit."""
        cells = self.cells.get(key, {}).items()
        return {words: cell for words, cell in cells if not isinstance(cell, Suppressed)}

    @property
    def members(self) -> set[str]:
        """All rater groups that stand in some unit."""
        return {member for unit in self.snapshot.units for member in unit.members}


def _words(item: Item) -> str:
    """What makes two items the same question, in one spelling."""
    return json.dumps([item.id, item.text, item.reverse], sort_keys=True)


def shared(looks: Sequence[Look], key: Key) -> list[str]:
    """The items that are published for a unit in all of these, in the order of the first."""
    return [
        words
        for words in looks[0].published(key)
        if all(words in look.published(key) for look in looks)
    ]
