"""The content of a sheet: what a leader lets somebody read, on paper and on the screen alike."""

from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.choices import Priority
from surveyapp.core.instrument import SELF
from surveyapp.core.share import LookedBack, Sheet
from surveyapp.core.snapshot import CompetenceResult
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.dots import DotPlot, Mark, Row
from surveyapp.reporting.charts.series import Series, group_series, spoken
from surveyapp.reporting.content import page_words, shapes
from surveyapp.reporting.figures import Value
from surveyapp.reporting.parts.choosing import LevelRow, level_row, paragraphs
from surveyapp.reporting.sentences import sheet as sentences
from surveyapp.reporting.sentences.choosing import suggestion_kind


@dataclass(frozen=True)
class SheetCover:
    """Whose sheet this is, and for whom."""

    leader: str
    school: str
    programme: str
    recipient: str
    note: str
    choice: str


@dataclass(frozen=True)
class ScoresPart:
    """The scores that were ticked; ``others`` has a value per row of the chart."""

    title: str
    wave: str
    lead: str
    chart: DotPlot
    others: tuple[Value, ...]
    reading: tuple[str, ...]


@dataclass(frozen=True)
class PriorityPart:
    """A priority: why, and what is planned, as far as each was ticked."""

    title: str
    aim: str
    reason: tuple[str, ...]
    levels: tuple[LevelRow, ...]


@dataclass(frozen=True)
class PrioritiesPart:
    """The priorities that were ticked, and of which day they are."""

    title: str
    standing: str
    priorities: tuple[PriorityPart, ...]


@dataclass(frozen=True)
class ReflectionPart:
    """One time that she rated herself: of each practice its name, her mean, and her note."""

    title: str
    standard: str
    practices: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ReflectionsPart:
    """The reflections that were ticked."""

    title: str
    lead: str
    reflections: tuple[ReflectionPart, ...]


@dataclass(frozen=True)
class SheetContent:
    """One sheet in one language; a part is ``None`` where nothing of it was ticked."""

    language: str
    direction: str
    title: str
    read_on: str
    shapes: dict[str, str]
    page_words: tuple[str, ...]
    cover: SheetCover
    scores: ScoresPart | None
    priorities: PrioritiesPart | None
    reflections: ReflectionsPart | None

    @property
    def empty(self) -> bool:
        """Whether what was ticked is no longer there."""
        return not (self.scores or self.priorities or self.reflections)


def sheet_content(sheet: Sheet, language: Language) -> SheetContent:
    """Everything that is said in a sheet."""
    return SheetContent(
        language=language.code,
        direction=language.locale.text_direction,
        title=language.gettext("Sheet of %(leader)s", leader=sheet.leader),
        read_on=sheet.read_on.isoformat(),
        shapes=shapes(language),
        page_words=page_words(language),
        cover=_cover(sheet, language),
        scores=_scores(sheet, language) if sheet.scores else None,
        priorities=_priorities(sheet, language) if sheet.priorities else None,
        reflections=_reflections(sheet, language) if sheet.reflections else None,
    )


def _cover(sheet: Sheet, language: Language) -> SheetCover:
    return SheetCover(
        leader=sheet.leader,
        school=sheet.school,
        programme=sheet.programme,
        recipient=sentences.recipient(sheet, language),
        note=sentences.note(language),
        choice=sentences.choice(sheet, language),
    )


def _scores(sheet: Sheet, language: Language) -> ScoresPart:
    lead = sentences.scores(sheet, language)
    return ScoresPart(
        title=language.gettext("Scores"),
        wave=text_in(sheet.wave, language.code) if sheet.wave else "",
        lead=lead,
        chart=_chart(sheet, lead, language),
        others=tuple(figures.others_score(one, language) for one in sheet.scores),
        reading=sentences.reading(sheet, language),
    )


def _chart(sheet: Sheet, lead: str, language: Language) -> DotPlot:
    """One row per competence, with the marks that they have in the report."""
    shown = tuple(_series(sheet, language))
    return DotPlot(
        id="sheet",
        title=language.gettext("Scores"),
        description=lead,
        scale=tuple(text_in(label, language.code) for label in sheet.scale),
        series=shown,
        columns=tuple(one.label for one in shown),
        rows=tuple(_row(one, shown, sheet, language) for one in sheet.scores),
    )


def _series(sheet: Sheet, language: Language) -> list[Series]:
    """The mark of each unit; the leader stands under her name, as somebody else reads this."""
    found = [
        group_series(unit.id, text_in(unit.label, language.code), sheet.groups)
        for unit in sheet.units
    ]
    return [
        Series(SELF, sheet.leader, one.shape, one.colour) if one.id == SELF else one
        for one in found
    ]


def _row(
    result: CompetenceResult, shown: tuple[Series, ...], sheet: Sheet, language: Language
) -> Row:
    label = text_in(sheet.titles[result.id], language.code)
    values = [figures.score(result.scores.get(one.id), language) for one in shown]
    marks = tuple(Mark(one.id, value) for one, value in zip(shown, values, strict=True))
    pairs = [(one.label, v.reason or v.text) for one, v in zip(shown, values, strict=True)]
    return Row(result.id, label, marks, spoken(label, pairs))


def _priorities(sheet: Sheet, language: Language) -> PrioritiesPart:
    return PrioritiesPart(
        title=language.gettext("Priorities and plan")
        if sheet.plans
        else language.gettext("Priorities"),
        standing=sentences.standing(sheet, language),
        priorities=tuple(_priority(one, sheet, language) for one in sheet.priorities),
    )


def _priority(priority: Priority, sheet: Sheet, language: Language) -> PriorityPart:
    return PriorityPart(
        title=text_in(sheet.titles[priority.competence], language.code),
        aim=suggestion_kind(priority.aim, language),
        reason=paragraphs(priority.reason),
        levels=tuple(level_row(one, language) for one in priority.plan),
    )


def _reflections(sheet: Sheet, language: Language) -> ReflectionsPart:
    return ReflectionsPart(
        title=language.gettext("Reflections"),
        lead=sentences.alone(sheet, language),
        reflections=tuple(_reflection(one, language) for one in sheet.reflections),
    )


def _reflection(one: LookedBack, language: Language) -> ReflectionPart:
    return ReflectionPart(
        title=language.date(one.day),
        standard=text_in(one.standard, language.code),
        practices=tuple(
            (
                text_in(practice.name, language.code),
                sentences.own_mean(practice.mean, language),
                paragraphs(practice.note),
            )
            for practice in one.practices
        ),
    )
