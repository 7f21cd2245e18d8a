"""Rule P8: change from an earlier wave, only from what is published in both."""

import json
import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from surveyapp.core.checker.reading import (
    SELF,
    Json,
    Reading,
    Violation,
    equal,
    mean,
    values,
    whole,
    wrong,
)
from surveyapp.core.checker.spread import (
    FEWEST_ITEMS,
    FROM_DISTRIBUTION,
    Shown,
    opened,
    shown,
    tells_spread,
)

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
    before = next((other for other in earlier if precedes(other, doc)), None)
    for number, (row, pair) in enumerate(zip(growth["competences"], doc.pairs(), strict=True)):
        place = f"growth.competences[{number}]"
        yield from _competence(doc, row, pair, place)
        if before:
            yield from _compared(doc, before, row, number, place)


def precedes(other: Reading, doc: Reading) -> bool:
    """Whether the other is the earlier snapshot that the growth part names."""
    growth = doc.data["growth"]
    mine = (doc.data["programme"], doc.data["leader"], growth["since"], growth["since_frozen_on"])
    data = other.data
    return mine == (data["programme"], data["leader"], data["wave"], data["frozen_on"])


def _competence(
    doc: Reading, row: Json, pair: tuple[str, Json, Json], place: str
) -> Iterator[Violation]:
    units, (_, result, definition) = row["units"], pair
    for unit, change in units.items():
        if unit == SELF or unit not in doc.units:
            yield Violation("P8", f"{place}.units.{unit}", "This unit is not published.")
        else:
            items = shown(result, definition, unit)
            yield from _change(doc.units[unit], change, items, f"{place}.units.{unit}")
    for name in ("before", "after"):
        expected = mean({unit: change[name] for unit, change in units.items()})
        yield from wrong("P8", f"{place}.others_{name}", row[f"others_{name}"], expected)
    yield from _own(doc, row, _worth(shown(result, definition, SELF)), f"{place}.own")


def _change(unit: Json, change: Json, items: list[Shown], place: str) -> Iterator[Violation]:
    kept = _worth(items)
    if not unit["identified"] and change["respondents_before"] < 3:
        yield Violation("P8", f"{place}.respondents_before", "At least three must answer.")
    if change["respondents_after"] != unit["respondents"]:
        yield Violation("P8", f"{place}.respondents_after", "This is not the unit's own count.")
    if not _is_mean_of(change["after"], kept, change["items"]):
        yield Violation("P8", f"{place}.after", "No published items of this wave have this mean.")
    if change["after_floored"] not in _floored(change, items):
        yield Violation("P6", f"{place}.after_floored", 'A cell "below 1.5" is in it, or none is.')
    if change["word"] != "cannot_tell" and not _word_allowed(unit, change, items):
        yield Violation("P8", f"{place}.word", "Too few of its items show their bars.")


def _floored(change: Json, items: list[Shown]) -> set[bool]:
    """What may be said of a figure over some of these items."""
    if not _low(items):
        return {False}
    return {True} if change["items"] == len(items) else {True, False}


def _word_allowed(unit: Json, change: Json, items: list[Shown]) -> bool:
    """Whether enough items could carry the word; which ones, only two snapshots tell."""
    floored = change["before_floored"] or change["after_floored"]
    enough = FEWEST_ITEMS <= change["items"] <= len(opened(unit, items))
    return enough and change["respondents_before"] >= FROM_DISTRIBUTION and not floored


def _worth(items: list[Shown]) -> list[float]:
    """The values of these published items."""
    return list(values({item["id"]: cell for item, cell in items}).values())


def _low(items: list[Shown]) -> bool:
    """Whether one of these items is "below 1.5"."""
    return any(cell["state"] == "below" for _, cell in items)


def _is_mean_of(figure: float, cells: Sequence[float], items: int) -> bool:
    """Whether so many of these cells have that mean; too many ways to choose count as yes."""
    return items <= len(cells) and (
        math.comb(len(cells), items) > MOST_SUBSETS
        or any(equal(sum(some) / items, figure) for some in combinations(cells, items))
    )


def _own(doc: Reading, row: Json, kept: list[float], place: str) -> Iterator[Violation]:
    """How the leader sees her own growth; her answers are whole points."""
    own = row["own"]
    before, after, then = own["before"], own["after"], own["then"]
    if (before is None) != (after is None):
        yield Violation("P8", place, "Before and after exist together or not at all.")
    elif after is not None:
        sizes = [n for n, _ in enumerate(kept, 1) if _is_mean_of(after, kept, n)]
        if not sizes:
            yield Violation("P8", f"{place}.after", "No published items have this mean.")
        elif not any(whole(before * items) for items in sizes):
            yield Violation("P8", f"{place}.before", "No answers of one person have this mean.")
    asked = doc.data["instrument"]["then"] is not None and SELF in doc.units
    if then is not None and not (asked and whole(then)):
        yield Violation("P8", f"{place}.then", "This must be one answer to a question asked.")
    if own["word"] != (word := _own_word(doc, row)):
        yield Violation("P8", f"{place}.word", f"The figures give {word!r}.")


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
    both = {unit: _both(doc, before, unit, number) for unit in doc.units}
    if set(found) != {unit for unit, items in both.items() if items}:
        yield Violation("P8", f"{place}.units", "These units are not published in both waves.")
        return
    for unit, change in found.items():
        where = f"{place}.own" if unit == SELF else f"{place}.units.{unit}"
        then, now = ([pair[side] for pair in both[unit]] for side in (0, 1))
        for name, figure in _figures(before.units[unit], then, now).items():
            if name in change:
                yield from wrong("P8", f"{where}.{name}", change[name], figure)
        tells = all(tells_spread(doc.units[unit], items) for items in (then, now))
        if unit != SELF and (change["word"] != "cannot_tell") != tells:
            yield Violation("P8", f"{where}.word", "Bars in both waves decide whether it exists.")


def _both(doc: Reading, before: Reading, unit: str, number: int) -> list[tuple[Shown, Shown]]:
    """The items of a competence that are published for a unit in both waves, then and now."""
    old = before.units.get(unit)
    if old is None or any(old[name] != doc.units[unit][name] for name in ("members", "identified")):
        return []
    results, instrument = doc.data["competences"], doc.data["instrument"]
    now = shown(results[number], instrument["competences"][number], unit)
    then = {
        words(item): (item, cell)
        for _, result, definition in before.pairs()
        for item, cell in shown(result, definition, unit)
    }
    return [(then[words(item)], (item, cell)) for item, cell in now if words(item) in then]


def _figures(old: Json, then: list[Shown], now: list[Shown]) -> dict[str, float | bool]:
    """What a change over these items must say."""
    return {
        "before": sum(_worth(then)) / len(then),
        "after": sum(_worth(now)) / len(now),
        "before_floored": _low(then),
        "after_floored": _low(now),
        "items": len(now),
        "respondents_before": old["respondents"],
    }


def words(item: Json) -> str:
    """What makes two items the same question, in one spelling."""
    return json.dumps([item["id"], item["text"], item["reverse"]], sort_keys=True)
