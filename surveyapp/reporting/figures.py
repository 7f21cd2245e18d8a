"""Published values as they are read: one decimal, "below 1.5", or a dash with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveyapp.core import scores
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import (
    FLOORED_AT,
    Below,
    Cell,
    CompetenceResult,
    CompetenceScore,
    Interval,
    ItemResult,
    MirrorField,
    Score,
    Standing,
    Suppressed,
)
from surveyapp.languages import Language

DASH = "–"

SLACK = FLOORED_AT - 1
"""So much lower than its bound a figure is at most: the lowest point is 1."""


@dataclass(frozen=True)
class Value:
    """A figure as it is printed; ``number`` (1–5) is where its mark stands, ``None`` without one.

    ``reason`` says in words why there is no number. ``bound`` marks a figure of which only an
    upper bound is known: below it, or at most it; the true one is at most ``slack`` lower.
    """

    text: str
    number: float | None = None
    reason: str = ""
    bound: Literal["", "below", "at most"] = ""
    slack: float = 0.0

    @property
    def least(self) -> float:
        """The least that the true figure can be."""
        assert self.number is not None
        return self.number - self.slack


def mean(
    value: float | None, language: Language, *, at_most: bool = False, share: float = 1.0
) -> Value:
    """A mean of 1–5; ``at_most`` where a cell "below 1.5" is in it.

    ``share`` tells of how much of the mean only a bound is known; all of it, where nobody says.
    """
    if value is None:
        return Value(DASH, None, language.gettext("no figure"))
    text = language.number(value)
    if not at_most:
        return Value(text, value)
    return Value(f"≤ {text}", value, bound="at most", slack=SLACK * share)


def answer(value: float, language: Language) -> Value:
    """One answer: a whole point of the scale, as a decimal would suggest what is not there."""
    return Value(language.number(value, 0), value)


def cell(value: Cell | None, language: Language) -> Value:
    """A cell: its mean, "below 1.5", or why there is none."""
    if value is None or isinstance(value, Suppressed):
        return Value(DASH, None, reason(value, language))
    if isinstance(value, Below):
        return Value(f"< {language.number(value.value)}", value.value, bound="below", slack=SLACK)
    return answer(value.mean, language) if value.n == 1 else mean(value.mean, language)


def score(value: CompetenceScore | None, language: Language) -> Value:
    """A competence score, or why there is none."""
    if value is None or isinstance(value, Suppressed):
        return Value(DASH, None, reason(value, language))
    return mean(value.mean, language, at_most=value.floored)


def reason(value: Suppressed | None, language: Language) -> str:
    """Why a value is not shown."""
    if value is not None and value.reason == "not_asked":
        return language.gettext("not asked")
    return language.gettext("too few answers")


def interval(value: Interval | None, language: Language) -> str:
    """Both ends of an interval; empty where there is none."""
    if value is None:
        return ""
    return f"{language.number(value.low)}–{language.number(value.high)}"


def interval_text(value: Value, low: float | None, high: float | None, language: Language) -> str:
    """A figure with its interval in brackets, where it has one."""
    if low is None or high is None:
        return value.text
    return f"{value.text} ({language.number(low)}–{language.number(high)})"


def others_score(result: CompetenceResult, language: Language) -> Value:
    """All others on a competence; "at most" where one of them is."""
    shares = [_share(result, unit, score) for unit, score in _found(result).items()]
    return _others(result.others, shares, language)


def group_scores(result: CompetenceResult, language: Language) -> dict[str, Value]:
    """The score of each group that has one, herself left out."""
    return {
        unit: mean(score.mean, language, at_most=score.floored, share=_share(result, unit, score))
        for unit, score in _found(result).items()
    }


def _found(result: CompetenceResult) -> dict[str, Score]:
    return {
        unit: score
        for unit, score in result.scores.items()
        if isinstance(score, Score) and unit != SELF
    }


def _share(result: CompetenceResult, unit: str, score: Score) -> float:
    """Of how much of a score only a bound is known; where no statements are shown, of all of it."""
    low = sum(isinstance(item.cells.get(unit), Below) for item in result.items)
    return low / score.items if low or not score.floored else 1.0


def others_item(result: ItemResult, language: Language) -> Value:
    """All others on one item; "at most" where one of the cells is "below 1.5"."""
    return _others(result.others, _low(result.cells), language)


def others_importance(result: CompetenceResult, language: Language) -> Value:
    """How important all others find a competence; "at most" as above."""
    return _others(result.importance_others, _low(result.importance), language)


def _low(cells: Mapping[str, Cell]) -> list[float]:
    """Of how much of each cell that counts for all others only a bound is known."""
    found = {unit: cell for unit, cell in cells.items() if not isinstance(cell, Suppressed)}
    return [float(isinstance(cell, Below)) for unit, cell in found.items() if unit != SELF]


def _others(value: float | None, shares: Sequence[float], language: Language) -> Value:
    """The mean of the groups, each counting the same; ``shares`` as above, one per group."""
    share = sum(shares) / len(shares) if shares else 0.0
    return mean(value, language, at_most=any(shares), share=share)


def standing(result: CompetenceResult, language: Language) -> Standing | None:
    """Where self surely stands to the others: the same word wherever their figure really lies."""
    if result.gap is None:
        return None
    widest = scores.standing(result.gap + others_score(result, language).slack)
    return widest if widest == result.standing else None


def sure_gap(result: CompetenceResult, language: Language) -> float:
    """How far self and the others surely lie apart, where it is sure who is the higher."""
    assert result.gap is not None
    return min(abs(result.gap), abs(result.gap + others_score(result, language).slack))


def mirror_field(result: CompetenceResult, language: Language) -> MirrorField | None:
    """The field of the mirror in which a competence surely lies."""
    own, others = result.scores.get(SELF), others_score(result, language)
    if not isinstance(own, Score) or others.number is None:
        return None
    lowest = scores.mirror(own.mean, others.least)
    return lowest if lowest == result.mirror else None


def in_words(value: Value, language: Language) -> str:
    """A figure inside a sentence."""
    if value.number is None or not value.bound:
        return value.text
    plain = language.number(value.number)
    if value.bound == "below":
        return language.gettext("below %(value)s", value=plain)
    return language.gettext("at most %(value)s", value=plain)
