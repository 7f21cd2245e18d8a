"""Charts on paper: marks, lines and digits as SVG. Lengths are millimetres.

Words stay outside, in HTML: WeasyPrint sets SVG text letter by letter, which breaks neither lines
nor Arabic or Devanagari well. So a chart of rows is a real table with a small picture in each row.
The gridlines are the table's as well, so that they run on however high a row becomes: the points of
the scale stand at 10, 30, 50, 70 and 90 per cent of the width.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from surveyapp.reporting.charts.bars import Bar, Bars, Spread
from surveyapp.reporting.charts.dots import DotPlot, Mark, Row
from surveyapp.reporting.charts.growth import GrowthRow
from surveyapp.reporting.charts.mirror import Mirror, MirrorPoint
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

LANE = 2.5
"""Height for the marks of one series within a row, so that marks never hide each other."""

EDGE = 1.2
"""Height above and below the lanes of a row, together: the largest mark is higher than its lane."""


def across(value: float, width: float) -> float:
    """Where a value of 1–5 stands: each point in the middle of a fifth of the width."""
    return width * (0.1 + (value - 1) * 0.2)


def _f(value: float) -> str:
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
    w, h = _f(width), _f(height)
    return f'width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}"'


def line(start: Point, end: Point, colour: str, width: float = 0.2) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line x1="{_f(x1)}" y1="{_f(y1)}" x2="{_f(x2)}" y2="{_f(y2)}" '
        f'stroke="{colour}" stroke-width="{_f(width)}"/>'
    )


def mark(shape: str, x: float, y: float, colour: str, *, hollow: bool = False) -> str:
    """A mark with its centre at (x, y); hollow where only a bound is known, or for "before"."""
    paint = f'fill="{PAPER}" stroke="{colour}" stroke-width=".4"' if hollow else f'fill="{colour}"'
    if shape == "circle":
        return f'<circle cx="{_f(x)}" cy="{_f(y)}" r="{_f(RADIUS)}" {paint}/>'
    if shape == "square":
        half = SQUARE / 2
        corner = f'x="{_f(x - half)}" y="{_f(y - half)}"'
        return f'<rect {corner} width="{_f(SQUARE)}" height="{_f(SQUARE)}" {paint}/>'
    if shape == "line":
        return line((x, y - 1.6 * RADIUS), (x, y + 1.6 * RADIUS), colour, 0.5)
    points = " ".join(f"{_f(x + dx)},{_f(y + dy)}" for dx, dy in corners(shape))
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


GLYPHS = {"circle": "●", "square": "■", "triangle-up": "▲", "triangle-down": "▼", "diamond": "◆"}
"""Shapes that the design's font has as letters, of about the same weight."""


def sign_of(series: Series, name: str) -> str:
    """The mark of a series for just before its label: a letter where there is one, as it is
    cheaper to set than a picture; ``name`` is the shape in words."""
    if glyph := GLYPHS.get(series.shape):
        return f'<b class="sign" style="color: {series.colour}">{glyph}</b>'
    return key(series, name)


def strip(chart: DotPlot, row: Row, width: float, height: float = 0) -> str:
    """One row of a dot plot: a lane per mark, so that equal values stay apart.

    ``height`` is the least height; more series need more.
    """
    lanes = len(row.marks)
    height = max(height, lanes * LANE + EDGE)
    top = (height - lanes * LANE) / 2 + LANE / 2
    by_id = {one.id: one for one in chart.series}
    content: list[str] = []
    for lane, one in enumerate(row.marks):
        content += _mark(one, by_id[one.series], width, top + lane * LANE)
    return picture(width, height, row.text, content)


def annotated(chart: DotPlot, width: float, font: str) -> str:
    """The first row of a chart with letters at its signs: scale, own mark, group, interval."""
    row, height, y = chart.rows[0], 16.0, 7.0
    own, group = row.marks[0], row.marks[1]
    content: list[str] = []
    for mark_, series in zip((own, group), chart.series, strict=True):
        content += _mark(mark_, series, width, y)
    ends = (
        ("a", 1.0, y),
        ("b", own.value.number, y - 3),
        ("c", group.value.number, y - 3),
        ("d", group.high, y + 4.5),
    )
    for letter, value, top in ends:
        if value is not None:
            content.append(sign(letter, (across(value, width) + 0.5, top), font, ACCENT))
    return worded_picture(width, height, row.text, content)


def sign(text: str, middle: Point, font: str, colour: str) -> str:
    """A letter or number with the middle of its baseline at a point."""
    return (
        f'<text x="{_f(middle[0])}" y="{_f(middle[1])}" font-family="{font}" font-size="2.9" '
        f'font-weight="600" text-anchor="middle" fill="{colour}">{text}</text>'
    )


def _mark(one: Mark, series: Series, width: float, y: float) -> Iterator[str]:
    if one.value.number is None:
        return
    if one.low is not None and one.high is not None:
        yield line((across(one.low, width), y), (across(one.high, width), y), series.colour, 0.3)
    x = across(one.value.number, width)
    yield mark(series.shape, x, y, series.colour, hollow=bool(one.value.bound))


def bars(chart: Bars, row: Bar, width: float, height: float) -> str:
    """One distribution: five bars over the points of the scale; the tallest fills the height."""
    return picture(width, height, row.text, [_bars(chart, row, 0, width, height)])


def bars_beside(spreads: Sequence[Spread | None], column: float, height: float) -> str:
    """The distributions of one item, each in the middle of its column, as one picture."""
    width, gap = column * 0.85, column * 0.075
    content = [
        _bars(spread.chart, spread.row, place * column + gap, width, height)
        for place, spread in enumerate(spreads)
        if spread
    ]
    text = " ".join(spread.row.text for spread in spreads if spread)
    return picture(column * len(spreads), height, text, content) if content else ""


def _bars(chart: Bars, row: Bar, left: float, width: float, height: float) -> str:
    tallest = max(chart_row_max(chart), 1)
    step = width / 5
    # One path for all five bars and their ground line: each element costs its share of the page.
    path = f"M{_f(left)} {_f(height - 0.15)}h{_f(width)}v0.15h{_f(-width)}z"
    for place, count in enumerate(row.counts):
        size = (height - 0.5) * count / tallest
        if count:
            path += f"M{_f(left + (place + 0.1) * step)} {_f(height)}v{_f(-size)}"
            path += f"h{_f(step * 0.8)}v{_f(size)}z"
    return f'<path d="{path}" fill="{chart.series.colour}"/>'


def chart_row_max(chart: Bars) -> int:
    """The largest count of a chart: all its rows share one measure."""
    return max((count for row in chart.rows for count in row.counts), default=0)


def growth_strip(row: GrowthRow, width: float, height: float = 6) -> str:
    """Before (hollow) to after (filled), and the start seen from today as a short upright line."""
    y = height / 2
    content: list[str] = []
    before, after = row.before.number, row.after.number
    colour, shape = row.series.colour, row.series.shape
    if before is not None and after is not None:
        content.append(line((across(before, width), y), (across(after, width), y), colour, 0.45))
    if row.then is not None and row.then.number is not None:
        content.append(mark("line", across(row.then.number, width), y, INK))
    if before is not None:
        content.append(mark(shape, across(before, width), y, colour, hollow=True))
    if after is not None:
        content.append(mark(shape, across(after, width), y, colour))
    return picture(width, height, row.text, content)


@dataclass(frozen=True)
class Label:
    """The label of a point in the mirror: ``top`` and ``height`` in millimetres.

    ``text`` is the name of the competence, shortened where there are many: the number leads on.
    """

    point: MirrorPoint
    text: str
    top: float
    height: float


MIRROR_SIDE = 96.0
MIRROR_LEAD = 12.0
MIRROR_TALLEST = 170.0
LINE_HEIGHT = 3.9
LETTERS_A_LINE = 38
LABEL_GAP = 1.5


def mirror_labels(chart: Mirror) -> list[Label]:
    """Labels beside the mirror, each as near to the height of its point as the others allow."""
    points = sorted(chart.points, key=lambda p: (-_number(p.others.number), p.number))
    texts = [_shortened(point.label, len(points)) for point in points]
    heights = [_label_height(text) for text in texts]
    tops: list[float] = []
    free = 0.0
    for point, height in zip(points, heights, strict=True):
        wanted = _down(_number(point.others.number)) - height / 2
        tops.append(max(free, wanted))
        free = tops[-1] + height
    tops = _pushed_up(tops, heights)
    return [Label(*parts) for parts in zip(points, texts, tops, heights, strict=True)]


def _pushed_up(tops: Sequence[float], heights: Sequence[float]) -> list[float]:
    """What stands below the mirror moves up as far as there is room."""
    limit = max(MIRROR_SIDE, sum(heights))
    result = []
    for top, height in zip(reversed(tops), reversed(heights), strict=True):
        limit = min(top, limit - height)
        result.append(limit)
    return result[::-1]


def _shortened(label: str, count: int) -> str:
    """As much of a label as has room beside the mirror where there are so many."""
    lines = int((MIRROR_TALLEST / count - LABEL_GAP) / LINE_HEIGHT) - 1
    letters = max(1, lines) * LETTERS_A_LINE - 4
    return label if len(label) <= letters else f"{label[: letters - 1].rstrip()}…"


def _label_height(text: str) -> float:
    lines = math.ceil((len(text) + 3) / LETTERS_A_LINE)
    return (lines + 1) * LINE_HEIGHT + LABEL_GAP


def _number(value: float | None) -> float:
    return value if value is not None else 1.0


def _down(value: float) -> float:
    return MIRROR_SIDE - across(value, MIRROR_SIDE)


def mirror_height(chart: Mirror) -> float:
    """How high the mirror is with its labels: many of them reach further down than the square."""
    return max([MIRROR_SIDE, *(label.top + label.height for label in mirror_labels(chart))])


def mirror(chart: Mirror, font: str) -> str:
    """The mirror: self to the right, others upwards, numbered points, lines to their labels."""
    labels = mirror_labels(chart)
    content = [*_mirror_fields(chart.split), *_mirror_scale(font)]
    for label in labels:
        content += _lead(label)
    for label in labels:
        content += _numbered(label.point, font)
    title = " ".join([f"{chart.title}. {chart.description}", *(p.text for p in chart.points)])
    return worded_picture(MIRROR_SIDE + MIRROR_LEAD, mirror_height(chart), title, content)


def _mirror_fields(split: float) -> Iterator[str]:
    side, x, y = MIRROR_SIDE, across(split, MIRROR_SIDE), _down(split)
    yield f'<rect x="{_f(x)}" y="0" width="{_f(side - x)}" height="{_f(y)}" fill="#f1f4f7"/>'
    yield f'<rect x="0" y="{_f(y)}" width="{_f(x)}" height="{_f(side - y)}" fill="#f1f4f7"/>'
    yield line((x, 0), (x, side), SPLIT)
    yield line((0, y), (side, y), SPLIT)
    for value in range(1, 6):
        place = across(value, side)
        yield line((place, side - 1.2), (place, side), AXIS)
        yield line((0, side - place), (1.2, side - place), AXIS)
    yield line((0, 0), (0, side), AXIS, 0.25)
    yield line((0, side), (side, side), AXIS, 0.25)


def _mirror_scale(font: str) -> Iterator[str]:
    """The points of the scale along both axes."""
    for value in range(1, 6):
        place = across(value, MIRROR_SIDE)
        yield sign(str(value), (place, MIRROR_SIDE - 1.8), font, SOFT)
        yield sign(str(value), (2.6, MIRROR_SIDE - place + 1), font, SOFT)


def _lead(label: Label) -> Iterator[str]:
    x = across(_number(label.point.own.number), MIRROR_SIDE)
    y = _down(_number(label.point.others.number))
    to = label.top + LINE_HEIGHT * 0.6
    bend = MIRROR_SIDE + MIRROR_LEAD - 2
    points = f"{_f(x)},{_f(y)} {_f(MIRROR_SIDE + 1)},{_f(y)} {_f(bend - 2)},{_f(to)} "
    points += f"{_f(bend)},{_f(to)}"
    yield f'<polyline points="{points}" fill="none" stroke="{AXIS}" stroke-width="0.15"/>'


def _numbered(point: MirrorPoint, font: str) -> Iterator[str]:
    x = across(_number(point.own.number), MIRROR_SIDE)
    y = _down(_number(point.others.number))
    yield (
        f'<circle cx="{_f(x)}" cy="{_f(y)}" r="2.4" fill="{ACCENT}" stroke="{PAPER}" '
        f'stroke-width="0.3"/>'
    )
    yield sign(str(point.number), (x, y + 1.02), font, PAPER)
