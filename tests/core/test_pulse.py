"""Which items a pulse asks, and that its questions are those of the whole questionnaire."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.checker import check
from surveyapp.core.growth import base
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.pulse import (
    FEWEST,
    MOST,
    Topic,
    Wish,
    asked,
    asked_of_all,
    by_rule,
    fault,
    restricted,
    topics,
)
from surveyapp.core.report import build
from surveyapp.core.response import Round
from surveyapp.core.snapshot import Snapshot, WaveName
from tests.builders import LAST, POST, PRE, PULSE, answers, both, instrument, round_of, rules
from tests.strategies import INSTRUMENTS, whole_lines

OF = instrument(competences=3, items=4)


def report(of: Instrument = OF, **rated: int) -> Snapshot:
    """A first wave in which three teachers rated c1-1 and so on as told, and all else 4."""
    row = {name.replace("_", "-"): points for name, points in rated.items()}
    groups = {SELF: answers(of, 1), "teacher": answers(of, [row] * 3)}
    return build(round_of(groups, of=of, promise=rules("teacher")))


def wishes(*competences: str) -> list[Wish]:
    return [Wish(one) for one in competences]


def test_first_comes_what_the_others_rated_lowest() -> None:
    (found,) = topics(wishes("c1"), report(c1_3=2, c1_4=3, c1_1=0), OF)
    assert found.items == ("c1-3", "c1-4", "c1-2", "c1-1")


def test_items_in_other_words_are_not_asked() -> None:
    data = OF.model_dump(mode="json")
    data["competences"][0]["items"][0]["text"]["others"] = both("Anders")
    data["competences"][0]["items"][1]["reverse"] = True
    (found,) = topics(wishes("c1"), report(), Instrument.model_validate(data))
    assert found.items == ("c1-3", "c1-4")


def test_items_that_some_are_not_asked_only_make_up_for_few() -> None:
    data = OF.model_dump(mode="json")
    data["competences"][0]["items"][0]["not_asked"] = ["board"]
    for item in data["competences"][1]["items"]:
        item["not_asked"] = ["board"]
    for item in data["competences"][2]["items"][:3]:
        item["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    before = report(of, c3_2=2, c3_3=3)
    first, second, third = topics(wishes("c1", "c2", "c3"), before, of)
    assert first.items == ("c1-2", "c1-3", "c1-4")
    assert second.items == ("c2-1", "c2-2", "c2-3")
    assert third.items == ("c3-4", "c3-2", "c3-3")
    assert asked([third]) == third.items


@pytest.mark.parametrize("group", ["teacher", SELF])
def test_what_she_ticks_asks_something_of_every_group_that_can_be_asked(group: str) -> None:
    data = OF.model_dump(mode="json")
    for item in data["competences"][0]["items"][1:]:
        item["not_asked"] = [group, "elsewhere"]
    for item in data["competences"][1]["items"]:
        item["not_asked"] = [group, "elsewhere"]
    of = Instrument.model_validate(data)
    ticked = ("c1-2", "c1-3", "c2-1")
    found = topics([Wish("c1", ticked), Wish("c2", ticked)], report(of), of)
    assert fault(found, ticked) == "unasked"
    assert asked(found) == by_rule(found)
    assert fault(found, by_rule(found)) is None
    assert fault(found[1:], ("c2-1", "c2-2", "c2-3")) is None


def test_whoever_is_asked_nothing_about_her_priorities_is_asked_one_thing_besides() -> None:
    data = OF.model_dump(mode="json")
    for item in data["competences"][0]["items"]:
        item["not_asked"] = ["teacher", "board"]
    data["competences"][1]["items"][0]["text"]["others"] = both("Anders")
    data["competences"][1]["items"][1]["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    before = report(of)
    found = topics(wishes("c1"), report(OF), of)
    others = ("teacher", "peer", "board")
    assert asked_of_all(found, report(OF), of, others) == (*by_rule(found), "c2-3")
    assert asked_of_all(found, before, of, ["peer"]) == by_rule(found)
    both_chosen = topics(wishes("c1", "c2"), before, of)
    assert asked_of_all(both_chosen, before, of, others) == by_rule(both_chosen)
    assert asked_of_all((), before, of, others) == ()


def test_what_is_asked_besides_comes_from_a_priority_where_it_can() -> None:
    data = instrument(competences=4, items=3).model_dump(mode="json")
    for item in (item for one in data["competences"][:3] for item in one["items"]):
        item["not_asked"] = ["peer"] if item["id"] == "c3-3" else ["board"]
    of = Instrument.model_validate(data)
    found = topics(wishes("c1", "c2", "c3"), report(of), of)
    assert asked_of_all(found, report(of), of, ["board"]) == (*by_rule(found), "c3-3")


def test_what_the_rule_asks_can_be_ticked_though_somebody_is_asked_one_thing_besides() -> None:
    data = instrument(competences=2, items=3).model_dump(mode="json")
    for item in (item for one in data["competences"] for item in one["items"]):
        item["not_asked"] = ["board"] if item["id"] == "c2-3" else [SELF]
    of = Instrument.model_validate(data)
    before = report(of)
    found = topics(wishes("c1", "c2"), before, of)
    assert asked_of_all(found, before, of, ["teacher", "board"]) == (*by_rule(found), "c2-3")
    assert fault(found, by_rule(found)[::-1]) is None
    assert fault(found, by_rule(found)[:-1]) == "unasked"


def test_what_is_asked_besides_the_five_is_let_through_by_the_gate() -> None:
    """Board members are asked about neither priority: theirs is a sixth item."""
    data = OF.model_dump(mode="json")
    for item in (item for one in data["competences"][:2] for item in one["items"]):
        item["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    before = round_of({SELF: answers(of, 1), "teacher": answers(of, 3)}, of=of)
    found = topics(wishes("c1", "c2"), build(before), of)
    some = restricted(of, asked_of_all(found, build(before), of, ["teacher", "board"]))
    now = {SELF: answers(some, 1), "teacher": answers(some, 3)}
    made = build(round_of(now, of=some, wave=PULSE), [before])
    assert len(some.columns) == MOST + 1
    assert check(made.to_json(), [build(before).model_dump(mode="json")]) == []


def test_who_is_asked_nothing_at_all_is_not_asked_in_a_pulse_either() -> None:
    data = OF.model_dump(mode="json")
    for one in data["competences"]:
        for item in one["items"]:
            item["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    found = topics(wishes("c1"), report(of), of)
    assert asked_of_all(found, report(of), of, ["teacher", "board"]) == by_rule(found)


def test_of_what_she_ticked_stays_what_can_be_asked_of_that_priority() -> None:
    wish = Wish("c1", ("c1-2", "c1-9", "c2-1"))
    assert topics([wish], report(), OF)[0].ticked == ("c1-2",)


def test_a_priority_that_the_questionnaire_no_longer_has_is_passed_over() -> None:
    assert [one.competence for one in topics(wishes("c9", "c2"), report(), OF)] == ["c2"]


@pytest.mark.parametrize(
    ("sizes", "numbers"),
    [
        ([8], [5]),
        ([8, 8], [3, 2]),
        ([8, 8, 8], [2, 2, 1]),
        ([1, 8], [1, 4]),
        ([2], [2]),
        ([1, 1], [1, 1]),
        ([], []),
    ],
)
def test_the_rule_takes_turns_among_the_priorities(sizes: list[int], numbers: list[int]) -> None:
    found = made(sizes)
    taken = by_rule(found)
    assert [len(set(topic.items) & set(taken)) for topic in found] == numbers


def made(sizes: Sequence[int], ticked: Sequence[str] = ()) -> list[Topic]:
    """Topics a, b, … of so many items a0, a1, …, of which some are ticked."""
    keys = [tuple(f"{'abc'[n]}{i}" for i in range(size)) for n, size in enumerate(sizes)]
    return [
        Topic("abc"[n], items, tuple(key for key in items if key in ticked))
        for n, items in enumerate(keys)
    ]


@pytest.mark.parametrize(
    ("sizes", "ticked", "wrong"),
    [
        ([4, 4], ["a0", "a1", "b3"], None),
        ([4, 4], ["a0", "a1", "a2", "a3", "b0"], None),
        ([4, 4], ["a0", "b0"], "few"),
        ([4, 4], ["a0", "a1", "a2", "a3", "b0", "b1"], "many"),
        ([4, 4], ["a0", "a1", "a2"], "left out"),
        ([4, 4], [], "left out"),
        ([1, 1], ["a0", "b0"], None),
    ],
)
def test_what_she_ticks_is_three_to_five_items_with_one_of_each_priority(
    sizes: list[int], ticked: list[str], wrong: str | None
) -> None:
    found = made(sizes, ticked)
    assert fault(found, ticked) == wrong
    assert asked(found) == (by_rule(found) if wrong else tuple(ticked))


@given(st.lists(st.integers(1, 8), min_size=1, max_size=3), st.data())
def test_whatever_she_ticks_three_to_five_are_asked_where_there_are_so_many(
    sizes: list[int], data: st.DataObject
) -> None:
    every = [key for topic in made(sizes) for key in topic.items]
    found = made(sizes, data.draw(st.lists(st.sampled_from(every), unique=True)))
    taken = asked(found)
    assert len(set(taken)) == len(taken)
    assert min(FEWEST, len(every)) <= len(taken) <= MOST
    assert all(set(topic.items) & set(taken) for topic in found)


@given(st.sampled_from(INSTRUMENTS), st.data())
def test_the_questions_are_those_of_the_whole_and_nothing_else(
    whole: Instrument, data: st.DataObject
) -> None:
    every = {item.id: item for item in whole.items()}
    some = data.draw(st.lists(st.sampled_from(sorted(every)), min_size=1, unique=True))
    found = restricted(whole, some)
    assert set(found.columns) == set(some)
    assert list(found.columns) == [key for key in whole.columns if key in some]
    assert list(found.items()) == [every[key] for key in found.columns]
    assert (found.importance, found.then, found.open_questions) == (None, None, ())
    assert found.reliability == {}
    assert found.fingerprint != whole.fingerprint


def test_a_pulse_is_called_so_and_takes_two_minutes_however_long_the_name_of_the_whole() -> None:
    found = restricted(instrument(id="a" * 40), {"c1-1"})
    assert found.id == "a" * 34 + "-pulse"
    assert found.minutes == 2
    assert found.title == {"nl": "Tussenmeting", "en": "Pulse"}
    assert found.description == {
        "nl": "Een paar stellingen uit de hele vragenlijst: wat ziet u er nu van?",
        "en": "A few statements of the whole questionnaire: what do you see of them now?",
    }


MID = PULSE.model_copy(update={"id": "mid", "pulse": False})
TWICE = [PRE, PULSE, MID]


@pytest.mark.parametrize(
    ("now", "earlier", "since"),
    [
        (PULSE, [PRE], PRE),
        (LAST, [PRE, PULSE], PRE),
        (LAST, TWICE, PRE),
        (PULSE.model_copy(update={"position": 4}), TWICE, MID),
        (LAST, [PULSE], None),
        (PRE, [], None),
    ],
)
def test_growth_is_measured_from_no_pulse(
    now: WaveName, earlier: list[WaveName], since: WaveName | None
) -> None:
    assert base(now, earlier) == since


@pytest.mark.rule("P8")
@given(whole_lines())
def test_a_whole_line_passes_the_gate_and_is_measured_from_its_first_wave(
    waves: tuple[Round, Round, Round],
) -> None:
    first, half_way, last = (build(one, waves[:n]) for n, one in enumerate(waves))
    texts = [
        one.model_dump(mode="json") | {"fingerprint": one.fingerprint} for one in (first, half_way)
    ]
    for one in (half_way, last):
        assert one.growth is not None
        assert one.growth.since == PRE
        assert check(one.to_json(), texts) == []


def test_only_of_a_pulse_the_json_says_that_it_is_one() -> None:
    assert "pulse" not in POST.model_dump(mode="json")
    assert PULSE.model_dump(mode="json")["pulse"] is True
