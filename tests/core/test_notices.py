"""What a leader is told before a last day, and until when it helps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from surveyapp.core.notices import NEAR, Notice, notices, working_days
from surveyapp.core.path import Stand

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
FAR = MONDAY + timedelta(weeks=3)

OPEN = Stand("open", "open", FRIDAY, list_open=True)
PLANNED = Stand("prepared", "", FAR, list_open=True, list_until=FRIDAY, few=("teacher", "board"))


@pytest.mark.parametrize(
    ("today", "day", "left"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, FRIDAY, 4),
        (MONDAY, FRIDAY + timedelta(days=2), 4),
        (FRIDAY, FRIDAY + timedelta(days=2), 0),
        (FRIDAY, FRIDAY + timedelta(days=3), 1),
        (FRIDAY, MONDAY, 0),
        (MONDAY, FAR, 15),
    ],
)
def test_working_days_are_counted_after_today(today: date, day: date, left: int) -> None:
    assert working_days(today, day) == left


def test_her_own_questionnaire_is_mentioned_in_the_last_week_until_it_is_done() -> None:
    assert notices(OPEN, MONDAY) == (Notice("self", FRIDAY, 4),)
    assert notices(OPEN, FRIDAY) == (Notice("self", FRIDAY, 0),)
    assert notices(replace(OPEN, own_done=True), MONDAY) == ()
    assert notices(OPEN, MONDAY - timedelta(weeks=1)) == ()
    assert notices(OPEN, FRIDAY + timedelta(days=1)) == ()


def test_a_list_that_is_too_short_is_mentioned_in_the_week_before_its_day() -> None:
    assert notices(PLANNED, MONDAY) == (Notice("list", FRIDAY, 4, ("teacher", "board")),)
    assert notices(PLANNED, MONDAY - timedelta(weeks=1)) == ()
    for silent in ({"few": ()}, {"list_until": None}, {"list_open": False}):
        assert notices(replace(PLANNED, **silent), MONDAY) == ()


def test_that_few_people_are_asked_is_said_while_somebody_can_be_added_in_time() -> None:
    few = replace(OPEN, own_done=True, few=("board",), closes_on=FRIDAY + timedelta(weeks=1))
    assert notices(few, MONDAY) == (Notice("few", few.closes_on, 9, ("board",)),)
    assert notices(few, MONDAY - timedelta(days=7)) == ()
    assert notices(replace(few, list_open=False), MONDAY) == ()


def test_that_answers_are_missing_is_said_in_the_last_week() -> None:
    short = replace(OPEN, own_done=True, short=("teacher",))
    assert notices(short, MONDAY) == (Notice("short", FRIDAY, 4, ("teacher",)),)
    assert notices(replace(short, closes_on=FAR), MONDAY) == ()


def test_all_that_is_to_be_said_comes_in_one_order() -> None:
    all_of_it = replace(OPEN, few=("board",), short=("teacher",))
    assert [one.about for one in notices(all_of_it, MONDAY)] == ["self", "few", "short"]


@pytest.mark.parametrize("assessment", ["", "frozen", "released", "forgotten"])
@pytest.mark.parametrize("wave", ["open", "closed"])
def test_when_nobody_can_answer_nothing_is_said(wave: str, assessment: str) -> None:
    shut = replace(OPEN, wave=wave, assessment=assessment, few=("board",), short=("teacher",))
    assert notices(shut, MONDAY) == ()


def test_the_last_week_is_five_working_days() -> None:
    assert NEAR == 5
    assert notices(OPEN, FRIDAY - timedelta(days=7)) == (Notice("self", FRIDAY, 5),)
    assert notices(OPEN, FRIDAY - timedelta(days=8)) == ()
