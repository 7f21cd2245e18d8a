"""At a glance, and the mirror."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CompetenceResult, ItemResult, MirrorField, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts import dots
from surveyapp.reporting.charts import mirror as mirrors
from surveyapp.reporting.charts.dots import DotPlot
from surveyapp.reporting.charts.mirror import Mirror
from surveyapp.reporting.charts.series import competence_title, item_text
from surveyapp.reporting.figures import Value
from surveyapp.reporting.sentences import overview as sentences

SHOWN = 3
"""How many lines a list of highlights has at most."""


@dataclass(frozen=True)
class Highlight:
    """One line of a list: what it is about and the figures that go with it."""

    label: str
    value: str


@dataclass(frozen=True)
class HighlightList:
    """The strongest, the lowest, the farthest apart, the most important."""

    title: str
    lines: tuple[Highlight, ...]
    empty: str


@dataclass(frozen=True)
class Glance:
    """One page: every competence, and what stands out.

    ``others`` and ``importance`` (empty where nobody was asked) have a value per row of the chart.
    """

    chart: DotPlot
    others: tuple[Value, ...]
    importance: tuple[Value, ...]
    highlights: tuple[HighlightList, ...]


@dataclass(frozen=True)
class FieldOfMirror:
    """One of the four fields, what it means, and the competences in it.

    Without an ``id``: those of which the field is not certain.
    """

    id: MirrorField | None
    name: str
    meaning: str
    competences: tuple[str, ...]


@dataclass(frozen=True)
class MirrorPart:
    """Self against others; ``lines`` says where the fields meet."""

    chart: Mirror
    fields: tuple[FieldOfMirror, ...]
    lines: str


def glance(snapshot: Snapshot, language: Language) -> Glance:
    """The page that says most."""
    return Glance(
        chart=dots.profile(snapshot, language, sentences.glance(snapshot, language)),
        others=tuple(figures.others_score(row, language) for row in snapshot.competences),
        importance=tuple(
            figures.others_importance(row, language)
            for row in snapshot.competences
            if snapshot.instrument.importance
        ),
        highlights=(
            *_items(snapshot, language),
            _gaps(snapshot, language),
            _importance(snapshot, language),
        ),
    )


def _items(snapshot: Snapshot, language: Language) -> Iterable[HighlightList]:
    rated = [item for row in snapshot.competences for item in row.items if item.others is not None]
    high = sorted(rated, key=lambda item: -(item.others or 0))[:SHOWN]
    low = [item for item in sorted(rated, key=lambda item: item.others or 0) if item not in high]
    empty = language.gettext("Too few answers of others.")
    yield _list(language.gettext("What others see most"), high, snapshot, language, empty)
    yield _list(language.gettext("What others see least"), low[:SHOWN], snapshot, language, empty)


def _list(
    title: str, items: Iterable[ItemResult], snapshot: Snapshot, language: Language, empty: str
) -> HighlightList:
    lines = (
        Highlight(item_text(snapshot, item.id, language), figures.others_item(item, language).text)
        for item in items
    )
    return HighlightList(title, tuple(lines), empty)


def _gaps(snapshot: Snapshot, language: Language) -> HighlightList:
    apart = [
        row
        for row in snapshot.competences
        if figures.standing(row, language) in ("higher", "lower")
    ]
    apart.sort(key=lambda row: -figures.sure_gap(row, language))
    return HighlightList(
        title=language.gettext("Where you and the others differ most"),
        lines=tuple(_gap(row, snapshot, language) for row in apart[:SHOWN]),
        empty=_nowhere(snapshot, language),
    )


def _nowhere(snapshot: Snapshot, language: Language) -> str:
    compared = [row for row in snapshot.competences if row.standing]
    if any(figures.standing(row, language) is None for row in compared):
        return language.gettext("Nowhere more than half a point for sure.")
    if compared:
        return language.gettext("Nowhere more than half a point.")
    return language.gettext("There is nothing to compare.")


def _gap(row: CompetenceResult, snapshot: Snapshot, language: Language) -> Highlight:
    value = language.gettext(
        "you %(own)s, others %(others)s",
        own=figures.score(row.scores.get(SELF), language).text,
        others=figures.others_score(row, language).text,
    )
    return Highlight(competence_title(snapshot, row.id, language), value)


def _importance(snapshot: Snapshot, language: Language) -> HighlightList:
    rated = [row for row in snapshot.competences if row.importance_others is not None]
    rated.sort(key=lambda row: -(row.importance_others or 0))
    return HighlightList(
        title=language.gettext("What the school needs most now, others say"),
        lines=tuple(
            Highlight(
                competence_title(snapshot, row.id, language),
                figures.others_importance(row, language).text,
            )
            for row in rated[:SHOWN]
        ),
        empty=language.gettext("Too few answers of others."),
    )


def _within(field: MirrorField | None, snapshot: Snapshot, language: Language) -> tuple[str, ...]:
    """The competences in a field of the mirror, by their numbers."""
    return tuple(
        f"{number}. {competence_title(snapshot, row.id, language)}"
        for number, row in enumerate(snapshot.competences, start=1)
        if row.mirror and figures.mirror_field(row, language) == field
    )


def mirror(snapshot: Snapshot, language: Language) -> MirrorPart:
    """The mirror, with what each field holds."""
    names = sentences.mirror_names(language)
    meaning = sentences.mirror_meaning(language)
    fields = [
        FieldOfMirror(field, names[field], meaning[field], _within(field, snapshot, language))
        for field in sentences.FIELDS
    ]
    if unsure := _within(None, snapshot, language):
        name, why = sentences.mirror_not_certain(language)
        fields.append(FieldOfMirror(None, name, why, unsure))
    description = sentences.mirror(snapshot, language)
    chart = mirrors.mirror(snapshot, language, description, names)
    return MirrorPart(chart, tuple(fields), sentences.mirror_lines(language))
