"""How the answers of one series are spread over the points of the scale."""

from dataclasses import dataclass

from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CompetenceResult, Published, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.series import Series, numbered, scale, series, spoken


@dataclass(frozen=True)
class Bar:
    """How often each of the five points was answered to one item."""

    id: str
    label: str
    counts: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class Bars:
    """The distributions of one series, an item a row."""

    id: str
    title: str
    description: str
    scale: tuple[str, ...]
    series: Series
    rows: tuple[Bar, ...]


@dataclass(frozen=True)
class Spread:
    """One distribution and the chart it belongs to."""

    chart: Bars
    row: Bar


def distributions(
    snapshot: Snapshot, result: CompetenceResult, language: Language
) -> tuple[Bars, ...]:
    """The distribution bars of each unit that has some in this competence."""
    charts = (
        _bars(one, snapshot, result, language)
        for one in series(snapshot, language)
        if one.id != SELF
    )
    return tuple(chart for chart in charts if chart.rows)


def _bars(one: Series, snapshot: Snapshot, result: CompetenceResult, language: Language) -> Bars:
    labels = scale(snapshot, language)
    rows = []
    for number, item in enumerate(result.items, start=1):
        found = item.cells.get(one.id)
        if isinstance(found, Published) and found.distribution:
            label = numbered(number, item, snapshot, language)
            pairs = [(f"{n} ×", text) for n, text in zip(found.distribution, labels, strict=True)]
            rows.append(Bar(item.id, label, found.distribution, spoken(label, pairs)))
    title = language.gettext("How the answers are spread: %(group)s", group=one.label)
    return Bars(f"spread-{result.id}-{one.id}", title, title, labels, one, tuple(rows))
