"""Stored pictures of pages, and how far a page has moved away from them.

A picture holds all pages of a document, grey, at 24 dots per inch: a mark of a chart is two or
three dots wide. Pages are drawn four times as large and made smaller by the mean, and compared by
the mean of three by three dots. So another way of smoothing edges, which moves a dot up and its
neighbour down, stays far below ``TOLERANCE`` (about 20), and a mark that is gone (120) or stands a
tenth of a point of the scale elsewhere (80) does not; ``test_checks`` measures it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.gallery.drawing import Grey, pages
from tests.gallery.made import Document, made, selection

FOLDER = Path(__file__).with_name("pictures")
DOTS = 24
FINER = 4
ACROSS = 7
SHADES = 16
TOLERANCE = 45
"""How far the mean of three by three dots may differ, of 255."""

BRIEFLY = ("usual", "pooled", "pre-post", "seven-groups", "all-hidden", "unanimous-lows")
"""The cases whose brief design is kept as well."""

UNSEEN = ("chosen-at-length",)
"""Cases of dozens of pages with nothing but words, which are read back word by word."""


def kept() -> list[Document]:
    """The documents with a stored picture: every case in its first design, a few in the brief one.

    Not those with letters that come from the machine: another edition of its fonts is no fault.
    """
    return [one for one in selection() if _is_kept(one)]


def _is_kept(one: Document) -> bool:
    seen = not one.borrowed and one.case not in UNSEEN
    return seen and (one.design != "compact" or one.case in BRIEFLY)


def path(document: Document) -> Path:
    return FOLDER / f"{document.name}.png"


def sheet(content: bytes) -> Grey:
    """All pages side by side, a grey line between them."""
    drawn = [smaller(one) for one in pages(content, DOTS * FINER)]
    height, width = (max(one.shape[axis] for one in drawn) + 1 for axis in (0, 1))
    rows = -(-len(drawn) // ACROSS)
    whole = np.full((rows * height, min(len(drawn), ACROSS) * width), 128, dtype=np.uint8)
    for place, one in enumerate(drawn):
        top, left = place // ACROSS * height, place % ACROSS * width
        whole[top : top + one.shape[0], left : left + one.shape[1]] = one
    return whole


def smaller(page: Grey, times: int = FINER) -> Grey:
    """A page with so many times fewer dots each way."""
    return np.asarray(Image.fromarray(page).reduce(times))


def store(document: Document) -> None:
    """Keep how a document looks now."""
    FOLDER.mkdir(exist_ok=True)
    shades = Image.fromarray(np.round(sheet(made(document)) / 255 * (SHADES - 1)).astype(np.uint8))
    shades.putpalette([n * 255 // (SHADES - 1) for n in range(SHADES) for _ in range(3)])
    shades.save(path(document), optimize=True, bits=4)


def stored(document: Document) -> Grey:
    with Image.open(path(document)) as opened:
        return np.asarray(opened.convert("L"))


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """How far two sheets differ where they differ most; 255 where they have not the same pages."""
    if one.shape != other.shape:
        return 255.0
    wide = np.pad(one.astype(float) - other.astype(float), 1)
    ends = [
        (n, wide.shape[0] - 2 + n, m, wide.shape[1] - 2 + m) for n in range(3) for m in range(3)
    ]
    mean = sum(wide[a:b, c:d] for a, b, c, d in ends) / 9
    return float(np.abs(mean).max())
