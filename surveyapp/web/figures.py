"""The figures of reports as the browser draws them; what draws them lies with the product."""

from collections.abc import Sequence
from typing import Any

from surveyapp.core.snapshot import MirrorField
from surveyapp.reporting.chart_plotly import Figure, Table, table
from surveyapp.reporting.chart_plotly import figure as plain
from surveyapp.reporting.charts import Chart
from surveyapp.reporting.charts.bars import Bars
from surveyapp.reporting.charts.mirror import Mirror
from surveyapp.reporting.figures import Value

PLOTLY = "4.1.1"
"""The version of plotly.js that lies in ``static/vendor/plotly``: its basic bundle."""

SCRIPT = f"vendor/plotly/plotly-basic-{PLOTLY}.min.js"


def drawing() -> dict[str, Any]:
    """What the templates of a page with figures need."""
    return {"figure": figure, "table": table, "beside": beside, "plotly": SCRIPT}


def beside(shown: Table, *columns: tuple[str, Sequence[Value | str]]) -> Table:
    """The table with more columns: a title and a cell per row each; left out without cells."""
    for title, cells in columns:
        if cells:
            texts = (cell if isinstance(cell, str) else cell.text for cell in cells)
            rows = zip(shown.rows, texts, strict=True)
            shown = Table((*shown.header, title), tuple((*row, text) for row, text in rows))
    return shown


CORNERS: dict[MirrorField, tuple[str, str]] = {
    "hidden_strength": ("left", "top"),
    "open_strength": ("right", "top"),
    "known_development_point": ("left", "bottom"),
    "blind_spot": ("right", "bottom"),
}
"""Where each field of the mirror lies: yourself from left to right, others from bottom to top."""

TINTS = (0.15, 0.35, 0.55, 0.8, 1.0)
"""How strong the colour of each point of the scale is, from low to high."""


def figure(chart: Chart) -> Figure:
    """The chart as Plotly draws it, finished for a screen of any width."""
    drawn = plain(chart)
    if isinstance(chart, Mirror):
        drawn["layout"]["annotations"] = [
            _corner(name, *CORNERS[field]) for field, name in chart.fields.items()
        ]
    if isinstance(chart, Bars):
        drawn["layout"]["xaxis"]["visible"] = False
        drawn["layout"]["legend"]["traceorder"] = "normal"
        for trace, tint in zip(drawn["data"], TINTS, strict=True):
            trace["marker"] = {"color": _tinted(chart.series.colour, tint)}
            trace |= {"textangle": 0, "textfont": {"color": "#ffffff" if tint > 0.7 else "#1b1f24"}}
    return drawn


def _corner(name: str, across: str, down: str) -> Figure:
    return {
        "text": name,
        "xref": "paper",
        "yref": "paper",
        "x": 0.01 if across == "left" else 0.99,
        "y": 0.99 if down == "top" else 0.01,
        "xanchor": across,
        "yanchor": down,
        "showarrow": False,
        "font": {"color": "#52606d"},
    }


def _tinted(colour: str, share: float) -> str:
    """The colour mixed with white: the legend shows it as it is drawn."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
