"""Rule P8: change from an earlier wave, only from what is published in both."""

import json
import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from surveyapp.core.checker.reading import (
    SELF,
    TOLERANCE,
    Json,
    Reading,
    Violation,
    equal,
    mean,
    values,
    wrong,
)
from surveyapp.core.checker.spread import FEWEST_ITEMS, FEWEST_RESPONDENTS

MOST_SUBSETS = 200_000


def check_growth(doc: Reading, earlier: Sequence[Reading]) -> Iterator[Violation]:
    """The growth part, with the help of the earlier snapshot if that is at hand."""
    growth = doc.data["growth"]
    if growth is None:
        return
    since, wave = growth["since"]["position"], doc.data["wave"]["position"]
    if since >= wave or growth["since_frozen_on"] > doc.data["frozen_on"]:
        yield Violation("P8", "growth.since", "This wave does not lie before the report's own.")
    if [row["id"] for row in growth["competences"]] != [r["id"] for _, r, _ in doc.pairs()]:
        yield Violation("P8", "growth.competences", "These are not the instrument's competences.")
        return
    before = next((other for other in earlier if _precedes(other, doc)), None)
    for number, (row, pair) in enumerate(zip(growth["competences"], doc.pairs(), strict=True)):
        place = f"growth.competences[{number}]"
        yield from _competence(doc, row, pair[1], place)
        if before:
            yield from _compared(doc, before, row, number, place)


def _precedes(other: Reading, doc: Reading) -> bool:
    """Whether the other is the earlier snapshot that the growth part names."""
    growth = doc.data["growth"]
    mine = (doc.data["programme"], doc.data["leader"], growth["since"], growth["since_frozen_on"])
    data = other.data
    return mine == (data["programme"], data["leader"], data["wave"], data["frozen_on"])


def _competence(doc: Reading, row: Json, result: Json, place: str) -> Iterator[Violation]:
    units = row["units"]
    for unit, change in units.items():
        if unit == SELF or unit not in doc.units:
            yield Violation("P8", f"{place}.units.{unit}", "This unit is not published.")
        else:
            yield from _change(doc, unit, change, result, f"{place}.units.{unit}")
    for name in ("before", "after"):
        expected = mean({unit: change[name] for unit, change in units.items()})
        yield from wrong("P8", f"{place}.others_{name}", row[f"others_{name}"], expected)
    yield from _own(doc, row, result, f"{place}.own")


def _change(doc: Reading, unit: str, change: Json, result: Json, place: str) -> Iterator[Violation]:
    kept = list(_cells(result, unit).values())
    floor = 1 if doc.units[unit]["identified"] else 3
    if change["respondents_before"] < floor:
        yield Violation("P8", f"{place}.respondents_before", f"At least {floor} must answer.")
    if change["respondents_after"] != doc.units[unit]["respondents"]:
        yield Violation("P8", f"{place}.respondents_after", "This is not the unit's own count.")
    if not _is_mean_of(change["after"], kept, change["items"]):
        yield Violation("P8", f"{place}.after", "No published items of this wave have this mean.")
    if change["after_floored"] not in _floored(change, result["scores"][unit]):
        yield Violation("P6", f"{place}.after_floored", 'A cell "below 1.5" is in it, or none is.')
    if change["word"] != "cannot_tell" and not _word_allowed(change):
        yield Violation("P8", f"{place}.word", "This needs five raters in both and three items.")


def _floored(change: Json, score: Json) -> set[bool]:
    """What may be said of a figure over some of the items of a score."""
    if not score.get("floored", False):
        return {False}
    return {True} if change["items"] == score["items"] else {True, False}


def _word_allowed(change: Json) -> bool:
    floored = change["before_floored"] or change["after_floored"]
    fewest = min(change["respondents_before"], change["respondents_after"])
    return fewest >= FEWEST_RESPONDENTS and change["items"] >= FEWEST_ITEMS and not floored


def _cells(result: Json, unit: str) -> dict[str, float]:
    """The values of the unit's published items."""
    return values({i["id"]: i["cells"][unit] for i in result["items"] if unit in i["cells"]})


def _lows(result: Json, unit: str) -> set[str]:
    """The items on which the unit is "below 1.5"."""
    cells = {i["id"]: i["cells"][unit] for i in result["items"] if unit in i["cells"]}
    return {key for key, cell in cells.items() if cell["state"] == "below"}


def _is_mean_of(figure: float, cells: Sequence[float], items: int) -> bool:
    """Whether so many of these cells have that mean; too many ways to choose count as yes."""
    if items > len(cells):
        return False
    if math.comb(len(cells), items) > MOST_SUBSETS:
        return True
    return any(equal(sum(some) / items, figure) for some in combinations(cells, items))


def _own(doc: Reading, row: Json, result: Json, place: str) -> Iterator[Violation]:
    """How the leader sees her own growth; her answers are whole points."""
    own, kept = row["own"], list(_cells(result, SELF).values())
    before, after, then = own["before"], own["after"], own["then"]
    if (before is None) != (after is None):
        yield Violation("P8", place, "Before and after exist together or not at all.")
    elif after is not None:
        sizes = [n for n in range(1, len(kept) + 1) if _is_mean_of(after, kept, n)]
        if not sizes:
            yield Violation("P8", f"{place}.after", "No published items have this mean.")
        elif not any(_whole(before * items) for items in sizes):
            yield Violation("P8", f"{place}.before", "No answers of one person have this mean.")
    asked = doc.data["instrument"]["then"] is not None and SELF in doc.units
    if then is not None and not (asked and _whole(then)):
        yield Violation("P8", f"{place}.then", "This must be one answer to a question asked.")
    if own["word"] != (word := _own_word(doc, row)):
        yield Violation("P8", f"{place}.word", f"The figures give {word!r}.")


def _whole(figure: float) -> bool:
    return abs(figure - round(figure)) <= TOLERANCE * 10


def _own_word(doc: Reading, row: Json) -> str:
    """Reliable change by Jacobson and Truax."""
    reliability = doc.data["instrument"]["reliability"].get(row["id"])
    before, after = row["own"]["before"], row["own"]["after"]
    if reliability is None or before is None or after is None:
        return "cannot_tell"
    limit = 1.96 * math.sqrt(2) * reliability["sd"] * math.sqrt(1 - reliability["alpha"])
    return "clear" if abs(after - before) > limit else "chance"


def _compared(
    doc: Reading, before: Reading, row: Json, number: int, place: str
) -> Iterator[Violation]:
    """Every figure again, from the published cells of both snapshots."""
    found = row["units"] | ({} if row["own"]["after"] is None else {SELF: row["own"]})
    expected = {}
    for unit in doc.units:
        if both := _both(doc, before, unit, number):
            expected[unit] = both
    if set(found) != set(expected):
        yield Violation("P8", f"{place}.units", "These units are not published in both waves.")
        return
    for unit, change in expected.items():
        where = f"{place}.own" if unit == SELF else f"{place}.units.{unit}"
        for name, figure in change.items():
            if name in found[unit]:
                yield from wrong("P8", f"{where}.{name}", found[unit][name], figure)


def _both(doc: Reading, before: Reading, unit: str, number: int) -> dict[str, float | bool]:
    """Before, after, items and respondents of a unit over what is published in both."""
    old = before.units.get(unit)
    if old is None or any(old[name] != doc.units[unit][name] for name in ("members", "identified")):
        return {}
    definition = doc.data["instrument"]["competences"][number]
    now = _cells(doc.data["competences"][number], unit)
    then: dict[str, float] = {}
    low_then: set[str] = set()
    for _, result, earlier in before.pairs():
        same = {_words(item) for item in earlier["items"]}
        asked = [item["id"] for item in definition["items"] if _words(item) in same]
        then |= {key: cell for key, cell in _cells(result, unit).items() if key in asked}
        low_then |= _lows(result, unit)
    both = [key for key in now if key in then]
    if not both:
        return {}
    return {
        "before": sum(then[key] for key in both) / len(both),
        "after": sum(now[key] for key in both) / len(both),
        "before_floored": any(key in low_then for key in both),
        "after_floored": any(key in _lows(doc.data["competences"][number], unit) for key in both),
        "items": len(both),
        "respondents_before": old["respondents"],
    }


def _words(item: Json) -> str:
    """What makes two items the same question, in one spelling."""
    return json.dumps([item["id"], item["text"], item["reverse"]], sort_keys=True)
