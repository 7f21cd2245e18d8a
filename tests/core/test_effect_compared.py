"""Which units and waves are compared for a priority, and what is said of those that are not."""

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from tests.builders import POST, answers, both, pulse_of, round_of, rules
from tests.core.waves_seen import HALF_WAY, SMALL, chosen, first, level, post, pulse, seen


def test_too_few_answers_in_one_wave_leave_a_unit_out() -> None:
    found = seen(
        first({"teacher": level(SMALL, 3, 3), "peer": level(SMALL, 3, 3)}),
        pulse({"teacher": level(HALF_WAY, 3, 3), "peer": level(HALF_WAY, 2, 3)}),
        post({"teacher": level(SMALL, 3, 3), "peer": level(SMALL, 3, 3)}),
    )
    assert [line.id for line in found.lines] == ["teacher"]
    assert [(gap.id, gap.wave.id, gap.reason) for gap in found.gaps] == [
        ("peer", "pulse", "too_few")
    ]


def test_other_groups_are_not_compared() -> None:
    found = seen(
        first({"teacher": level(SMALL, 3, 3), "peer": level(SMALL, 3, 3)}),
        post(
            {"teacher": level(SMALL, 3, 3), "peer": level(SMALL, 2, 3), "board": level(SMALL, 2, 3)}
        ),
    )
    assert [(gap.id, gap.reason) for gap in found.gaps] == [("peer", "other_groups")]


def test_a_group_with_another_promise_is_not_compared() -> None:
    named = rules(RaterGroup(id="board", label=both("board"), identified=True), "teacher")
    given_ = {"board": level(SMALL, 3, 3), "teacher": level(SMALL, 3, 3)}
    later = round_of(given_, of=SMALL, wave=POST, promise=named)
    found = seen(round_of(given_, of=SMALL, promise=rules("board", "teacher")), later)
    assert [(gap.id, gap.reason) for gap in found.gaps] == [("board", "other_groups")]


def test_statements_in_other_words_are_not_compared() -> None:
    data = SMALL.model_dump()
    data["competences"][0]["items"][0]["text"]["others"] = both("Anders")
    reworded = Instrument.model_validate(data)
    groups = {"teacher": level(SMALL, 3, 3)}
    assert seen(first(groups), post(groups, reworded)).lines[0].items == ("c1-2", "c1-3", "c1-4")


def test_the_same_words_are_the_same_statement_in_whatever_order_they_are_stored() -> None:
    data = SMALL.model_dump()
    items = data["competences"][0]["items"]
    for item in items:
        item["text"] = {who: dict(reversed(text.items())) for who, text in item["text"].items()}
    data["competences"][0]["items"] = items[::-1]
    groups = {"teacher": level(SMALL, 3, 3)}
    found = seen(first(groups), post(groups, Instrument.model_validate(data)))
    assert found.lines[0].items == ("c1-1", "c1-2", "c1-3", "c1-4"), "in the order of the start"


def not_asked(group: str) -> Instrument:
    """The small instrument, whose first competence that group is not asked about."""
    data = SMALL.model_dump()
    for item in data["competences"][0]["items"]:
        item["not_asked"] = [group]
    return Instrument.model_validate(data)


@pytest.mark.parametrize(
    ("before", "after", "of", "reason"),
    [
        ({"c1-1": 0}, {"c1-2": 0, "c1-3": 0, "c1-4": 0}, SMALL, "too_few"),
        (dict.fromkeys(("c1-1", "c1-2", "c1-3", "c1-4"), 0), {}, SMALL, "too_few"),
        ({}, {}, not_asked("teacher"), "no_items"),
    ],
)
def test_a_unit_without_a_line_has_too_few_answers_in_either_wave_or_was_not_asked(
    before: dict[str, int], after: dict[str, int], of: Instrument, reason: str
) -> None:
    start = {"teacher": answers(SMALL, [before] * 3), "peer": level(SMALL, 3, 3)}
    later = {"teacher": answers(of, [after] * 3), "peer": level(of, 3, 3)}
    found = seen(first(start), post(later, of))
    assert [(gap.id, gap.reason) for gap in found.gaps] == [("teacher", reason)]


def test_waves_that_ask_different_statements_share_none() -> None:
    groups = {"teacher": level(SMALL, 3, 3)}
    one, other = pulse_of(SMALL, ["c1-1"]), pulse_of(SMALL, ["c1-2"])
    found = seen(
        first(groups),
        pulse({"teacher": level(one, 3, 3)}, one),
        post({"teacher": level(other, 3, 3)}, other),
    )
    assert [(gap.wave.id, gap.reason) for gap in found.gaps] == [("post", "no_items")]


def test_a_wave_that_does_not_ask_about_the_priority_is_left_out() -> None:
    groups = {"teacher": level(SMALL, 3, 3)}
    found = seen(
        first(groups),
        pulse({"teacher": level(HALF_WAY, 3, 3)}),
        post(groups),
        of=chosen("c2"),
    )
    assert [one.wave.id for one in found.waves] == ["pre", "post"]
    assert [(one.wave.id, one.reason) for one in found.left_out] == [("pulse", "no_items")]
    assert len(found.lines[0].items) == 4


@pytest.mark.parametrize(
    ("half_way", "reason"),
    [
        ({SELF: 1, "teacher": 2}, "too_few"),
        ({SELF: 1, "teacher": 2, "peer": 2}, "other_groups"),
        ({}, "too_few"),
    ],
)
def test_a_wave_that_shows_nobody_of_the_start_hides_no_other(
    half_way: dict[str, int], reason: str
) -> None:
    groups = {SELF: level(SMALL, 1, 3), "teacher": level(SMALL, 3, 3)}
    few = {group: level(HALF_WAY, count, 3) for group, count in half_way.items()}
    found = seen(first(groups), pulse(few), post(groups))
    assert [one.wave.id for one in found.waves] == ["pre", "post"]
    assert [(one.wave.id, one.reason) for one in found.left_out] == [("pulse", reason)]
    assert [line.id for line in found.lines] == [SELF, "teacher"]


@pytest.mark.parametrize(
    ("start", "later", "of", "reason"),
    [
        ({SELF: 1, "teacher": 3}, {"teacher": 3}, not_asked("teacher"), "no_items"),
        ({SELF: 1}, {SELF: 1}, not_asked(SELF), "no_items"),
        ({"teacher": 3, "peer": 3}, {"teacher": 3, "peer": 2}, not_asked("teacher"), "too_few"),
        ({"teacher": 3}, {"teacher": 2}, pulse_of(SMALL, ["c2-1"]), "no_items"),
    ],
)
def test_a_wave_is_left_out_for_what_keeps_the_others_from_it(
    start: dict[str, int], later: dict[str, int], of: Instrument, reason: str
) -> None:
    counts = {group: level(SMALL, count, 3) for group, count in start.items()}
    found = seen(first(counts), post({g: level(of, count, 3) for g, count in later.items()}, of))
    assert [one.reason for one in found.left_out] == [reason]


def test_where_others_are_seen_nowhere_her_own_picture_is_compared() -> None:
    found = seen(
        first({SELF: level(SMALL, 1, 3), "teacher": level(SMALL, 3, 3)}),
        pulse({SELF: level(HALF_WAY, 1, 4), "teacher": level(HALF_WAY, 1, 3)}),
    )
    assert [[one.mean for one in line.figures] for line in found.lines] == [[3.0, 4.0]]
    assert (found.others, [gap.id for gap in found.gaps]) == ((), ["teacher"])
