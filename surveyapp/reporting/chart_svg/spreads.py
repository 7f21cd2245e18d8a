"""How answers are spread: five bars over the points of the scale."""

from collections.abc import Sequence

from surveyapp.reporting.chart_svg.drawing import mm, picture
from surveyapp.reporting.charts.bars import Bar, Bars, Spread


def bars(chart: Bars, row: Bar, width: float, height: float) -> str:
    """One distribution: five bars over the points of the scale; the tallest fills the height."""
    return picture(width, height, row.text, [_bars(chart, row, 0, width, height)])


def bars_beside(spreads: Sequence[Spread | None], column: float, height: float) -> str:
    """The distributions of one item, each in the middle of its column, as one picture."""
    width, gap = column * 0.85, column * 0.075
    content = [
        _bars(spread.chart, spread.row, place * column + gap, width, height)
        for place, spread in enumerate(spreads)
        if spread
    ]
    text = " ".join(spread.row.text for spread in spreads if spread)
    return picture(column * len(spreads), height, text, content) if content else ""


def _bars(chart: Bars, row: Bar, left: float, width: float, height: float) -> str:
    tallest = max(chart_row_max(chart), 1)
    step = width / 5
    # One path for all five bars and their ground line: each element costs its share of the page.
    path = f"M{mm(left)} {mm(height - 0.15)}h{mm(width)}v0.15h{mm(-width)}z"
    for place, count in enumerate(row.counts):
        size = (height - 0.5) * count / tallest
        if count:
            path += f"M{mm(left + (place + 0.1) * step)} {mm(height)}v{mm(-size)}"
            path += f"h{mm(step * 0.8)}v{mm(size)}z"
    return f'<path d="{path}" fill="{chart.series.colour}"/>'


def chart_row_max(chart: Bars) -> int:
    """The largest count of a chart: all its rows share one measure."""
    return max((count for row in chart.rows for count in row.counts), default=0)
