"""The picture in each row of a chart: marks over the scale, and what was before."""

from collections.abc import Iterator
from itertools import pairwise

from surveyapp.reporting.chart_svg.drawing import (
    ACCENT,
    INK,
    SOFT,
    across,
    line,
    mark,
    picture,
    sign,
    worded_picture,
)
from surveyapp.reporting.charts.dots import DotPlot, Mark, Row
from surveyapp.reporting.charts.growth import GrowthPlot, GrowthRow
from surveyapp.reporting.charts.series import Series
from surveyapp.reporting.charts.waves import WavesRow

LANE = 2.5
"""Height for the marks of one series within a row, so that marks never hide each other."""

EDGE = 1.2
"""Height above and below the lanes of a row, together: the largest mark is higher than its lane."""


UPRIGHT = 3.85
"""Height of an upright line, which no picture may cut."""


def strip(chart: DotPlot, row: Row, width: float, height: float = 0) -> str:
    """One row of a dot plot: a lane per mark, so that equal values stay apart.

    ``height`` is the least height; more series need more.
    """
    lanes = len(row.marks)
    height = max(height, lanes * LANE + EDGE)
    top = (height - lanes * LANE) / 2 + LANE / 2
    by_id = {one.id: one for one in chart.series}
    content: list[str] = []
    for lane, one in enumerate(row.marks):
        content += _mark(one, by_id[one.series], width, top + lane * LANE)
    return picture(width, height, row.text, content)


def annotated(chart: DotPlot, width: float, font: str) -> str:
    """The first row of a chart with letters at its signs: scale, own mark, group, interval."""
    row, height, y = chart.rows[0], 16.0, 7.0
    own, group = row.marks[0], row.marks[1]
    content: list[str] = []
    for mark_, series in zip((own, group), chart.series, strict=True):
        content += _mark(mark_, series, width, y)
    ends = (
        ("a", 1.0, y),
        ("b", own.value.number, y - 3),
        ("c", group.value.number, y - 3),
        ("d", group.high, y + 4.5),
    )
    for letter, value, top in ends:
        if value is not None:
            content.append(sign(letter, (across(value, width) + 0.5, top), font, ACCENT))
    return worded_picture(width, height, row.text, content)


def _mark(one: Mark, series: Series, width: float, y: float) -> Iterator[str]:
    if one.value.number is None:
        return
    if one.low is not None and one.high is not None:
        yield line((across(one.low, width), y), (across(one.high, width), y), series.colour, 0.3)
    x = across(one.value.number, width)
    yield mark(series.shape, x, y, series.colour, hollow=bool(one.value.bound))


def growth_strip(chart: GrowthPlot, width: float, lane: float) -> str:
    """What became of one competence: a lane per unit, from before (hollow) to after (filled).

    ``lane`` is its height, which an upright line would like to be 3.8.
    """
    edge = max(EDGE, UPRIGHT - lane)
    height = len(chart.rows) * lane + edge
    content: list[str] = []
    for place, row in enumerate(chart.rows):
        content += _growth(row, width, (edge + lane) / 2 + place * lane)
    return picture(width, height, " ".join(f"{row.text}." for row in chart.rows), content)


def _growth(row: GrowthRow, width: float, y: float) -> Iterator[str]:
    """One lane; the start seen from today is a short upright line."""
    before, after = row.before.number, row.after.number
    colour, shape = row.series.colour, row.series.shape
    if before is not None and after is not None:
        yield line((across(before, width), y), (across(after, width), y), colour, 0.45)
    if row.then is not None and row.then.number is not None:
        yield mark("line", across(row.then.number, width), y, INK)
    if before is not None:
        yield mark(shape, across(before, width), y, colour, hollow=True)
    if after is not None:
        yield mark(shape, across(after, width), y, colour)


STEP = 3.0
"""Height for one wave within a row: its mark with its letter beside it."""


def waves_strip(row: WavesRow, width: float, font: str) -> str:
    """A mark for each wave below the one before, joined, with the letter of the wave beside it.

    The first is hollow, as "before" is everywhere.
    """
    height = len(row.values) * STEP + EDGE
    colour = row.series.colour
    points = [
        (across(value.number or 1, width), EDGE / 2 + (place + 0.5) * STEP)
        for place, value in enumerate(row.values)
    ]
    content = [line(one, other, colour, 0.3) for one, other in pairwise(points)]
    for place, (x, y) in enumerate(points):
        content.append(mark(row.series.shape, x, y, colour, hollow=not place))
        beside = x + 3 if row.is_free(place) else x - 3
        content.append(sign(row.letters[place], (beside, y + 1), font, SOFT))
    return worded_picture(width, height, row.text, content)
