"""The two figures that need the answers themselves, interval and agreement (rules P3 and P5).

They cannot be made again from published cells, but they can be caught where no answers exist that
would give them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from surveyapp.core.checker.reading import TOLERANCE, Json, Violation

FEWEST_RESPONDENTS = 5
FEWEST_ITEMS = 3
CHANCE = 2.0
"""The variance of five points chosen at random, (5² - 1) / 12."""

WORDS = ("none", "weak", "moderate", "strong", "very_strong")
BOUNDS = (0.30, 0.50, 0.70, 0.90)


def check_spread(
    score: Json, cells: Sequence[Json], respondents: int, place: str
) -> Iterator[Violation]:
    """Interval and agreement of a score over these published cells."""
    allowed = respondents >= FEWEST_RESPONDENTS and not score["floored"]
    for name in ("interval", "agreement"):
        if score[name] is None:
            continue
        if not allowed:
            yield Violation("P5", f"{place}.{name}", "This exists from five respondents only.")
        if len(cells) < FEWEST_ITEMS:
            yield Violation("P3", f"{place}.{name}", f"This needs {FEWEST_ITEMS} published items.")
    if score["interval"] is not None:
        yield from _interval(score["interval"], score["mean"], f"{place}.interval")
    if score["agreement"] is not None and not _possible(score["agreement"], cells):
        yield Violation("P3", f"{place}.agreement", "No answers with these means agree so much.")


def _interval(interval: Json, score: float, place: str) -> Iterator[Violation]:
    for name, end in interval.items():
        if abs(end * 10 - round(end * 10)) > TOLERANCE:
            yield Violation("P3", f"{place}.{name}", "An interval is rounded to 0.1.")
    low, high = interval["low"], interval["high"]
    # Each end allows half widths of 0.1 around its distance; any larger one at the scale's end.
    widest = [score - low + 0.05 if low > 1 else 4, high - score + 0.05 if high < 5 else 4]
    narrowest = [score - low - 0.05, high - score - 0.05, 0]
    if max(narrowest) > min(widest) + TOLERANCE:
        yield Violation("P3", place, "The interval does not lie around the score.")


def _possible(word: str, cells: Sequence[Json]) -> bool:
    """Whether answers with these means can agree in this word."""
    bounds = [_variances(cell) for cell in cells if cell["n"] >= 2]
    if not bounds:
        return False
    lowest, highest = (sum(ends) / len(bounds) for ends in zip(*bounds, strict=True))
    most, least = _agreement(lowest, len(bounds)), _agreement(highest, len(bounds))
    edges = [0.0, *BOUNDS, 1.0]
    low, high = list(pairwise(edges))[WORDS.index(word)]
    return least <= high + TOLERANCE and (most > low - TOLERANCE)


def _agreement(variance: float, items: int) -> float:
    """rWG(J) of James, Demaree and Wolf."""
    ratio = variance / CHANCE
    return 0.0 if ratio >= 1 else items * (1 - ratio) / (items * (1 - ratio) + ratio)


def _variances(cell: Json) -> tuple[float, float]:
    """The smallest and the largest sample variance of answers with this mean.

    The smallest where all stand as close as whole points allow, the largest where as many as
    possible stand at the ends; the same where the distribution is known.
    """
    n, total = cell["n"], round(cell["mean"] * cell["n"])
    if cell["distribution"] is not None:
        squares = sum(point**2 * count for point, count in enumerate(cell["distribution"], 1))
        return (variance := (squares - total**2 / n) / (n - 1)), variance
    point, above = divmod(total, n)
    close = above * (point + 1) ** 2 + (n - above) * point**2
    fives, rest = divmod(total - n, 4)
    far = fives * 25 + (n - fives - 1) + (1 + rest) ** 2 if fives < n else n * 25
    return (close - total**2 / n) / (n - 1), (far - total**2 / n) / (n - 1)
