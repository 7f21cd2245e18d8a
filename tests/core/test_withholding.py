"""What a coordinator may read and withhold (rule P7)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.checker import check
from surveyapp.core.comments import shuffled
from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import Reason, Snapshot
from surveyapp.core.withholding import readable, withhold
from tests.builders import instrument, plausible_round
from tests.strategies import rounds

GIVEN = [
    Comment("teacher", "q1", "Goed bezig.\nLuister vaker."),
    Comment("peer", "q1", "Goed bezig."),
    Comment("peer", "q2", "Goed bezig."),
    Comment(SELF, "q1", "Goed bezig.\nDit schreef ik zelf."),
    Comment("board", "q1", "Dit leest niemand."),
]
ROUND = plausible_round(instrument(questions=2), comments=GIVEN)
SNAPSHOT = build(ROUND)
REASONS: tuple[Reason, ...] = ("hurtful", "recognisable", "unrelated")


def blocks(snapshot: Snapshot, question: int = 0) -> dict[str | None, tuple[str, ...]]:
    return {block.unit: block.texts for block in snapshot.comments[question].blocks}


def test_what_others_wrote_is_read_over_all_groups_and_the_leaders_own_words_are_not() -> None:
    assert readable(SNAPSHOT.comments[0]) == {"Goed bezig.": 2, "Luister vaker.": 1}


@given(rounds())
def test_p7_the_order_to_read_in_depends_on_the_texts_alone(one: Round) -> None:
    for row in build(one).comments:
        texts = list(readable(row))
        assert texts == shuffled(reversed(texts))


def test_a_withheld_paragraph_is_gone_from_every_group_and_its_reason_stays() -> None:
    after = withhold(SNAPSHOT, "q1", "Goed bezig.", "hurtful")
    assert blocks(after) == {
        SELF: blocks(SNAPSHOT)[SELF],
        "teacher": ("Luister vaker.",),
    }, "the peers wrote nothing else"
    assert after.comments[0].withheld == ("hurtful", "hurtful")
    assert after.comments[1] == SNAPSHOT.comments[1], "the same words to another question"


def test_reasons_stand_in_an_order_that_tells_nothing() -> None:
    one = withhold(SNAPSHOT, "q1", "Luister vaker.", "unrelated")
    both = withhold(one, "q1", "Goed bezig.", "hurtful")
    assert both.comments[0].withheld == ("hurtful", "hurtful", "unrelated")
    assert list(blocks(both)) == [SELF]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("q1", "Dit schreef ik zelf."),
        ("q1", "Dit leest niemand."),
        ("q1", "Luister"),
        ("q1", ""),
        ("q2", "Luister vaker."),
        ("q9", "Goed bezig."),
    ],
)
def test_what_does_not_stand_there_cannot_be_withheld(question: str, text: str) -> None:
    with pytest.raises(NotFound, match="does not stand here"):
        withhold(SNAPSHOT, question, text, "hurtful")


def test_nothing_is_withheld_twice() -> None:
    after = withhold(SNAPSHOT, "q1", "Goed bezig.", "hurtful")
    with pytest.raises(NotFound):
        withhold(after, "q1", "Goed bezig.", "hurtful")


@given(rounds(), st.data())
def test_p7_whatever_is_withheld_the_report_passes_the_gate_and_holds_nothing_else(
    one: Round, data: st.DataObject
) -> None:
    snapshot = build(one)
    written = [(row.question, text) for row in snapshot.comments for text in readable(row)]
    chosen = data.draw(st.lists(st.sampled_from(written), unique=True)) if written else []
    after = snapshot
    for question, text in chosen:
        after = withhold(after, question, text, data.draw(st.sampled_from(REASONS)))
        row = next(row for row in after.comments if row.question == question)
        assert text not in readable(row)
    assert check(after.to_json()) == []
    assert Snapshot.from_json(after.to_json()) == after
    assert after.model_copy(update={"comments": snapshot.comments}) == snapshot


def test_a_snapshot_of_before_there_was_withholding_is_still_read() -> None:
    text = SNAPSHOT.to_json()
    assert '"question": "q1"' in text
    assert "withheld" not in json.loads(text)["comments"][0]
    assert Snapshot.from_json(text) == SNAPSHOT
    assert check(text) == []
