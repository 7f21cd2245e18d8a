"""How many raters are enough, how reliable a scale is, and when change is more than noise."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def spearman_brown(single: float, raters: float) -> float:
    """Reliability (0–1) of the mean of ``raters`` raters: ``k r / (1 + (k - 1) r)``.

    R: ``CTT::spearman.brown(r, k, n.or.r = "n")$r.new``.
    """
    return raters * single / (1 + (raters - 1) * single)


def raters_for(single: float, target: float = 0.70) -> float:
    """Raters needed for a mean of reliability ``target``: ``t (1 - r) / (r (1 - t))``, unrounded.

    Spearman (1910), Brown (1910). R: ``CTT::spearman.brown(r, t, n.or.r = "r")$n.new``.
    """
    return target * (1 - single) / (single * (1 - target))


def raters_needed(single: float | None) -> int | None:
    """The whole number of raters for .70; ``None`` where the group's reliability is unknown."""
    return None if single is None else math.ceil(raters_for(single) - 1e-9)


def cronbach_alpha(answers: NDArray[np.floating[Any]]) -> float:
    """Cronbach's alpha of complete answers, shape (respondents, items); at most 1.

    ``k / (k - 1) · (1 - Σ s²ᵢ / s²ₜ)``; NaN where the totals do not vary. Rows with NaN are left
    out. Cronbach (1951). R: ``psych::alpha(x)$total$raw_alpha``.
    """
    complete = answers[~np.isnan(answers).any(axis=1)]
    items = complete.shape[1]
    if len(complete) < 2 or items < 2:
        return float("nan")
    total = float(complete.sum(axis=1).var(ddof=1))
    parts = float(complete.var(axis=0, ddof=1).sum())
    return items / (items - 1) * (1 - parts / total) if total else float("nan")


def critical_difference(sd: float, reliability: float) -> float:
    """The change of one person that is more than noise, in scale points.

    ``1.96 · √2 · SD · √(1 - r)``. Jacobson & Truax (1991).
    """
    return 1.96 * standard_error_of_difference(sd, reliability)


def standard_error_of_difference(sd: float, reliability: float) -> float:
    """``√2 · SE``, with ``SE = SD · √(1 - r)``. Jacobson & Truax (1991)."""
    return math.sqrt(2) * standard_error(sd, reliability)


def standard_error(sd: float, reliability: float) -> float:
    """Standard error of measurement ``SD · √(1 - r)``, in scale points."""
    return sd * math.sqrt(1 - reliability)
