"""The priority rule: what could be a strength to excel in, what a critical shortcoming.

A suggestion with its evidence; the leader decides, and may overrule it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from surveyapp.core.base import NOISE
from surveyapp.core.choices import Aim
from surveyapp.core.snapshot import Suggestion

HIGH = 4.0
LOW = 2.5
VERY_LOW = 2.0
IMPORTANT = 4.0

Kind = Literal["strength", "shortcoming", "keep"]


@dataclass(frozen=True)
class Evidence:
    """What the rule looks at in one competence: scores of published units, self excluded."""

    competence: str
    others: float | None
    units: dict[str, float]
    importance: float | None


def suggest(profile: Sequence[Evidence]) -> tuple[Suggestion, ...]:
    """One suggestion per competence, in the order given."""
    return tuple(_suggestion(row, profile) for row in profile)


def _suggestion(row: Evidence, profile: Sequence[Evidence]) -> Suggestion:
    high = tuple(unit for unit, score in row.units.items() if score >= HIGH - NOISE)
    low = tuple(unit for unit, score in row.units.items() if score <= VERY_LOW + NOISE)
    return Suggestion(
        competence=row.competence,
        kind=_kind(row, profile, high, low),
        others=row.others,
        high_units=high,
        low_units=low,
        importance=row.importance,
    )


def _kind(
    row: Evidence, profile: Sequence[Evidence], high: tuple[str, ...], low: tuple[str, ...]
) -> Kind:
    if row.others is None:
        return "keep"
    if row.others >= HIGH - NOISE and len(high) >= 2 and in_top_third(row, profile):
        return "strength"
    important = row.importance is not None and row.importance >= IMPORTANT - NOISE
    if important and (row.others <= LOW + NOISE or low):
        return "shortcoming"
    return "keep"


def in_top_third(row: Evidence, profile: Sequence[Evidence]) -> bool:
    """Whether fewer than a third of the leader's own competences are rated higher than this."""
    scores = [other.others for other in profile if other.others is not None]
    if row.others is None:
        return False
    return sum(score > row.others + NOISE for score in scores) < len(scores) / 3


def overruled(suggestions: Sequence[Suggestion], competence: str, aim: Aim) -> bool:
    """Whether this choice goes against the rule, so that a reason is asked for.

    Where the rule names no competence, or has too few answers about this one, it says nothing that
    could be overruled.
    """
    row = next(one for one in suggestions if one.competence == competence)
    silent = row.others is None or all(one.kind == "keep" for one in suggestions)
    return not silent and row.kind != aim
