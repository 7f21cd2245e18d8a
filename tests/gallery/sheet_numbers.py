"""Every number in a sheet is one of its scores, and every score is there."""

from collections.abc import Iterator

from surveyapp.core.base import text_in
from surveyapp.core.share import Sheet
from surveyapp.core.snapshot import CompetenceResult
from tests.gallery.made import Document
from tests.gallery.numbers import TOKEN, numbers, squeezed
from tests.gallery.printed import Figures
from tests.gallery.reading import Tag, read


def faults(document: Document) -> Iterator[str]:
    """Every number of a sheet that is wrong or missing."""
    sheet = document.snapshot
    assert isinstance(sheet, Sheet)
    root, figures = read(document), Figures(document.language)
    rows = [row for tag in root.all() if tag.kind == "Table" for row in _body(tag)]
    if len(rows) != len(sheet.scores):
        yield f"{len(rows)} rows for {len(sheet.scores)} competences"
    for row, result in zip(rows, sheet.scores, strict=False):
        yield from _row(row, result, sheet, document.language)
    known = {text for one in sheet.scores for text in _printed(one, sheet, figures)}
    own = [p.mean for one in sheet.reflections for p in one.practices if p.mean is not None]
    known |= {figures.number(mean) for mean in own}
    known = {number for text in known for number in numbers(text)}
    for tag in root.all():
        text = tag.alt or " ".join(piece.text for piece in tag.pieces)
        yield from (f"{text[:80]}: {n} is no figure" for n in numbers(text) if n not in known)


def _body(table: Tag) -> list[Tag]:
    rows = [tag for tag in table.all() if tag.kind == "TR"]
    return [row for row in rows if any(cell.attributes.get("Scope") == "/Row" for cell in row.kids)]


def _printed(result: CompetenceResult, sheet: Sheet, figures: Figures) -> list[str]:
    scores = [figures.score(result.scores.get(unit.id)) for unit in sheet.units]
    return [*scores, figures.others(result)]


def _row(row: Tag, result: CompetenceResult, sheet: Sheet, code: str) -> Iterator[str]:
    title = text_in(sheet.titles[result.id], code)
    if not squeezed(row.text).startswith(squeezed(title)):
        yield f"{title} does not stand before its row"
    texts = [squeezed(cell.text) for cell in row.kids if cell.kind == "TD"]
    printed = [text for text in texts if TOKEN.fullmatch(text)]
    expected = _printed(result, sheet, Figures(code))
    if printed != expected:
        yield f"{result.id}: {printed} is not {expected}"
    said = [number for tag in row.all() for number in numbers(tag.alt)]
    if said != [number for text in expected[:-1] for number in numbers(text)]:
        yield f"{result.id}: its picture says {said}"
