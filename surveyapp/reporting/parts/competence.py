"""One competence, in depth."""

from dataclasses import dataclass, replace

from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import (
    Agreement,
    Below,
    CompetenceResult,
    ItemResult,
    Published,
    Score,
    Snapshot,
    Suppressed,
    Unit,
)
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts import dots
from surveyapp.reporting.charts.bars import Bars, Spread, distributions
from surveyapp.reporting.charts.dots import DotPlot, Row
from surveyapp.reporting.charts.series import Series, unit_series
from surveyapp.reporting.figures import Value
from surveyapp.reporting.sentences import competence as sentences
from surveyapp.reporting.sentences.behaviour import behaviour, spread

FLAGGED = 0.30
"""The share of "cannot judge" from which a row is flagged."""


@dataclass(frozen=True)
class GroupScore:
    """One unit on this competence; ``interval`` and ``agreement`` may be empty."""

    series: Series
    respondents: int
    value: Value
    interval: str
    agreement: str


@dataclass(frozen=True)
class ItemRow:
    """One item: its row in the chart, its distributions, and who could not judge.

    ``bars`` has a place for each chart of ``CompetencePart.spreads``.
    """

    row: Row
    bars: tuple[Spread | None, ...]
    cannot_judge: str
    flagged: bool


@dataclass(frozen=True)
class CompetencePart:
    """One competence: what it means, its figures, its items, and what to look at.

    ``behaviour`` is the sentence above the chart of items.
    """

    id: str
    number: int
    title: str
    description: str
    lead: str
    notes: tuple[str, ...]
    scores: DotPlot
    groups: tuple[GroupScore, ...]
    others: Value
    chart: DotPlot
    behaviour: str
    items: tuple[ItemRow, ...]
    spreads: tuple[Bars, ...]
    importance: str
    look_at: str


def competence(
    number: int, result: CompetenceResult, snapshot: Snapshot, language: Language
) -> CompetencePart:
    """The page of one competence; ``number`` counts from 1."""
    found = next(c for c in snapshot.instrument.competences if c.id == result.id)
    lead = sentences.self_and_others(result, language)
    about_items = behaviour(result, language)
    plot = dots.items(snapshot, result, language, about_items)
    spreads = tuple(
        _told(bars, result, language) for bars in distributions(snapshot, result, language)
    )
    notes = (
        sentences.highest_and_lowest(snapshot, result, language),
        sentences.agreement(snapshot, result, language),
    )
    return CompetencePart(
        id=result.id,
        number=number,
        title=text_in(found.title, language.code),
        description=text_in(found.description, language.code),
        lead=lead,
        notes=tuple(note for note in notes if note),
        scores=dots.groups(snapshot, result, language, lead),
        groups=tuple(_group(unit, result, snapshot, language) for unit in snapshot.units),
        others=figures.others_score(result, language),
        chart=plot,
        behaviour=about_items,
        items=tuple(
            _item(item, row, spreads, language)
            for item, row in zip(result.items, plot.rows, strict=True)
        ),
        spreads=spreads,
        importance=sentences.importance(result, language),
        look_at=text_in(found.look_at, language.code),
    )


def _told(bars: Bars, result: CompetenceResult, language: Language) -> Bars:
    """The chart with its sentence."""
    numbers = {item.id: number for number, item in enumerate(result.items, start=1)}
    counts = {numbers[row.id]: row.counts for row in bars.rows}
    agreed = _word(bars.series.id, result) in ("strong", "very_strong")
    asked = _asked(bars.series.id, result)
    told = spread(bars.series.label, counts, language, asked=asked, agreed=agreed)
    return replace(bars, description=told)


def _asked(unit: str, result: CompetenceResult) -> int:
    """How many statements a unit was asked."""
    cells = [item.cells[unit] for item in result.items if unit in item.cells]
    return sum(not (isinstance(cell, Suppressed) and cell.reason == "not_asked") for cell in cells)


def _word(unit: str, result: CompetenceResult) -> Agreement | None:
    """The word for how far a unit agrees over all statements, where it has one."""
    score = result.scores.get(unit)
    return score.agreement if isinstance(score, Score) else None


def _group(
    unit: Unit, result: CompetenceResult, snapshot: Snapshot, language: Language
) -> GroupScore:
    score = result.scores.get(unit.id)
    known = score if isinstance(score, Score) else None
    word = _word(unit.id, result)
    return GroupScore(
        series=unit_series(unit, snapshot, language),
        respondents=unit.respondents,
        value=figures.score(score, language),
        interval=figures.interval(known.interval if known else None, language),
        agreement=sentences.agreement_word(word, language) if word else "",
    )


def _item(item: ItemResult, row: Row, spreads: tuple[Bars, ...], language: Language) -> ItemRow:
    bars = (_spread(spread, item.id) for spread in spreads)
    unable, asked = _cannot_judge(item)
    text = ""
    if unable:
        text = language.gettext(
            "Cannot judge: %(unable)s of %(asked)s.", unable=unable, asked=asked
        )
    return ItemRow(row, tuple(bars), text, asked > 0 and unable / asked > FLAGGED)


def _spread(chart: Bars, item: str) -> Spread | None:
    return next((Spread(chart, bar) for bar in chart.rows if bar.id == item), None)


def _cannot_judge(item: ItemResult) -> tuple[int, int]:
    """How many others could not judge, of how many; of published cells only."""
    cells = [
        cell
        for unit, cell in item.cells.items()
        if unit != SELF and isinstance(cell, Published | Below)
    ]
    unable = sum(cell.cannot_judge for cell in cells)
    return unable, unable + sum(cell.n for cell in cells)
