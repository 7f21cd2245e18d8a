"""Whether a document can be read by everybody: PDF/UA-1, and what no validator looks for.

``page`` is a validator that others made; it shares nothing with WeasyPrint, pikepdf or PDFium. What
it cannot see is checked here: that the order of reading is the order on the page, that text
alternatives say something, that fields, bookmarks and titles are in the reader's words.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import page
import pikepdf

from tests.gallery.made import Document, made
from tests.gallery.reading import Box, Tag, read

STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "NonStruct",
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "THead",
        "TBody",
        "TFoot",
        "TR",
        "TH",
        "TD",
        "Span",
        "Link",
        "Form",
        "Figure",
    ]
)
"""The kinds of tags that need no map of roles."""

BLOCKS = frozenset(("P", "H1", "H2", "H3", "H4", "LI", "TR", "Figure"))
SLACK = 3.0
"""Points by which a line may stand higher than the one read before it."""

NO_FONT = ("NOTDEF", "UNICODE-MAPPING")
"""Faults that a letter without a font brings, which no document can help."""


def faults(document: Document) -> Iterator[str]:
    """Everything that keeps somebody from reading a document."""
    yield from validated(document)
    root = read(document)
    with pikepdf.open(BytesIO(made(document))) as opened:
        yield from _says_what_it_is(opened, document)
        yield from _fonts(opened)
        yield from _fields(opened)
        yield from _pages(opened)
        yield from _bookmarks(opened, root)
    yield from _kinds(root)
    yield from _headings(root)
    yield from _tables(root)
    yield from _alternatives(root)
    yield from order(root)


def validated(document: Document) -> Iterator[str]:
    """What the validator finds."""
    report = page.validate_pdf_bytes(made(document), profile="ua1")
    for fault in report.failures:
        if not (document.case == "missing-letters" and any(n in fault.rule_id for n in NO_FONT)):
            yield f"{fault.rule_id}: {fault.message}"


def _says_what_it_is(opened: pikepdf.Pdf, document: Document) -> Iterator[str]:
    root: Any = opened.Root
    if str(root.Lang) != document.language:
        yield f"its language is {root.Lang}"
    if not root.MarkInfo.Marked or not root.ViewerPreferences.DisplayDocTitle:
        yield "it does not say that it is tagged, or hides its title"
    with opened.open_metadata() as metadata:
        title = str(metadata.get("dc:title", ""))
        if metadata.get("pdfuaid:part") != "1" or not title.strip():
            yield f"its metadata lack the title or the standard: {title!r}"
    if title != str(opened.docinfo.get("/Title", "")):
        yield "its two titles differ"


def _fonts(opened: pikepdf.Pdf) -> Iterator[str]:
    for item in opened.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        if item.get("/Type") == "/FontDescriptor":
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()):
                yield f"the font {item.FontName} is not embedded"
        elif item.get("/Subtype") == "/Type0" and "/ToUnicode" not in item:
            yield f"nobody can copy or search what is set in {item.BaseFont}"


def _fields(opened: pikepdf.Pdf) -> Iterator[str]:
    root: Any = opened.Root
    fields: Any = root.AcroForm.Fields if "/AcroForm" in root else []
    names = [str(one.T) for one in fields]
    labels = [str(one.get("/TU", "")) for one in fields]
    if len(set(names)) < len(names) or len(set(labels)) < len(labels) or "" in labels:
        yield f"fields share a name or a label: {labels}"


def _pages(opened: pikepdf.Pdf) -> Iterator[str]:
    """Whatever is drawn is either tagged or an artefact; nothing is neither."""
    for number, one in enumerate(opened.pages, start=1):
        if one.obj.get("/Tabs") != "/S":
            yield f"page {number}: the tabulator does not follow the tags"
        depth = 0
        for found in pikepdf.parse_content_stream(one, "BMC BDC EMC Tj TJ f S B Do f*"):
            name = str(found.operator)
            depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
            if not depth and name not in ("EMC", "BMC", "BDC"):
                yield f"page {number}: {name} draws what is neither tagged nor an artefact"
                break


def _bookmarks(opened: pikepdf.Pdf, root: Tag) -> Iterator[str]:
    with opened.open_outline() as outline:
        titles = [_plain(one.title) for top in outline.root for one in (top, *top.children)]
    headings = [_plain(tag.text) for tag in root.all() if tag.kind == "H1"]
    if missing := [text for text in headings if text not in titles]:
        yield f"no bookmark leads to {missing}"


def _plain(text: str) -> str:
    return re.sub(r"[\s\x02-]", "", text)


def _kinds(root: Tag) -> Iterator[str]:
    if unknown := {tag.kind for tag in root.all()} - STANDARD:
        yield f"tags that no reader knows: {sorted(unknown)}"
    empty = [
        t.kind for t in root.all() if t.kind in ("P", "H1", "H2", "H3", "H4", "LI") and not t.text
    ]
    if empty:
        yield f"tags with nothing in them: {empty}"


def _headings(root: Tag) -> Iterator[str]:
    levels = [int(tag.kind[1]) for tag in root.all() if tag.kind in ("H1", "H2", "H3", "H4")]
    if levels[0] != 1 or any(later > earlier + 1 for earlier, later in pairwise(levels)):
        yield f"a level of headings is passed over: {levels}"


def _tables(root: Tag) -> Iterator[str]:
    for table in (tag for tag in root.all() if tag.kind == "Table"):
        rows = [tag for tag in table.all() if tag.kind == "TR"]
        widths = {sum(cell.attributes.get("ColSpan", 1) for cell in row.kids) for row in rows}
        if len(widths) > 1:
            yield f"a table has rows of {sorted(widths)} cells: {table.text[:60]}"
        heads = [cell for row in rows for cell in row.kids if cell.kind == "TH"]
        if not heads or any(not _told(cell) for cell in heads):
            yield f"a table has no header cells, or empty ones: {table.text[:60]}"


def _told(tag: Tag) -> str:
    return tag.text.strip() or "".join(one.alt for one in tag.all())


def _alternatives(root: Tag) -> Iterator[str]:
    for tag in root.all():
        if tag.kind == "Figure" and not re.search(r"\w", tag.alt):
            yield f"page {tag.page + 1}: a picture without words"


def order(root: Tag) -> Iterator[str]:
    """Where what is read next stands higher on the page, and not beside what was read."""
    for one, other in pairwise(_blocks(root.kids)):
        if one.page == other.page and one.box and other.box and _jumps_up(one.box, other.box):
            yield f"page {one.page + 1}: “{other.text[:40]}” is read after “{one.text[:40]}”"
        if other.page < one.page:
            yield f"page {other.page + 1} is read after page {one.page + 1}"


def _jumps_up(one: Box, other: Box) -> bool:
    beside = other[0] >= one[2] - SLACK
    return other[1] < one[1] - SLACK and not beside


def _blocks(tags: Iterable[Tag]) -> Iterator[Tag]:
    for tag in tags:
        if tag.kind in BLOCKS or not tag.kids:
            yield tag
        else:
            yield from _blocks(tag.kids)
