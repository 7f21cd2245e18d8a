"""Marks, lines and digits: what every chart on paper is made of. Lengths are millimetres."""

import math
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from surveyapp.reporting.charts.series import Series

Point = tuple[float, float]

INK = "#1b1f24"
AXIS = "#9aa3ad"
SOFT = "#55606b"
SPLIT = "#77828d"
"""Where one field ends and another begins: to be seen on any print, as colour is not."""

PAPER = "#ffffff"
ACCENT = "#1d5fa8"
NAMESPACE = "http://www.w3.org/2000/svg"
SAFE = " /:=.,-"
"""What may stand in the address of a picture as it is."""

RADIUS = 1.2
"""Half the size of a mark."""

SQUARE = 2 * RADIUS
"""The side of a square, which weighs as much as a circle."""

GLYPHS = {"circle": "●", "square": "■", "triangle-up": "▲", "triangle-down": "▼", "diamond": "◆"}
"""Shapes that the design's font has as letters, of about the same weight."""


def across(value: float, width: float) -> float:
    """Where a value of 1–5 stands: each point in the middle of a fifth of the width."""
    return width * (0.1 + (value - 1) * 0.2)


def mm(value: float) -> str:
    """A length, short and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def picture(width: float, height: float, title: str, content: Iterable[str]) -> str:
    """A picture without words, with its text alternative.

    It stands in the address of an image: a drawing within the page would have each of its parts
    read by the HTML parser and matched with the style sheets, which costs more than drawing it.
    """
    drawing = f'<svg xmlns="{NAMESPACE}" {_frame(width, height)}>{"".join(content)}</svg>'
    return f'<img alt="{escape(title)}" src="data:image/svg+xml,{quote(drawing, safe=SAFE)}">'


def worded_picture(width: float, height: float, title: str, content: Iterable[str]) -> str:
    """A picture with letters, within the page so that they are set in the design's own font."""
    return (
        f'<svg role="img" {_frame(width, height)}>'
        f"<title>{escape(title)}</title>{''.join(content)}</svg>"
    )


def _frame(width: float, height: float) -> str:
    w, h = mm(width), mm(height)
    return f'width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}"'


def line(start: Point, end: Point, colour: str, width: float = 0.2) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line x1="{mm(x1)}" y1="{mm(y1)}" x2="{mm(x2)}" y2="{mm(y2)}" '
        f'stroke="{colour}" stroke-width="{mm(width)}"/>'
    )


def mark(shape: str, x: float, y: float, colour: str, *, hollow: bool = False) -> str:
    """A mark with its centre at (x, y); hollow where only a bound is known, or for "before"."""
    paint = f'fill="{PAPER}" stroke="{colour}" stroke-width=".4"' if hollow else f'fill="{colour}"'
    if shape == "circle":
        return f'<circle cx="{mm(x)}" cy="{mm(y)}" r="{mm(RADIUS)}" {paint}/>'
    if shape == "square":
        half = SQUARE / 2
        corner = f'x="{mm(x - half)}" y="{mm(y - half)}"'
        return f'<rect {corner} width="{mm(SQUARE)}" height="{mm(SQUARE)}" {paint}/>'
    if shape == "line":
        return line((x, y - 1.6 * RADIUS), (x, y + 1.6 * RADIUS), colour, 0.5)
    points = " ".join(f"{mm(x + dx)},{mm(y + dy)}" for dx, dy in corners(shape))
    return f'<polygon points="{points}" {paint}/>'


def corners(shape: str) -> list[Point]:
    """The corners of a shape around its centre, all shapes of about the same weight."""
    if shape == "cross":
        a, b = RADIUS * 0.4, RADIUS * 1.15
        half = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a)]
        return half + [(-x, -y) for x, y in half]
    if shape in ("hourglass", "bow-tie"):
        wide, waist = RADIUS * 1.15, RADIUS * 0.25
        half = [(-wide, -wide), (wide, -wide), (waist, 0.0)]
        whole = half + [(-x, -y) for x, y in half]
        return whole if shape == "hourglass" else [(y, x) for x, y in whole]
    if shape == "star":
        return _round(10, RADIUS * 1.35, -90, inner=0.5)
    sides, radius, turn = {
        "diamond": (4, 1.45, 0),
        "triangle-up": (3, 1.4, -90),
        "triangle-down": (3, 1.4, 90),
    }[shape]
    return _round(sides, RADIUS * radius, turn)


def _round(count: int, radius: float, turn: float, inner: float = 1) -> list[Point]:
    result = []
    for number in range(count):
        angle = math.radians(turn + 360 * number / count)
        size = radius * (inner if number % 2 else 1)
        result.append((size * math.cos(angle), size * math.sin(angle)))
    return result


def key(series: Series, name: str) -> str:
    """The mark of a series for beside its label; ``name`` is the shape in words."""
    size = 2.9 * RADIUS
    return picture(size, size, name, [mark(series.shape, size / 2, size / 2, series.colour)])


def sign_of(series: Series, name: str) -> str:
    """The mark of a series for just before its label: a letter where there is one, as it is
    cheaper to set than a picture; ``name`` is the shape in words."""
    if glyph := GLYPHS.get(series.shape):
        return f'<b class="sign" style="color: {series.colour}">{glyph}</b>'
    return key(series, name)


def sign(text: str, middle: Point, font: str, colour: str) -> str:
    """A letter or number with the middle of its baseline at a point."""
    return (
        f'<text x="{mm(middle[0])}" y="{mm(middle[1])}" font-family="{font}" font-size="2.9" '
        f'font-weight="600" text-anchor="middle" fill="{colour}">{text}</text>'
    )
