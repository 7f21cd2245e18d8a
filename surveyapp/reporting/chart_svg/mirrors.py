"""The mirror: four fields, numbered points, and room for their labels beside them."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveyapp.reporting.chart_svg.apart import apart
from surveyapp.reporting.chart_svg.drawing import (
    ACCENT,
    AXIS,
    INK,
    PAPER,
    SOFT,
    SPLIT,
    Point,
    across,
    line,
    mm,
    sign,
    worded_picture,
)
from surveyapp.reporting.charts.mirror import Mirror, MirrorPoint

MIRROR_SIDE = 96.0
MIRROR_LEAD = 12.0
MIRROR_TALLEST = 170.0
LINE_HEIGHT = 3.9
LETTERS_A_LINE = 38
LABEL_GAP = 1.5
MARK = 2.4
SMALL_MARK = 2.0
"""Half the size of a numbered mark, with labels beside it or without."""


@dataclass(frozen=True)
class Label:
    """The label of a point in the mirror: ``top`` and ``height`` in millimetres.

    ``text`` is the name of the competence, shortened where there are many: the number leads on.
    """

    point: MirrorPoint
    text: str
    top: float
    height: float


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
    lines = len(textwrap.wrap(f"00. {text}", LETTERS_A_LINE))
    return (lines + 1) * LINE_HEIGHT + LABEL_GAP


def _number(value: float | None) -> float:
    return value if value is not None else 1.0


def _down(value: float, side: float = MIRROR_SIDE) -> float:
    return side - across(value, side)


def _mirror_height(labels: Sequence[Label]) -> float:
    """How high the mirror is with its labels: many of them reach further down than the square."""
    return max([MIRROR_SIDE, *(label.top + label.height for label in labels)])


def mirror_alone(chart: Mirror, side: float, font: str) -> str:
    """The mirror as a square without labels: numbers lead to the list beside it."""
    places = _places(chart.points, chart.split, side, SMALL_MARK)
    content = [*_mirror_fields(chart.split, side), *_mirror_scale(side, font)]
    content += _marks(chart.points, places, side, SMALL_MARK, font)
    return worded_picture(side, side, _title(chart), content)


def _title(chart: Mirror) -> str:
    return " ".join([f"{chart.title}. {chart.description}", *(p.text for p in chart.points)])


def mirror(chart: Mirror, font: str) -> str:
    """The mirror: self to the right, others upwards, numbered points, lines to their labels."""
    labels = mirror_labels(chart)
    points = [label.point for label in labels]
    places = _places(points, chart.split, MIRROR_SIDE, MARK)
    content = [*_mirror_fields(chart.split, MIRROR_SIDE), *_mirror_scale(MIRROR_SIDE, font)]
    for label, place in zip(labels, places, strict=True):
        content += _lead(label, place)
    content += _marks(points, places, MIRROR_SIDE, MARK, font)
    width, height = MIRROR_SIDE + MIRROR_LEAD, _mirror_height(labels)
    return worded_picture(width, height, _title(chart), content)


def _mirror_fields(split: float, side: float) -> Iterator[str]:
    x, y = across(split, side), _down(split, side)
    yield f'<rect x="{mm(x)}" y="0" width="{mm(side - x)}" height="{mm(y)}" fill="#f1f4f7"/>'
    yield f'<rect x="0" y="{mm(y)}" width="{mm(x)}" height="{mm(side - y)}" fill="#f1f4f7"/>'
    yield line((x, 0), (x, side), SPLIT)
    yield line((0, y), (side, y), SPLIT)
    for value in range(1, 6):
        place = across(value, side)
        yield line((place, side - 1.2), (place, side), AXIS)
        yield line((0, side - place), (1.2, side - place), AXIS)
    yield line((0, 0), (0, side), AXIS, 0.25)
    yield line((0, side), (side, side), AXIS, 0.25)


def _mirror_scale(side: float, font: str) -> Iterator[str]:
    """The points of the scale along both axes."""
    for value in range(1, 6):
        place = across(value, side)
        yield sign(str(value), (place, side - 1.8), font, SOFT)
        yield sign(str(value), (2.6, side - place + 1), font, SOFT)


def _spot(point: MirrorPoint, side: float) -> Point:
    """Where a point belongs."""
    return across(_number(point.own.number), side), _down(_number(point.others.number), side)


def _places(points: Sequence[MirrorPoint], split: float, side: float, radius: float) -> list[Point]:
    """Where the numbers of the points stand."""
    spots = [_spot(point, side) for point in points]
    return apart(spots, radius, side, across(split, side))


def _lead(label: Label, place: Point) -> Iterator[str]:
    x, y = place
    to = label.top + LINE_HEIGHT * 0.6
    bend = MIRROR_SIDE + MIRROR_LEAD - 2
    points = f"{mm(x)},{mm(y)} {mm(MIRROR_SIDE + 1)},{mm(y)} {mm(bend - 2)},{mm(to)} "
    points += f"{mm(bend)},{mm(to)}"
    yield f'<polyline points="{points}" fill="none" stroke="{AXIS}" stroke-width="0.15"/>'


def _marks(
    points: Sequence[MirrorPoint], places: Sequence[Point], side: float, radius: float, font: str
) -> Iterator[str]:
    """A numbered mark per point, hollow at a bound.

    A pin shows where it belongs, where it could not stand there.
    """
    spots = [_spot(point, side) for point in points]
    moved = [(spot, place) for spot, place in zip(spots, places, strict=True) if spot != place]
    for spot, place in moved:
        yield line(spot, place, INK, 0.3)
    for point, (x, y) in zip(points, places, strict=True):
        fill, ink = (PAPER, ACCENT) if point.others.bound else (ACCENT, PAPER)
        yield (
            f'<circle cx="{mm(x)}" cy="{mm(y)}" r="{mm(radius)}" fill="{fill}" '
            f'stroke="{ink}" stroke-width="0.3"/>'
        )
        yield sign(str(point.number), (x, y + 1.02), font, ink)
