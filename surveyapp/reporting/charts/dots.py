"""Rows of marks over the scale: a row per competence, unit or item."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveyapp.core.snapshot import CompetenceResult, ItemResult, Score, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.series import (
    Series,
    competence_title,
    numbered,
    scale,
    series,
    spoken,
)
from surveyapp.reporting.figures import Value


@dataclass(frozen=True)
class Mark:
    """One mark of a row, with the interval around it where that is published."""

    series: str
    value: Value
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """One competence or item: a mark per series (without a number where there is none)."""

    id: str
    label: str
    marks: tuple[Mark, ...]
    text: str


@dataclass(frozen=True)
class DotPlot:
    """Rows of marks over the labelled scale. ``description`` is the sentence above it.

    ``columns`` names the marks of a row, for the figure as a table.
    """

    id: str
    title: str
    description: str
    scale: tuple[str, ...]
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def profile(snapshot: Snapshot, language: Language, description: str) -> DotPlot:
    """One row per competence, a mark per unit."""
    shown = series(snapshot, language)
    return DotPlot(
        id="profile",
        title=language.gettext("All competences at a glance"),
        description=description,
        scale=scale(snapshot, language),
        series=shown,
        columns=tuple(one.label for one in shown),
        rows=tuple(
            competence_row(result, shown, snapshot, language) for result in snapshot.competences
        ),
    )


def competence_row(
    result: CompetenceResult, shown: Iterable[Series], snapshot: Snapshot, language: Language
) -> Row:
    """The scores of one competence, with intervals."""
    marks = [_score_mark(one, result, language) for one in shown]
    return _row(result.id, competence_title(snapshot, result.id, language), marks, shown)


def groups(
    snapshot: Snapshot, result: CompetenceResult, language: Language, description: str
) -> DotPlot:
    """The scores of one competence, a row per unit."""
    shown = series(snapshot, language)
    return DotPlot(
        id=f"groups-{result.id}",
        title=language.gettext("Score per group"),
        description=description,
        scale=scale(snapshot, language),
        series=shown,
        columns=(language.gettext("Score"),),
        rows=tuple(_group_row(one, result, language) for one in shown),
    )


def _group_row(one: Series, result: CompetenceResult, language: Language) -> Row:
    mark = _score_mark(one, result, language)
    text = figures.interval_text(mark.value, mark.low, mark.high, language)
    return Row(one.id, one.label, (mark,), f"{one.label}: {mark.value.reason or text}")


def _score_mark(one: Series, result: CompetenceResult, language: Language) -> Mark:
    score = result.scores.get(one.id)
    ends = score.interval if isinstance(score, Score) else None
    value = figures.score(score, language)
    return Mark(one.id, value, ends.low, ends.high) if ends else Mark(one.id, value)


def items(
    snapshot: Snapshot, result: CompetenceResult, language: Language, description: str
) -> DotPlot:
    """One row per item of a competence, a mark per unit; items in the wording for others."""
    shown = series(snapshot, language)
    return DotPlot(
        id=f"items-{result.id}",
        title=language.gettext("Behaviour by behaviour"),
        description=description,
        scale=scale(snapshot, language),
        series=shown,
        columns=tuple(one.label for one in shown),
        rows=tuple(
            _item_row(number, item, shown, snapshot, language)
            for number, item in enumerate(result.items, start=1)
        ),
    )


def _item_row(
    number: int, item: ItemResult, shown: Iterable[Series], snapshot: Snapshot, language: Language
) -> Row:
    marks = [Mark(one.id, figures.cell(item.cells.get(one.id), language)) for one in shown]
    return _row(item.id, numbered(number, item, snapshot, language), marks, shown)


def _row(key: str, label: str, marks: Iterable[Mark], shown: Iterable[Series]) -> Row:
    marks = tuple(marks)
    names = {one.id: one.label for one in shown}
    pairs = [(names[mark.series], mark.value.reason or mark.value.text) for mark in marks]
    return Row(key, label, marks, spoken(label, pairs))
