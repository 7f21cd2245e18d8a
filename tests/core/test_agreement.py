import numpy as np
import pytest
from scipy import stats

from surveyapp.core.agreement import (
    agreement_word,
    group_agreement,
    half_width,
    interval,
    rater_means,
    rwg,
    rwg_j,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [([4, 4, 5, 4], 0.875), ([1, 5, 1, 5], 0.0), ([2, 3, 4, 5, 3], 0.35), ([4, 4, 4], 1.0)],
)
def test_rwg_has_the_published_values(answers: list[int], expected: float) -> None:
    assert rwg(float(np.var(answers, ddof=1))) == pytest.approx(expected)


def test_rwg_j_has_the_published_value() -> None:
    assert rwg_j(0.5, items=4) == pytest.approx(0.9231, abs=5e-5)


def test_rwg_j_over_one_item_is_rwg() -> None:
    assert rwg_j(0.8, items=1) == pytest.approx(rwg(0.8))


@pytest.mark.parametrize("variance", [2.0, 3.5])
def test_answers_spread_as_widely_as_chance_agree_in_nothing(variance: float) -> None:
    assert rwg_j(variance, items=5) == 0.0


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.0, "none"),
        (0.30, "none"),
        (0.31, "weak"),
        (0.50, "weak"),
        (0.51, "moderate"),
        (0.70, "moderate"),
        (0.1 + 0.2, "none"),
        (0.71, "strong"),
        (0.90, "strong"),
        (0.91, "very_strong"),
        (1.0, "very_strong"),
    ],
)
def test_words_begin_where_the_source_says(value: float, word: str) -> None:
    assert agreement_word(value) == word


def test_where_nothing_can_be_said_there_is_no_word() -> None:
    alone = np.array([[3.0, NAN], [NAN, 4.0]])
    assert agreement_word(group_agreement(alone)) is None


def test_agreement_of_a_group_takes_the_mean_of_the_item_variances() -> None:
    # Variances by hand: item 1 (4, 4, 5, 4) = .25; item 2 (2, 4, 3) = 1; item 3 has one answer.
    answers = np.array([[4, 2, NAN], [4, 4, NAN], [5, NAN, 3], [4, 3, NAN]])
    assert group_agreement(answers) == pytest.approx(rwg_j(0.625, items=2))


def test_a_rater_mean_passes_over_gaps_and_empty_responses() -> None:
    answers = np.array([[5, 4], [3, NAN], [NAN, NAN]])
    assert rater_means(answers).tolist() == [3.0, 4.5]
    assert rater_means(np.zeros((0, 2))).tolist() == []


def test_the_interval_is_that_of_the_t_test() -> None:
    means = np.array([3.2, 4.1, 3.9, 4.4, 3.0, 3.8])
    low, high = stats.ttest_1samp(means, 0).confidence_interval(0.95)
    assert half_width(means) == pytest.approx((high - low) / 2)
    # By hand: t(5) = 2.5706, s = .5404, so 2.5706 · .5404 / √6 = .5671 around 3.7333.
    found = interval(float(means.mean()), means)
    assert (found.low, found.high) == (3.2, 4.3)


def test_the_interval_stays_on_the_scale() -> None:
    found = interval(4.6, np.array([5, 5, 5, 5, 3.0]))
    assert found.high == 5.0
    assert interval(1.4, np.array([1, 1, 1, 1, 3.0])).low == 1.0
