"""The gate on rule P4, to the letter: groups, units, and what each result is about."""

import pytest

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from tests.builders import both, instrument, plausible_round, rules
from tests.core.broken import Data, data_of, said

BOARD = RaterGroup(id="board", label=both("board"), identified=True)
COACH = RaterGroup(id="coach", label=both("coach"), identified=True)
PEER = RaterGroup(id="peer", label=both("peer"), single_rater_reliability=0.3)
STAFF = RaterGroup(id="staff", label=both("staff"), minimum=4)

OWN = data_of(
    plausible_round(
        instrument(),
        counts={SELF: 1, "teacher": 8, "peer": 3, "board": 1, "staff": 2},
        promise=rules("teacher", PEER, BOARD, COACH, STAFF),
    )
)
POOLED = data_of(
    plausible_round(
        instrument(), counts={"peer": 2, "staff": 2}, promise=rules("teacher", PEER, STAFF)
    )
)
NOBODY = data_of(plausible_round(instrument(), counts={}))
NOT_THE_UNITS = "These are not the published units."


@pytest.mark.parametrize("data", [OWN, POOLED, NOBODY])
def test_what_is_right_is_let_through(data: Data) -> None:
    assert said(data, {}) == []


@pytest.mark.parametrize("taken", ["self", "pool", "others"])
def test_no_rater_group_takes_a_name_that_means_something_else(taken: str) -> None:
    assert said(OWN, {"rules.groups[0].id": taken}) == [
        f"P4: rules.groups: No rater group may be called '{taken}'.",
        "P4: participation: These are not the rater groups of the rules.",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"participation[0].group": "peer"},
        {"participation": OWN["participation"][:-1]},
        {"rules.groups": [*OWN["rules"]["groups"], OWN["rules"]["groups"][0]]},
    ],
)
def test_participation_tells_of_each_group_of_the_rules_once(changes: dict[str, object]) -> None:
    expected = "P4: participation: These are not the rater groups of the rules."
    assert said(OWN, changes) == [expected]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("label", both("x"), "The rules promised something else."),
        ("identified", True, "The rules promised something else."),
        ("used", "pooled", "This must be 'left_out' with these responses."),
    ],
)
def test_participation_says_what_the_rules_and_the_responses_give(
    field: str, value: object, message: str
) -> None:
    place = f"participation[4].{field}"
    assert said(OWN, {place: value}) == [f"P4: {place}: {message}"]


@pytest.mark.parametrize(
    ("data", "number", "use"),
    [(OWN, 0, "own"), (OWN, 2, "own"), (OWN, 3, "none"), (POOLED, 1, "pooled")],
)
def test_each_use_is_known(data: Data, number: int, use: str) -> None:
    place = f"participation[{number}].used"
    assert said(data, {place: "left_out"}) == [
        f"P4: {place}: This must be '{use}' with these responses."
    ]


@pytest.mark.parametrize(
    ("data", "units", "expected"),
    [
        (OWN, OWN["units"][:-1], "self, teacher, peer, board"),
        (OWN, OWN["units"][1:][::-1], "teacher, peer, board"),
        (POOLED, [], "pool"),
        (NOBODY, POOLED["units"], "none"),
    ],
)
def test_the_units_are_self_the_groups_on_their_own_and_the_pool(
    data: Data, units: object, expected: str
) -> None:
    found = [fault for fault in said(data, {"units": units}) if NOT_THE_UNITS not in fault]
    assert found == [f"P4: units: These units must be published: {expected}."]


@pytest.mark.parametrize(
    ("data", "place", "value", "right"),
    [
        (OWN, "units[0].members", ["teacher"], "['self']"),
        (OWN, "units[0].identified", False, "True"),
        (OWN, "units[0].respondents", 2, "1"),
        (OWN, "units[0].needed", 3, "None"),
        (OWN, "units[1].members", ["peer"], "['teacher']"),
        (OWN, "units[1].label", both("x"), str(both("teacher"))),
        (OWN, "units[1].identified", True, "False"),
        (OWN, "units[1].respondents", 7, "8"),
        (OWN, "units[1].needed", 3, "None"),
        (OWN, "units[2].needed", 5, "6"),
        (POOLED, "units[0].members", ["peer"], "['peer', 'staff']"),
        (POOLED, "units[0].identified", True, "False"),
        (POOLED, "units[0].respondents", 3, "4"),
        (POOLED, "units[0].needed", 6, "None"),
    ],
)
def test_what_is_said_of_a_unit_follows_from_the_rules(
    data: Data, place: str, value: object, right: str
) -> None:
    assert said(data, {place: value}) == [f"P4: {place}: This must be {right}."]


@pytest.mark.parametrize(
    ("single", "needed"),
    [(0.0, None), (0.1, 21), (0.3, 6), (0.5, 3), (0.7, 1), (0.9, 1), (1.0, None)],
)
def test_the_raters_needed_follow_from_the_reliability_of_one(
    single: float, needed: int | None
) -> None:
    changes = {"rules.groups[1].single_rater_reliability": single, "units[2].needed": needed}
    assert said(OWN, changes) == []


def without_importance() -> Data:
    of = instrument(importance=None)
    return data_of(plausible_round(of, counts={"teacher": 3}))


@pytest.mark.parametrize(
    ("data", "place", "value"),
    [
        (OWN, "competences[0].scores", {}),
        (OWN, "competences[1].importance", {}),
        (OWN, "competences[1].items[2].cells", {}),
        (
            without_importance(),
            "competences[0].importance",
            {"teacher": {"state": "suppressed", "reason": "too_few"}},
        ),
    ],
)
def test_every_table_is_about_the_published_units(data: Data, place: str, value: object) -> None:
    assert said(data, {place: value}) == [f"P4: {place}: {NOT_THE_UNITS}"]


@pytest.mark.parametrize(
    "changes",
    [
        {"competences[0].id": "c3"},
        {"competences[0].items[0].id": "c1-9"},
        {"competences": OWN["competences"] * 2},
    ],
)
def test_every_result_is_about_a_question_of_the_instrument(changes: dict[str, object]) -> None:
    expected = "P3: competences: These are not the questions of the instrument."
    assert said(OWN, changes) == [expected]
