from datetime import date

import numpy as np
import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Answers, Round
from surveyapp.core.snapshot import Change, CompetenceGrowth, SelfChange
from tests.builders import POST, PRE, answers, both, instrument, round_of, rules

SMALL = instrument(competences=1)


def grown(first: Round, now: Round) -> CompetenceGrowth:
    growth = build(now, [first]).growth
    assert growth is not None
    return growth.competences[0]


def rounds(
    before: dict[str, Answers],
    after: dict[str, Answers],
    of: Instrument = SMALL,
    then: Instrument | None = None,
) -> CompetenceGrowth:
    return grown(round_of(before, of=then or of), round_of(after, of=of, wave=POST))


def wide(first: list[int]) -> list[dict[str, int]]:
    """Raters who answer all three items alike."""
    return [{f"c1-{item}": point for item in (1, 2, 3)} for point in first]


def test_a_wave_without_an_earlier_one_has_no_growth() -> None:
    assert build(round_of({SELF: answers(SMALL, 1)}, of=SMALL)).growth is None


def test_growth_by_hand() -> None:
    before, after = wide([2, 3, 3, 3, 3, 3, 4]), wide([4, 4, 4, 4, 5, 5, 5, 5])
    found = rounds({"teacher": answers(SMALL, before)}, {"teacher": answers(SMALL, after)})
    # Means 3 and 4.5, s² .333 and .286: se = √(.0476 + .0357) = .289, df = 12.4, t = 2.17: .6.
    assert found.units == {
        "teacher": Change(
            before=3.0,
            after=4.5,
            items=3,
            respondents_before=7,
            respondents_after=8,
            word="clear",
        )
    }
    assert found.units["teacher"].difference == 1.5
    assert (found.others_before, found.others_after) == (3.0, 4.5)


def test_growth_names_the_wave_it_is_measured_from() -> None:
    middle = PRE.model_copy(update={"id": "mid", "position": 2})
    waves = [round_of({SELF: answers(SMALL, 1)}, of=SMALL, wave=wave) for wave in (PRE, middle)]
    growth = build(round_of({SELF: answers(SMALL, 1)}, of=SMALL, wave=POST), waves).growth
    assert growth is not None
    assert (growth.since, growth.since_frozen_on) == (PRE, date(2026, 11, 2))


def test_only_items_published_in_both_waves_count() -> None:
    before = answers(SMALL, [{"c1-1": 2, "c1-2": 0, "c1-3": 3}] * 3)
    after = answers(SMALL, [{"c1-1": 4, "c1-2": 5, "c1-3": 0}] * 3)
    change = rounds({"teacher": before}, {"teacher": after}).units["teacher"]
    assert (change.before, change.after, change.items) == (2.0, 4.0, 1)


def test_a_unit_published_in_one_wave_only_has_no_change() -> None:
    found = rounds({"teacher": answers(SMALL, 3)}, {"peer": answers(SMALL, 3)})
    assert (found.units, found.others_before, found.others_after) == ({}, None, None)


def test_pools_of_other_groups_are_not_compared() -> None:
    found = rounds(
        {"teacher": answers(SMALL, 2), "peer": answers(SMALL, 1)},
        {"teacher": answers(SMALL, 2), "board": answers(SMALL, 1)},
    )
    assert found.units == {}


def test_pools_of_the_same_groups_are() -> None:
    groups = {"teacher": answers(SMALL, 2), "peer": answers(SMALL, 1)}
    assert rounds(groups, groups).units.keys() == {"pool"}


def test_a_group_that_became_identified_is_not_compared() -> None:
    matrix = {"board": answers(SMALL, 3)}
    named = rules(RaterGroup(id="board", label=both("b"), identified=True))
    before = round_of(matrix, of=SMALL, promise=rules("board"))
    assert grown(before, round_of(matrix, of=SMALL, promise=named, wave=POST)).units == {}


@pytest.mark.parametrize("field", ["text", "reverse"])
def test_items_that_were_asked_otherwise_are_not_compared(field: str) -> None:
    data = SMALL.model_dump()
    new: dict[str, object] = {"text": {"self": both("a"), "others": both("b")}, "reverse": True}
    data["competences"][0]["items"][0][field] = new[field]
    groups = {"teacher": answers(SMALL, 3)}
    changed = Instrument.model_validate(data)
    assert rounds(groups, groups, of=changed, then=SMALL).units["teacher"].items == 2


@pytest.mark.parametrize(("then", "now", "items"), [(6, 9, 3), (9, 6, 3), (9, 9, 2)])
def test_few_raters_or_items_do_not_tell_chance_from_change(
    then: int, now: int, items: int
) -> None:
    of = instrument(competences=1, items=items)
    before, after = ({"teacher": answers(of, count)} for count in (then, now))
    assert rounds(before, after, of=of).units["teacher"].word == "cannot_tell"


@pytest.mark.parametrize("wave", ["then", "now"])
def test_a_word_needs_that_everybody_was_asked_in_both_waves(wave: str) -> None:
    data = SMALL.model_dump(mode="json")
    data["competences"][0]["items"][0]["not_asked"] = ["peer"]
    partly = Instrument.model_validate(data)
    groups = {"teacher": answers(SMALL, 7), "peer": answers(SMALL, 2)}
    high = [RaterGroup(id=name, label=both(name), minimum=8) for name in groups]
    now, then = (SMALL, partly) if wave == "then" else (partly, SMALL)
    before = round_of(groups, of=then, promise=rules(*high))
    change = grown(before, round_of(groups, of=now, promise=rules(*high), wave=POST))
    assert change.units["pool"].word == "cannot_tell"


def test_a_unanimous_low_tells_no_word() -> None:
    before, after = answers(SMALL, wide([1] * 6)), answers(SMALL, wide([5] * 6))
    change = rounds({"teacher": before}, {"teacher": after}).units["teacher"]
    assert (change.before, change.after, change.word) == (1.5, 5.0, "cannot_tell")
    assert (change.before_floored, change.after_floored) == (True, False)


def own(before: int, after: int, then: int = 0, **changes: object) -> SelfChange:
    of = Instrument.model_validate(SMALL.model_dump() | changes)
    first = {SELF: answers(of, 1, every=before)}
    now = answers(of, [{"c1-then": then}], every=after)
    return rounds(first, {SELF: now}, of=of).own


def test_the_leader_sees_her_own_start_twice() -> None:
    assert own(2, 4, then=1) == SelfChange(before=2, after=4, then=1, word="cannot_tell")
    assert own(2, 4).then is None


def test_own_change_is_told_by_a_published_reliability() -> None:
    published = {"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}}
    assert own(2, 4, reliability=published).word == "clear"
    assert own(4, 4, reliability=published).word == "chance"


def test_without_self_in_both_waves_there_is_no_own_growth() -> None:
    found = rounds({"teacher": answers(SMALL, 3)}, {SELF: answers(SMALL, 1)})
    assert found.own == SelfChange(before=None, after=None, then=None, word="cannot_tell")


def test_an_instrument_without_a_then_test_shows_none() -> None:
    of = Instrument.model_validate(SMALL.model_dump() | {"then": None})
    matrix: Answers = np.full((1, len(of.columns)), 3, dtype=np.uint8)
    assert rounds({SELF: matrix}, {SELF: matrix}, of=of).own.then is None
