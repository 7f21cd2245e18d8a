"""How an action goes on, what may be written in a plan, and what comes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.choices import ACTION_STATES, ActionState
from surveyapp.core.plan import OPEN, Course, action_faults, empty, entry_faults, order

TODAY = date(2027, 3, 1)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
days = st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))
courses = st.builds(Course, st.sampled_from(ACTION_STATES), days, days, days)


@given(courses, st.lists(st.sampled_from(ACTION_STATES), min_size=1, max_size=5))
def test_only_what_is_done_has_a_day_on_which_it_was_done(
    course: Course, states: list[ActionState]
) -> None:
    for state in states:
        course = course.moved(state, TODAY)
        assert (course.state, course.done_on is not None) == (state, state == "done")


@given(courses, st.sampled_from(ACTION_STATES))
def test_only_what_is_open_reminds(course: Course, state: ActionState) -> None:
    moved = course.moved(state, TODAY)
    assert moved.remind_on == (course.remind_on if state in OPEN else None)
    assert moved.due == course.due


@given(courses, st.sampled_from(ACTION_STATES))
def test_the_same_step_twice_changes_nothing(course: Course, state: ActionState) -> None:
    once = course.moved(state, TODAY)
    assert once.moved(state, TOMORROW) == once


@pytest.mark.parametrize("state", ACTION_STATES)
def test_only_an_open_action_is_late_and_never_on_its_day(state: ActionState) -> None:
    assert Course(state, due=YESTERDAY).late(TODAY) == (state in OPEN)
    assert not Course(state, due=TODAY).late(TODAY)
    assert not Course(state).late(TODAY)


def test_what_is_open_comes_first_by_its_day() -> None:
    listed = [
        Course("doing", due=YESTERDAY),
        Course("planned", due=TOMORROW),
        Course("planned"),
        Course("done", due=YESTERDAY),
        Course("dropped"),
    ]
    listed_otherwise = listed[2:] + listed[:2]
    assert sorted(listed_otherwise, key=order) == listed


@pytest.mark.parametrize(
    ("text", "due", "remind_on", "faults"),
    [
        ("Lezen", None, None, {}),
        ("Lezen", YESTERDAY, TOMORROW, {}),
        ("", None, None, {"text": "empty"}),
        ("x" * 501, None, None, {"text": "long"}),
        ("Lezen", date(2, 1, 1), None, {"due": "unreal"}),
        ("Lezen", None, TODAY, {"remind_on": "past"}),
        ("Lezen", None, date(9999, 1, 1), {"remind_on": "unreal"}),
    ],
)
def test_what_cannot_be_an_action_is_said_in_a_word(
    text: str, due: date | None, remind_on: date | None, faults: dict[str, str]
) -> None:
    assert action_faults(text, due, remind_on, TODAY) == faults


def test_a_field_of_a_plan_holds_two_thousand_signs() -> None:
    assert entry_faults({"goal": "x" * 2000, "help": ""}, TODAY) == {}
    faults = entry_faults({"goal": "x" * 2001, "help": ""}, date(9999, 1, 1))
    assert faults == {"goal": "long", "due": "unreal"}


def test_a_plan_is_empty_where_nothing_stands_in_it() -> None:
    assert empty(["", ""], None, 0)
    assert not empty(["", "Lezen"], None, 0)
    assert not empty([""], TODAY, 0)
    assert not empty([""], None, 1)
