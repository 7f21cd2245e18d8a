"""What is drawn, as data: built from the published figures, drawn on paper and on screen alike.

Numbers are unrounded scale points (1–5) for the place of a mark; its ``text`` is what is printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.instrument import OTHERS, SELF
from surveyapp.core.rater_group import POOL
from surveyapp.core.scores import HIGH
from surveyapp.core.snapshot import (
    CompetenceGrowth,
    CompetenceResult,
    Growth,
    ItemResult,
    MirrorField,
    Published,
    Score,
    Snapshot,
    Unit,
)
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.figures import Value

SHAPES = ("circle", "square", "triangle-up", "triangle-down", "hourglass", "bow-tie", "star")
COLOURS = ("#1d5fa8", "#a65f00", "#7a3e8e", "#14746f", "#8c2f4b", "#4f6b1f", "#4a4e8f")
"""Dark enough to stand on white, apart from each other for colour-blind readers."""


@dataclass(frozen=True)
class Series:
    """Whose marks: own shape and colour, the same in every chart of every wave."""

    id: str
    label: str
    shape: str
    colour: str


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


@dataclass(frozen=True)
class MirrorPoint:
    """One competence in the mirror, both values on 1–5."""

    id: str
    number: int
    label: str
    own: Value
    others: Value
    field: MirrorField
    text: str


@dataclass(frozen=True)
class Mirror:
    """Self against others, in four fields that meet at ``split``."""

    id: str
    title: str
    description: str
    own_label: str
    others_label: str
    fields: Mapping[MirrorField, str]
    points: tuple[MirrorPoint, ...]
    split: float = HIGH


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


Chart = DotPlot | Mirror | Bars | GrowthPlot


def series(snapshot: Snapshot, language: Language) -> tuple[Series, ...]:
    """A series per unit of the snapshot, self first."""
    return tuple(unit_series(unit, snapshot, language) for unit in snapshot.units)


def unit_series(unit: Unit, snapshot: Snapshot, language: Language) -> Series:
    """The mark of a unit; a group keeps it from wave to wave."""
    label = text_in(unit.label, language.code)
    if unit.id == SELF:
        return Series(SELF, label, "diamond", "#1b1f24")
    if unit.id == POOL:
        return Series(POOL, label, "cross", "#5a6472")
    place = [group.id for group in snapshot.rules.groups].index(unit.id)
    return Series(unit.id, label, SHAPES[place % len(SHAPES)], COLOURS[place % len(COLOURS)])


def all_others(language: Language) -> Series:
    """The mark for the mean of all others."""
    return Series(OTHERS, language.gettext("All others"), "line", "#1b1f24")


def scale(snapshot: Snapshot, language: Language) -> tuple[str, ...]:
    """The labels of the five points, from low to high."""
    return tuple(text_in(p.label, language.code) for p in snapshot.instrument.scale.points)


def spoken(label: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A row in words: ``label: name value; name value``."""
    return f"{label}: " + "; ".join(f"{name} {value}" for name, value in pairs)


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


def numbered(number: int, item: ItemResult, snapshot: Snapshot, language: Language) -> str:
    """An item with its number within the competence, by which sentences name it."""
    return f"{number}. {item_text(snapshot, item.id, language)}"


def _row(key: str, label: str, marks: Iterable[Mark], shown: Iterable[Series]) -> Row:
    marks = tuple(marks)
    names = {one.id: one.label for one in shown}
    pairs = [(names[mark.series], mark.value.reason or mark.value.text) for mark in marks]
    return Row(key, label, marks, spoken(label, pairs))


def competence_title(snapshot: Snapshot, key: str, language: Language) -> str:
    """The name of a competence."""
    found = next(c for c in snapshot.instrument.competences if c.id == key)
    return text_in(found.title, language.code)


def item_text(snapshot: Snapshot, key: str, language: Language) -> str:
    """An item in the wording for others."""
    item = next(item for item in snapshot.instrument.items() if item.id == key)
    return text_in(item.text[OTHERS], language.code)


def mirror(
    snapshot: Snapshot, language: Language, description: str, names: Mapping[MirrorField, str]
) -> Mirror:
    """Self against all others, a point per competence that has both."""
    points = [
        _mirror_point(number, result, snapshot, language, names)
        for number, result in enumerate(snapshot.competences, start=1)
        if result.mirror is not None
    ]
    return Mirror(
        id="mirror",
        title=language.gettext("Mirror"),
        description=description,
        own_label=language.gettext("How you see it"),
        others_label=language.gettext("How others see it"),
        fields=names,
        points=tuple(points),
    )


def _mirror_point(
    number: int,
    result: CompetenceResult,
    snapshot: Snapshot,
    language: Language,
    names: Mapping[MirrorField, str],
) -> MirrorPoint:
    assert result.mirror is not None
    label = competence_title(snapshot, result.id, language)
    own = figures.score(result.scores.get(SELF), language)
    others = figures.others_score(result, language)
    pairs = [
        (language.gettext("yourself"), own.text),
        (language.gettext("all others"), others.text),
        (names[result.mirror], ""),
    ]
    text = spoken(label, pairs).strip()
    return MirrorPoint(result.id, number, label, own, others, result.mirror, text)


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
        if one.id in change.units or (one.id == SELF and _own_known(change))
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


def _own_known(change: CompetenceGrowth) -> bool:
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
