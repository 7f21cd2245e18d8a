"""What became of a leader's priorities: the same statements before, half-way and after.

Every figure is a mean of cells that her snapshots publish (P3), of the same unit in each wave that
is compared (P8). So it tells nothing that whoever has these snapshots cannot work out, and taking
one mean from another leads back to published cells only. The words for change are those of the
snapshots' own growth: they rest on answers that nobody has any more.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from surveyapp.core.base import Identifier, Record, Texts
from surveyapp.core.choices import Action, Aim, Choices, Level, Priority
from surveyapp.core.document import Document
from surveyapp.core.instrument import SELF
from surveyapp.core.look import Key, Look, shared
from surveyapp.core.snapshot import (
    Below,
    Change,
    CompetenceGrowth,
    Mean,
    Published,
    SelfChange,
    Snapshot,
    Suppressed,
    WaveName,
)

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


class Line(Record):
    """One unit over the waves that are compared, with the items that its figures rest on.

    ``changes`` says of each wave but the first what its own report says of the whole competence,
    where that was measured from the same start.
    """

    id: Identifier
    label: Texts
    items: tuple[Identifier, ...] = Field(min_length=1)
    figures: tuple[Figure, ...]
    respondents: tuple[int, ...]
    changes: tuple[Change | SelfChange | None, ...]


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

    ``others`` is the unweighted mean of the lines of others, one figure a wave. ``to_do`` counts
    the actions that she still plans or is doing.
    """

    competence: Identifier
    title: Texts
    aim: Aim
    waves: tuple[Moment, ...] = Field(min_length=1)
    lines: tuple[Line, ...] = ()
    others: tuple[Figure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    deeds: tuple[Deed, ...] = ()
    to_do: int = 0

    @property
    def own(self) -> SelfChange | None:
        """How she sees her own change in the last wave that has something to say of it."""
        found = [change for line in self.lines for change in line.changes if line.id == SELF]
        return next((c for c in reversed(found) if isinstance(c, SelfChange)), None)


class Effect(Document):
    """All priorities of one wave, seen again in later ones.

    ``groups`` are the rater groups of the start in their order, by which they keep their marks.
    """

    called: ClassVar[str] = "a file of what became of priorities"

    format: Literal["effect/1"] = "effect/1"
    since: Moment
    groups: tuple[Identifier, ...]
    priorities: tuple[PriorityEffect, ...]


def effect(choices: Choices, start: Snapshot, later: Sequence[Snapshot]) -> Effect:
    """What became of ``choices``, made with the report ``start``; ``later`` ones in order."""
    return Effect(
        since=_moment(start),
        groups=tuple(group.id for group in start.rules.groups),
        priorities=tuple(_priority(one, start, later) for one in choices.priorities),
    )


def _moment(snapshot: Snapshot) -> Moment:
    return Moment(wave=snapshot.wave, frozen_on=snapshot.frozen_on)


def _priority(priority: Priority, start: Snapshot, later: Sequence[Snapshot]) -> PriorityEffect:
    first = Look(start, priority.competence)
    others = [Look(snapshot, priority.competence) for snapshot in later]
    compared = _compared(first, others)
    lines = _lines(first, compared)
    return PriorityEffect(
        competence=priority.competence,
        title=next(c.title for c in start.instrument.competences if c.id == priority.competence),
        aim=priority.aim,
        waves=tuple(_moment(look.snapshot) for look in (first, *compared)),
        lines=lines,
        others=_others([line for line in lines if line.id != SELF]),
        gaps=_gaps(first, compared),
        left_out=tuple(
            LeftOut(wave=look.snapshot.wave, reason=_why_not(first, look))
            for look in others
            if look not in compared
        ),
        deeds=_deeds(priority),
        to_do=sum(one.state in ("planned", "doing") for _, one in _actions(priority)),
    )


def _compared(first: Look, later: Sequence[Look]) -> list[Look]:
    """The waves that still show somebody of the start: one without others would hide all of them.

    Where others are to be seen in none, those in which she saw herself.
    """
    for own in (False, True):
        keys = [key for key in first.units if (key[0] == SELF) == own]
        if found := [look for look in later if any(shared([first, look], key) for key in keys)]:
            return found
    return []


def _lines(first: Look, compared: Sequence[Look]) -> tuple[Line, ...]:
    looks = [first, *compared]
    if not compared:
        return ()
    found = {key: shared(looks, key) for key in first.units}
    return tuple(_line(key, items, looks) for key, items in found.items() if items)


def _line(key: Key, items: Sequence[str], looks: Sequence[Look]) -> Line:
    first, *later = looks
    return Line(
        id=key[0],
        label=first.units[key].label,
        items=tuple(first.asked[words] for words in items),
        figures=tuple(_figure([look.published(key)[words] for words in items]) for look in looks),
        respondents=tuple(look.units[key].respondents for look in looks),
        changes=tuple(_said(first, look, key[0]) for look in later),
    )


def _figure(cells: Sequence[Published | Below]) -> Figure:
    return Figure(
        mean=float(np.mean([cell.value for cell in cells])),
        floored=any(isinstance(cell, Below) for cell in cells),
    )


def _said(first: Look, look: Look, unit: str) -> Change | SelfChange | None:
    """What the wave's own report says of this unit, if it looks back to the same start."""
    growth = look.snapshot.growth
    if growth is None or (growth.since, growth.since_frozen_on) != (
        first.snapshot.wave,
        first.snapshot.frozen_on,
    ):
        return None
    row = next((one for one in growth.competences if one.id == look.competence), None)
    return _of_unit(row, unit) if row else None


def _of_unit(row: CompetenceGrowth, unit: str) -> Change | SelfChange | None:
    return row.own if unit == SELF else row.units.get(unit)


def _others(lines: Sequence[Line]) -> tuple[Figure, ...]:
    """All others, wave by wave: the mean of the same units each time."""
    return tuple(
        Figure(
            mean=float(np.mean([one.mean for one in figures])),
            floored=any(one.floored for one in figures),
        )
        for figures in zip(*(line.figures for line in lines), strict=True)
    )


def _gaps(first: Look, compared: Sequence[Look]) -> tuple[Gap, ...]:
    if not compared:
        return ()
    missing = [key for key in first.units if not shared([first, *compared], key)]
    return tuple(_gap(key, first, compared) for key in missing)


def _gap(key: Key, first: Look, compared: Sequence[Look]) -> Gap:
    """The first wave in which the unit is lost; where none alone loses it, the last one."""
    looks = [first, *compared]
    lost = next((look for look in looks if not shared([first, look], key)), looks[-1])
    return Gap(
        id=key[0],
        label=first.units[key].label,
        wave=lost.snapshot.wave,
        reason=_obstacle(key, first, lost),
    )


def _obstacle(key: Key, first: Look, look: Look) -> Obstacle:
    """Why nothing of this unit can be compared with its start."""
    if key not in look.units:
        return "other_groups" if set(key[1]) & look.members else "too_few"
    cells = [look.cells[key][words] for words in first.asked if words in look.asked]
    few = any(isinstance(cell, Suppressed) and cell.reason == "too_few" for cell in cells)
    return "too_few" if few else "no_items"


def _why_not(first: Look, look: Look) -> Obstacle:
    """Why a whole wave is not compared: what keeps its units from it."""
    if not set(first.asked) & set(look.asked):
        return "no_items"
    keys = [key for key in first.units if key[0] != SELF] or list(first.units)
    reasons = {_obstacle(key, first, look) for key in keys}
    known: tuple[Obstacle, ...] = ("other_groups", "too_few", "no_items")
    return next((reason for reason in known if reason in reasons), "too_few")


def _deeds(priority: Priority) -> tuple[Deed, ...]:
    """What she has done, in the order of its days; without a day at the end."""
    done = [
        Deed(level=level, text=one.text, done_on=one.done_on)
        for level, one in _actions(priority)
        if one.state == "done"
    ]
    return tuple(sorted(done, key=lambda deed: deed.done_on or date.max))


def _actions(priority: Priority) -> Iterable[tuple[Level, Action]]:
    return ((plan.level, action) for plan in priority.plan for action in plan.actions)
