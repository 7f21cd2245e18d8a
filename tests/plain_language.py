"""How plain the running text of the reports is: words a sentence and how easily it reads.

``python -m tests.plain_language`` writes docs/plain-language.md; a test compares it. The text is
that of the content object, which every design and the page on screen say alike, with the shipped
questionnaire. Left out is what people wrote, names alone, and the questionnaire itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from surveyapp.core.choices import Choices, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import Effect
from surveyapp.core.library import load_instrument
from surveyapp.core.report import build
from surveyapp.core.response import Round
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import language
from surveyapp.reporting.content import content
from surveyapp.reporting.group_content import group_content
from surveyapp.reporting.parts.words import Voices
from tests import builders
from tests.reporting import cases

PAGE = Path(__file__).parent.parent / "docs" / "plain-language.md"
MOST_WORDS = 15.0
WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
NUMBERED = re.compile(r"^\d+\. ")
END = re.compile(r"(?<=[.?!;])\s+")

DUTCH = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyäëïöüàáâèéêíîóôúû]"
)
ENGLISH = re.compile(r"[aeiouyé]+")
SILENT = re.compile(r"(?<![aeiouyl])(?:es|ed|e)$|(?<=[aeiouy]l)e$|(?<=[aeiouyw])ed$")
SOUNDED = re.compile(r"(?:[td]ed|(?:[sxz]|ch|sh|c|g)es)$")


@dataclass(frozen=True)
class Measure:
    """What a text of so many sentences is like; ``ease`` is the higher the easier, to about 100."""

    sentences: int
    words: float
    longest: int
    ease: float


def sentences(text: str) -> list[str]:
    """The sentences of a text; the parts of a list between semicolons count each."""
    return [part for part in END.split(text.strip()) if WORD.search(part)]


def dutch_syllables(word: str) -> int:
    """Vowels of a Dutch word, those that are said in one breath together; figures by digit."""
    return _digits(word) or max(1, len(DUTCH.findall(word.lower())))


def english_syllables(word: str) -> int:
    """Groups of vowels of an English word, less a silent ending; figures by digit."""
    if digits := _digits(word):
        return digits
    plain = word.lower()
    count = len(ENGLISH.findall(plain))
    if SILENT.search(plain) and not SOUNDED.search(plain):
        count -= 1
    return max(1, count)


def _digits(word: str) -> int:
    return sum(letter.isdigit() for letter in word)


def flesch_douma(words: float, syllables: float) -> float:
    """Reading ease of Dutch, by words a sentence and syllables a word (Douma, 1960)."""
    return 206.84 - 0.93 * words - 77 * syllables


def flesch(words: float, syllables: float) -> float:
    """Reading ease of English, by words a sentence and syllables a word (Flesch, 1948)."""
    return 206.835 - 1.015 * words - 84.6 * syllables


LANGUAGES: dict[str, tuple[Callable[[str], int], Callable[[float, float], float]]] = {
    "nl": (dutch_syllables, flesch_douma),
    "en": (english_syllables, flesch),
}


def measure(texts: list[str], code: str) -> Measure:
    """The measure of the sentences in these texts, each said once."""
    count, ease = LANGUAGES[code]
    said = [WORD.findall(one) for one in dict.fromkeys(s for t in texts for s in sentences(t))]
    words = [word for one in said for word in one]
    average = len(words) / len(said)
    syllables = sum(map(count, words)) / len(words)
    return Measure(len(said), average, max(map(len, said)), ease(average, syllables))


def running_text(thing: Any) -> Iterator[str]:
    """Every text of a content object that ends as a sentence does, but what raters wrote."""
    if isinstance(thing, str):
        if thing.endswith((".", "?", "!")):
            yield thing
    elif is_dataclass(thing) and not isinstance(thing, Voices):
        for field in fields(thing):
            yield from running_text(getattr(thing, field.name))
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from running_text(part)
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from running_text(part)


def documents(code: str) -> dict[str, list[str]]:
    """The running text of each kind of report, in a language."""
    words = language(code)
    of = load_instrument("leadership-360")
    first = cases.one_round(of=of)
    later = build(cases.one_round(of=of, seed=2, wave=builders.POST), [first])
    found = {
        "Report of a first wave": content(build(first), words),
        "Report of a later wave": content(later, words, effect=_became(first, later)),
        "Group report": group_content(cases.together(), words),
    }
    own = set(running_text(of.model_dump()))
    return {
        name: [text for text in running_text(one) if NUMBERED.sub("", text) not in own]
        for name, one in found.items()
    }


def _became(first: Round, later: Snapshot) -> Effect:
    """What became of three priorities, of which two were asked about halfway."""
    few = builders.pulse_of(first.instrument, ["vision-1", "vision-2", "people-1"])
    half_way = cases.one_round(of=few, seed=3, wave=builders.PULSE, counts=cases.HALF_WAY)
    names = [one.id for one in first.instrument.competences][:3]
    chosen = Choices(priorities=tuple(Priority(competence=c, aim="strength") for c in names))
    return effect(chosen, build(first), [build(half_way, [first]), later])


TEXT = """# Plain language

How the running text of the reports reads, in figures. `python -m tests.plain_language` writes this
page from the content that all designs and the page on screen share, with the shipped questionnaire.
A test fails when it is out of date, or when a report has more than {most:.0f} words a sentence on
average.

| language | document | sentences | words a sentence | longest | reading ease |
|---|---|---|---|---|---|
{rows}

- **Sentences** end at a full stop, a question mark or an exclamation mark; each part of a list
  between semicolons counts as one. A colon ends none. Each is counted once, however often it is
  said. Names of competences and groups count as they stand. Comments, names alone and the texts of
  the questionnaire are left out.
- **Reading ease, Dutch:** Flesch–Douma (Douma, 1960): 206.84 − 0.93 × words a sentence − 77 ×
  syllables a word.
- **Reading ease, English:** Flesch (1948): 206.835 − 1.015 × words a sentence − 84.6 × syllables a
  word.
- **How to read it:** 60 to 70 is standard, 70 to 80 fairly easy, 30 to 50 difficult. Long words
  cost most, and ours are those of the field: *competentie*, *beoordelaars*, *schoolleiders*. So the
  score tells whether a new sentence is harder than its neighbours, not who will understand it.
- **Syllables** are counted from the letters, which is near but not exact: in Dutch each vowel, or
  vowels that are said as one (aa, ie, oei); in English each group of vowels less a silent ending.
  Figures count a syllable a digit.
"""


def rows() -> dict[tuple[str, str], Measure]:
    """The measure of every document in every language that has one."""
    return {
        (code, name): measure(texts, code)
        for code in LANGUAGES
        for name, texts in documents(code).items()
    }


def page() -> str:
    """The whole page."""
    lines = (
        f"| {code} | {name} | {one.sentences} | {one.words:.1f} | {one.longest} | {one.ease:.0f} |"
        for (code, name), one in rows().items()
    )
    return TEXT.format(rows="\n".join(lines), most=MOST_WORDS)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
