import numpy as np
import pytest

from surveyapp.core.reliability import (
    critical_difference,
    cronbach_alpha,
    raters_for,
    raters_needed,
    spearman_brown,
    standard_error,
    standard_error_of_difference,
)

SHROUT_AND_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
    dtype=float,
)


@pytest.mark.parametrize(("single", "raters"), [(0.30, 5.4), (0.37, 4.0), (0.50, 2.3)])
def test_raters_for_seventy_are_as_published(single: float, raters: float) -> None:
    assert round(raters_for(single), 1) == raters


@pytest.mark.parametrize("single", [0.2, 0.3, 0.37, 0.5, 0.9])
def test_spearman_brown_turns_the_raters_back_into_seventy(single: float) -> None:
    assert spearman_brown(single, raters_for(single)) == pytest.approx(0.70)


@pytest.mark.parametrize(
    ("single", "raters"), [(0.30, 6), (0.37, 4), (0.50, 3), (0.70, 1), (7 / 13, 2), (None, None)]
)
def test_raters_are_whole_people(single: float | None, raters: int | None) -> None:
    assert raters_needed(single) == raters


def test_reliable_change_has_the_published_values() -> None:
    assert standard_error(7.6, 0.95) == pytest.approx(1.6994, abs=5e-5)
    assert standard_error_of_difference(7.6, 0.95) == pytest.approx(2.4033, abs=5e-5)
    assert critical_difference(7.6, 0.95) == pytest.approx(4.71, abs=5e-3)


@pytest.mark.parametrize(("alpha", "points"), [(0.70, 0.91), (0.80, 0.74), (0.90, 0.53)])
def test_critical_differences_on_five_points(alpha: float, points: float) -> None:
    assert critical_difference(0.60, alpha) == pytest.approx(points, abs=5e-3)


def test_alpha_of_shrout_and_fleiss() -> None:
    # Alpha equals ICC(3,4) of the same table, .9093.
    assert cronbach_alpha(SHROUT_AND_FLEISS) == pytest.approx(0.9093, abs=5e-5)


def test_alpha_leaves_out_incomplete_answers() -> None:
    torn = np.vstack([SHROUT_AND_FLEISS, [np.nan, 1, 2, 3]])
    assert cronbach_alpha(torn) == pytest.approx(cronbach_alpha(SHROUT_AND_FLEISS))


@pytest.mark.parametrize(
    "answers", [[[1.0, 2.0]], [[1.0], [2.0]], [[3.0, 3.0], [3.0, 3.0]], [[1.0, 5.0], [5.0, 1.0]]]
)
def test_alpha_is_unknown_where_nothing_varies(answers: list[list[float]]) -> None:
    assert np.isnan(cronbach_alpha(np.array(answers)))
