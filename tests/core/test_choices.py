"""What a leader may write down of her choices, and how a file of them is read."""

import pytest

from surveyapp.core.choices import ACTION_STATES, LEVELS, Action, Choices, LevelPlan, Priority
from surveyapp.core.errors import SurveyError

ONE = {"competence": "c1", "aim": "strength"}


@pytest.mark.parametrize(
    ("record", "right", "wrong"),
    [
        (Choices, {"priorities": [ONE] * 3}, {"priorities": [ONE] * 4}),
        (Action, {"text": "a" * 500}, {"text": "a" * 501}),
        (Action, {"text": "a"}, {"text": ""}),
        (LevelPlan, {"level": "me", "goal": "a" * 2000}, {"level": "me", "goal": "a" * 2001}),
        (Priority, ONE | {"aim": "shortcoming"}, ONE | {"aim": "keep"}),
        (Priority, ONE | {"passion": 1, "need": 5}, ONE | {"passion": 0}),
        (Priority, ONE | {"passion": 5, "need": 1}, ONE | {"need": 6}),
    ],
)
def test_more_than_may_be_chosen_or_written_is_refused(
    record: type[Choices | Action | LevelPlan | Priority],
    right: dict[str, object],
    wrong: dict[str, object],
) -> None:
    record.model_validate(right)
    with pytest.raises(ValueError, match="validation error"):
        record.model_validate(wrong)


def test_what_she_left_open_is_empty_and_shared_with_nobody() -> None:
    plan = LevelPlan(level="me")
    assert (plan.goal, plan.behaviour, plan.evidence, plan.help) == ("", "", "", "")
    assert (plan.due, plan.shared, plan.actions) == (None, False, ())
    assert Action(text="Luisteren").state == "planned"
    priority = Priority(competence="c1", aim="strength")
    assert (priority.passion, priority.need, priority.reason) == (None, None, "")


def test_levels_and_states_stand_in_the_order_in_which_they_are_shown() -> None:
    assert LEVELS == ("me", "school", "partnership")
    assert ACTION_STATES == ("planned", "doing", "done", "dropped")


def test_a_file_of_choices_says_what_it_is() -> None:
    made = Choices(priorities=(Priority(competence="c1", aim="strength"),))
    assert made.format == "choices/1"
    assert Choices.from_json(made.to_json()) == made
    with pytest.raises(SurveyError, match="This is not a file of priorities and plans: "):
        Choices.from_json("[]")
