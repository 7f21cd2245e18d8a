"""The gate on rule P8 in growth, to the letter: with and without the earlier snapshot at hand."""

from typing import Any

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.response import Answers
from tests.builders import POST, answers, both, instrument, round_of, rules
from tests.core.broken import Data, at, data_of, said, said_at

BOARD = RaterGroup(id="board", label=both("board"), identified=True)
PROMISE = rules("teacher", "peer", BOARD)
RELIABLE = {"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}}
OF = instrument(reliability=RELIABLE)


def rated(*points: int, of: Instrument = OF, **items: int) -> Answers:
    """One rater for each point, who gives it everywhere but to these items of c1."""
    others = {f"c1-{name[1:]}": point for name, point in items.items()}
    return answers(of, [dict.fromkeys(of.columns, point) | others for point in points])


def pair(before: dict[str, Answers], after: dict[str, Answers], **fields: Any) -> tuple[Data, Data]:
    """The snapshots of two waves."""
    fields = {"of": OF, "promise": PROMISE} | fields
    first, now = round_of(before, **fields), round_of(after, wave=POST, **fields)
    return data_of(first), data_of(now, first)


BEFORE, NOW = pair(
    {
        SELF: rated(3),
        "teacher": rated(4, 4, 4, 4, 3, 3, 3, 3),
        "peer": rated(3, 3, 3),
        "board": rated(2),
    },
    {
        SELF: rated(4, i1=5),
        "teacher": rated(4, 4, 4, 4, 5, 5, 5, 5),
        "peer": rated(4, 4, 4, 4),
        "board": rated(3),
    },
)
"""Self from 3 to 4⅓, teachers from 3.5 to 4.5, peers from 3 to 4, the board from 2 to 3."""

C1 = "growth.competences[0]"
TEACHER, PEER, OWN = f"{C1}.units.teacher", f"{C1}.units.peer", f"{C1}.own"
SINCE = "P8: growth.since: This wave does not lie before the report's own."
NOT_BOTH = f"P8: {C1}.units: These units are not published in both waves."


@pytest.mark.parametrize("earlier", [[], [BEFORE]])
def test_what_is_right_is_let_through(earlier: list[Data]) -> None:
    assert said(NOW, {}, earlier) == []
    assert NOW["growth"]["competences"][0]["units"].keys() == {"teacher", "peer", "board"}
    assert NOW["growth"]["competences"][0]["units"]["teacher"]["word"] == "clear"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("growth.since_frozen_on", "2027-06-01"),
        (f"{TEACHER}.respondents_before", 7),
        (f"{PEER}.respondents_before", 4),
        (f"{OWN}.then", 2),
        (f"{OWN}.then", None),
    ],
)
def test_what_only_the_earlier_snapshot_tells_is_let_through_alone(
    place: str, value: object
) -> None:
    assert said(NOW, {place: value}) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("growth.since.position", 2),
        ("growth.since.position", 3),
        ("growth.since_frozen_on", "2027-06-02"),
    ],
)
def test_growth_is_since_an_earlier_wave(place: str, value: object) -> None:
    assert said(NOW, {place: value}) == [
        "P8: growth.since: This wave does not lie before the report's own."
    ]


def test_growth_is_about_the_competences() -> None:
    assert said(NOW, {"growth.competences": []}) == [
        "P8: growth.competences: These are not the instrument's competences."
    ]


@pytest.mark.parametrize("unit", [SELF, "staff"])
def test_growth_is_about_published_others(unit: str) -> None:
    units = NOW["growth"]["competences"][0]["units"]
    assert said(NOW, {f"{C1}.units": {**units, unit: units["board"]}})[0] == (
        f"P8: {C1}.units.{unit}: This unit is not published."
    )


@pytest.mark.parametrize(("name", "right"), [("before", 8.5 / 3), ("after", 11.5 / 3)])
def test_what_is_said_of_others_is_the_mean_of_the_units(name: str, right: float) -> None:
    place = f"{C1}.others_{name}"
    assert said(NOW, {place: 3.0}) == [
        f"P8: {place}: 3.0 stands here; the published cells give {right}."
    ]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (f"{PEER}.respondents_after", 5, "This is not the unit's own count."),
        (f"{PEER}.respondents_before", 2, "At least three must answer."),
        (f"{PEER}.word", "chance", "Too few of its items show their bars."),
        (f"{OWN}.after", 4.6, "No published items have this mean."),
        (f"{OWN}.before", 3.1, "No answers of one person have this mean."),
        (f"{OWN}.then", 2.5, "This must be one answer to a question asked."),
        (f"{OWN}.word", "chance", "The figures give 'clear'."),
    ],
)
def test_a_change_that_cannot_be(place: str, value: object, message: str) -> None:
    assert said(NOW, {place: value}) == [f"P8: {place}: {message}"]


@pytest.mark.parametrize(
    ("name", "value"), [("respondents_before", 6), ("items", 2), ("before_floored", True)]
)
def test_a_word_on_change_needs_seven_raters_three_items_and_no_low(
    name: str, value: object
) -> None:
    assert said(NOW, {f"{TEACHER}.{name}": value}) == [
        f"P8: {TEACHER}.word: Too few of its items show their bars."
    ]


def test_a_change_is_to_a_mean_of_published_items() -> None:
    assert said_at(NOW, f"{PEER}.after", 4.1) == [
        f"P8: {PEER}.after: No published items of this wave have this mean."
    ]
    assert said_at(NOW, f"{PEER}.items", 4) == [], "said of the figure, not of the count"
    assert f"P8: {PEER}.after: No published items of this wave have this mean." in said(
        NOW, {f"{PEER}.items": 4}
    )


def test_so_many_items_that_any_mean_is_possible_are_not_tried() -> None:
    of = instrument(competences=1, items=24)
    first, now = pair({"board": rated(2, of=of)}, {"board": rated(3, of=of)}, of=of)
    board = f"{C1}.units.board"
    changes = {f"{board}.after": 3.3, f"{C1}.others_after": 3.3}
    assert said(now, {**changes, f"{board}.items": 12}) == []
    assert said(now, {**changes, f"{board}.items": 5}) == [
        f"P8: {board}.after: No published items of this wave have this mean."
    ]
    assert said(now, {f"{board}.items": 12}, [first]) == [
        f"P8: {board}.items: 12 stands here; the published cells give 24."
    ]


@pytest.mark.parametrize(("items", "wrong"), [(3, [False]), (2, [])])
def test_a_low_among_the_items_must_or_may_be_said(items: int, wrong: list[bool]) -> None:
    low = {"peer": rated(2, 2, 2, i1=1)}
    _, now = pair(low, low)
    changes = {f"{PEER}.items": items, f"{PEER}.after": (1.5 + 2 + 2) / 3 if items == 3 else 2.0}
    found = [
        value
        for value in (True, False)
        if f'P6: {PEER}.after_floored: A cell "below 1.5" is in it, or none is.'
        in said(now, {**changes, f"{PEER}.after_floored": value})
    ]
    assert found == wrong


def test_a_figure_with_a_low_in_it_carries_no_word() -> None:
    of = instrument(items=4)
    low = {"teacher": rated(*[3] * 8, of=of, i1=1)}
    _, now = pair(low, low, of=of)
    figure = {"items": 3, "before": 2.5, "after": 2.5, "after_floored": True, "word": "chance"}
    change = at(now, TEACHER) | figure | {"before_floored": False}
    others = {f"{C1}.others_before": 2.5, f"{C1}.others_after": 2.5}
    assert said(now, {TEACHER: change, **others}) == [
        f"P8: {TEACHER}.word: Too few of its items show their bars."
    ]
    assert said(now, {TEACHER: change | {"word": "cannot_tell"}, **others}) == []


def test_no_low_is_said_where_there_is_none() -> None:
    assert said(NOW, {f"{PEER}.after_floored": True}) == [
        f'P6: {PEER}.after_floored: A cell "below 1.5" is in it, or none is.'
    ]


@pytest.mark.parametrize("name", ["before", "after"])
def test_before_and_after_of_the_leader_exist_together(name: str) -> None:
    changes = {f"{OWN}.{name}": None, f"{OWN}.word": "cannot_tell"}
    assert said(NOW, changes) == [f"P8: {OWN}: Before and after exist together or not at all."]


@pytest.mark.parametrize(
    ("before", "after"), [(3, 5), (2.5, 4.5), (2.5, 4), (3, 4), (10 / 3, 13 / 3), (3, 13 / 3)]
)
def test_the_leader_may_have_grown_on_some_of_the_items(before: float, after: float) -> None:
    assert (
        said_at(
            NOW,
            OWN,
            NOW["growth"]["competences"][0]["own"]
            | {
                "before": before,
                "after": after,
                "word": "chance" if after - before < 0.74 else "clear",
            },
        )
        == []
    )


def test_what_the_leader_gives_to_two_items_is_half_a_point_fine() -> None:
    own = {"before": 2.3, "after": 4.5, "then": None, "word": "clear"}
    assert said(NOW, {OWN: own}) == [f"P8: {OWN}.before: No answers of one person have this mean."]


UNASKED = Instrument.model_validate(OF.model_dump() | {"then": None})


@pytest.mark.parametrize(("of", "who"), [(OF, "board"), (UNASKED, SELF)])
def test_then_is_told_only_where_it_was_asked(of: Instrument, who: str) -> None:
    groups = {who: rated(3, of=of)}
    _, now = pair(groups, groups, of=of)
    assert said(now, {f"{OWN}.then": 3}) == [
        f"P8: {OWN}.then: This must be one answer to a question asked."
    ]


@pytest.mark.parametrize(
    ("alpha", "sd", "word"),
    [
        (0.8, 1.05, "clear"),
        (0.8, 1.1, "chance"),
        (0.2, 0.525, "clear"),
        (0.2, 0.55, "chance"),
        (0.0, 0.47, "clear"),
        (0.0, 0.49, "chance"),
        (1.0, 0.6, "clear"),
    ],
)
def test_own_change_is_told_by_the_published_reliability(
    alpha: float, sd: float, word: str
) -> None:
    """Clear beyond 1.96 √2 sd √(1 - alpha), here against 1⅓."""
    place = "instrument.reliability.c1"
    changes = {f"{place}.alpha": alpha, f"{place}.sd": sd, f"{OWN}.word": word}
    assert said(NOW, changes) == []


def test_no_own_change_at_all_is_never_clear() -> None:
    own = {"before": 4, "after": 4, "then": None, "word": "chance"}
    assert said(NOW, {OWN: own, "instrument.reliability.c1.alpha": 1}) == []
