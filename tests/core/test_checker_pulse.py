"""The gate on pulses: what is asked in them, and which wave they are compared with (rule P8)."""

import json
from datetime import date

import pytest

from surveyapp.core import group_report
from surveyapp.core.checker import check_all, check_group
from surveyapp.core.group_report import LeaderGroup
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.pulse import restricted
from surveyapp.core.report import build
from surveyapp.core.snapshot import WaveName
from tests.builders import PRE, PULSE, answers, both, instrument, round_of, rules
from tests.core.broken import Data, data_of, said

OF = instrument(competences=2, items=4)
SOME = restricted(OF, {"c1-1", "c1-2", "c2-4"})
MID = PRE.model_copy(update={"id": "mid", "position": 2})
LATE = PULSE.model_copy(update={"position": 3})


Asked = tuple[Instrument, WaveName]


def taken(of: Instrument, wave: WaveName = PRE, *earlier: Asked) -> Data:
    """The JSON of a wave in which four teachers and the leader answered."""
    made = [
        round_of({SELF: answers(asked, 1), "teacher": answers(asked, 4)}, of=asked, wave=name)
        for asked, name in [*earlier, (of, wave)]
    ]
    return data_of(made[-1], *made[:-1])


BEFORE = taken(OF)
PULSED = taken(SOME, PULSE, (OF, PRE))


@pytest.mark.parametrize("earlier", [[], [BEFORE]])
def test_a_pulse_is_let_through(earlier: list[Data]) -> None:
    assert PULSED["wave"]["pulse"] is True
    assert said(PULSED, {}, earlier) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("then", both("Hoe was uw begin?")),
        ("reliability", {"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}}),
    ],
)
def test_a_pulse_has_nothing_but_its_items(name: str, value: object) -> None:
    place = f"instrument.{name}"
    assert f"P8: {place}: There is none in a pulse." in said(PULSED, {place: value})


def test_a_pulse_asks_neither_importance_nor_words() -> None:
    asks_importance = instrument(1, 3, questions=0, then=None)
    asks_words = instrument(1, 3, importance=None, then=None)
    for of, name in ((asks_importance, "importance"), (asks_words, "open_questions")):
        told = f"P8: instrument.{name}: There is none in a pulse."
        assert said(taken(of, PULSE), {}) == [told]


@pytest.mark.parametrize(
    ("count", "of_all", "most"),
    [(5, 5, None), (6, 2, 5), (8, 8, 5), (9, 0, None), (9, 1, None), (10, 1, 9)],
)
def test_a_pulse_has_five_items_at_most_and_one_for_each_who_is_asked_none_of_the_others(
    count: int, of_all: int, most: int | None
) -> None:
    """Of so many items so many are asked of all, the others of all but the board."""
    assert len(BEFORE["rules"]["groups"]) == 3
    data = instrument(competences=3, items=4).model_dump(mode="json")
    items = [item for one in data["competences"] for item in one["items"]]
    for item in items[of_all:]:
        item["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    some = restricted(of, {item["id"] for item in items[:count]})
    told = f"P8: instrument.competences: A pulse has {most} items at most."
    assert said(taken(some, PULSE, (of, PRE)), {}) == ([told] if most else [])


def test_a_pulse_is_compared_with_the_last_whole_wave() -> None:
    middle = taken(OF, MID, (OF, PRE))
    right = taken(SOME, LATE, (OF, PRE), (OF, MID))
    assert said(right, {}, [BEFORE, middle]) == []
    first = taken(SOME, LATE, (OF, PRE))
    assert said(first, {}, [BEFORE]) == []
    compared = "P8: growth.since: A pulse is compared with the wave before it."
    assert said(first, {}, [BEFORE, middle]) == [compared]


@pytest.mark.parametrize("field", ["programme", "leader"])
def test_waves_of_others_and_other_pulses_do_not_lie_between(field: str) -> None:
    first = taken(SOME, LATE, (OF, PRE))
    elsewhere = taken(OF, MID) | {field: "Another"}
    pulse = taken(SOME, PULSE, (OF, PRE))
    later = taken(OF, MID.model_copy(update={"position": 4}))
    assert said(first, {}, [BEFORE, elsewhere, pulse, later]) == []


def test_no_wave_is_compared_with_a_pulse() -> None:
    found = said(PULSED, {"growth.since": BEFORE["wave"] | {"pulse": True}})
    assert found == ["P3: growth.since.pulse: Nothing by this name is published."]
    assert said(PULSED, {"wave.pulse": False}) == ["P9: wave.pulse: It is said of pulses."]


def test_a_pulse_without_an_earlier_wave_at_hand_is_let_through() -> None:
    assert said(taken(SOME, PULSE), {}) == []


@pytest.mark.rule("P9")
def test_a_pulse_without_change_is_checked_beside_any_other_snapshot() -> None:
    alone = taken(SOME, PULSE)
    other = taken(OF) | {"leader": "Another"}
    later = taken(OF, PRE.model_copy(update={"position": 3}))
    assert said(alone, {}, [alone, other, later]) == []
    assert [str(one) for one in check_all(json.dumps([alone, alone, taken(SOME, LATE)]))] == []


@pytest.mark.rule("P8")
def test_a_pulse_says_what_changed_where_the_wave_before_is_at_hand() -> None:
    compared = "P8: growth: A pulse is compared with the wave before it."
    assert said(taken(SOME, PULSE), {}, [BEFORE]) == [compared]
    alone = taken(SOME, PULSE)
    assert said(alone, {}, [BEFORE | {"frozen_on": alone["frozen_on"]}]) == [compared]
    assert said(alone, {}, [BEFORE | {"frozen_on": "2099-01-01"}]) == []
    assert said(alone, {}, [taken(OF, MID)]) == [], "not before it, but in its place"


def test_an_item_that_was_not_asked_before_in_these_words_is_noticed() -> None:
    other = OF.model_dump(mode="json")
    other["competences"][1]["items"][3]["text"]["others"] = both("Anders")
    asked = restricted(Instrument.model_validate(other), {"c1-1", "c1-2", "c2-4"})
    wrong = taken(asked, PULSE, (OF, PRE))
    assert said(wrong, {}) == []
    somebody_elses = taken(Instrument.model_validate(other)) | {"leader": "Another"}
    assert said(wrong, {}, [somebody_elses, BEFORE]) == [
        "P8: instrument.c2-4: It was not asked in these words in the wave before."
    ]


def test_a_pulse_has_no_group_report() -> None:
    groups = {SELF: answers(SOME, 1), "teacher": answers(SOME, 4)}
    one = build(round_of(groups, of=SOME, wave=PULSE, promise=rules("teacher")))
    report = group_report.build([LeaderGroup("a", "A", [one] * 5)], date(2027, 6, 2))
    found = check_group(json.loads(report.to_json()))
    assert [(fault.rule, fault.place) for fault in found] == [("P8", "wave.pulse")]
