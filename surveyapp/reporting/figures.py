"""Published values as they are read: one decimal, "below 1.5", or a dash with the reason."""

from dataclasses import dataclass
from typing import Literal

from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import (
    Below,
    Cell,
    CompetenceResult,
    CompetenceScore,
    Interval,
    ItemResult,
    Score,
    Suppressed,
)
from surveyapp.languages import Language

DASH = "–"


@dataclass(frozen=True)
class Value:
    """A figure as it is printed; ``number`` (1–5) is where its mark stands, ``None`` without one.

    ``reason`` says in words why there is no number. ``bound`` marks a figure of which only an
    upper bound is known: below it, or at most it.
    """

    text: str
    number: float | None = None
    reason: str = ""
    bound: Literal["", "below", "at most"] = ""


def mean(value: float | None, language: Language, *, at_most: bool = False) -> Value:
    """A mean of 1–5; ``at_most`` where a cell "below 1.5" is in it."""
    if value is None:
        return Value(DASH, None, language.gettext("no figure"))
    text = language.number(value)
    return Value(f"≤ {text}", value, bound="at most") if at_most else Value(text, value)


def answer(value: float, language: Language) -> Value:
    """One answer: a whole point of the scale, as a decimal would suggest what is not there."""
    return Value(language.number(value, 0), value)


def cell(value: Cell | None, language: Language) -> Value:
    """A cell: its mean, "below 1.5", or why there is none."""
    if value is None or isinstance(value, Suppressed):
        return Value(DASH, None, reason(value, language))
    if isinstance(value, Below):
        return Value(f"< {language.number(value.value)}", value.value, bound="below")
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
    floored = any(
        isinstance(s, Score) and s.floored for unit, s in result.scores.items() if unit != SELF
    )
    return mean(result.others, language, at_most=floored)


def others_item(result: ItemResult, language: Language) -> Value:
    """All others on one item; "at most" where one of the cells is "below 1.5"."""
    floored = any(isinstance(c, Below) for unit, c in result.cells.items() if unit != SELF)
    return mean(result.others, language, at_most=floored)


def others_importance(result: CompetenceResult, language: Language) -> Value:
    """How important all others find a competence; "at most" as above."""
    floored = any(isinstance(c, Below) for unit, c in result.importance.items() if unit != SELF)
    return mean(result.importance_others, language, at_most=floored)


def in_words(value: Value, language: Language) -> str:
    """A figure inside a sentence."""
    if value.number is None or not value.bound:
        return value.text
    plain = language.number(value.number)
    if value.bound == "below":
        return language.gettext("below %(value)s", value=plain)
    return language.gettext("at most %(value)s", value=plain)
