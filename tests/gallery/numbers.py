"""Every number in a document is the snapshot's, and every number of the snapshot is there.

Rows are compared figure by figure, with the text alternative of their picture; sentences may say
figures of the competence that they are about and no others.
"""

import re
from collections.abc import Iterable, Iterator

from surveyapp.core.base import text_in
from surveyapp.core.effect_record import Figure
from surveyapp.core.instrument import OTHERS
from surveyapp.core.snapshot import Snapshot
from tests.gallery.made import Document
from tests.gallery.printed import Figures, of_competence, spreads
from tests.gallery.reading import Tag, read

NUMBER = re.compile(r"(?<![\d.,])\d[.,]\d(?![\d.,]?\d)")
TOKEN = re.compile(r"[≤<]?\d([.,]\d)?|–|\d+|\d[.,]\d–\d[.,]\d")
CHANGE = re.compile(r"(≤?\d[.,]\d|–)→(≤?\d[.,]\d|–)")
RATERS = re.compile(r"\d+→\d+")
NUMBERED = re.compile(r"^\d+\.")
TIMES = re.compile(r"(\d+) ×")

CONSTANTS = {
    "nl": {"1,5", "4,0", "2,5", "2,0", "3,5", "4,2", "3,1", "2,6", "3,6"},
    "en": {"1.5", "4.0", "2.5", "2.0", "3.5", "4.2", "3.1", "2.6", "3.6"},
}
"""Where "below" begins, what the rule of priorities asks, and the example that shows all signs."""

Row = tuple[str, ...]


def squeezed(text: str) -> str:
    """A text without spaces and without hyphens, which stand for a broken line as well."""
    return "".join(text.replace("-", "").replace("\x02", "").split())


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


class Seen:
    """What the rows on a priority must say, wave after wave."""

    def __init__(self, document: Document) -> None:
        assert document.effect
        self.code = document.language
        self.figures = Figures(document.language)
        self.priorities = {one.competence: one for one in document.effect.priorities}

    def rows(self, text: str, competence: str) -> dict[str, Row]:
        """What may stand behind a label, by its key."""
        found: dict[str, Row] = {}
        priority = self.priorities.get(competence)
        for line in priority.lines if priority else ():
            raters = f"({'→'.join(map(str, line.respondents))})" if line.id != "self" else ""
            if text.endswith(squeezed(text_in(line.label, self.code)) + raters):
                found[f"effect {competence} {line.id}"] = self._row(line.figures)
        if priority and priority.others and not found:
            found[f"effect {competence} others"] = self._row(priority.others)
        return found

    def _row(self, figures: Iterable[Figure]) -> Row:
        return tuple(self.figures.mean(one.mean, one.floored) for one in figures)

    def demanded(self) -> set[str]:
        """Every line of every priority, and that of all others."""
        keys = {f"effect {c} {line.id}" for c, one in self.priorities.items() for line in one.lines}
        return keys | {f"effect {c} others" for c, one in self.priorities.items() if one.others}

    def said(self, competence: str) -> set[str]:
        """The figures that the sentence above the chart may have."""
        priority = self.priorities.get(competence)
        return set(self._row(priority.others)) if priority else set()


class Expected:
    """What the rows of a report may and must say, by what stands before them."""

    def __init__(self, document: Document) -> None:
        self.snapshot: Snapshot = document.leaders
        self.code = document.language
        self.effect = Seen(document) if document.effect else None
        self.figures = Figures(document.language)
        self.has_importance = any(r.importance_others for r in self.snapshot.competences)
        self.units = [unit.id for unit in self.snapshot.units]
        self.wordings = {item.id: item for item in self.snapshot.instrument.items()}

    def title(self, place: int) -> str:
        return squeezed(text_in(self.snapshot.instrument.competences[place].title, self.code))

    def competence_of(self, text: str) -> int | None:
        """The competence whose number and name a text begins with."""
        for place in range(len(self.snapshot.competences)):
            if squeezed(text).startswith(f"{place + 1}.{self.title(place)}"):
                return place
        return None

    def rows(self, label: str, about: int | None) -> dict[str, Row]:
        """What may stand behind this label, by its key."""
        text = squeezed(label)
        found: dict[str, Row] = {}
        for place in range(len(self.snapshot.competences)):
            found |= self._competence(text, place)
        for place, part in enumerate(self.snapshot.participation):
            if text.endswith(squeezed(text_in(part.label, self.code))):
                invited = str(part.invited) if part.invited is not None else "–"
                found[f"answered {place}"] = (invited, str(part.answered))
        return found | (self._units(text, about) if about is not None else {})

    def _competence(self, text: str, place: int) -> dict[str, Row]:
        result, f = self.snapshot.competences[place], self.figures
        found: dict[str, Row] = {}
        if text == f"{place + 1}.{self.title(place)}":
            profile = f.profile(result, self.units)
            found[f"profile {place}"] = tuple(profile)
            found[f"glance {place}"] = (*profile, f.importance(result))
            if self.snapshot.growth:
                change = self.snapshot.growth.competences[place]
                cells = (f.growth(change, unit) for unit in self.grown())
                found[f"growth {place}"] = tuple(cells)
        if text == self.title(place):
            found[f"importance {place}"] = (f.importance(result),)
        plain = NUMBERED.sub("", text)
        for item in result.items:
            if plain.startswith(squeezed(text_in(self.wordings[item.id].text[OTHERS], self.code))):
                cells = (f.cell(item.cells.get(unit)) for unit in self.units)
                found[f"item {item.id}"] = tuple(cells)
                found[f"highlight {item.id}"] = (f.others_of_item(item),)
        return found

    def _units(self, text: str, about: int) -> dict[str, Row]:
        """A row of a competence's own page."""
        result, f = self.snapshot.competences[about], self.figures
        found: dict[str, Row] = {}
        for unit in self.snapshot.units:
            if not text.endswith(squeezed(text_in(unit.label, self.code))):
                continue
            score = result.scores.get(unit.id)
            parts = (f.score(score), f.interval(score), str(unit.respondents))
            found[f"score {about} {unit.id}"] = tuple(filter(None, parts))
        if not found:
            found[f"others {about}"] = (f.others(result),)
        return found | (self.effect.rows(text, result.id) if self.effect else {})

    def demanded(self, design: str) -> set[str]:
        """What must be there: in the brief design no scores of their own."""
        snapshot = self.snapshot
        keys = {f"answered {place}" for place in range(len(snapshot.participation))}
        for place, result in enumerate(snapshot.competences):
            keys |= {f"item {item.id}" for item in result.items}
            keys.add(f"glance {place}" if self.has_importance else f"profile {place}")
            if design == "classic":
                keys |= {f"score {place} {unit}" for unit in self.units} | {f"others {place}"}
            if snapshot.growth:
                keys |= {f"growth {place}", "raters"} if self.raters() else {f"growth {place}"}
        return keys | (self.effect.demanded() if self.effect else set())

    def grown(self) -> list[str]:
        """The units with figures of growth, each a column."""
        rows = self.snapshot.growth.competences if self.snapshot.growth else ()
        known = {unit for row in rows for unit in row.units}
        if any((row.own.before, row.own.after, row.own.then) != (None,) * 3 for row in rows):
            known.add("self")
        return [unit for unit in self.units if unit in known]

    def raters(self) -> Row:
        """How many raters each group had then and now, in the order of the columns."""
        rows = self.snapshot.growth.competences if self.snapshot.growth else ()
        counts = {
            unit: f"{change.respondents_before}→{change.respondents_after}"
            for row in rows
            for unit, change in row.units.items()
        }
        return tuple(counts[unit] for unit in self.grown() if unit in counts)

    def said(self, about: int | None) -> set[str]:
        """The figures that a sentence may have."""
        places = range(len(self.snapshot.competences)) if about is None else [about]
        instrument = self.snapshot.instrument
        found = {*CONSTANTS[self.code], instrument.version, instrument.licence}
        for place in places:
            found |= of_competence(self.snapshot, place, self.figures)
            if self.effect:
                found |= self.effect.said(self.snapshot.competences[place].id)
        return {number for text in found for number in numbers(text)}


def faults(document: Document) -> Iterator[str]:
    """Every number of a leader's report that is wrong or missing."""
    expected = Expected(document)
    seen: set[str] = set()
    about: int | None = None
    for tag in _parts(read(document)):
        named = expected.competence_of(tag.text)
        if tag.kind in ("H1", "H2", "H3"):
            about = named if named is not None or tag.kind == "H1" else about
        elif tag.kind == "TR":
            cells = _cells(tag)
            if named is not None and (not cells or any(map(CHANGE.fullmatch, cells))):
                about = named
            if counts := _raters(tag):
                seen.add("raters")
                if counts != expected.raters():
                    yield f"the raters of growth are {expected.raters()}, not {counts}"
            yield from _row(tag, cells, expected, about, seen)
        yield from _sentences(tag, expected, about if named is None else named)
    for key in sorted(expected.demanded(document.design) - seen):
        yield f"{key} is not printed"


def _parts(root: Tag) -> Iterator[Tag]:
    """Rows, headings, and what holds text outside of them, in reading order."""
    for kid in root.kids:
        if kid.kind in ("TR", "P", "H1", "H2", "H3", "LI", "Figure") or not kid.kids:
            yield kid
        else:
            yield from _parts(kid)


def _label(row: Tag) -> str:
    heads = [cell for cell in row.kids if cell.kind == "TH"]
    return heads[0].text if heads and heads[0].attributes.get("Scope") == "/Row" else ""


def _cells(row: Tag) -> Row:
    """The figures of a row, one a cell."""
    texts = [squeezed(cell.text) for cell in row.kids if cell.kind == "TD"]
    changes = [CHANGE.match(text) for text in texts]
    found = [
        change.group() if change else text for change, text in zip(changes, texts, strict=True)
    ]
    return tuple(text for text in found if CHANGE.fullmatch(text) or TOKEN.fullmatch(text))


def _raters(row: Tag) -> Row:
    """The numbers of raters in the head of a table."""
    heads = [cell for cell in row.kids if cell.attributes.get("Scope") == "/Column"]
    texts = [RATERS.search(squeezed(cell.text)) for cell in heads]
    return tuple(found.group() for found in texts if found)


def _row(
    row: Tag, cells: Row, expected: Expected, about: int | None, seen: set[str]
) -> Iterator[str]:
    label = _label(row)
    rows = expected.rows(label, about) if label else {}
    fitting = [key for key, figures in rows.items() if figures == cells]
    if rows and cells and not fitting:
        yield f"{label.strip()}: {cells} is none of {rows}"
    # The overview may have a column more: how important each competence is.
    seen |= set(fitting) | {key.replace("glance", "profile") for key in fitting}
    pictures = [tag.alt for tag in row.all() if tag.kind == "Figure"] if label else []
    yield from _bars(" ".join(pictures), label, expected)
    for alt in pictures:
        if not TIMES.search(alt):
            beside = [n for cell in row.kids if cell.kind == "TD" for n in numbers(cell.text)]
            yield from _figure(alt, label, beside)


def _bars(said: str, label: str, expected: Expected) -> Iterator[str]:
    """The bars of a row are those of its item, unit after unit."""
    counts = [int(number) for number in TIMES.findall(said)]
    for item in (item for row in expected.snapshot.competences for item in row.items):
        text = squeezed(text_in(expected.wordings[item.id].text[OTHERS], expected.code))
        like = NUMBERED.sub("", squeezed(label))
        if counts and like.startswith(text) and counts != spreads(item, expected.units):
            yield f"{label.strip()}: the bars say {counts}"


def _figure(alt: str, label: str, beside: list[str]) -> Iterator[str]:
    """The text alternative of a picture in a row says the same figures as the row."""
    for number in numbers(alt):
        if number not in beside:
            yield f"{label.strip()}: its picture says {number}, its row {beside}"


def _sentences(tag: Tag, expected: Expected, about: int | None) -> Iterator[str]:
    text = f"{tag.text} {tag.alt}" if tag.kind == "Figure" else tag.text
    if tag.kind == "TR":
        texts = [cell.text for cell in tag.kids if cell.kind == "TD"]
        text = " ".join(text for text in texts if not TOKEN.fullmatch(squeezed(text)))
    for number in numbers(text):
        if number not in expected.said(about):
            yield f"{text.strip()[:90]}: {number} is no figure of the snapshot"
