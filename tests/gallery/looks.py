"""Whether what is printed can be told apart: text on its ground, and marks without colour."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from surveyapp.core.snapshot import Snapshot
from tests.gallery.drawing import contrast, in_colour, pages
from tests.gallery.made import Document, made
from tests.gallery.reading import Box, Tag, read, shown

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, AA)."""

MARK = 3.0
"""The least contrast of what is drawn (WCAG 2.2, AA)."""

ALIKE = 0.85
"""The share of their dots that two marks may have in common."""

DOTS, CLOSE = 72, 300
EDGE = 1.5
"""Points around a text that belong to its ground."""

PLACES = 24
"""Dots across a mark once it is cut out and made as large as the others."""


def faults(document: Document) -> Iterator[str]:
    """What somebody cannot read, or cannot tell apart on a black and white print."""
    yield from _pale_text(document)
    yield from _marks_alike(document)


def _pale_text(document: Document) -> Iterator[str]:
    seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    drawn = in_colour(document, DOTS)
    for number, pieces in enumerate(shown(document)):
        for piece in pieces.values():
            if not piece.text.strip() or not piece.box:
                continue
            for colour in piece.colours:
                ground = _ground(drawn[number], piece.box, colour)
                if (colour, ground) not in seen and contrast(colour, ground) < TEXT:
                    yield f"page {number + 1}: “{piece.text[:30]}” is {colour} on {ground}"
                seen.add((colour, ground))


def _cut(picture: NDArray[np.uint8], box: Box, dots: float) -> NDArray[np.uint8]:
    left, top, right, bottom = (round(end * dots / 72) for end in box)
    return picture[max(0, top) : bottom + 1, max(0, left) : right + 1]


def _ground(
    picture: NDArray[np.uint8], box: Box, text: tuple[int, int, int]
) -> tuple[int, int, int]:
    """The colour that most of a place has but for the letters."""
    left, top, right, bottom = box
    around = (left - EDGE, top - EDGE, right + EDGE, bottom + EDGE)
    dots = _cut(picture, around, DOTS).reshape(-1, 3).astype(np.int64)
    whole = dots[(dots != text).any(axis=1)] @ (1 << 16, 1 << 8, 1)
    values, counts = np.unique(whole, return_counts=True)
    most = int(values[counts.argmax()])
    return most >> 16, most >> 8 & 255, most & 255


def _marks_alike(document: Document) -> Iterator[str]:
    """The mark of each group, as the head of a table shows it, has a shape of its own."""
    marks = shapes(document)
    if isinstance(document.snapshot, Snapshot):
        missing = len(document.snapshot.units) - len(marks)
        if missing:
            yield f"{missing} marks have no place in the head of a table"
    for (one, (shape, dark)), (other, (like, _)) in combinations(marks.items(), 2):
        shared = np.logical_and(shape, like).sum() / np.logical_or(shape, like).sum()
        if shared > ALIKE:
            yield f"{one} and {other} have {shared:.0%} of their shape in common"
        if dark < MARK:
            yield f"{one} is hard to see: {dark:.1f}"


def shapes(document: Document) -> dict[str, tuple[NDArray[np.bool_], float]]:
    """By whose mark it is: where it is dark on a grey print, and its contrast with white."""
    heads = _heads(read(document))
    if not heads:
        return {}
    page = heads[0].page
    drawn = pages(made(document), CLOSE)[page]
    found = {}
    for head in heads:
        if head.page == page and head.box and head.alt not in found:
            cut = _cut(drawn, head.box, CLOSE)
            darkest = int(cut.min())
            dark = contrast((darkest,) * 3, (255, 255, 255))
            found[head.alt] = _same_size(cut < (darkest + 255) / 2), dark
    return found


def _heads(root: Tag) -> list[Tag]:
    """The marks in the heads of the first table that has some."""
    for table in (tag for tag in root.all() if tag.kind == "Table"):
        cells = [tag for tag in table.all() if tag.attributes.get("Scope") == "/Column"]
        alone = [cell for cell in cells if not cell.text.strip()]
        if found := [tag for cell in alone for tag in cell.all() if tag.kind == "Figure"]:
            return found
    return []


def _same_size(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mark in the middle of a square, as large as it was drawn beside the others."""
    height, width = dark.shape
    side = max(height, width)
    square = np.zeros((side, side), dtype=bool)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = dark
    steps = (np.arange(PLACES) * side) // PLACES
    return square[np.ix_(steps, steps)]
