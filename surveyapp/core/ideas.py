"""Ideas for a plan, by competence of a standard and level, and what there is to read about it.

They are data (``questionnaires/ideas/*.yaml``), written by this project. Of another standard a
competence has the ideas of those that it resembles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Sentence, Texts
from surveyapp.core.choices import Level
from surveyapp.core.standard import Crosswalk, Kind, Reference

NEAREST: tuple[Kind, ...] = ("same", "close", "partly")
"""How much two competences resemble each other, the most first."""


class Idea(Record):
    """One thing that a leader could do, in words that can stand in her plan."""

    id: Identifier
    text: Texts


class Reading(Record):
    """A publication in ``language``, and why it is worth reading. ``year`` is that of the first."""

    author: Sentence
    title: Sentence
    year: int = Field(ge=1900, le=2100)
    language: Identifier
    about: Texts


class CompetenceIdeas(Record):
    """The ideas for one competence at each level, and what there is to read about it."""

    id: Identifier
    me: tuple[Idea, ...] = Field(min_length=1)
    school: tuple[Idea, ...] = Field(min_length=1)
    partnership: tuple[Idea, ...] = Field(min_length=1)
    reading: tuple[Reading, ...] = ()

    def at(self, level: Level) -> tuple[Idea, ...]:
        """The ideas at one level."""
        by_level = {"me": self.me, "school": self.school, "partnership": self.partnership}
        return by_level[level]


class Ideas(Record):
    """The ideas for every competence of one edition."""

    format: Literal["ideas/1"]
    standard: Identifier
    languages: tuple[Identifier, ...] = Field(min_length=1)
    note: Texts
    competences: tuple[CompetenceIdeas, ...] = Field(min_length=1)


Shelf = Mapping[str, Ideas]
"""The ideas at hand, by edition."""


@dataclass(frozen=True)
class Found:
    """Ideas for a competence; ``borrowed`` where they are of one that resembles it.

    ``note`` is what their makers say of them.
    """

    ideas: tuple[CompetenceIdeas, ...] = ()
    borrowed: bool = False
    note: Texts | None = None

    def at(self, level: Level) -> tuple[Idea, ...]:
        """The ideas at one level."""
        return tuple(idea for one in self.ideas for idea in one.at(level))

    @property
    def reading(self) -> tuple[Reading, ...]:
        """What there is to read, each once."""
        entries = [entry for one in self.ideas for entry in one.reading]
        return tuple({(entry.author, entry.title): entry for entry in entries}.values())

    def idea(self, key: str, level: Level) -> Idea | None:
        """The idea of that name at a level."""
        return next((idea for idea in self.at(level) if idea.id == key), None)


def find(reference: Reference, shelf: Shelf, crosswalk: Crosswalk) -> Found:
    """The ideas for a competence of a standard, or for those that it resembles most."""
    if own := _of(reference, shelf):
        return Found((own,), note=_note(reference, shelf))
    rows = [row for row in crosswalk.of(reference) if _of(row.other(reference), shelf)]
    for kind in NEAREST:
        others = [row.other(reference) for row in rows if row.kind == kind]
        if found := tuple(one for other in others if (one := _of(other, shelf))):
            return Found(found, borrowed=True, note=_note(others[0], shelf))
    return Found()


def _of(reference: Reference, shelf: Shelf) -> CompetenceIdeas | None:
    edition, _slash, competence = reference.partition("/")
    known = shelf[edition].competences if edition in shelf else ()
    return next((one for one in known if one.id == competence), None)


def _note(reference: Reference, shelf: Shelf) -> Texts:
    return shelf[reference.partition("/")[0]].note
