import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Answers
from surveyapp.core.scores import all_others, mirror, standing
from surveyapp.core.snapshot import Interval, MirrorField, Score, Standing
from tests.builders import answers, both, instrument, plausible, round_of, rules


def score_of(matrix: Answers, items: int = 3) -> Score:
    of = instrument(competences=1, items=items)
    found = build(round_of({"teacher": matrix}, of=of, promise=rules("teacher")))
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


def test_interval_and_agreement_exist_from_seven_answers_to_each_item() -> None:
    of = instrument(competences=1)
    assert score_of(answers(of, 6)).interval is None
    seven = score_of(answers(of, 7))
    assert seven.interval is not None
    assert seven.agreement is not None


def test_interval_by_hand() -> None:
    # Means 3, 4 (five times), 5: s = .5774, t(6) = 2.4469, half = 2.4469 · .5774 / √7 = .534.
    of = instrument(competences=1)
    rows = [{f"c1-{item}": point for item in (1, 2, 3)} for point in (3, 4, 4, 4, 4, 4, 5)]
    assert score_of(answers(of, rows)).interval == Interval(low=3.5, high=4.5)


def test_an_interval_tells_a_little_of_which_answers_go_together() -> None:
    """One of the things that docs/anonymity.md does not promise: the bars are the same."""
    of = instrument(competences=1)
    points = (1, 3, 3, 4, 4, 5, 5)
    alike = [dict.fromkeys(("c1-1", "c1-2", "c1-3"), point) for point in points]
    mixed = [
        {f"c1-{item}": points[(place + 2 * item) % 7] for item in (1, 2, 3)} for place in range(7)
    ]
    one, other = (score_of(answers(of, rows)) for rows in (alike, mixed))
    assert one.mean == other.mean
    assert one.interval != other.interval


def test_one_item_with_six_answers_keeps_the_spread_of_all_hidden() -> None:
    of = instrument(competences=1)
    matrix = answers(of, 7)
    matrix[0, 0] = 0
    assert score_of(matrix).interval is None


def test_a_pool_in_which_not_everybody_was_asked_tells_nothing_of_the_spread() -> None:
    data = instrument(competences=1).model_dump(mode="json")
    data["competences"][0]["items"][0]["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    high = [RaterGroup(id=name, label=both(name), minimum=9) for name in ("teacher", "board")]
    groups = {"teacher": answers(of, 8), "board": answers(of, 1)}
    score = build(round_of(groups, of=of, promise=rules(*high))).competences[0].scores["pool"]
    assert isinstance(score, Score)
    assert (score.interval, score.agreement) == (None, None)


@pytest.mark.parametrize("items", [1, 2])
def test_fewer_than_three_items_tell_nothing_of_the_spread(items: int) -> None:
    of = instrument(competences=1, items=items)
    score = score_of(plausible(of, 9, 1), items=items)
    assert (score.interval, score.agreement) == (None, None)
