"""Change from one wave to another: between groups of unknown raters, so never rater by rater."""

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from surveyapp.core.instrument import Reliability
from surveyapp.core.reliability import critical_difference

Word = Literal["clear", "chance", "cannot_tell"]
Means = NDArray[np.floating[Any]]


def welch_interval(before: Means, after: Means, level: float = 0.95) -> tuple[float, float]:
    """t interval of the difference of two independent means, after minus before, unrounded.

    Needs two raters in each. Where nobody differs from anybody the interval has no width.
    Welch (1947). R: ``t.test(after, before)$conf.int``.
    """
    difference = float(after.mean() - before.mean())
    parts = [float(x.var(ddof=1)) / len(x) for x in (before, after)]
    total = sum(parts)
    if total == 0:
        return difference, difference
    freedom = total**2 / sum(
        part**2 / (len(x) - 1) for part, x in zip(parts, (before, after), strict=True)
    )
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * math.sqrt(total)
    return difference - half, difference + half


def hedges_g(before: Means, after: Means) -> float:
    """Standardised difference ``J · (m₂ - m₁) / s_pooled``; NaN where nobody differs.

    J = 1 - 3 / (4 (n₁ + n₂) - 9). Never published about one leader: with the means it gives the
    spread away (rule P5). Hedges (1981), whose approximation this is; exact packages differ a
    little in small samples. R: ``effsize::cohen.d(after, before, hedges.correction = TRUE)``.
    """
    n1, n2 = len(before), len(after)
    squares = (n1 - 1) * float(before.var(ddof=1)) + (n2 - 1) * float(after.var(ddof=1))
    pooled = math.sqrt(squares / (n1 + n2 - 2))
    if pooled == 0:
        return float("nan")
    correction = 1 - 3 / (4 * (n1 + n2) - 9)
    return correction * float(after.mean() - before.mean()) / pooled


def change_word(before: Means, after: Means) -> Word:
    """Clear change, or could be chance; needs two raters in each wave."""
    low, high = welch_interval(before, after)
    return "clear" if low > 0 or high < 0 else "chance"


def self_change_word(
    before: float | None, after: float | None, reliability: Reliability | None
) -> Word:
    """The same for one person's own score, by Jacobson & Truax; needs a known reliability."""
    if before is None or after is None or reliability is None:
        return "cannot_tell"
    limit = critical_difference(reliability.sd, reliability.alpha)
    return "clear" if abs(after - before) > limit else "chance"
