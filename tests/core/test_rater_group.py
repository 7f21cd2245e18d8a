import pytest
from pydantic import ValidationError

from surveyapp.core.rater_group import RaterGroup, Rules
from tests.builders import both, rules


@pytest.mark.parametrize("minimum", [0, 1, 2, 21])
def test_no_promise_goes_below_three(minimum: int) -> None:
    with pytest.raises(ValidationError):
        RaterGroup(id="teacher", label=both("t"), minimum=minimum)


@pytest.mark.parametrize("minimum", [2, 21])
def test_comments_have_the_same_floor(minimum: int) -> None:
    with pytest.raises(ValidationError):
        rules("teacher", minimum_comments=minimum)


@pytest.mark.parametrize("name", ["self", "others", "pool"])
def test_names_with_a_meaning_are_taken(name: str) -> None:
    with pytest.raises(ValidationError, match="rename it"):
        rules(name)


def test_two_groups_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="same id"):
        rules("teacher", "teacher")


def test_there_is_at_least_one_group() -> None:
    with pytest.raises(ValidationError):
        Rules(groups=())


def test_a_group_is_found_by_its_id() -> None:
    assert rules("teacher", "peer").group("peer").id == "peer"


def test_changed_rules_are_checked_and_keep_the_rest() -> None:
    rules = Rules(groups=(RaterGroup(id="teacher", label={"nl": "Leraren"}),), on_paper=True)
    changed = rules.changed(minimum_comments=7)
    assert (changed.minimum_comments, changed.on_paper, changed.groups) == (7, True, rules.groups)
    for wrong in ({"minimum_comments": 2}, {"groups": ()}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            rules.changed(**wrong)
