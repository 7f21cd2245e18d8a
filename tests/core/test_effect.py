"""What became of priorities: made from published cells of the same units, and of nothing else."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.choices import Action, Choices, LevelPlan, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import Effect, Figure, PriorityEffect
from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.snapshot import FLOORED_AT, Change, Snapshot
from tests import strategies
from tests.builders import POST, PRE, answers, round_of
from tests.core.waves_seen import CHOSEN, HALF_WAY, SMALL, chosen, first, level, post, pulse, seen


def test_three_waves_by_hand() -> None:
    found = seen(
        first(
            {SELF: level(SMALL, 1, 3), "teacher": level(SMALL, 3, 2), "peer": level(SMALL, 3, 4)}
        ),
        pulse(
            {
                SELF: level(HALF_WAY, 1, 3),
                "teacher": answers(HALF_WAY, [{"c1-1": 3, "c1-2": 3, "c1-3": 0}] * 4),
                "peer": level(HALF_WAY, 3, 4),
            }
        ),
        post({SELF: level(SMALL, 1, 5), "teacher": level(SMALL, 5, 4), "peer": level(SMALL, 3, 5)}),
    )
    assert [one.wave.id for one in found.waves] == ["pre", "pulse", "post"]
    own, teachers, peers = found.lines
    # Of the teachers' statements one is not published halfway: it counts in no wave.
    assert (own.items, teachers.items) == (("c1-1", "c1-2", "c1-3"), ("c1-1", "c1-2"))
    assert [one.mean for one in teachers.figures] == [2.0, 3.0, 4.0]
    assert teachers.respondents == (3, 4, 5)
    assert [one.mean for one in peers.figures] == [4.0, 4.0, 5.0]
    assert [one.mean for one in found.others] == [3.0, 3.5, 4.5]
    assert [one.mean for one in own.figures] == [3.0, 3.0, 5.0]
    assert (found.gaps, found.left_out) == ((), ())
    assert [one.number for one in found.statements] == [1, 2, 3]


def test_the_words_for_change_are_those_of_each_report() -> None:
    start = first({SELF: level(SMALL, 1, 3), "teacher": level(SMALL, 7, 2)})
    later = post({SELF: level(SMALL, 1, 4), "teacher": level(SMALL, 7, 4)})
    report = build(later, [start])
    assert report.growth is not None
    found = effect(CHOSEN, build(start), [report]).priorities[0]
    own, teachers = (line.said[0] for line in found.lines)
    assert own.change == report.growth.competences[0].own
    assert teachers.change == report.growth.competences[0].units["teacher"]
    assert (teachers.change.word, teachers.wave, teachers.items) == ("clear", POST, 4)


def test_a_report_that_looks_back_to_another_wave_says_no_word() -> None:
    before = round_of({"teacher": level(SMALL, 7, 1)}, of=SMALL, wave=PRE)
    start = post({"teacher": level(SMALL, 7, 2)})
    third = POST.model_copy(update={"id": "third", "position": 3})
    last = build(round_of({"teacher": level(SMALL, 7, 4)}, of=SMALL, wave=third), [before])
    found = effect(CHOSEN, build(start, [before]), [last]).priorities[0]
    assert [one.mean for one in found.lines[0].figures] == [2.0, 4.0]
    assert found.lines[0].said == ()


def test_a_report_without_growth_says_no_word_and_stands_beside_the_start() -> None:
    start = first({"teacher": level(SMALL, 3, 2)})
    alone = build(post({"teacher": level(SMALL, 3, 4)}))
    [line] = effect(CHOSEN, build(start), [alone]).priorities[0].lines
    assert ([one.mean for one in line.figures], line.said) == ([2.0, 4.0], ())


def test_what_the_start_did_not_ask_is_passed_over_and_the_rest_has_its_name() -> None:
    start = build(first({"teacher": level(SMALL, 3, 2)}))
    found = effect(chosen("c9", "c2"), start, []).priorities
    assert [one.title for one in found] == [SMALL.competences[1].title]


def test_below_one_and_a_half_counts_as_such_and_says_so() -> None:
    found = seen(
        first({"teacher": level(SMALL, 3, 1), "peer": level(SMALL, 3, 3)}),
        post({"teacher": level(SMALL, 3, 2), "peer": level(SMALL, 3, 3)}),
    )
    then, now = found.lines[0].figures
    assert (then.mean, then.floored, now.floored) == (FLOORED_AT, True, False)
    assert [one.floored for one in found.others] == [True, False]


def test_before_any_later_wave_there_is_a_start_and_no_figure() -> None:
    found = seen(first({"teacher": level(SMALL, 3, 3)}))
    assert ([one.wave for one in found.waves], found.lines, found.gaps) == ([PRE], (), ())


def test_looking_back_comes_from_the_report() -> None:
    start = first({SELF: level(SMALL, 1, 4), "teacher": level(SMALL, 3, 3)})
    own = answers(SMALL, [{"c1-then": 2}])
    half_way = pulse({SELF: level(HALF_WAY, 1, 3), "teacher": level(HALF_WAY, 3, 3)})
    found = seen(start, half_way, post({SELF: own, "teacher": level(SMALL, 3, 3)}))
    assert found.own is not None
    assert (found.own.before, found.own.then) == (4.0, 2.0)


def test_what_she_did_stands_beside_it_in_the_order_of_its_days() -> None:
    plan = (
        LevelPlan(
            level="me",
            actions=(
                Action(text="Later", state="done", done_on=date(2027, 2, 1)),
                Action(text="Some day", state="done"),
                Action(text="Dropped", state="dropped"),
                Action(text="Doing", state="doing"),
                Action(text="Planned"),
            ),
        ),
        LevelPlan(
            level="school",
            actions=(Action(text="First", state="done", done_on=date(2026, 12, 1)),),
        ),
    )
    of = Choices(priorities=(Priority(competence="c1", aim="shortcoming", plan=plan),))
    found = seen(first({"teacher": level(SMALL, 3, 3)}), of=of)
    assert [(deed.level, deed.text) for deed in found.deeds] == [
        ("school", "First"),
        ("me", "Later"),
        ("me", "Some day"),
    ]
    assert found.to_do == 2


def test_it_is_a_file_that_can_be_read_again() -> None:
    start = first({SELF: level(SMALL, 1, 3), "teacher": level(SMALL, 7, 3)})
    later = build(post({SELF: level(SMALL, 1, 4), "teacher": level(SMALL, 7, 4)}), [start])
    made = effect(CHOSEN, build(start), [later])
    assert Effect.from_json(made.to_json()) == made
    with pytest.raises(SurveyError, match="This is not a file of what became of priorities: "):
        Effect.from_json("[]")


def test_what_is_not_said_of_a_priority_is_nothing() -> None:
    assert Figure(mean=3).floored is False
    start = seen(first({"teacher": level(SMALL, 3, 3)}))
    bare = {name: getattr(start, name) for name in ("competence", "title", "aim", "waves")}
    assert PriorityEffect(**bare).to_do == 0


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("waves",), []),
        (("lines", 0, "items"), []),
        (("lines", 0, "said", 0, "items"), 0),
        (("statements", 0, "number"), 0),
    ],
)
def test_a_figure_without_wave_item_or_number_is_refused(
    place: tuple[str | int, ...], value: object
) -> None:
    start = first({"teacher": level(SMALL, 3, 3)})
    found = seen(start, post({"teacher": level(SMALL, 3, 4)})).model_dump(mode="json")
    PriorityEffect.model_validate(found)
    inside: Any = found
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    with pytest.raises(ValueError, match="validation error"):
        PriorityEffect.model_validate(found)


@st.composite
def three_waves(draw: st.DrawFn) -> tuple[Snapshot, ...]:
    """The reports of a first wave, a pulse and a final wave."""
    start, *later = draw(strategies.whole_lines())
    return build(start), *(build(one, [start]) for one in later)


@pytest.mark.rule("P3", "P8")
@given(three_waves())
def test_every_figure_is_made_of_cells_published_in_each_wave(waves: tuple[Snapshot, ...]) -> None:
    start, *later = waves
    every = chosen(*[one.id for one in start.instrument.competences][:3])
    for priority in effect(every, start, later).priorities:
        names = {moment.wave.id for moment in priority.waves}
        files = [json.loads(one.to_json()) for one in waves if one.wave.id in names]
        lines = {line.id: line for line in priority.lines}
        for line in lines.values():
            for file, figure in zip(files, line.figures, strict=True):
                cells = [_cell(file, item, line.id) for item in line.items]
                assert "suppressed" not in [cell["state"] for cell in cells]
                worth = [cell.get("mean", FLOORED_AT) for cell in cells]
                assert figure.mean == pytest.approx(sum(worth) / len(worth))
                assert figure.floored == ("below" in [cell["state"] for cell in cells])
            for said in line.said:
                if isinstance(said.change, Change):
                    assert said.items == said.change.items
            assert len({_people(file, line.id) for file in files}) == 1
            assert len({_words(file, item) for file in files for item in line.items}) == len(
                line.items
            )
        others = [line for unit, line in lines.items() if unit != SELF]
        for place, figure in enumerate(priority.others):
            means = [line.figures[place].mean for line in others]
            assert figure.mean == pytest.approx(sum(means) / len(means))
        assert bool(priority.others) == bool(others)
        assert not set(lines) & {gap.id for gap in priority.gaps}


def _cell(file: Any, item: str, unit: str) -> Any:
    rows = (row for one in file["competences"] for row in one["items"])
    return next(row["cells"][unit] for row in rows if row["id"] == item)


def _people(file: Any, unit: str) -> Any:
    return next(
        (tuple(one["members"]), one["identified"]) for one in file["units"] if one["id"] == unit
    )


def _words(file: Any, item: str) -> str:
    rows = (row for one in file["instrument"]["competences"] for row in one["items"])
    found = next(row for row in rows if row["id"] == item)
    return json.dumps([found["id"], found["text"], found["reverse"]], sort_keys=True)


@pytest.mark.rule("P8")
@given(three_waves())
def test_p8_a_unit_that_is_hidden_in_one_wave_has_no_line(waves: tuple[Snapshot, ...]) -> None:
    start, *later = waves
    for priority in effect(chosen("c1"), start, later).priorities:
        names = {moment.wave.id for moment in priority.waves}
        compared = [one for one in waves if one.wave.id in names]
        for line in priority.lines:
            assert all(one.unit(line.id) is not None for one in compared)
        shown = {line.id for line in priority.lines} | {gap.id for gap in priority.gaps}
        assert shown == ({unit.id for unit in start.units} if len(compared) > 1 else set())
