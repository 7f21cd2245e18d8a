"""One unit after another over several waves: what was seen of a priority each time."""

from dataclasses import dataclass
from string import ascii_uppercase

from surveyapp.core.base import text_in
from surveyapp.core.effect_record import Effect, Figure, Line, PriorityEffect
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.series import Series, all_others, group_series, spoken
from surveyapp.reporting.figures import Value


@dataclass(frozen=True)
class WavesRow:
    """One unit: a figure per wave, the earliest first, and the letter of each wave."""

    id: str
    label: str
    series: Series
    letters: str
    values: tuple[Value, ...]
    text: str

    def is_free(self, place: int) -> bool:
        """Whether no line leaves a mark to its right, so that its letter can stand there."""
        numbers = [value.number or 1 for value in self.values]
        beside = [numbers[n] for n in (place - 1, place + 1) if 0 <= n < len(numbers)]
        return sum(number - numbers[place] for number in beside) <= 0


@dataclass(frozen=True)
class WavesPlot:
    """The same units and statements over ``waves``, each of which has a letter from A on.

    Not a number, which would look like a point of the scale.
    """

    id: str
    title: str
    description: str
    scale: tuple[str, ...]
    waves: tuple[str, ...]
    rows: tuple[WavesRow, ...]


def waves(
    effect: Effect, priority: PriorityEffect, language: Language, description: str
) -> WavesPlot:
    """What was seen of one priority."""
    names = tuple(text_in(one.wave.label, language.code) for one in priority.waves)
    rows = [
        _row(_series(line, effect, language), line.figures, names, language)
        for line in priority.lines
    ]
    if priority.others:
        rows.append(_row(all_others(language), priority.others, names, language))
    return WavesPlot(
        id=f"effect-{priority.competence}",
        title=text_in(priority.title, language.code),
        description=description,
        scale=tuple(text_in(point, language.code) for point in effect.scale),
        waves=names,
        rows=tuple(rows),
    )


def _series(line: Line, effect: Effect, language: Language) -> Series:
    return group_series(line.id, text_in(line.label, language.code), effect.groups)


def _row(
    one: Series, seen: tuple[Figure, ...], names: tuple[str, ...], language: Language
) -> WavesRow:
    values = tuple(figures.mean(each.mean, language, at_most=each.floored) for each in seen)
    pairs = [(name, value.text) for name, value in zip(names, values, strict=True)]
    letters = ascii_uppercase[: len(values)]
    return WavesRow(one.id, one.label, one, letters, values, spoken(one.label, pairs))
