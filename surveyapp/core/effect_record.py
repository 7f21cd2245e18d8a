"""The record of what became of priorities: everything that a page or a report says of it."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Texts
from surveyapp.core.choices import Aim, Level
from surveyapp.core.document import Document
from surveyapp.core.snapshot import Change, Mean, SelfChange, WaveName

Obstacle = Literal["too_few", "other_groups", "no_items"]
"""Why there is no figure: too few answers, groups that are others than at the start, or no
statement that was asked in the same words each time."""


class Moment(Record):
    """A wave, and the day on which it was frozen."""

    wave: WaveName
    frozen_on: date


class Figure(Record):
    """A mean in one wave; ``floored`` says that a cell "below 1.5" is in it."""

    mean: Mean
    floored: bool = False


class Said(Record):
    """What the report of a wave says of a unit since the same start, over so many items.

    Those are all of the competence that are published in both, which may be more than the line has.
    """

    wave: WaveName
    change: Change | SelfChange
    items: int = Field(ge=1)


class Line(Record):
    """One unit over the waves that are compared, with the items that its figures rest on."""

    id: Identifier
    label: Texts
    items: tuple[Identifier, ...] = Field(min_length=1)
    figures: tuple[Figure, ...]
    respondents: tuple[int, ...]
    said: tuple[Said, ...]


class Statement(Record):
    """An item that figures rest on, with its number in the competence at the start."""

    id: Identifier
    number: int = Field(ge=1)
    text: Texts


class Gap(Record):
    """A unit of the start that has no line, and in which wave that shows."""

    id: Identifier
    label: Texts
    wave: WaveName
    reason: Obstacle


class LeftOut(Record):
    """A wave that is not compared for a priority."""

    wave: WaveName
    reason: Obstacle


class Deed(Record):
    """An action of her plan that she has done."""

    level: Level
    text: str
    done_on: date | None


class PriorityEffect(Record):
    """One priority: what was seen of it in each wave, beside what she did.

    ``others`` is the unweighted mean of the lines of others, one figure a wave; ``statements`` are
    those of all lines. ``to_do`` counts the actions that she still plans or is doing.
    """

    competence: Identifier
    title: Texts
    aim: Aim
    waves: tuple[Moment, ...] = Field(min_length=1)
    statements: tuple[Statement, ...] = ()
    lines: tuple[Line, ...] = ()
    others: tuple[Figure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    deeds: tuple[Deed, ...] = ()
    to_do: int = 0

    @property
    def own(self) -> SelfChange | None:
        """How she sees her own change in the last wave that has something to say of it."""
        found = [said.change for line in self.lines for said in line.said]
        return next((c for c in reversed(found) if isinstance(c, SelfChange)), None)


class Effect(Document):
    """All priorities of one wave, seen again in later ones.

    ``groups`` are the rater groups of the start in their order, by which they keep their marks;
    ``scale`` has the labels of its five points.
    """

    called: ClassVar[str] = "a file of what became of priorities"

    format: Literal["effect/1"] = "effect/1"
    since: Moment
    groups: tuple[Identifier, ...]
    scale: tuple[Texts, ...]
    priorities: tuple[PriorityEffect, ...]
