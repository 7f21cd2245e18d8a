"""What became of her priorities, beside what she did."""

from dataclasses import dataclass
from string import ascii_uppercase

from surveyapp.core.base import text_in
from surveyapp.core.effect_record import Deed, Effect, Line, PriorityEffect
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import Change, SelfChange
from surveyapp.languages import Language
from surveyapp.reporting.charts.waves import WavesPlot, waves
from surveyapp.reporting.sentences import effect as sentences
from surveyapp.reporting.sentences import growth
from surveyapp.reporting.sentences.choosing import level, suggestion_kind


@dataclass(frozen=True)
class DeedRow:
    """One action that she has done: when, what, and at which level of her plan."""

    day: str
    text: str
    level: str


@dataclass(frozen=True)
class PriorityPart:
    """One priority: its chart, with the word of the last report per row.

    ``waves`` are those of the chart with their letters; ``statements`` those that the figures rest
    on, and ``which`` names them by number. ``notes`` say what is missing and why.
    """

    number: int
    title: str
    aim: str
    lead: str
    waves: tuple[str, ...]
    chart: WavesPlot
    words: tuple[str, ...]
    raters: tuple[str, ...]
    statements: tuple[str, ...]
    which: str
    looking_back: str
    notes: tuple[str, ...]
    deeds: tuple[DeedRow, ...]
    done: str

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The rows of which the last report says something, and its word."""
        pairs = zip(self.chart.rows, self.words, strict=True)
        return tuple((row.label, word) for row, word in pairs if word)


@dataclass(frozen=True)
class EffectPart:
    """All priorities of a wave, seen again; ``meanings`` explain the words that are used."""

    lead: str
    basis: str
    meanings: tuple[str, ...]
    priorities: tuple[PriorityPart, ...]


def effect(found: Effect | None, language: Language) -> EffectPart | None:
    """The part; ``None`` where she chose nothing in an earlier wave."""
    if found is None or not found.priorities:
        return None
    return EffectPart(
        lead=language.ngettext(
            "You chose %(num)d priority after “%(wave)s”. This is what was seen of it since then.",
            "You chose %(num)d priorities after “%(wave)s”. This is what was seen of them since "
            "then.",
            len(found.priorities),
            wave=sentences.wave(found.since.wave, language),
        ),
        basis=sentences.basis(language),
        meanings=_meanings(found, language),
        priorities=tuple(
            _priority(number, one, found, language)
            for number, one in enumerate(found.priorities, start=1)
        ),
    )


def _meanings(found: Effect, language: Language) -> tuple[str, ...]:
    """What the words of change mean, of those that the last reports use."""
    said = [sentences.last_said(line, one) for one in found.priorities for line in one.lines]
    changes = [one.change for one in said if one]
    return growth.meanings(
        [one for one in changes if isinstance(one, Change)],
        [one for one in changes if isinstance(one, SelfChange)],
        language,
    )


def _priority(
    number: int, priority: PriorityEffect, found: Effect, language: Language
) -> PriorityPart:
    lead = sentences.lead(priority, language)
    own = priority.own
    notes = [sentences.fewer(line, priority, language) for line in priority.lines]
    notes += [sentences.gap(one, language) for one in priority.gaps]
    notes += [sentences.left_out(one, language) for one in priority.left_out]
    plot = waves(found, priority, language, lead)
    empty = [""] * (len(plot.rows) - len(priority.lines))
    return PriorityPart(
        number=number,
        title=plot.title,
        aim=suggestion_kind(priority.aim, language),
        lead=lead,
        waves=tuple(
            f"{letter}: {text_in(one.wave.label, language.code)}, {language.date(one.frozen_on)}"
            for letter, one in zip(ascii_uppercase, priority.waves, strict=False)
        ),
        chart=plot,
        words=(
            *(
                sentences.word(sentences.last_said(line, priority), line, language)
                for line in priority.lines
            ),
            *empty,
        ),
        raters=(*(_raters(line) for line in priority.lines), *empty),
        statements=tuple(
            f"{one.number}. {text_in(one.text, language.code)}" for one in priority.statements
        ),
        which=sentences.which(priority, language),
        looking_back=growth.looking_back(own, language) if own else "",
        notes=tuple(note for note in notes if note),
        deeds=tuple(_deed(one, language) for one in priority.deeds),
        done=sentences.done(priority.deeds, priority.to_do, language),
    )


def _raters(line: Line) -> str:
    """How many answered each time; of herself there is nothing to say."""
    return "" if line.id == SELF else "\u00a0→\u00a0".join(map(str, line.respondents))


def _deed(deed: Deed, language: Language) -> DeedRow:
    day = language.date(deed.done_on) if deed.done_on else ""
    return DeedRow(day, " ".join(deed.text.split()), level(deed.level, language))
