"""Marks that would lie on one another are set apart, so that each number can be read."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from surveyapp.reporting.chart_svg.drawing import Point

STEP = 0.6
"""How much further each next ring of places lies, in millimetres."""

AROUND = 24
"""So many places are tried on a ring."""


NOISE = 1e-6
"""What rounding may make of a length."""


def apart(points: Sequence[Point], radius: float, side: float, split: float) -> list[Point]:
    """A place for each point of a square: its own, or the nearest that is free.

    Nothing leaves the square, nor comes nearer to one of the two lines at ``split`` than it was
    or a mark is wide: in which field a mark stands is what it says.
    """
    taken: list[Point] = []
    for point in points:
        taken.append(_nearest_free(point, taken, radius, side, split))
    return taken


def _nearest_free(
    point: Point, taken: Sequence[Point], radius: float, side: float, split: float
) -> Point:
    for place in _rings(point, side):
        if (
            _within(place, radius, side)
            and _keeps_its_field(point[0] - split, place[0] - split, radius)
            and _keeps_its_field(side - split - point[1], side - split - place[1], radius)
            and all(math.dist(place, other) >= 2 * radius for other in taken)
        ):
            return place
    return point


def _rings(point: Point, side: float) -> Iterator[Point]:
    """The point itself, then places around it, near ones first."""
    yield point
    for ring, turn in product(range(1, int(side / STEP)), range(AROUND)):
        angle = 2 * math.pi * turn / AROUND
        far = ring * STEP
        yield point[0] + far * math.cos(angle), point[1] + far * math.sin(angle)


def _within(place: Point, radius: float, side: float) -> bool:
    return all(radius <= value <= side - radius for value in place)


def _keeps_its_field(was: float, comes: float, radius: float) -> bool:
    """Whether a mark stays on its side of a line at zero; a mark on the line counts as above it."""
    if was >= -NOISE:
        return comes >= min(was, radius) - NOISE
    return comes <= max(was, -radius) + NOISE
