"""A line over time: five levels, a mark for each day on which there is a figure."""

from collections.abc import Iterator
from itertools import pairwise

from surveyapp.reporting.chart_svg.drawing import (
    ACCENT,
    AXIS,
    SOFT,
    Point,
    line,
    mark,
    sign,
    worded_picture,
)
from surveyapp.reporting.charts.over_time import OverTime

WIDTH, HEIGHT = 80.0, 34.0
LEFT, EDGE = 7.0, 3.5
"""Room for the digits of the scale, and around the marks."""

FONT = "inherit"


def lines(chart: OverTime) -> str:
    """The drawing; the days are words, and stand below it in HTML."""
    content = [*_levels(), *_line(chart), *_marks(chart)]
    return worded_picture(WIDTH, HEIGHT, f"{chart.title}: {chart.description}", content)


def _levels() -> Iterator[str]:
    """The five points of the scale, with their digits."""
    for value in range(1, 6):
        y = _up(value)
        yield line((LEFT, y), (WIDTH, y), AXIS, 0.15)
        yield sign(str(value), (LEFT / 2, y + 1), FONT, SOFT)


def _line(chart: OverTime) -> Iterator[str]:
    """From each figure to the next day, where there is one: nothing is drawn over a gap."""
    for one, other in pairwise(_points(chart)):
        if one and other:
            yield line(one, other, ACCENT, 0.5)


def _marks(chart: OverTime) -> Iterator[str]:
    for point in _points(chart):
        if point:
            yield mark("circle", *point, ACCENT)


def _points(chart: OverTime) -> list[Point | None]:
    """Where each day stands; ``None`` where she did not rate it."""
    count = len(chart.spots)
    step = (WIDTH - LEFT - 2 * EDGE) / max(count - 1, 1)
    start = LEFT + EDGE if count > 1 else (LEFT + WIDTH) / 2
    return [
        None if spot.value.number is None else (start + step * place, _up(spot.value.number))
        for place, spot in enumerate(chart.spots)
    ]


def _up(value: float) -> float:
    """How far from the top a value of 1–5 stands."""
    return EDGE + (5 - value) * (HEIGHT - 2 * EDGE) / 4
