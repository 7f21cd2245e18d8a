"""What PDF/UA-1 asks of a document beyond what WeasyPrint writes, put right just before the end.

- Running titles and page numbers are content for WeasyPrint, with tags that hang nowhere: they
  become artefacts, so that no screen reader reads them out on every page.
- Header cells say what they head, a row or a column.
- The frame of a figure is told in the measure of the page.
- No code of a font stands for "nothing": who copies or listens would get a broken letter.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure.boxes import MarginBox, TextBox

POINTS = 0.75
"""Points in a pixel of CSS."""

NO_LETTER = "\u200b"
"""Stands for the part of a letter that is drawn in several pieces: it has no width."""

EMPTY = re.compile(rb"(<[0-9a-f]{4}> )<(?:0000|feff|fffe)?>")


def finish(document: Document, pdf: Any) -> None:
    """Put the tags of a written document right; WeasyPrint calls it before the file is made."""
    elements = {o.number: o for o in pdf.objects if _is_element(o)}
    if not elements:
        return
    reached = _reached(elements)
    heights = {page.reference: laid.height for page, laid in _pages(document, pdf)}
    for number in reached:
        _put_right(elements[number], elements, heights)
    parents = _parents(pdf)
    for place, (page, laid) in enumerate(_pages(document, pdf)):
        hanging = [n for n in map(_number, parents[place]) if n not in reached]
        _become_artefacts(pdf.objects[_number(page["Contents"])], laid, hanging, elements)
        parents[place][:] = [b"null" if _number(n) in hanging else n for n in parents[place]]
        for number in hanging:
            elements[number].clear()
    _name_every_code(pdf)


def _is_element(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _pages(document: Document, pdf: Any) -> Iterator[tuple[Any, Any]]:
    """Each page as it is written and as it was laid out."""
    written = (pdf.objects[number] for number in pdf.pages["Kids"][::3])
    return zip(written, document.pages, strict=True)


def _parents(pdf: Any) -> list[Any]:
    """Per page, which element each piece of marked content belongs to."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    pairs: list[Any] = pdf.objects[_number(root["ParentTree"])]["Nums"]
    return pairs[1::2]


def _reached(elements: dict[int, Any]) -> set[int]:
    """The elements that a reader comes by, from the document downwards."""
    todo = [number for number, element in elements.items() if element["S"] == "/Document"]
    found: set[int] = set()
    while todo:
        number = todo.pop()
        found.add(number)
        kids = elements[number]["K"]
        below = (_number(kid) for kid in kids if isinstance(kid, bytes))
        todo += [kid for kid in below if kid in elements]
    return found


def _put_right(element: Any, elements: dict[int, Any], heights: dict[bytes, float]) -> None:
    if element["S"] == "/TH":
        group = elements[_number(elements[_number(element["P"])]["P"])]
        element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
    elif element["S"] == "/Figure":
        left, top, right, bottom = element["A"]["BBox"]
        height = heights[element["Pg"]]
        frame = (left, height - bottom, right, height - top)
        element["A"]["BBox"][:] = [value * POINTS for value in frame]


def _become_artefacts(stream: Any, laid: Any, hanging: list[int], elements: dict[int, Any]) -> None:
    """The marked content of these elements, header or footer as it lies in the margins."""
    kinds = list(_kinds(laid))
    marks = {elements[number]["K"][0] for number in hanging}
    assert len(kinds) == len(marks), "a margin holds something that is no text"
    for place, item in enumerate(stream.stream):
        if isinstance(item, dict) and item.get("MCID") in marks:
            stream.stream[place - 1] = "/Artifact"
            item.clear()
            item.update({"Type": "/Pagination", "Subtype": f"/{kinds.pop(0)}"})


def _kinds(laid: Any) -> Iterator[str]:
    for box in laid._page_box.children:
        if isinstance(box, MarginBox):
            kind = "Header" if box.at_keyword.startswith("@top") else "Footer"
            yield from (kind for one in box.descendants() if isinstance(one, TextBox))


def _name_every_code(pdf: Any) -> None:
    """Let no code of a font mean no letter at all."""
    letter = b"<" + NO_LETTER.encode("utf-16-be").hex().encode() + b">"
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            lines = pdf.objects[_number(font["ToUnicode"])].stream
            lines[:] = [EMPTY.sub(rb"\1" + letter, line) for line in lines]
