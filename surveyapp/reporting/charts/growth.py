"""Before and after of each unit, a chart per competence."""

from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CompetenceGrowth, Growth, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.series import Series, competence_title, scale, series, spoken
from surveyapp.reporting.figures import Value


@dataclass(frozen=True)
class GrowthRow:
    """One unit in one competence: before, after, and for self the start seen from today."""

    id: str
    label: str
    series: Series
    before: Value
    after: Value
    then: Value | None
    text: str


@dataclass(frozen=True)
class GrowthPlot:
    """Before and after of each unit in one competence."""

    id: str
    title: str
    description: str
    scale: tuple[str, ...]
    before_label: str
    after_label: str
    then_label: str
    rows: tuple[GrowthRow, ...]


def growth(
    snapshot: Snapshot,
    growth: Growth,
    change: CompetenceGrowth,
    language: Language,
    description: str,
) -> GrowthPlot:
    """Before and after of each unit in one competence."""
    rows = [
        _growth_row(one, change, language)
        for one in series(snapshot, language)
        if one.id in change.units or (one.id == SELF and own_known(change))
    ]
    return GrowthPlot(
        id=f"growth-{change.id}",
        title=competence_title(snapshot, change.id, language),
        description=description,
        scale=scale(snapshot, language),
        before_label=text_in(growth.since.label, language.code),
        after_label=text_in(snapshot.wave.label, language.code),
        then_label=language.gettext("Your start, seen from today"),
        rows=tuple(rows),
    )


def own_known(change: CompetenceGrowth) -> bool:
    """Whether the leader has a figure of her own in either wave."""
    own = change.own
    return any(value is not None for value in (own.before, own.after, own.then))


def _growth_row(one: Series, change: CompetenceGrowth, language: Language) -> GrowthRow:
    then = None
    if one.id == SELF:
        first = figures.mean(change.own.before, language)
        last = figures.mean(change.own.after, language)
        then = figures.answer(change.own.then, language) if change.own.then is not None else None
    else:
        unit = change.units[one.id]
        first = figures.mean(unit.before, language, at_most=unit.before_floored)
        last = figures.mean(unit.after, language, at_most=unit.after_floored)
    pairs = [(language.gettext("earlier"), first.text), (language.gettext("now"), last.text)]
    pairs += [(language.gettext("your start, seen from today"), then.text)] if then else []
    return GrowthRow(one.id, one.label, one, first, last, then, spoken(one.label, pairs))
