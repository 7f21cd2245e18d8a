"""What a pulse is: a few items of an earlier whole wave, and change since that wave (rule P8)."""

from collections.abc import Iterator, Sequence

from surveyapp.core.checker.growth import precedes, words
from surveyapp.core.checker.reading import Json, Reading, Violation

MOST_ITEMS = 5
"""Beside one for each who would be asked none of the others: the leader, or a rater group."""

LEFT_OUT = ("importance", "then", "open_questions", "reliability")
"""What a questionnaire may have and a pulse never has."""


def check_pulse(doc: Reading, earlier: Sequence[Reading]) -> Iterator[Violation]:
    """The questions of a pulse, and the wave that they were taken from if that is at hand."""
    if "pulse" not in doc.data["wave"]:
        return
    items = [item for _, _, definition in doc.pairs() for item in definition["items"]]
    most = _most(doc, items)
    if len(items) > most:
        yield Violation("P8", "instrument.competences", f"A pulse has {most} items at most.")
    for name in LEFT_OUT:
        if doc.data["instrument"][name]:
            yield Violation("P8", f"instrument.{name}", "There is none in a pulse.")
    yield from _since(doc, earlier)
    if doc.data["growth"] is None:
        return
    if before := next((other for other in earlier if precedes(other, doc)), None):
        yield from _asked_before(items, before)


def _most(doc: Reading, items: Sequence[Json]) -> int:
    """Whoever is asked one thing more is asked none of the others: one, if any, is asked of all."""
    of_all = sum(not item["not_asked"] for item in items)
    return MOST_ITEMS if of_all > 1 else MOST_ITEMS + 1 + len(doc.data["rules"]["groups"])


def _since(doc: Reading, earlier: Sequence[Reading]) -> Iterator[Violation]:
    """Of several earlier waves it is the last whole one; where there is one, there is change."""
    growth, wave = doc.data["growth"], doc.data["wave"]
    if growth is None:
        if any(_whole(other, doc) and _lies_before(other, doc) for other in earlier):
            yield Violation("P8", "growth", "A pulse is compared with the wave before it.")
        return
    between = range(growth["since"]["position"] + 1, wave["position"])
    if any(_whole(other, doc) and other.data["wave"]["position"] in between for other in earlier):
        yield Violation("P8", "growth.since", "A pulse is compared with the wave before it.")


def _whole(other: Reading, doc: Reading) -> bool:
    """Whether this is a whole wave of the same leader and programme."""
    same = all(other.data[name] == doc.data[name] for name in ("programme", "leader"))
    return same and "pulse" not in other.data["wave"]


def _lies_before(other: Reading, doc: Reading) -> bool:
    """Whether its reports were there when this wave was asked."""
    sooner = other.data["wave"]["position"] < doc.data["wave"]["position"]
    return bool(sooner and other.data["frozen_on"] <= doc.data["frozen_on"])


def _asked_before(items: Sequence[Json], before: Reading) -> Iterator[Violation]:
    known = {words(item) for _, _, definition in before.pairs() for item in definition["items"]}
    for item in items:
        if words(item) not in known:
            place = f"instrument.{item['id']}"
            yield Violation("P8", place, "It was not asked in these words in the wave before.")
