"""The content of a group report: what the leaders of a wave show together, and nobody alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.group_report import (
    LEADERS,
    GroupCompetence,
    GroupSnapshot,
    LeadersCell,
    LeadersMean,
    Section,
)
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import FLOORED_AT
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.dots import DotPlot, Mark, Row
from surveyapp.reporting.charts.series import COLOURS, SHAPES, Series, spoken
from surveyapp.reporting.content import page_words, shapes
from surveyapp.reporting.figures import Value
from surveyapp.reporting.parts.account import Entry
from surveyapp.reporting.sentences import group as sentences

SHOWN = 3
"""How many competences a list of highlights has at most."""


@dataclass(frozen=True)
class GroupCover:
    """Whose report this is."""

    programme: str
    wave: str
    frozen_on: str
    note: str


@dataclass(frozen=True)
class Needed:
    """How important others find a competence, on 1–5."""

    title: str
    value: Value


@dataclass(frozen=True)
class SectionPart:
    """What is said of some leaders together.

    ``others`` are the means of all others, one per row of the chart; ``counts`` say where a figure
    stands for fewer leaders than the section has.
    """

    title: str
    about: str
    lead: str
    standing: str
    chart: DotPlot
    others: tuple[Value, ...]
    counts: tuple[str, ...]
    needed: tuple[Needed, ...]


@dataclass(frozen=True)
class GroupContent:
    """One group report in one language. ``left_out`` names the groups that are too small."""

    language: str
    direction: str
    title: str
    frozen_on: str
    shapes: dict[str, str]
    page_words: tuple[str, ...]
    cover: GroupCover
    reading: tuple[str, ...]
    left_out: str
    sections: tuple[SectionPart, ...]
    account: tuple[Entry, ...]
    fingerprint: str


def group_content(snapshot: GroupSnapshot, language: Language) -> GroupContent:
    """Everything that is said about the leaders of a wave together."""
    wave = text_in(snapshot.wave.label, language.code)
    shown = [group for group in snapshot.groups if group.leaders]
    return GroupContent(
        language=language.code,
        direction=language.locale.text_direction,
        title=language.gettext(
            "Group report of %(programme)s, %(wave)s", programme=snapshot.programme, wave=wave
        ),
        frozen_on=snapshot.frozen_on.isoformat(),
        shapes=shapes(language),
        page_words=page_words(language),
        cover=_cover(snapshot, wave, language),
        reading=sentences.reading(language),
        left_out=sentences.left_out(snapshot, language),
        sections=(
            *_whole(snapshot, language),
            *(_section(group.label, group, snapshot, language) for group in shown),
        ),
        account=_account(snapshot, language),
        fingerprint=snapshot.fingerprint,
    )


def _cover(snapshot: GroupSnapshot, wave: str, language: Language) -> GroupCover:
    return GroupCover(
        programme=snapshot.programme,
        wave=wave,
        frozen_on=language.gettext(
            "Figures fixed on %(date)s", date=language.date(snapshot.frozen_on)
        ),
        note=language.gettext(
            "For learning together. Nobody can be recognised in it. Every figure stands for five "
            "school leaders or more."
        ),
    )


def _whole(snapshot: GroupSnapshot, language: Language) -> tuple[SectionPart, ...]:
    """All leaders together, unless one group is all that counts: it would say the same twice."""
    counted = [group for group in snapshot.groups if group.leaders]
    if len(counted) == 1 and counted[0].leaders == snapshot.whole.leaders:
        return ()
    title = language.gettext("All school leaders")
    return (_section(title, snapshot.whole, snapshot, language),)


def _section(
    title: str, section: Section, snapshot: GroupSnapshot, language: Language
) -> SectionPart:
    lead = sentences.profile(section, snapshot, language)
    return SectionPart(
        title=title,
        about=language.ngettext(
            "%(num)d school leader", "%(num)d school leaders", section.leaders or 0
        ),
        lead=lead,
        standing=sentences.standing(section, language),
        chart=_profile(title, lead, section, snapshot, language),
        others=tuple(figures.mean(row.others, language) for row in section.competences),
        counts=sentences.counts(section, snapshot, language),
        needed=_needed(section, snapshot, language),
    )


def _profile(
    title: str,
    lead: str,
    section: Section,
    snapshot: GroupSnapshot,
    language: Language,
) -> DotPlot:
    shown = series(snapshot, language)
    return DotPlot(
        id="profile",
        title=title,
        description=lead,
        scale=tuple(text_in(p.label, language.code) for p in snapshot.instrument.scale.points),
        series=shown,
        columns=tuple(one.label for one in shown),
        rows=tuple(_row(row, shown, snapshot, language) for row in section.competences),
    )


def series(snapshot: GroupSnapshot, language: Language) -> tuple[Series, ...]:
    """A series per unit; each keeps the mark that it has in the leaders' own reports."""
    groups = [unit for unit in snapshot.units if unit.id != SELF]
    own = next(unit for unit in snapshot.units if unit.id == SELF)
    marks = (
        Series(
            unit.id,
            text_in(unit.label, language.code),
            SHAPES[place % len(SHAPES)],
            COLOURS[place % len(COLOURS)],
        )
        for place, unit in enumerate(groups)
    )
    return (Series(SELF, text_in(own.label, language.code), "diamond", "#1b1f24"), *marks)


def _row(
    row: GroupCompetence, shown: tuple[Series, ...], snapshot: GroupSnapshot, language: Language
) -> Row:
    label = title_of(row.id, snapshot, language)
    marks = tuple(Mark(one.id, value_of(row.scores, one.id, language)) for one in shown)
    names = {one.id: one.label for one in shown}
    pairs = [(names[mark.series], mark.value.reason or mark.value.text) for mark in marks]
    return Row(row.id, label, marks, spoken(label, pairs))


def value_of(cells: Mapping[str, LeadersCell], unit: str, language: Language) -> Value:
    """The mean over the leaders, or why there is none."""
    cell = cells[unit]
    if isinstance(cell, LeadersMean):
        return figures.mean(cell.mean, language)
    if cell.reason == "not_asked":
        return Value(figures.DASH, None, figures.reason(cell, language))
    return Value(figures.DASH, None, language.gettext("fewer than five school leaders"))


def title_of(key: str, snapshot: GroupSnapshot, language: Language) -> str:
    """The name of a competence."""
    found = next(one for one in snapshot.instrument.competences if one.id == key)
    return text_in(found.title, language.code)


def _needed(section: Section, snapshot: GroupSnapshot, language: Language) -> tuple[Needed, ...]:
    """The competences that others find most important, the first ones first."""
    rated = [row for row in section.competences if row.importance_others is not None]
    rated.sort(key=lambda row: -(row.importance_others or 0))
    return tuple(
        Needed(title_of(row.id, snapshot, language), figures.mean(row.importance_others, language))
        for row in rated[:SHOWN]
    )


def _account(snapshot: GroupSnapshot, language: Language) -> tuple[Entry, ...]:
    _ = language.gettext
    points = (
        f"{p.value} = {text_in(p.label, language.code)}" for p in snapshot.instrument.scale.points
    )
    instrument = snapshot.instrument
    title = text_in(instrument.title, language.code)
    return (
        Entry(_("Scale"), "; ".join(points) + "."),
        Entry(
            _("A figure"),
            _(
                "The mean of the published scores of these school leaders, to one decimal. Each "
                "leader counts the same. It takes %(leaders)s school leaders or more.",
                leaders=LEADERS,
            ),
        ),
        Entry(
            _("All others"),
            _("The mean of the figures of the rater groups beside it. Each counts the same."),
        ),
        Entry(
            _("Below %(floor)s", floor=language.number(FLOORED_AT)),
            # Always the same words: a sign at one figure would tell of a low mean of one leader.
            _(
                "A mean of an anonymous group below %(floor)s counts as %(floor)s. So a figure may "
                "in truth be a little lower.",
                floor=language.number(FLOORED_AT),
            ),
        ),
        Entry(
            _("Small learning groups"),
            _(
                "A learning group of fewer than %(leaders)s has no page of its own. Such groups "
                "count in the whole if together they are %(leaders)s or more.",
                leaders=LEADERS,
            ),
        ),
        Entry(
            _("What is not here"),
            _(
                "Nothing of one school leader: no figure, no comment, no lowest or highest. No "
                "figure per statement, and no change between waves. Each of these could show one "
                "person."
            ),
        ),
        Entry(_("Questionnaire"), f"{title}, {instrument.version}. {instrument.author}."),
        Entry(_("Validation"), text_in(instrument.validation, language.code)),
        Entry(_("Figures fixed on"), language.date(snapshot.frozen_on)),
    )
