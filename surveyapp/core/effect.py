"""What became of a leader's priorities: the same statements before, halfway and after.

Every figure is a mean of cells that her snapshots publish (P3), of the same unit in each wave that
is compared (P8). So it tells nothing that whoever has these snapshots cannot work out, and taking
one mean from another leads back to published cells only. The words for change are those of the
snapshots' own growth: they rest on answers that nobody has any more.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from surveyapp.core.choices import Action, Choices, Level, Priority
from surveyapp.core.effect_record import (
    Deed,
    Effect,
    Figure,
    Gap,
    LeftOut,
    Line,
    Moment,
    Obstacle,
    PriorityEffect,
    Said,
    Statement,
)
from surveyapp.core.instrument import OTHERS, SELF
from surveyapp.core.look import Key, Look, shared
from surveyapp.core.snapshot import Below, Published, Snapshot, Suppressed


def effect(choices: Choices, start: Snapshot, later: Sequence[Snapshot]) -> Effect:
    """What became of ``choices``, made with the report ``start``; ``later`` ones in order.

    A choice that the questionnaire of the start does not know is passed over.
    """
    asked = {one.id for one in start.instrument.competences}
    return Effect(
        since=_moment(start),
        groups=tuple(group.id for group in start.rules.groups),
        scale=tuple(point.label for point in start.instrument.scale.points),
        priorities=tuple(
            _priority(one, start, later) for one in choices.priorities if one.competence in asked
        ),
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
        statements=_statements(start, lines),
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


def _statements(start: Snapshot, lines: Sequence[Line]) -> tuple[Statement, ...]:
    """The items of all lines, in the order of the instrument."""
    used = {item for line in lines for item in line.items}
    return tuple(
        Statement(id=item.id, number=number, text=item.text[OTHERS])
        for competence in start.instrument.competences
        for number, item in enumerate(competence.items, start=1)
        if item.id in used
    )


def _line(key: Key, items: Sequence[str], looks: Sequence[Look]) -> Line:
    first, *later = looks
    return Line(
        id=key[0],
        label=first.units[key].label,
        items=tuple(first.asked[words] for words in items),
        figures=tuple(_figure([look.published(key)[words] for words in items]) for look in looks),
        respondents=tuple(look.units[key].respondents for look in looks),
        said=tuple(said for look in later if (said := _said(first, look, key))),
    )


def _figure(cells: Sequence[Published | Below]) -> Figure:
    return Figure(
        mean=float(np.mean([cell.value for cell in cells])),
        floored=any(isinstance(cell, Below) for cell in cells),
    )


def _said(first: Look, look: Look, key: Key) -> Said | None:
    """What the wave's own report says of this unit, if it looks back to the same start."""
    growth, start = look.snapshot.growth, first.snapshot
    if growth is None or (growth.since, growth.since_frozen_on) != (start.wave, start.frozen_on):
        return None
    row = next(one for one in growth.competences if one.id == look.competence)
    change = row.own if key[0] == SELF else row.units[key[0]]
    return Said(wave=look.snapshot.wave, change=change, items=len(shared([first, look], key)))


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
    same = [words for words in first.asked if words in look.asked]
    cells = [one.cells[key][words] for one in (first, look) for words in same]
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
