import math

import numpy as np
import pytest
from scipy import stats

from surveyapp.core.change import change_word, hedges_g, self_change_word, welch_interval
from surveyapp.core.instrument import Reliability

BEFORE = np.array([3.0, 3.2, 2.8, 3.5, 3.1])
AFTER = np.array([3.9, 4.2, 3.6, 4.4, 4.0, 3.7])
PUBLISHED = Reliability(alpha=0.80, sd=0.60, source="Elsewhere")


def test_the_welch_interval_is_that_of_scipy() -> None:
    expected = stats.ttest_ind(AFTER, BEFORE, equal_var=False).confidence_interval(0.95)
    assert welch_interval(BEFORE, AFTER) == pytest.approx((expected.low, expected.high))


def test_the_welch_interval_by_hand() -> None:
    # Means 2 and 4, variances 1 and 1, three each: se = √(2/3) = .8165, df = 4, t = 2.7764.
    low, high = welch_interval(np.array([1.0, 2, 3]), np.array([3.0, 4, 5]))
    assert (low, high) == pytest.approx((2 - 2.2669, 2 + 2.2669), abs=5e-4)


def test_where_nobody_differs_the_interval_has_no_width() -> None:
    assert welch_interval(np.array([3.0] * 5), np.array([4.0] * 5)) == (1.0, 1.0)


def test_hedges_g_by_hand() -> None:
    # d = 2 / 1, J = 1 - 3 / (4 · 6 - 9) = .8.
    assert hedges_g(np.array([1.0, 2, 3]), np.array([3.0, 4, 5])) == pytest.approx(1.6)


def test_hedges_g_is_unknown_where_nobody_differs() -> None:
    assert math.isnan(hedges_g(np.array([3.0] * 5), np.array([4.0] * 5)))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (BEFORE, AFTER, "clear"),
        (AFTER, BEFORE, "clear"),
        (BEFORE, BEFORE + 0.05, "chance"),
        (np.array([3.0] * 5), np.array([3.0] * 5), "chance"),
    ],
)
def test_change_is_clear_or_chance(
    before: np.ndarray[tuple[int], np.dtype[np.float64]],
    after: np.ndarray[tuple[int], np.dtype[np.float64]],
    word: str,
) -> None:
    assert change_word(before, after) == word


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (3.0, 3.75, "clear"),
        (3.75, 3.0, "clear"),
        (3.0, 3.70, "chance"),
        (None, 3.0, "cannot_tell"),
        (3.0, None, "cannot_tell"),
    ],
)
def test_own_change_needs_more_than_the_critical_difference(
    before: float | None, after: float | None, word: str
) -> None:
    # SD .60 and alpha .80: .74.
    assert self_change_word(before, after, PUBLISHED) == word


def test_own_change_cannot_be_told_without_a_reliability() -> None:
    assert self_change_word(1.0, 5.0, None) == "cannot_tell"
