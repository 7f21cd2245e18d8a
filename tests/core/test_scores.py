import numpy as np
import pytest

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Answers
from surveyapp.core.scores import all_others, mirror, standing
from surveyapp.core.snapshot import Interval, MirrorField, Score, Standing
from tests.builders import answers, both, instrument, plausible, round_of, rules


def score_of(matrix: Answers, items: int = 3, *, identified: bool = False) -> Score:
    of = instrument(competences=1, items=items)
    group = RaterGroup(id="teacher", label=both("t"), identified=identified)
    found = build(round_of({"teacher": matrix}, of=of, promise=rules(group)))
    score = found.competences[0].scores["teacher"]
    assert isinstance(score, Score)
    return score


@pytest.mark.parametrize(
    ("gap", "word"),
    [(0.5, "same"), (-0.5, "same"), (0.51, "higher"), (-0.51, "lower"), (0.8 - 0.3, "same")],
)
def test_half_a_point_is_about_the_same(gap: float, word: Standing) -> None:
    assert standing(gap) == word


@pytest.mark.parametrize(
    ("own", "others", "field"),
    [
        (3.5, 3.5, "open_strength"),
        (3.4, 3.5, "hidden_strength"),
        (3.5, 3.4, "blind_spot"),
        (3.4, 3.4, "known_development_point"),
        (3.5, 3.5 - 1e-13, "open_strength"),
    ],
)
def test_the_mirror_has_four_fields(own: float, others: float, field: MirrorField) -> None:
    assert mirror(own, others) == field


def test_all_others_weigh_groups_alike_and_leave_self_out() -> None:
    assert all_others({SELF: 1.0, "teacher": 4.0, "peer": 3.0}) == 3.5
    assert all_others({SELF: 1.0}) is None


def test_interval_and_agreement_exist_from_five_respondents() -> None:
    of = instrument(competences=1)
    assert score_of(plausible(of, 4, 1)).interval is None
    five = score_of(plausible(of, 5, 1))
    assert five.interval is not None
    assert five.agreement is not None


def test_interval_by_hand() -> None:
    # Rater means 3, 4, 4, 4, 5: s = .7071, t(4) = 2.7764, half = 2.7764 · .7071 / √5 = .878.
    of = instrument(competences=1)
    rows = [{f"c1-{item}": point for item in (1, 2, 3)} for point in (3, 4, 4, 4, 5)]
    assert score_of(answers(of, rows)).interval == Interval(low=3.1, high=4.9)


def test_five_forms_of_which_one_is_empty_are_not_five_raters() -> None:
    of = instrument(competences=1)
    matrix = plausible(of, 5, 1, centre=3)
    matrix[0] = 0
    assert score_of(matrix).interval is None


@pytest.mark.parametrize("items", [1, 2])
def test_fewer_than_three_items_tell_nothing_of_the_spread(items: int) -> None:
    of = instrument(competences=1, items=items)
    score = score_of(plausible(of, 9, 1), items=items)
    assert (score.interval, score.agreement) == (None, None)


def test_identified_raters_who_answered_no_item_together_have_no_agreement_word() -> None:
    of = instrument(competences=1, items=5)
    diagonal: Answers = np.zeros((5, len(of.columns)), dtype=np.uint8)
    for place in range(5):
        diagonal[place, place] = 4
    score = score_of(diagonal, items=5, identified=True)
    assert score.interval is not None
    assert score.agreement is None
