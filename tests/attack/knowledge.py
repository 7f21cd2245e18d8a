"""What the attacker knows, and what one published cell alone leaves open.

She reads finished snapshots as JSON, has the answers of some raters who told her theirs, and knows
the rules. Nothing here imports what makes or checks snapshots: the rules are written out once more.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

SKIPPED, UNABLE = 0, 255
POINTS = (1, 2, 3, 4, 5)
ANSWERS = (SKIPPED, *POINTS, UNABLE)

Json = dict[str, Any]
Given = tuple[int, ...]
Place = tuple[str, str]
"""A rater group and a column: where one rater's answer is looked for."""

Known = Mapping[Place, Given]
"""What the colluding raters of a group answered in a column."""

Fillings = Mapping[int, Given]
"""Each answer that a rater may have given, with answers of all unknown raters that go with it."""

Palettes = Mapping[str, Given]
"""The answers that are possible in a column at all; any answer where it is not named."""


def told(given: Given, minimum: int) -> Json:
    """What rules P2, P5 and P6 say of these answers to one item."""
    points = [answer for answer in given if answer in POINTS]
    if len(points) < minimum:
        return {"state": "suppressed", "reason": "too_few"}
    counts = {"n": len(points), "cannot_judge": given.count(UNABLE)}
    if sum(points) / len(points) < 1.5:
        return {"state": "below"} | counts
    bars = [points.count(point) for point in POINTS] if len(points) >= 7 else None
    mean = sum(points) / len(points)
    return {"state": "published", "mean": mean} | counts | {"distribution": bars}


def left_open(snapshot: Json, known: Known, palettes: Palettes) -> dict[Place, Fillings]:
    """What each cell by itself leaves open of one unknown rater's answer, by group and column.

    Identified groups were told that they are, and are not looked for. Of a group that is left out
    everything is open.
    """
    result: dict[Place, Fillings] = {}
    for place, cell in cells(snapshot):
        palette = palettes.get(place[1], ANSWERS)
        result[place] = _open(snapshot, known, place, cell, palette)
    return {place: fillings for place, fillings in result.items() if fillings}


def cells(snapshot: Json) -> Iterator[tuple[Place, Json | None]]:
    """The cell in which each answer of an anonymous group stands; ``None`` where it is left out."""
    for group in _anonymous(snapshot):
        for column, not_asked, by_unit in _columns(snapshot):
            if group not in not_asked:
                yield (group, column), by_unit.get(_unit(snapshot, group))


def _anonymous(snapshot: Json) -> Iterator[str]:
    for row in snapshot["participation"]:
        if row["answered"] and not row["identified"]:
            yield row["group"]


def _columns(snapshot: Json) -> Iterator[tuple[str, list[str], Json]]:
    """Each column that raters answer, who is not asked it, and its cells by unit."""
    asked = snapshot["instrument"]["competences"]
    for definition, result in zip(asked, snapshot["competences"], strict=True):
        for item, row in zip(definition["items"], result["items"], strict=True):
            yield item["id"], item["not_asked"], row["cells"]
        if snapshot["instrument"]["importance"]:
            yield f"{definition['id']}-importance", [], result["importance"]


def _unit(snapshot: Json, group: str) -> str:
    used = next(row["used"] for row in snapshot["participation"] if row["group"] == group)
    return {"own": group, "pooled": "pool", "left_out": ""}[used]


def _open(
    snapshot: Json, known: Known, place: Place, cell: Json | None, palette: Given
) -> Fillings:
    group, column = place
    members = _asked_together(snapshot, group, column) if cell else [group]
    answered = {row["group"]: row["answered"] for row in snapshot["participation"]}
    told_us = tuple(a for member in members for a in known.get((member, column), ()))
    unknown = sum(answered[member] for member in members) - len(told_us)
    if answered[group] == len(known.get(place, ())):
        return {}
    if cell is None:
        return {answer: (answer,) + (palette[0],) * (unknown - 1) for answer in palette}
    minimums = {row["id"]: row["minimum"] for row in snapshot["rules"]["groups"]}
    together = next(u["members"] for u in snapshot["units"] if group in u["members"])
    minimum = max(minimums[member] for member in together)
    return fillings(json.dumps(cell), minimum, told_us, unknown, palette)


def _asked_together(snapshot: Json, group: str, column: str) -> list[str]:
    """The groups whose answers are in the same cell."""
    members = next(unit["members"] for unit in snapshot["units"] if group in unit["members"])
    skipped = next(row for name, row, _ in _columns(snapshot) if name == column)
    return [member for member in members if member not in skipped]


@cache
def fillings(cell: str, minimum: int, known: Given, unknown: int, palette: Given) -> Fillings:
    """All answers of the unknown raters are tried; those that give this cell remain."""
    wanted = json.loads(cell)
    result: dict[int, Given] = {}
    for rest in _unordered(unknown, palette, wanted.get("n"), known):
        if told(known + rest, minimum) == wanted:
            for answer in set(rest) - result.keys():
                result[answer] = rest
    return dict(sorted(result.items()))


def _unordered(unknown: int, palette: Given, n: int | None, known: Given) -> Iterator[Given]:
    """Answers of so many raters in no order; with a known ``n``, only those with so many points."""
    points = tuple(answer for answer in palette if answer in POINTS)
    gaps = tuple(answer for answer in palette if answer not in POINTS)
    counted = sum(answer in POINTS for answer in known)
    sizes = range(unknown + 1) if n is None else [n - counted]
    for some in sizes:
        if 0 <= some <= unknown:
            for missing in combinations_with_replacement(gaps, unknown - some):
                for given in combinations_with_replacement(points, some):
                    yield given + missing
