"""The figures that need the answers themselves: interval, agreement, word on change (P3, P5).

They exist exactly where each cell under them shows its bars and everybody in the unit was asked.
The agreement word is made again from the bars; an interval that cannot lie around its score is
caught.
"""

import math
from collections.abc import Collection, Iterator

from surveyapp.core.checker.reading import Json, Violation, at_least, whole

FROM_DISTRIBUTION = 7
"""Valid answers from which the distribution is published (P5)."""

FEWEST_ITEMS = 3
CHANCE = 2.0
"""The variance of five points chosen at random, (5² - 1) / 12."""

WORDS = ("none", "weak", "moderate", "strong", "very_strong")
BOUNDS = (0.30, 0.50, 0.70, 0.90)

Shown = tuple[Json, Json]
"""An item as it was asked, and its published cell."""


def shown(result: Json, definition: Json, unit: str) -> list[Shown]:
    """The items of a competence that are published for a unit."""
    asked = {item["id"]: item for item in definition["items"]}
    rows = [row for row in result["items"] if row["id"] in asked and unit in row["cells"]]
    cells = [(asked[row["id"]], row["cells"][unit]) for row in rows]
    return [(item, cell) for item, cell in cells if cell["state"] != "suppressed"]


def opened(unit: Json, items: Collection[Shown]) -> list[Shown]:
    """Those of the items that show their bars and were asked of everybody in the unit."""
    members = set(unit["members"])
    asked = [(item, cell) for item, cell in items if not members & set(item["not_asked"])]
    return [(item, cell) for item, cell in asked if cell.get("distribution") is not None]


def tells_spread(unit: Json, items: Collection[Shown]) -> bool:
    """Whether a figure over these items of a unit rests on the spread of answers."""
    return len(items) >= FEWEST_ITEMS and len(opened(unit, items)) == len(items)


def check_spread(
    score: Json, unit: Json, items: Collection[Shown], place: str
) -> Iterator[Violation]:
    """Interval and agreement of a score over these items."""
    allowed = tells_spread(unit, items)
    for name in ("interval", "agreement"):
        if (score[name] is not None) != allowed:
            needs = f"{FEWEST_ITEMS} items, each with bars and asked of all"
            yield Violation("P5", f"{place}.{name}", f"This exists from {needs}, and always then.")
    if score["interval"] is not None:
        yield from _interval(score["interval"], score["mean"], f"{place}.interval")
    if allowed and score["agreement"] != (word := _word([cell for _, cell in items])):
        yield Violation("P3", f"{place}.agreement", f"The bars give {word!r}.")


def _interval(interval: Json, score: float, place: str) -> Iterator[Violation]:
    for name, end in interval.items():
        if not whole(end * 10):
            yield Violation("P3", f"{place}.{name}", "An interval is rounded to 0.1.")
    low, high = interval["low"], interval["high"]
    # Each end allows half widths of 0.1 around its distance; any larger one at the scale's end.
    below = score - low + 0.05 if low > 1 else math.inf
    above = high - score + 0.05 if high < 5 else math.inf
    if not at_least(min(below, above), max(score - low - 0.05, high - score - 0.05, 0)):
        yield Violation("P3", place, "The interval does not lie around the score.")


def _word(cells: Collection[Json]) -> str:
    """The word for rWG(J) of James, Demaree and Wolf over these bars."""
    ratio = sum(_variance(cell["distribution"]) for cell in cells) / len(cells) / CHANCE
    steady = len(cells) * max(0, 1 - ratio)
    value = steady / (steady + ratio)
    return WORDS[sum(not at_least(bound, value) for bound in BOUNDS)]


def _variance(bars: list[int]) -> float:
    """The sample variance of the answers that these bars count."""
    n = sum(bars)
    total = sum(point * count for point, count in enumerate(bars, 1))
    squares = sum(point**2 * count for point, count in enumerate(bars, 1))
    return (squares - total**2 / n) / (n - 1)
