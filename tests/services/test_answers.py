"""Of what comes from several tabs and devices, late and twice, the right thing counts."""

import pytest

from surveyapp.services.answers import SHEETS, Answers, Sheet

POINTS = {"vision-1": 4, "vision-2": 5}


def sent(answers: Answers, sheet: Sheet, *, text: str = "", **points: int) -> Answers:
    named = {name.replace("_", "-"): value for name, value in points.items()}
    return answers.sent(sheet, named, {"keep": text})


def test_what_a_sheet_saved_earlier_changes_nothing_when_it_comes_in_later() -> None:
    newest = sent(Answers(), Sheet("a", 3), vision_1=5, text="Alles")
    assert sent(newest, Sheet("a", 2), vision_1=2, text="Al") == newest


def test_the_same_thing_sent_again_is_taken_again() -> None:
    once = sent(Answers(), Sheet("a", 3), vision_1=5)
    assert sent(once, Sheet("a", 3), vision_1=5) == once


def test_numbers_of_one_sheet_say_nothing_about_another() -> None:
    one = sent(Answers(), Sheet("a", 9), vision_1=5)
    assert sent(one, Sheet("b", 1), vision_1=2).points == {"vision-1": 2}


def test_of_two_sheets_each_gives_what_was_touched_there() -> None:
    known = Answers(POINTS, {"keep": "Eerst"})
    one = sent(known, Sheet("a", 1, frozenset({"vision-2", "keep"})), vision_1=1, vision_2=5)
    both = sent(one, Sheet("b", 1, frozenset({"vision-1"})), vision_1=4, vision_2=2, text="Toen")
    assert both.points == {"vision-1": 1, "vision-2": 2}
    assert both.texts == {"keep": "Toen"}


@pytest.mark.parametrize(("turn", "point"), [(0, 4), (1, 3)])
def test_a_page_that_was_sent_before_and_has_no_script_gives_all_that_stands_on_it(
    turn: int, point: int
) -> None:
    """The browser went back to it as it was: what it had shown at first is no news any more."""
    shown = Sheet("a", turn, frozenset({"vision-1"}))
    changed = sent(Answers(POINTS), Sheet("a"), vision_1=3)
    assert sent(changed, shown, vision_1=4).points["vision-1"] == point


def test_only_the_sheets_of_late_are_remembered() -> None:
    answers = Answers()
    for number in range(SHEETS + 1):
        answers = sent(answers, Sheet(str(number)), vision_1=4)
    assert len(answers.sheets) == SHEETS
    assert "0" not in answers.sheets


def test_a_sheet_keeps_the_language_and_takes_away_what_was_emptied() -> None:
    answers = sent(Answers({}, {"keep": "Iets"}, "en"), Sheet("a"), text=" ")
    assert (answers.language, answers.texts) == ("en", {})
