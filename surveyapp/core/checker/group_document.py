"""Rule P8 in a group report: five leaders in every figure, and in whatever subtraction leaves."""

from collections.abc import Iterator, Mapping, Sequence

from surveyapp.core.checker.group_figures import check_again
from surveyapp.core.checker.group_shape import LEADERS, check_group_shape
from surveyapp.core.checker.reading import (
    POOL,
    SELF,
    Json,
    Violation,
    at_least,
    check_fingerprint,
    mean,
    values,
    whole,
    wrong,
)

HALF_A_TENTH = 0.05
"""How far a mean may lie from its rounding to 0.1."""


def check_group(
    document: object, leaders: Mapping[str, Sequence[object]] | None = None
) -> list[Violation]:
    """Every rule that a group report breaks; an empty list if it may be stored.

    ``leaders`` are the snapshots of each group's leaders by the group's id: with them every figure
    is made again. Without them, what must hold of the document alone is checked.
    """
    if faults := list(check_group_shape(document)):
        return faults
    doc: Json = document  # type: ignore[assignment]
    changed = list(check_fingerprint(doc))
    if faults := list(_names(doc)):
        return [*changed, *faults]
    faults = [*changed, *_figures(doc), *_subtraction(doc)]
    return faults if leaders is None else [*faults, *check_again(doc, leaders)]


def _names(doc: Json) -> Iterator[Violation]:
    """Everything is about the same competences, units and groups, each named once."""
    units = [unit["id"] for unit in doc["units"]]
    if units[:1] != [SELF] or len(set(units)) != len(units) or {POOL, "others"} & set(units):
        yield Violation("P8", "units", "The leaders themselves and the rater groups, each once.")
    groups = [group["id"] for group in doc["groups"]]
    if len(set(groups)) != len(groups):
        yield Violation("P8", "groups", "Two groups have one id.")
    asked = [row["id"] for row in doc["instrument"]["competences"]]
    important = set(units) if doc["instrument"]["importance"] else set()
    for place, section in _sections(doc):
        rows = section["competences"]
        if [row["id"] for row in rows] != asked:
            yield Violation("P8", f"{place}.competences", "Not those of the instrument.")
        for number, row in enumerate(rows):
            if set(row["scores"]) != set(units) or set(row["importance"]) != important:
                yield Violation("P8", f"{place}.competences[{number}]", "These are other units.")


def _sections(doc: Json) -> Iterator[tuple[str, Json]]:
    """Place and content of the whole and of each group."""
    yield "whole", doc["whole"]
    for number, group in enumerate(doc["groups"]):
        yield f"groups[{number}]", group


def _figures(doc: Json) -> Iterator[Violation]:
    """Each figure in its own section."""
    for place, section in _sections(doc):
        for number, row in enumerate(section["competences"]):
            asked = doc["instrument"]["competences"][number]
            where = f"{place}.competences[{number}]"
            for unit, cell in row["scores"].items():
                hidden = all(unit in item["not_asked"] for item in asked["items"])
                yield from _cell(cell, section, hidden, f"{where}.scores.{unit}")
            for unit, cell in row["importance"].items():
                yield from _cell(cell, section, False, f"{where}.importance.{unit}")
            yield from wrong("P8", f"{where}.others", row["others"], _others(row["scores"]))
            importance = _others(row["importance"])
            place_of = f"{where}.importance_others"
            yield from wrong("P8", place_of, row["importance_others"], importance)


def _others(cells: Mapping[str, Json]) -> float | None:
    return mean(values(cells), without=SELF)


def _cell(cell: Json, section: Json, not_asked: bool, place: str) -> Iterator[Violation]:
    if (cell.get("reason") == "not_asked") != not_asked:
        yield Violation("P8", place, "The state does not fit who was asked this.")
    if cell["state"] == "suppressed":
        return
    if cell["leaders"] > (section["leaders"] or 0):
        yield Violation("P8", f"{place}.leaders", "There are not so many leaders in this section.")
    if not whole(cell["mean"] * 10):
        yield Violation("P8", f"{place}.mean", "A mean over leaders is rounded to 0.1.")


def _subtraction(doc: Json) -> Iterator[Violation]:
    """The whole minus the groups that are shown leaves nobody, or five leaders and more."""
    groups = doc["groups"]
    shown = [group for group in groups if group["leaders"]]
    rest = doc["whole"]["leaders"] - sum(group["leaders"] for group in shown)
    if not _leaves_enough(rest, (LEADERS - 1) * (len(groups) - len(shown))):
        yield Violation("P8", "whole.leaders", "This minus the groups leaves too few leaders.")
    for number, row in enumerate(doc["whole"]["competences"]):
        for table in ("scores", "importance"):
            for unit, cell in row[table].items():
                parts = [group["competences"][number][table][unit] for group in shown]
                place = f"whole.competences[{number}].{table}.{unit}"
                yield from _cell_subtraction(cell, parts, rest, place)


def _leaves_enough(rest: int, most: int) -> bool:
    """Whether so many leaders may remain, where no more than ``most`` can be hidden."""
    return rest == 0 or LEADERS <= rest <= most


def _cell_subtraction(
    cell: Json, parts: Sequence[Json], unshown: int, place: str
) -> Iterator[Violation]:
    """One cell of the whole and the same one of each group; ``unshown`` leaders have no group."""
    known = [part for part in parts if part["state"] == "published"]
    rest = _leaders(cell) - sum(map(_leaders, known))
    if not _leaves_enough(rest, unshown + (LEADERS - 1) * (len(parts) - len(known))):
        yield Violation("P8", f"{place}.leaders", "This minus the groups leaves too few leaders.")
    elif cell["state"] == "published" and not _possible(cell, known, rest):
        yield Violation("P8", f"{place}.mean", "No leaders with these means give this one.")


def _leaders(cell: Json) -> int:
    return int(cell.get("leaders", 0))


def _possible(cell: Json, parts: Sequence[Json], rest: int) -> bool:
    """Whether the leaders who remain can have means from 1 to 5, whatever was rounded."""
    if len(parts) == 1 and not rest:
        return bool(cell["mean"] == parts[0]["mean"])
    total = _sum(cell) - sum(map(_sum, parts))
    slack = HALF_A_TENTH * (_leaders(cell) + sum(map(_leaders, parts)))
    return at_least(total, rest - slack) and at_least(5 * rest + slack, total)


def _sum(cell: Json) -> float:
    return float(cell["mean"] * cell["leaders"])
