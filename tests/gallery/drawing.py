"""Pages as pictures, drawn by PDFium."""

from functools import cache
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from tests.gallery.made import Document, made

Grey = NDArray[np.uint8]
Colours = NDArray[np.uint8]


def pages(content: bytes, dots: float, *, grey: bool = True) -> list[NDArray[np.uint8]]:
    """Each page at so many dots per inch."""
    opened = pypdfium2.PdfDocument(content)
    drawn = [_drawn(one, dots, grey=grey) for one in opened]
    opened.close()
    return drawn


def _drawn(one: Any, dots: float, *, grey: bool) -> NDArray[np.uint8]:
    bitmap = one.render(scale=dots / 72, grayscale=grey, rev_byteorder=True)
    picture = np.array(bitmap.to_numpy())
    one.close()
    return picture[..., 0] if grey and picture.ndim == 3 else picture


@cache
def in_colour(document: Document, dots: float) -> tuple[Colours, ...]:
    """The pages of a document for looking at them."""
    return tuple(pages(made(document), dots, grey=False))


def luminance(colour: NDArray[Any] | tuple[int, ...]) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2)."""
    parts = np.asarray(colour, dtype=float)[:3] / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: NDArray[Any] | tuple[int, ...], other: NDArray[Any] | tuple[int, ...]) -> float:
    """How far two colours stand apart, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
