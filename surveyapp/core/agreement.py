"""How far the raters of one group agree, and how sure their mean is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from surveyapp.core.snapshot import Agreement, Interval

Matrix = NDArray[np.floating[Any]]
"""Raters × items, NaN where there is no valid answer."""


def rwg(variance: float, points: int = 5) -> float:
    """Within-group agreement on one item, 0–1: ``1 - s² / ((A² - 1) / 12)``, truncated at 0.

    ``variance`` is the sample variance (n - 1). James, Demaree & Wolf (1984).
    R: ``multilevel::rwg(x, grpid, ranvar = 2)``.
    """
    return max(0.0, 1 - variance / _expected(points))


def rwg_j(mean_variance: float, items: int, points: int = 5) -> float:
    """Within-group agreement over J items, 0–1: ``J(1 - q) / (J(1 - q) + q)``, q = s̄² / σ²ᴇᴜ.

    0 where the mean variance exceeds that of chance. James, Demaree & Wolf (1984).
    R: ``multilevel::rwg.j(x, grpid, ranvar = 2)``.
    """
    ratio = mean_variance / _expected(points)
    if ratio >= 1:
        return 0.0
    return items * (1 - ratio) / (items * (1 - ratio) + ratio)


def _expected(points: int) -> float:
    return (points**2 - 1) / 12


def agreement_word(value: float) -> Agreement | None:
    """The word for an agreement of 0–1 (LeBreton & Senter, 2008); ``None`` for NaN."""
    if np.isnan(value):
        return None
    words: list[tuple[float, Agreement]] = [
        (0.30, "none"),
        (0.50, "weak"),
        (0.70, "moderate"),
        (0.90, "strong"),
    ]
    return next((word for bound, word in words if value <= bound + 1e-9), "very_strong")


def group_agreement(answers: Matrix) -> float:
    """rWG(J) of a group over its items: mean of the item variances, valid answers only.

    Items with fewer than two valid answers are passed over; NaN if none is left.
    """
    counts = np.count_nonzero(~np.isnan(answers), axis=0)
    # Sorted, so that not even the last bit depends on the order of the responses.
    usable = np.sort(answers[:, counts >= 2], axis=0)
    if usable.shape[1] == 0:
        return float("nan")
    variances = np.nanvar(usable, axis=0, ddof=1)
    return rwg_j(float(variances.mean()), usable.shape[1])


def rater_means(answers: Matrix) -> NDArray[np.floating[Any]]:
    """One mean per rater with at least one valid answer, ascending; shape (raters,)."""
    some = answers[~np.isnan(answers).all(axis=1)]
    means: NDArray[np.floating[Any]] = np.nanmean(some, axis=1) if len(some) else np.zeros(0)
    return np.sort(means)


def half_width(means: NDArray[np.floating[Any]], level: float = 0.95) -> float:
    """Half of the t interval of a mean over raters: ``t(n - 1) · s / √n``; needs two raters.

    R: ``diff(t.test(x)$conf.int) / 2``.
    """
    n = len(means)
    t = float(stats.t.ppf((1 + level) / 2, n - 1))
    return t * float(means.std(ddof=1)) / float(np.sqrt(n))


def interval(score: float, means: NDArray[np.floating[Any]]) -> Interval:
    """The published 95 % interval around a score: both ends rounded to 0.1, kept on the scale."""
    half = half_width(means)
    return Interval(low=max(1.0, round(score - half, 1)), high=min(5.0, round(score + half, 1)))
