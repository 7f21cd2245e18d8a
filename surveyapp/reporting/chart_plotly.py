"""Charts on screen: the same descriptions as Plotly figures and as tables."""

from dataclasses import dataclass
from typing import Any

from surveyapp.reporting.charts import Chart
from surveyapp.reporting.charts.bars import Bars
from surveyapp.reporting.charts.dots import DotPlot, Mark
from surveyapp.reporting.charts.growth import GrowthPlot, GrowthRow
from surveyapp.reporting.charts.mirror import Mirror, MirrorPoint
from surveyapp.reporting.charts.series import Series
from surveyapp.reporting.charts.waves import WavesPlot, WavesRow

INK = "#1b1f24"
GRID = "#d5d9de"
ACCENT = "#1d5fa8"
SYMBOLS = {"bow-tie": "bowtie", "cross": "x", "line": "line-ns-open"}
"""Plotly's name of a shape where it differs from ours."""

Figure = dict[str, Any]
"""A Plotly figure as plain data, ready for JSON: ``data`` and ``layout``."""


@dataclass(frozen=True)
class Table:
    """The same figure as a table: every row as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure(chart: Chart) -> Figure:
    """The chart as a Plotly figure."""
    if isinstance(chart, DotPlot):
        return _dots(chart)
    if isinstance(chart, Mirror):
        return _mirror(chart)
    if isinstance(chart, Bars):
        return _bars(chart)
    if isinstance(chart, WavesPlot):
        return _waves(chart)
    return _growth(chart)


def table(chart: Chart) -> Table:
    """The figures of the chart as a table, as they are printed."""
    if isinstance(chart, DotPlot):
        rows = tuple((row.label, *(_cell(mark) for mark in row.marks)) for row in chart.rows)
        return Table((chart.title, *chart.columns), rows)
    if isinstance(chart, Mirror):
        header = (chart.title, chart.own_label, chart.others_label, "")
        return Table(header, tuple(_mirror_cells(chart, point) for point in chart.points))
    if isinstance(chart, Bars):
        bars = tuple((row.label, *map(str, row.counts)) for row in chart.rows)
        return Table((chart.title, *chart.scale), bars)
    if isinstance(chart, WavesPlot):
        seen = tuple((row.label, *(one.text for one in row.values)) for row in chart.rows)
        return Table((chart.title, *chart.waves), seen)
    header = (chart.title, chart.before_label, chart.after_label, chart.then_label)
    return Table(header, tuple(_growth_cells(row) for row in chart.rows))


def _cell(mark: Mark) -> str:
    """The printed figure, with the interval where there is one."""
    if mark.low is None or mark.high is None:
        return mark.value.text
    decimal = "," if "," in mark.value.text else "."
    low, high = (f"{end:.1f}".replace(".", decimal) for end in (mark.low, mark.high))
    return f"{mark.value.text} ({low}–{high})"


def _mirror_cells(chart: Mirror, point: MirrorPoint) -> tuple[str, ...]:
    field = chart.fields[point.field] if point.field else ""
    return point.label, point.own.text, point.others.text, field


def _growth_cells(row: GrowthRow) -> tuple[str, ...]:
    return row.label, row.before.text, row.after.text, row.then.text if row.then else ""


def _symbol(series: Series, *, hollow: bool = False) -> str:
    name = SYMBOLS.get(series.shape, series.shape)
    return f"{name}-open" if hollow and series.shape != "line" else name


def _scale_axis(labels: tuple[str, ...]) -> Figure:
    return {
        "range": [0.5, 5.5],
        "tickvals": [1, 2, 3, 4, 5],
        "ticktext": [f"{value}<br>{label}" for value, label in enumerate(labels, start=1)],
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def _layout(chart: Chart, rows: int, **more: Any) -> Figure:
    return {
        "meta": {"title": chart.title, "description": chart.description},
        "height": 120 + 64 * rows,
        "margin": {"l": 8, "r": 8, "t": 56, "b": 24},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": INK},
        "hovermode": "closest",
        "legend": {"orientation": "h", "y": -0.05, "yanchor": "top"},
    } | more


def _row_axis(labels: list[str]) -> Figure:
    """Rows from top to bottom, labels that may be long wrapped by Plotly's automatic margin."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [len(labels) - 0.5, -0.5],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _dots(chart: DotPlot) -> Figure:
    axis = _scale_axis(chart.scale) | {"side": "top"}
    return {
        "data": [_trace(chart, one) for one in chart.series],
        "layout": _layout(
            chart,
            len(chart.rows),
            xaxis=axis,
            yaxis=_row_axis([row.label for row in chart.rows]),
        ),
    }


def _trace(chart: DotPlot, series: Series) -> Figure:
    """The marks of one series, with their intervals."""
    shown = [
        (number + _lane(place, len(row.marks)), row, mark)
        for number, row in enumerate(chart.rows)
        for place, mark in enumerate(row.marks)
        if mark.series == series.id and mark.value.number is not None
    ]
    marks = [mark for _, _, mark in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": series.label,
        "x": [mark.value.number for mark in marks],
        "y": [y for y, _, _ in shown],
        "text": [f"{row.label}<br>{series.label}: {_cell(mark)}" for _, row, mark in shown],
        "hoverinfo": "text",
        "marker": {
            "symbol": [_symbol(series, hollow=bool(mark.value.bound)) for mark in marks],
            "color": series.colour,
            "size": 11,
        },
        "error_x": _interval(marks, series),
    }


def _lane(place: int, lanes: int) -> float:
    """How far from the middle of its row a mark stands, so that equal values stay apart."""
    return (place - (lanes - 1) / 2) * 0.7 / lanes


def _interval(marks: list[Mark], series: Series) -> Figure:
    return {
        "type": "data",
        "symmetric": False,
        "array": [_arm(mark.high, mark.value.number) for mark in marks],
        "arrayminus": [_arm(mark.value.number, mark.low) for mark in marks],
        "color": series.colour,
        "thickness": 1,
        "width": 0,
    }


def _arm(far: float | None, near: float | None) -> float:
    return far - near if far is not None and near is not None else 0.0


def _mirror(chart: Mirror) -> Figure:
    axis = {"range": [0.8, 5.2], "dtick": 1, "gridcolor": GRID, "zeroline": False}
    cross = [_divider(chart.split, "x"), _divider(chart.split, "y")]
    hollow = [bool(point.others.bound) for point in chart.points]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [point.own.number for point in chart.points],
                "y": [point.others.number for point in chart.points],
                "text": [str(point.number) for point in chart.points],
                "hovertext": [point.text for point in chart.points],
                "hoverinfo": "text",
                "textfont": {"color": [ACCENT if one else "#ffffff" for one in hollow]},
                "marker": {
                    "symbol": ["circle-open" if one else "circle" for one in hollow],
                    "color": ACCENT,
                    "size": 22,
                },
                "showlegend": False,
            }
        ],
        "layout": _layout(
            chart,
            7,
            xaxis=axis | {"title": {"text": chart.own_label}, "fixedrange": True},
            yaxis=axis | {"title": {"text": chart.others_label}, "fixedrange": True},
            shapes=cross,
        ),
    }


def _divider(at: float, axis: str) -> Figure:
    other = "y" if axis == "x" else "x"
    ends = {f"{axis}0": at, f"{axis}1": at, f"{other}0": 0.8, f"{other}1": 5.2}
    return {"type": "line", "line": {"color": "#9aa3ad", "width": 1}} | ends


def _bars(chart: Bars) -> Figure:
    """Stacked bars: one trace per point of the scale, from light to dark."""
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": label,
                "y": list(range(len(chart.rows))),
                "x": [row.counts[place] for row in chart.rows],
                "text": [str(row.counts[place] or "") for row in chart.rows],
                "hovertext": [row.text for row in chart.rows],
                "hoverinfo": "text",
                "marker": {"color": chart.series.colour, "opacity": 0.2 + 0.2 * place},
            }
            for place, label in enumerate(chart.scale)
        ],
        "layout": _layout(
            chart,
            len(chart.rows),
            barmode="stack",
            xaxis={"fixedrange": True, "showgrid": False, "zeroline": False},
            yaxis=_row_axis([row.label for row in chart.rows]),
        ),
    }


def _growth(chart: GrowthPlot) -> Figure:
    return {
        "data": [trace for place, row in enumerate(chart.rows) for trace in _steps(chart, place)],
        "layout": _layout(
            chart,
            len(chart.rows),
            xaxis=_scale_axis(chart.scale) | {"side": "top"},
            yaxis=_row_axis([row.label for row in chart.rows]),
            showlegend=False,
        ),
    }


def _steps(chart: GrowthPlot, place: int) -> list[Figure]:
    """Before (hollow) and after (filled) of one row, and the start seen from today."""
    row = chart.rows[place]
    steps = [
        (row.before, chart.before_label, _symbol(row.series, hollow=True)),
        (row.after, chart.after_label, _symbol(row.series)),
    ]
    shown = [step for step in steps if step[0].number is not None]
    traces = [_step_trace(place, row, shown, "lines+markers")] if shown else []
    if row.then and row.then.number is not None:
        then = (row.then, chart.then_label, SYMBOLS["line"])
        traces.append(_step_trace(place, row, [then], "markers"))
    return traces


def _step_trace(place: int, row: GrowthRow, steps: list[Any], mode: str) -> Figure:
    return {
        "type": "scatter",
        "mode": mode,
        "name": row.label,
        "x": [value.number for value, _, _ in steps],
        "y": [place for _ in steps],
        "text": [f"{row.label}<br>{label}: {value.text}" for value, label, _ in steps],
        "hoverinfo": "text",
        "marker": {
            "symbol": [symbol for _, _, symbol in steps],
            "color": row.series.colour,
            "size": 12,
        },
        "line": {"color": row.series.colour, "width": 2},
    }


def _waves(chart: WavesPlot) -> Figure:
    return {
        "data": [_wave_trace(chart, place, row) for place, row in enumerate(chart.rows)],
        "layout": _layout(
            chart,
            len(chart.rows),
            xaxis=_scale_axis(chart.scale) | {"side": "top"},
            yaxis=_row_axis([row.label for row in chart.rows]),
            showlegend=False,
        ),
    }


def _wave_trace(chart: WavesPlot, place: int, row: WavesRow) -> Figure:
    """The marks of a row, one wave below the other, with their letters beside them."""
    values = list(enumerate(row.values))
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": row.label,
        "x": [one.number for one in row.values],
        "y": [place + _lane(wave, len(values)) for wave, _ in values],
        "text": [f"{row.letters[wave]} {one.text}" for wave, one in values],
        "textposition": [f"middle {_side(row, wave)}" for wave, _ in values],
        "hovertext": [f"{row.label}<br>{chart.waves[wave]}: {one.text}" for wave, one in values],
        "hoverinfo": "text",
        "marker": {
            "symbol": [_symbol(row.series, hollow=not wave) for wave, _ in values],
            "color": row.series.colour,
            "size": 11,
        },
        "line": {"color": row.series.colour, "width": 2},
    }


def _side(row: WavesRow, wave: int) -> str:
    """Where the letter of a wave stands: at the end of the scale there is room on the left only."""
    return "right" if row.is_free(wave) and (row.values[wave].number or 1) < 4.6 else "left"
