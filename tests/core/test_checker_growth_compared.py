"""The gate on rule P8 with the earlier snapshot at hand: every figure of growth, made again."""

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from tests.builders import POST, both, round_of, rules
from tests.core.broken import at, changed, data_of, said
from tests.core.test_checker_growth import (
    BEFORE,
    BOARD,
    C1,
    NOW,
    OF,
    OWN,
    PEER,
    TEACHER,
    pair,
    rated,
)

NOT_BOTH = f"P8: {C1}.units: These units are not published in both waves."


def made_again(place: str, value: object, right: object) -> str:
    return f"P8: {place}: {value} stands here; the published cells give {right}."


@pytest.mark.parametrize(
    ("unit", "name", "value", "right"),
    [
        (PEER, "before", 2.0, 3.0),
        (PEER, "items", 2, 3),
        (PEER, "before_floored", True, False),
        (PEER, "respondents_before", 4, 3),
        (OWN, "before", 2.0, 3.0),
    ],
)
def test_every_figure_is_made_again(unit: str, name: str, value: object, right: object) -> None:
    place = f"{unit}.{name}"
    found = said(NOW, {place: value}, [BEFORE])
    assert [one for one in found if "others" not in one] == [made_again(place, value, right)]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("programme", "Another"),
        ("leader", "Bob"),
        ("wave.label", both("Tussenmeting")),
        ("frozen_on", "2026-11-01"),
    ],
)
def test_only_the_snapshot_that_growth_names_is_compared(place: str, value: object) -> None:
    changes = {f"{OWN}.before": 2.0}
    assert said(NOW, changes, [changed(BEFORE, {place: value})]) == []
    assert said(NOW, changes, [{}, changed(BEFORE, {place: value}), BEFORE]) != []


def test_no_unit_is_missing_or_too_many() -> None:
    units = dict(NOW["growth"]["competences"][0]["units"])
    del units["board"]
    shown = {f"{C1}.others_before": 3.25, f"{C1}.others_after": 4.25}
    assert said(NOW, {f"{C1}.units": units, **shown}) == []
    assert said(NOW, {f"{C1}.units": units, **shown}, [BEFORE]) == [NOT_BOTH]


def test_the_leader_is_not_missing() -> None:
    own = {"before": None, "after": None, "then": None, "word": "cannot_tell"}
    assert said(NOW, {OWN: own}) == []
    assert said(NOW, {OWN: own}, [BEFORE]) == [NOT_BOTH]


@pytest.mark.parametrize(("unit", "word"), [(TEACHER, "cannot_tell"), (PEER, "chance")])
def test_bars_in_both_waves_decide_on_the_word(unit: str, word: str) -> None:
    decided = f"P8: {unit}.word: Bars in both waves decide whether it exists."
    assert decided in said(NOW, {f"{unit}.word": word}, [BEFORE])


def test_bars_in_one_wave_carry_no_word() -> None:
    few, many = {"teacher": rated(3, 3, 3, 3, 3, 3)}, {"teacher": rated(4, 4, 4, 4, 4, 4, 4)}
    for before, after in ((few, many), (many, few)):
        first, now = pair(before, after)
        assert now["growth"]["competences"][0]["units"]["teacher"]["word"] == "cannot_tell"
        assert said(now, {}, [first]) == []


def test_lows_in_either_wave_are_told() -> None:
    low, high = {"peer": rated(1, 1, 1)}, {"peer": rated(4, 4, 4)}
    for before, after, name in ((low, high, "before"), (high, low, "after")):
        first, now = pair(before, after)
        place = f"{PEER}.{name}_floored"
        assert said(now, {}, [first]) == []
        assert made_again(place, False, True) in said(now, {place: False}, [first])


def other_items() -> Instrument:
    """The first item with other words, the second turned round, the third of another competence."""
    data = OF.model_dump(mode="json")
    first, second = data["competences"]
    first["items"][0]["text"]["others"] = both("Anders")
    first["items"][1]["reverse"] = True
    first["items"][2], second["items"][2] = second["items"][2], first["items"][2]
    return Instrument.model_validate(data)


def test_a_question_is_the_same_by_its_words_and_direction_wherever_it_stands() -> None:
    before, after = ({"peer": rated(*[point] * 3)} for point in (2, 4))
    first = data_of(round_of(before, of=OF, promise=rules("peer")))
    second = round_of(before, of=OF, promise=rules("peer"))
    now = data_of(round_of(after, of=other_items(), promise=rules("peer"), wave=POST), second)
    assert said(now, {}, [first]) == []
    for number, competence in enumerate(now["growth"]["competences"]):
        place = f"growth.competences[{number}].units.peer"
        assert competence["units"]["peer"]["items"] == (1, 3)[number]
        wrong = {f"{place}.items": 2, f"{place}.after": 4.0}
        assert made_again(f"{place}.items", 2, (1, 3)[number]) in said(now, wrong, [first])


@pytest.mark.parametrize(
    "promise",
    [
        rules("teacher", RaterGroup(id="peer", label=both("p"), identified=True), BOARD),
        rules("teacher", RaterGroup(id="peer", label=both("p"), minimum=4), BOARD),
    ],
)
def test_a_unit_that_is_not_the_same_group_is_not_compared(promise: Rules) -> None:
    groups = {"teacher": rated(3, 4), "peer": rated(4, 4, 4)}
    first = round_of(groups, of=OF, promise=rules("teacher", "peer", BOARD))
    now = data_of(round_of(groups, of=OF, promise=promise, wave=POST), first)
    assert now["growth"]["competences"][0]["units"] == {}
    assert said(now, {}, [data_of(first)]) == []


def test_pools_of_other_groups_are_not_compared() -> None:
    promise = rules("teacher", "peer", "staff")
    before = {"teacher": rated(3, 4), "peer": rated(3)}
    after = {"teacher": rated(3, 4), "staff": rated(3)}
    first, now = pair(before, after, promise=promise)
    assert now["growth"]["competences"][0]["units"] == {}
    assert said(now, {}, [first]) == []


def test_after_is_over_the_items_of_both_waves() -> None:
    first, now = pair({"peer": rated(3, 3, 3, i1=0)}, {"peer": rated(4, 4, 4, i1=5)})
    other = {f"{PEER}.after": 4.5, f"{C1}.others_after": 4.5}
    assert said(now, other) == []
    assert said(now, other, [first]) == [made_again(f"{PEER}.after", 4.5, 4.0)]


def test_a_question_is_the_same_in_whatever_order_it_is_written() -> None:
    place = "instrument.competences[0].items[0].text"
    turned = dict(reversed(at(BEFORE, place).items()))
    assert said(NOW, {}, [changed(BEFORE, {place: turned})]) == []


def test_a_leader_who_answered_once_has_no_growth_of_her_own() -> None:
    for before, after in (({SELF: rated(3)}, {}), ({}, {SELF: rated(3)})):
        board = {"board": rated(2)}
        first, now = pair({**board, **before}, {**board, **after})
        assert said(now, {}, [first]) == []
        assert now["growth"]["competences"][0]["own"]["after"] is None


def test_items_without_an_answer_in_either_wave_do_not_count() -> None:
    some, every = {"peer": rated(3, 3, 3, i1=0)}, {"peer": rated(3, 3, 3)}
    for before, after in ((some, every), (every, some)):
        first, now = pair(before, after)
        assert said(now, {}, [first]) == []
        assert now["growth"]["competences"][0]["units"]["peer"]["items"] == 2
