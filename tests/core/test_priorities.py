import pytest

from surveyapp.core.choices import Aim
from surveyapp.core.priorities import Evidence, in_top_third, overruled, suggest


def row(
    others: float | None = 3.0, *units: float, importance: float | None = None, name: str = "c1"
) -> Evidence:
    named = {f"g{number}": score for number, score in enumerate(units)}
    return Evidence(competence=name, others=others, units=named, importance=importance)


def kind(*profile: Evidence) -> str:
    return suggest(profile)[0].kind


def test_a_strength_is_high_and_two_groups_agree() -> None:
    assert kind(row(4.2, 4.0, 4.4)) == "strength"


@pytest.mark.parametrize(
    "evidence", [row(3.9, 4.0, 4.0), row(4.2, 4.4, 3.9), row(4.5, 4.5), row(None)]
)
def test_anything_less_is_no_strength(evidence: Evidence) -> None:
    assert kind(evidence) == "keep"


def test_a_strength_is_in_the_top_third_of_the_own_profile() -> None:
    better = [row(4.9, 5.0, 5.0), row(4.8, 5.0, 5.0)]
    assert kind(row(4.2, 4.2, 4.2), better[0], row(3.0), row(3.0)) == "strength"
    assert kind(row(4.2, 4.2, 4.2), *better, row(3.0), row(3.0), row(3.0)) == "keep"


def test_equals_are_in_the_top_third_together() -> None:
    profile = [row(4.5), row(4.5), row(4.5)]
    assert all(in_top_third(one, profile) for one in profile)


def test_what_nobody_else_scored_is_not_in_the_top_third() -> None:
    assert not in_top_third(row(None), [row(None), row(3.0)])


@pytest.mark.parametrize(
    "evidence",
    [
        row(2.5, 2.5, importance=4.0),
        row(3.2, 2.0, 4.4, importance=4.0),
        row(2.5 + 1e-13, importance=4.0 - 1e-13),
    ],
)
def test_a_shortcoming_is_low_and_important(evidence: Evidence) -> None:
    assert kind(evidence) == "shortcoming"


@pytest.mark.parametrize(
    "evidence",
    [row(2.5, importance=3.9), row(2.5), row(2.6, 2.1, importance=5.0), row(None, importance=5.0)],
)
def test_anything_else_is_no_shortcoming(evidence: Evidence) -> None:
    assert kind(evidence) == "keep"


def test_the_evidence_is_named() -> None:
    found = suggest([row(3.0, 4.0, 2.0, 3.0, importance=2.0)])[0]
    assert (found.high_units, found.low_units) == (("g0",), ("g1",))
    assert (found.others, found.importance) == (3.0, 2.0)


def test_anchors_do_not_depend_on_the_last_bit() -> None:
    fours = [4.0 - 4e-16, 4.0]
    assert kind(row(4.0 - 4e-16, *fours)) == "strength"


NAMED = suggest([row(4.5, 4.5, 4.5, name="high"), row(3.0, name="kept"), row(None, name="unseen")])
SILENT = suggest([row(3.0, name="kept"), row(None, name="unseen")])


@pytest.mark.parametrize(
    ("competence", "aim", "expected"),
    [
        ("high", "strength", False),
        ("high", "shortcoming", True),
        ("kept", "strength", True),
        ("kept", "shortcoming", True),
        ("unseen", "shortcoming", False),
    ],
)
def test_the_rule_is_overruled_where_it_says_something_else(
    competence: str, aim: Aim, expected: bool
) -> None:
    assert overruled(NAMED, competence, aim) is expected


def test_a_rule_that_names_nothing_cannot_be_overruled() -> None:
    assert not overruled(SILENT, "kept", "strength")
