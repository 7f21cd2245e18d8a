"""Cover, and how to read this: who answered, what is left out, how sure it is."""

from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.instrument import OTHERS
from surveyapp.core.snapshot import Participation, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.dots import DotPlot, Mark, Row
from surveyapp.reporting.charts.series import COLOURS, SHAPES, Series, scale, spoken, unit_series
from surveyapp.reporting.figures import Value
from surveyapp.reporting.sentences import comments
from surveyapp.reporting.sentences import opening as sentences


@dataclass(frozen=True)
class Cover:
    """Whose report it is, of which wave."""

    leader: str
    school: str
    programme: str
    wave: str
    frozen_on: str
    note: str


@dataclass(frozen=True)
class ParticipationRow:
    """One rater group: how many were invited and answered, and what became of it."""

    series: Series | None
    label: str
    invited: str
    answered: str
    use: str


@dataclass(frozen=True)
class Reading:
    """How to read this: an example with its legend, who answered, and what is left out."""

    example: DotPlot
    legend: tuple[str, ...]
    purpose: str
    participation: tuple[ParticipationRow, ...]
    notes: tuple[str, ...]


def cover(snapshot: Snapshot, language: Language) -> Cover:
    """The first page."""
    return Cover(
        leader=snapshot.leader,
        school=snapshot.school,
        programme=snapshot.programme,
        wave=text_in(snapshot.wave.label, language.code),
        frozen_on=language.gettext(
            "Figures fixed on %(date)s", date=language.date(snapshot.frozen_on)
        ),
        note=language.gettext(
            "For your development. This report is yours: you decide with whom you share it."
        ),
    )


def reading(snapshot: Snapshot, language: Language) -> Reading:
    """The second page."""
    notes = [
        language.gettext(
            "Raters stay anonymous. A figure of a group appears from %(minimum)s answers on. Where "
            "it says “–” there are fewer, or the group was not asked.",
            minimum=sentences.minimum(snapshot, language),
        ),
        sentences.identified(snapshot, language),
        sentences.hollow(snapshot, language),
        *comments.withheld(snapshot.comment_policy, snapshot, language),
    ]
    return Reading(
        example=_example(snapshot, language),
        legend=_legend(language),
        purpose=language.gettext(
            "This report sets your own picture beside that of the people who work with you. It "
            "does not judge. It gives you something to talk about and to choose from. Look for "
            "the pattern first, then for the single figure."
        ),
        participation=tuple(
            _participation(row, snapshot, language) for row in snapshot.participation
        ),
        notes=tuple(note for note in notes if note),
    )


def _participation(row: Participation, snapshot: Snapshot, language: Language) -> ParticipationRow:
    unit = snapshot.unit(row.group)
    return ParticipationRow(
        series=unit_series(unit, snapshot, language) if unit else None,
        label=text_in(row.label, language.code),
        invited=str(row.invited) if row.invited is not None else "–",
        answered=str(row.answered),
        use=sentences.use(row, snapshot, language),
    )


def _example(snapshot: Snapshot, language: Language) -> DotPlot:
    """A made-up row that shows every sign there is."""
    own = Series("self", language.gettext("Yourself"), "diamond", "#1b1f24")
    group = Series(OTHERS, language.gettext("A group"), SHAPES[0], COLOURS[0])
    marks = (
        Mark(own.id, Value(language.number(4.2), 4.2)),
        Mark(group.id, Value(language.number(3.1), 3.1), 2.6, 3.6),
    )
    label = language.gettext("An example")
    text = spoken(label, [(own.label, marks[0].value.text), (group.label, marks[1].value.text)])
    return DotPlot(
        id="example",
        title=label,
        description=text,
        scale=scale(snapshot, language),
        series=(own, group),
        columns=(own.label, group.label),
        rows=(Row("example", label, marks, text),),
    )


def _legend(language: Language) -> tuple[str, ...]:
    _ = language.gettext
    return (
        _("The scale runs from 1 to 5, in the words of the questionnaire."),
        _("Your own mark. It is a dark diamond on every page."),
        _("A group: the average of its answers. Each group keeps its own shape and colour."),
        _(
            "The thin line shows how sure the average is. With other people of the same group it "
            "could well lie elsewhere on that line. The longer the line, the less certain. It is "
            "drawn where every statement has seven answers or more."
        ),
    )
