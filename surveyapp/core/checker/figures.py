"""Rules P2, P3, P5 and P6: the cells, and every figure that derives from them."""

from collections.abc import Iterator, Mapping

from surveyapp.core.checker.reading import (
    SELF,
    Json,
    Reading,
    Violation,
    at_least,
    equal,
    mean,
    values,
    whole,
    wrong,
)
from surveyapp.core.checker.spread import FROM_DISTRIBUTION, check_spread, shown

FLOORED_AT = 1.5
"""No anonymous mean below this is published (P6)."""


def check_figures(doc: Reading) -> Iterator[Violation]:
    """Cells, competence scores, what derives from them, and the suggestions."""
    for place, result, definition in doc.pairs():
        for number, item in enumerate(result["items"]):
            skipped = definition["items"][number]["not_asked"]
            yield from _item(doc, item, skipped, f"{place}.items[{number}]")
        for unit, cell in result["importance"].items():
            yield from _cell(doc, unit, cell, [], f"{place}.importance.{unit}")
        for unit, score in result["scores"].items():
            where = f"{place}.scores.{unit}"
            yield from _score(doc.units[unit], score, result, definition, where)
        yield from _derived(result, place)
    yield from _suggestions(doc)


def _item(doc: Reading, item: Json, skipped: list[str], place: str) -> Iterator[Violation]:
    for unit, cell in item["cells"].items():
        yield from _cell(doc, unit, cell, skipped, f"{place}.cells.{unit}")
    yield from wrong("P3", f"{place}.others", item["others"], _others(item["cells"]))


def _others(cells: Mapping[str, Json]) -> float | None:
    return mean(values(cells), without=SELF)


def _cell(
    doc: Reading, unit: str, cell: Json, skipped: list[str], place: str
) -> Iterator[Violation]:
    """One cell: enough answers, no more than there were raters, and figures that fit."""
    asked = [member for member in doc.units[unit]["members"] if member not in skipped]
    if (cell.get("reason") == "not_asked") != (not asked):
        yield Violation("P2", place, "The state does not fit who was asked this.")
    if cell["state"] == "suppressed" or not asked:
        return
    raters = 1 if unit == SELF else sum(doc.answered[member] for member in asked)
    if cell["n"] < doc.minimum(unit):
        yield Violation("P2", f"{place}.n", f"A cell needs {doc.minimum(unit)} answers.")
    if cell["n"] + cell["cannot_judge"] > raters:
        yield Violation("P2", f"{place}.n", f"There are only {raters} raters to whom this fits.")
    identified = doc.units[unit]["identified"]
    if cell["state"] == "below":
        if identified:
            yield Violation("P6", place, "Whose answers these are is known: publish the mean.")
    else:
        yield from _mean(cell, identified, place)


def _mean(cell: Json, identified: bool, place: str) -> Iterator[Violation]:
    if not whole(cell["mean"] * cell["n"]):
        yield Violation("P2", f"{place}.mean", f"No {cell['n']} answers have this mean.")
    if not identified and cell["mean"] < FLOORED_AT:
        yield Violation("P6", place, 'This low among the lowest points: say "below 1.5" only.')
    counts = cell["distribution"]
    if (counts is not None) != (cell["n"] >= FROM_DISTRIBUTION):
        yield Violation("P5", f"{place}.distribution", "A distribution exists from 7 answers on.")
    elif counts is not None:
        sums = sum(point * count for point, count in enumerate(counts, start=1))
        if sum(counts) != cell["n"] or not equal(sums / cell["n"], cell["mean"]):
            yield Violation("P5", f"{place}.distribution", "This does not fit mean and n.")


def _score(
    unit: Json, score: Json, result: Json, definition: Json, place: str
) -> Iterator[Violation]:
    cells = {item["id"]: item["cells"][unit["id"]] for item in result["items"]}
    kept = values(cells)
    if score["state"] == "suppressed":
        few = any(cell.get("reason") == "too_few" for cell in cells.values())
        if kept or score["reason"] != ("too_few" if few else "not_asked"):
            yield Violation("P3", place, "This does not fit the cells.")
        return
    yield from wrong("P3", f"{place}.mean", score["mean"], mean(kept))
    if score["items"] != len(kept):
        yield Violation("P3", f"{place}.items", f"{len(kept)} items are published.")
    below = any(cell["state"] == "below" for cell in cells.values())
    if score["floored"] != below:
        yield Violation("P6", f"{place}.floored", "This does not fit the cells.")
    yield from check_spread(score, unit, shown(result, definition, unit["id"]), place)


def _derived(result: Json, place: str) -> Iterator[Violation]:
    """What is said of self and all others."""
    published = {u: s["mean"] for u, s in result["scores"].items() if s["state"] == "published"}
    own, others = published.get(SELF), mean(published, without=SELF)
    gap = own - others if own is not None and others is not None else None
    importance = _others(result["importance"])
    yield from wrong("P3", f"{place}.others", result["others"], others)
    yield from wrong("P3", f"{place}.gap", result["gap"], gap)
    yield from wrong("P3", f"{place}.importance_others", result["importance_others"], importance)
    words = {"standing": _standing(gap), "mirror": _mirror(own, others)}
    for name, word in words.items():
        if result[name] != word:
            yield Violation("P3", f"{place}.{name}", f"The published cells give {word!r}.")


def _standing(gap: float | None) -> str | None:
    if gap is None:
        return None
    if at_least(0.5, abs(gap)):
        return "same"
    return "higher" if gap > 0 else "lower"


def _mirror(own: float | None, others: float | None) -> str | None:
    if own is None or others is None:
        return None
    fields = {
        (True, True): "open_strength",
        (True, False): "blind_spot",
        (False, True): "hidden_strength",
        (False, False): "known_development_point",
    }
    return fields[at_least(own, 3.5), at_least(others, 3.5)]


def _suggestions(doc: Reading) -> Iterator[Violation]:
    competences, suggestions = doc.data["competences"], doc.data["suggestions"]
    if [row["competence"] for row in suggestions] != [row["id"] for row in competences]:
        yield Violation("P3", "suggestions", "One suggestion per competence is expected.")
        return
    ranking = [row["others"] for row in competences if row["others"] is not None]
    for number, (found, result) in enumerate(zip(suggestions, competences, strict=True)):
        for name, expected in _suggestion(result, ranking).items():
            if found[name] != expected:
                place = f"suggestions[{number}].{name}"
                yield Violation("P3", place, f"The published figures give {expected!r}.")


def _suggestion(result: Json, ranking: list[float]) -> Json:
    scores = {
        unit: score["mean"]
        for unit, score in result["scores"].items()
        if unit != SELF and score["state"] == "published"
    }
    importance = result["importance_others"]
    if importance is None:
        importance = values(result["importance"]).get(SELF)
    row = {
        "others": result["others"],
        "high_units": [unit for unit, score in scores.items() if at_least(score, 4)],
        "low_units": [unit for unit, score in scores.items() if at_least(2, score)],
        "importance": importance,
    }
    return row | {"kind": _kind(row, ranking)}


def _kind(row: Json, ranking: list[float]) -> str:
    others, importance = row["others"], row["importance"]
    if others is None:
        return "keep"
    better = sum(not at_least(others, other) for other in ranking)
    if at_least(others, 4) and len(row["high_units"]) >= 2 and better < len(ranking) / 3:
        return "strength"
    low = at_least(2.5, others) or row["low_units"]
    if low and importance is not None and at_least(importance, 4):
        return "shortcoming"
    return "keep"
