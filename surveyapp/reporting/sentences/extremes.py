"""Which figures stand out, as far as that is known: the true one behind "≤" may be lower (P6).

What would be false for some figure that the bound allows is not said.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from surveyapp.core.base import NOISE
from surveyapp.core.scores import SAME
from surveyapp.languages import Language
from surveyapp.reporting.figures import Value

Key = TypeVar("Key", bound=Hashable)


def alike(values: Mapping[Key, Value]) -> bool:
    """Whether all of them surely lie within half a point, "about the same"."""
    return _most(values.values()) - _least(values.values()) <= SAME + NOISE


def extremes(values: Mapping[Key, Value]) -> tuple[list[Key], list[Key]]:
    """The keys of the highest figures and of the lowest; none of those that are not sure.

    A tie on paper is a tie. Two or more figures, none of them missing.
    """
    high, low = (pick(values.values(), key=_reach) for pick in (max, min))
    top, others = _parted(values, high)
    bottom, higher = _parted(values, low)
    is_top = others and _most(others.values()) <= _least(top.values()) + NOISE
    is_bottom = higher and _most(bottom.values()) <= _least(higher.values()) + NOISE
    return list(top) if is_top else [], list(bottom) if is_bottom else []


def not_told(language: Language, *, high: bool, low: bool) -> str:
    """What there is to say of an end that is not sure; ``high`` and ``low`` say which ends are."""
    _ = language.gettext
    if high:
        return _("Which is lowest is not certain: a figure with “≤” may be lower.")
    if low:
        return _("Which is highest is not certain: a figure with “≤” may be lower.")
    return _("Which is highest and which is lowest is not certain: a figure with “≤” may be lower.")


def _parted(values: Mapping[Key, Value], value: Value) -> tuple[dict[Key, Value], dict[Key, Value]]:
    """Those that are printed like this figure, and all others."""
    as_this = {key: one for key, one in values.items() if one.text == value.text}
    return as_this, {key: one for key, one in values.items() if key not in as_this}


def _most(values: Iterable[Value]) -> float:
    return max(_reach(value)[0] for value in values)


def _least(values: Iterable[Value]) -> float:
    return min(_reach(value)[1] for value in values)


def _reach(value: Value) -> tuple[float, float]:
    """The most and the least that a figure can be."""
    assert value.number is not None
    return value.number, value.least
