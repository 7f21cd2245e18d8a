"""Comments, attacked: whose words may these be, and what may the withheld ones have been?

A comment comes without its rater; what could be found out is the rater group that it came from. Two
colluders know which words are their own, and leave three authors at least to all others.
"""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import Snapshot
from tests.builders import answers, instrument, round_of
from tests.strategies import rounds


def together(snapshot: Snapshot, group: str) -> tuple[str, ...]:
    """The rater groups whose words stand, or are withheld, together with those of this one."""
    rows = [row.members for row in snapshot.comment_policy if group in row.members]
    return rows[0] if rows else (group,)


@given(rounds(), st.randoms(use_true_random=False))
def test_p7_words_may_be_of_any_group_that_they_stand_together_with(
    one: Round, chance: Random
) -> None:
    snapshot = build(one)
    others = [
        replace(given, group=chance.choice(together(snapshot, given.group)))
        for given in one.comments
    ]
    assert build(replace(one, comments=others)) == snapshot


@given(rounds(), st.lists(st.text(max_size=20), max_size=3))
def test_p7_withheld_words_may_have_been_any_or_none(one: Round, texts: list[str]) -> None:
    snapshot = build(one)
    rows = [row.members for row in snapshot.comment_policy if row.shown == "withheld"]
    withheld = [group for members in rows for group in members]
    others = [given for given in one.comments if given.group not in withheld]
    for question in one.instrument.open_questions:
        others += [Comment(group, question.id, text) for group in withheld for text in texts]
    assert build(replace(one, comments=others)) == snapshot


def test_p7_one_left_out_rater_is_not_told_from_four_teachers() -> None:
    of = instrument()
    groups = {SELF: answers(of, 1), "teacher": answers(of, 4), "board": answers(of, 1)}
    seen = [
        build(round_of(groups, of=of, comments=[Comment(author, "q1", "Luister vaker.")]))
        for author in ("teacher", "board")
    ]
    assert seen[0] == seen[1]
    assert [block.unit for block in seen[0].comments[0].blocks] == [None]
