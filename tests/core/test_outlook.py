"""What can be shown of a group is judged as the rules will, before anybody has answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.anonymity import divide
from surveyapp.core.outlook import attention, outlooks
from surveyapp.core.rater_group import Rules
from tests.cast import BOARD, KNOWN_BOARD, PEER, TEACHER

RULES = Rules(groups=(TEACHER, PEER, BOARD))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((6, 5, 2), ("enough", "tight", "left out")),
        ((6, 2, 1), ("enough", "pooled", "pooled")),
        ((3, 0, 0), ("tight", "nobody", "nobody")),
        ((1, 1, 0), ("left out", "left out", "nobody")),
        ((0, 0, 0), ("nobody", "nobody", "nobody")),
    ],
)
def test_each_group_is_judged(asked: tuple[int, ...], expected: tuple[str, ...]) -> None:
    counts = dict(zip(("teacher", "peer", "board"), asked, strict=True))
    assert tuple(outlooks(RULES, counts).values()) == expected


def test_one_is_enough_of_a_group_that_is_identified() -> None:
    found = outlooks(Rules(groups=(TEACHER, KNOWN_BOARD)), {"board": 1})
    assert found == {"teacher": "nobody", "board": "enough"}


def test_who_is_shown_nowhere_needs_attention_first() -> None:
    lists = [(6, 6, 6), (6, 6, 3), (6, 2, 1), (6, 6, 0), (6, 0, 0), (6, 6, 1)]
    found = [
        outlooks(RULES, dict(zip(("teacher", "peer", "board"), one, strict=True))) for one in lists
    ]
    assert sorted(found, key=attention) == found[::-1]
    assert attention({}) == ()


@given(st.fixed_dictionaries({name: st.integers(0, 12) for name in ("teacher", "peer", "board")}))
def test_it_never_promises_more_than_the_rule(asked: dict[str, int]) -> None:
    division = divide(RULES, asked)
    for group in RULES.groups:
        one = outlooks(RULES, asked)[group.id]
        assert (one in {"enough", "tight"}) == (group in division.own)
        assert (one == "pooled") == (group in division.pooled)
        assert (one == "left out") == (group in division.left_out)
