"""A document read back: its tags, with the text, the place and the colours of what they hold.

The tags are read with pikepdf, what stands on the pages with PDFium: neither has made them.
"""

from collections.abc import Iterator
from ctypes import byref, c_float, c_uint
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from tests.gallery.made import Document, made

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points, from the upper left corner of the page."""


@dataclass
class Piece:
    """What one piece of marked content shows."""

    text: str = ""
    box: Box | None = None
    colours: set[tuple[int, int, int]] = field(default_factory=set)


@dataclass
class Tag:
    """One element of the structure tree, with everything below it in reading order."""

    kind: str
    alt: str
    page: int
    attributes: dict[str, Any]
    kids: list["Tag"]
    pieces: list[Piece]

    def all(self) -> Iterator["Tag"]:
        """It and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.all()

    @property
    def text(self) -> str:
        return " ".join(piece.text for tag in self.all() for piece in tag.pieces)

    @property
    def box(self) -> Box | None:
        boxes = [piece.box for tag in self.all() for piece in tag.pieces if piece.box]
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


@cache
def read(document: Document) -> Tag:
    """The tags of a document, from its root."""
    return tags_of(made(document), shown(document))


@cache
def shown(document: Document) -> list[dict[int, Piece]]:
    """What stands on each page of a document."""
    return pieces_of(made(document))


def tags_of(content: bytes, shown: list[dict[int, Piece]]) -> Tag:
    """The tags of a file."""
    with pikepdf.open(BytesIO(content)) as opened:
        numbers = {page.objgen: place for place, page in enumerate(opened.pages)}
        root: Any = opened.Root
        return _tag(root.StructTreeRoot.K[0], numbers, shown)


def _tag(element: Any, numbers: dict[Any, int], shown: list[dict[int, Piece]]) -> Tag:
    page = numbers[element.Pg.objgen] if "/Pg" in element else 0
    found = Tag(str(element.S)[1:], str(element.get("/Alt", "")), page, {}, [], [])
    for key, value in dict(element.get("/A", {})).items():
        found.attributes[str(key)[1:]] = value if isinstance(value, int) else str(value)
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            found.pieces.append(shown[page].get(int(kid), Piece()))
        elif "/S" in kid:
            found.kids.append(_tag(kid, numbers, shown))
    return found


def pieces_of(content: bytes) -> list[dict[int, Piece]]:
    """Per page, what each piece of marked content shows; under -1 what has no number."""
    opened = pypdfium2.PdfDocument(content)
    pages = []
    for page in opened:
        pages.append(_pieces(page))
        page.close()
    opened.close()
    return pages


def _pieces(page: Any) -> dict[int, Piece]:
    found: dict[int, Piece] = {}
    text_page, height = page.get_textpage(), page.get_height()
    for place in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, place)
        piece = found.setdefault(raw.FPDFPageObj_GetMarkedContentID(thing), Piece())
        piece.box = _around(piece.box, _box(thing, height))
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            piece.text += _text(thing, text_page)
            piece.colours.add(_colour(thing))
    text_page.close()
    return found


def _box(thing: Any, height: float) -> Box:
    ends = [c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(thing, *map(byref, ends))
    left, bottom, right, top = (end.value for end in ends)
    return left, height - top, right, height - bottom


def _around(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    low = (min(a, b) for a, b in zip(one[:2], other[:2], strict=True))
    high = (max(a, b) for a, b in zip(one[2:], other[2:], strict=True))
    return (*low, *high)  # type: ignore[return-value]


def _text(thing: Any, text_page: Any) -> str:
    size = raw.FPDFTextObj_GetText(thing, text_page, None, 0)
    letters = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFTextObj_GetText(thing, text_page, letters, size)
    return bytes(letters).decode("utf-16-le").rstrip("\0")


def _colour(thing: Any) -> tuple[int, int, int]:
    red, green, blue, alpha = (c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha))
    return red.value, green.value, blue.value
