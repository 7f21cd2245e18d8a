"""Growth since the first wave."""

from dataclasses import dataclass, replace
from datetime import date

from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CompetenceGrowth, Growth, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts import growth as growths
from surveyapp.reporting.charts.growth import GrowthPlot
from surveyapp.reporting.charts.series import Series, scale, series
from surveyapp.reporting.figures import Value
from surveyapp.reporting.sentences import growth as sentences
from surveyapp.reporting.sentences.naming import labels


@dataclass(frozen=True)
class GrowthColumn:
    """One unit: its mark, and how many raters it had then and now; nothing for the leader."""

    series: Series
    raters: str


@dataclass(frozen=True)
class GrowthCell:
    """What became of one competence in the eyes of one unit; ``word`` is empty without a pair."""

    before: Value
    after: Value
    word: str


@dataclass(frozen=True)
class GrowthCompetence:
    """One competence: its chart, with a word and the raters behind it per row of the chart.

    ``cells`` has a place for each column of the part, empty where the unit has no figures.
    ``lead`` is the sentence of the chart, ``unmoved`` where it says that no group clearly changed.
    ``looking_back`` says whether the leader's own
    yardstick has moved; empty where unknown.
    """

    number: int
    title: str
    lead: str
    unmoved: bool
    chart: GrowthPlot
    words: tuple[str, ...]
    raters: tuple[str, ...]
    cells: tuple[GrowthCell | None, ...]
    looking_back: str


@dataclass(frozen=True)
class GrowthPart:
    """This wave beside the first; ``meanings`` explain the words of change that are used."""

    lead: str
    basis: str
    meanings: tuple[str, ...]
    before: str
    after: str
    scale: tuple[str, ...]
    columns: tuple[GrowthColumn, ...]
    competences: tuple[GrowthCompetence, ...]


def growth(snapshot: Snapshot, language: Language) -> GrowthPart | None:
    """The growth part; ``None`` in a first wave."""
    if snapshot.growth is None:
        return None
    since = snapshot.growth
    changes = [change for row in since.competences for change in row.units.values()]
    columns = _columns(since, snapshot, language)
    return GrowthPart(
        lead=sentences.growth(changes, language),
        basis=language.gettext(
            "Raters are anonymous and may be other people than last time. So we compare groups, "
            "not persons, on the statements that both waves have. Small differences mean little. "
            "Look for what several groups see."
        ),
        meanings=sentences.meanings(changes, [row.own for row in since.competences], language),
        before=_wave(text_in(since.since.label, language.code), since.since_frozen_on, language),
        after=_wave(text_in(snapshot.wave.label, language.code), snapshot.frozen_on, language),
        scale=scale(snapshot, language),
        columns=columns,
        competences=tuple(
            _with_cells(_competence(number, row, since, snapshot, language), columns)
            for number, row in enumerate(since.competences, start=1)
        ),
    )


def _columns(since: Growth, snapshot: Snapshot, language: Language) -> tuple[GrowthColumn, ...]:
    """The units that have figures in any competence; a unit has the same raters in all of them."""
    raters = {
        unit: f"{change.respondents_before} → {change.respondents_after}"
        for row in since.competences
        for unit, change in row.units.items()
    }
    own = any(growths.own_known(row) for row in since.competences)
    return tuple(
        GrowthColumn(one, raters.get(one.id, ""))
        for one in series(snapshot, language)
        if one.id in raters or (one.id == SELF and own)
    )


def _wave(label: str, day: date, language: Language) -> str:
    return f"{label}, {language.date(day)}"


def _competence(
    number: int,
    row: CompetenceGrowth,
    since: Growth,
    snapshot: Snapshot,
    language: Language,
) -> GrowthCompetence:
    own = sentences.own_change(row.own, language)
    looking_back = sentences.looking_back(row.own, language)
    told = [
        sentences.change(labels(snapshot, [unit], language), change, language)
        for unit, change in row.units.items()
    ]
    description = " ".join(text for text in (*told, own, looking_back) if text)
    plot = growths.growth(snapshot, since, row, language, description)
    return GrowthCompetence(
        number=number,
        title=plot.title,
        lead=sentences.competence(
            {labels(snapshot, [unit], language): change for unit, change in row.units.items()},
            language,
        ),
        unmoved=bool(row.units) and all(one.word != "clear" for one in row.units.values()),
        chart=plot,
        words=tuple(_word(line.id, row, language) for line in plot.rows),
        raters=tuple(_raters(line.id, row) for line in plot.rows),
        cells=(),
        looking_back=looking_back,
    )


def _with_cells(part: GrowthCompetence, columns: tuple[GrowthColumn, ...]) -> GrowthCompetence:
    cells = {
        row.id: GrowthCell(row.before, row.after, word)
        for row, word in zip(part.chart.rows, part.words, strict=True)
    }
    return replace(part, cells=tuple(cells.get(column.series.id) for column in columns))


def _word(key: str, row: CompetenceGrowth, language: Language) -> str:
    if key in row.units:
        return sentences.word_of(row.units[key], language)
    return sentences.own_word(row.own, language)


def _raters(key: str, row: CompetenceGrowth) -> str:
    change = row.units.get(key)
    return f"{change.respondents_before} → {change.respondents_after}" if change else ""
