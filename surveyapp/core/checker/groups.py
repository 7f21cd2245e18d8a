"""Rules P2 and P4: which groups stand alone, which form the pool, which are nowhere."""

import math
from collections.abc import Iterator

from surveyapp.core.checker.reading import POOL, SELF, TOLERANCE, Json, Reading, Violation


def check_groups(doc: Reading) -> Iterator[Violation]:
    """The participation of each group, the units, and that everything is about those units."""
    yield from _names(doc)
    expected = [row["group"] for row in doc.data["participation"]]
    if expected != list(doc.groups) or len(doc.groups) != len(doc.data["rules"]["groups"]):
        yield Violation("P4", "participation", "These are not the rater groups of the rules.")
        return
    for number, row in enumerate(doc.data["participation"]):
        yield from _participation(doc, row, f"participation[{number}]")
    yield from _units(doc)
    yield from _results(doc)


def _names(doc: Reading) -> Iterator[Violation]:
    for taken in {SELF, POOL, "others"} & set(doc.groups):
        yield Violation("P4", "rules.groups", f"No rater group may be called {taken!r}.")


def _participation(doc: Reading, row: Json, place: str) -> Iterator[Violation]:
    group = doc.groups[row["group"]]
    for name in ("label", "identified"):
        if row[name] != group[name]:
            yield Violation("P4", f"{place}.{name}", "The rules promised something else.")
    use = _use(doc, row["group"])
    if row["used"] != use:
        yield Violation("P4", f"{place}.used", f"This must be {use!r} with these responses.")


def _use(doc: Reading, group: str) -> str:
    division = doc.division
    named = {"own": division.own, "pooled": division.pooled, "left_out": division.left_out}
    return next((use for use, groups in named.items() if group in groups), "none")


def _units(doc: Reading) -> Iterator[Violation]:
    found = [unit["id"] for unit in doc.data["units"]]
    expected = [SELF] * (SELF in found) + list(doc.division.own)
    expected += [POOL] if doc.division.pooled else []
    if found != expected:
        rule = "These units must be published: " + (", ".join(expected) or "none")
        yield Violation("P4", "units", f"{rule}.")
        return
    for number, unit in enumerate(doc.data["units"]):
        yield from _unit(doc, unit, f"units[{number}]")


def _unit(doc: Reading, unit: Json, place: str) -> Iterator[Violation]:
    if unit["id"] == SELF:
        expected = {"members": [SELF], "identified": True, "respondents": 1, "needed": None}
    elif unit["id"] == POOL:
        expected = _pool(doc)
    else:
        expected = _group(doc, unit["id"])
    for name, value in expected.items():
        if unit[name] != value:
            yield Violation("P4", f"{place}.{name}", f"This must be {value!r}.")


def _pool(doc: Reading) -> Json:
    members = list(doc.division.pooled)
    together = sum(doc.answered[name] for name in members)
    return {"members": members, "identified": False, "respondents": together, "needed": None}


def _group(doc: Reading, name: str) -> Json:
    group = doc.groups[name]
    return {
        "members": [name],
        "label": group["label"],
        "identified": group["identified"],
        "respondents": doc.answered[name],
        "needed": _needed(group["single_rater_reliability"]),
    }


def _needed(single: float | None) -> int | None:
    """Raters for a reliability of .70, by Spearman and Brown."""
    if single is None or not 0 < single < 1:
        return None
    return math.ceil(0.7 * (1 - single) / (0.3 * single) - TOLERANCE)


def _results(doc: Reading) -> Iterator[Violation]:
    """Every result is about a competence or item of the instrument and about these units."""
    instrument = doc.data["instrument"]["competences"]
    asked = [(c["id"], [item["id"] for item in c["items"]]) for c in instrument]
    given = [(c["id"], [item["id"] for item in c["items"]]) for c in doc.data["competences"]]
    if asked != given:
        yield Violation("P3", "competences", "These are not the questions of the instrument.")
        return
    rated = doc.units if doc.data["instrument"]["importance"] else {}
    for place, result, _ in doc.pairs():
        yield from _table(f"{place}.scores", result["scores"], doc.units)
        yield from _table(f"{place}.importance", result["importance"], rated)
        for number, item in enumerate(result["items"]):
            yield from _table(f"{place}.items[{number}].cells", item["cells"], doc.units)


def _table(place: str, table: Json, units: Json) -> Iterator[Violation]:
    if set(table) != set(units):
        yield Violation("P4", place, "These are not the published units.")
