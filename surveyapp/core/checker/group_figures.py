"""Rule P8 with the leaders' snapshots at hand: every figure of a group report, made again."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from surveyapp.core.checker.group_shape import LEADERS
from surveyapp.core.checker.reading import Json, Violation, at_least, value
from surveyapp.core.checker.shape import check_shape

Teams = list[list[Json]]
"""The snapshots of the leaders, by group."""


def check_again(doc: Json, leaders: Mapping[str, Sequence[Any]]) -> Iterator[Violation]:
    """What the leaders' snapshots do not give."""
    if set(leaders) != {group["id"] for group in doc["groups"]}:
        yield Violation("P8", "groups", "These are not the groups of the leaders.")
        return
    teams = [list(leaders[group["id"]]) for group in doc["groups"]]
    everybody = [leader for team in teams for leader in team]
    if any(fault for leader in everybody for fault in check_shape(leader)):
        yield Violation("P8", "", "What one of the leaders has is no snapshot.")
        return
    if faults := [fault for leader in everybody for fault in _frame(doc, leader)]:
        yield from dict.fromkeys(faults)
        return
    yield from _section(doc, doc["whole"], _counted(teams), "whole")
    for number, (group, team) in enumerate(zip(doc["groups"], teams, strict=True)):
        yield from _section(doc, group, _counted([team]), f"groups[{number}]")


def _frame(doc: Json, leader: Json) -> Iterator[Violation]:
    """Wave, questions and units are those of every leader."""
    for name in ("programme", "wave", "instrument"):
        if doc[name] != leader[name]:
            yield Violation("P8", name, "A leader's snapshot says something else.")
    asked = [row["id"] for row in doc["instrument"]["competences"]]
    if [row["id"] for row in leader["competences"]] != asked:
        yield Violation("P8", "instrument", "A leader's snapshot is about other competences.")
    promised = [{"id": row["id"], "label": row["label"]} for row in leader["rules"]["groups"]]
    if doc["units"][1:] != promised:
        yield Violation("P8", "units", "The rules promised other rater groups.")


def _counted(parts: Sequence[list[Any]]) -> list[list[Any]]:
    """The parts of which something may be said: five and more, or small ones that are so too."""
    large = [part for part in parts if len(part) >= LEADERS]
    small = [part for part in parts if len(part) < LEADERS]
    return large + small if sum(map(len, small)) >= LEADERS else large


def _section(doc: Json, section: Json, teams: Teams, place: str) -> Iterator[Violation]:
    expected = sum(map(len, teams)) or None
    if section["leaders"] != expected:
        yield Violation("P8", f"{place}.leaders", f"This must be {expected}.")
    for number, row in enumerate(section["competences"]):
        for table in ("scores", "importance"):
            for unit, cell in row[table].items():
                figures = [[_figure(one, number, table, unit) for one in team] for team in teams]
                where = f"{place}.competences[{number}].{table}.{unit}"
                yield from _cell(cell, figures, where)


def _figure(leader: Json, number: int, table: str, unit: str) -> float | None:
    """What is published of a unit of one leader."""
    cell = leader["competences"][number][table].get(unit)
    return value(cell) if cell else None


def _cell(cell: Json, figures: Sequence[Sequence[float | None]], place: str) -> Iterator[Violation]:
    known = [[figure for figure in team if figure is not None] for team in figures]
    kept = list(chain(*_counted(known)))
    if cell["state"] == "suppressed":
        if kept:
            yield Violation("P8", place, f"{len(kept)} leaders have a figure for this.")
        return
    if cell["leaders"] != len(kept):
        yield Violation("P8", f"{place}.leaders", f"This must be {len(kept)}.")
    elif not at_least(0.05, abs(cell["mean"] - sum(kept) / len(kept))):
        yield Violation("P8", f"{place}.mean", "The leaders' snapshots give another mean.")
