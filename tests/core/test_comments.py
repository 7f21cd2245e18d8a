from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.anonymity import divide
from surveyapp.core.comments import paragraphs, policy, publish, shuffled
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import CommentPolicy
from tests.builders import both, rules
from tests.strategies import rounds

BOARD = RaterGroup(id="board", label=both("board"), identified=True)


def shown(promise: Rules, **counts: int) -> list[tuple[tuple[str, ...], str, str | None]]:
    rows = policy(promise, divide(promise, counts), counts)
    return [(row.members, row.shown, row.unit) for row in rows]


def test_from_five_respondents_comments_stand_under_the_name_of_the_group() -> None:
    assert shown(rules("teacher"), teacher=5) == [(("teacher",), "named", "teacher")]


def test_those_of_fewer_are_withheld() -> None:
    assert shown(rules("teacher"), teacher=4) == [(("teacher",), "withheld", None)]


def test_those_of_small_groups_stand_together_without_a_name() -> None:
    expected = [(("teacher", "peer"), "unnamed", None)]
    assert shown(rules("teacher", "peer"), teacher=4, peer=1) == expected


def test_a_pool_of_five_is_named_and_a_smaller_one_is_not() -> None:
    promise = rules("teacher", "peer", "staff")
    small = {"teacher": 2, "peer": 2}
    assert shown(promise, **small, staff=1) == [(("teacher", "peer", "staff"), "named", "pool")]
    assert shown(promise, **small) == [(("teacher", "peer"), "withheld", None)]


def test_the_words_of_identified_raters_stand_under_their_name() -> None:
    assert shown(rules(BOARD), board=1) == [(("board",), "named", "board")]


def test_comments_never_undercut_the_minimum_promised_for_figures() -> None:
    ten = RaterGroup(id="teacher", label=both("t"), minimum=10)
    assert shown(rules(ten), teacher=6) == [(("teacher",), "withheld", None)]
    assert shown(rules(ten, "peer"), teacher=6, peer=4) == [(("teacher", "peer"), "unnamed", None)]


def test_the_minimum_is_that_of_the_promise() -> None:
    assert shown(rules("teacher", minimum_comments=3), teacher=3)[0][1] == "named"


def blocks(*comments: Comment, rows: tuple[CommentPolicy, ...] = ()) -> dict[str | None, list[str]]:
    (question,) = publish(["q1"], comments, rows, ["Karin Bos"])
    return {block.unit: list(block.texts) for block in question.blocks}


def test_the_leaders_own_words_are_always_there() -> None:
    assert blocks(Comment(SELF, "q1", "Ik ook")) == {SELF: ["Ik ook"]}


TEACHERS = CommentPolicy(members=("teacher",), shown="named", unit="teacher")


def test_p7_names_are_masked_in_what_others_wrote_and_not_in_her_own_notes() -> None:
    text = "Karin helpt; mail x@y.nl of bel 0612345678"
    found = blocks(Comment("teacher", "q1", text), Comment(SELF, "q1", text), rows=(TEACHERS,))
    assert found == {SELF: [text], "teacher": ["[…] helpt; mail […] of bel […]"]}


def test_withheld_words_and_those_of_nobody_are_not() -> None:
    rows = (CommentPolicy(members=("peer",), shown="withheld"),)
    assert blocks(Comment("peer", "q1", "x"), Comment("stranger", "q1", "y"), rows=rows) == {}


def test_words_to_another_question_stay_there() -> None:
    assert blocks(Comment(SELF, "q2", "Elders")) == {}


def test_paragraphs_stand_alone_and_in_no_order() -> None:
    texts = [f"deel {number}" for number in range(8)]
    found = blocks(Comment(SELF, "q1", "\n\n".join(texts)))[SELF]
    assert sorted(found) == texts
    assert found != texts


def test_paragraphs_lose_their_spaces_and_line_ends_of_every_kind() -> None:
    assert paragraphs(" een \t twee\r\n\r\ndrie\u2028vier\x0b ") == ["een twee", "drie", "vier"]


@given(st.lists(st.text()), st.randoms(use_true_random=False))
def test_the_order_depends_on_the_texts_alone(texts: list[str], chance: Random) -> None:
    other = chance.sample(texts, len(texts))
    assert shuffled(other) == shuffled(texts)


def test_the_order_does_not_depend_on_what_is_masked() -> None:
    one, other = (
        publish(
            ["q1"], [Comment("teacher", "q1", f"{n} {name}") for n in range(6)], [TEACHERS], [name]
        )
        for name in ("Karin", "Bobby")
    )
    assert one == other


@given(rounds())
def test_p7_withheld_words_are_nowhere_in_the_snapshot(one: Round) -> None:
    snapshot = build(one)
    withheld = {m for p in snapshot.comment_policy if p.shown == "withheld" for m in p.members}
    allowed = [c for c in one.comments if c.group not in withheld]
    shown = [t for q in snapshot.comments for b in q.blocks for t in b.texts]
    assert len(shown) == sum(len(paragraphs(comment.text)) for comment in allowed)


@given(rounds())
def test_p7_names_and_addresses_are_nowhere_in_the_snapshot(one: Round) -> None:
    others = [comment for comment in one.comments if comment.group != SELF]
    text = build(replace(one, comments=others)).to_json()
    assert "Karin" not in text
    assert "a@b.nl" not in text


@given(rounds())
def test_p7_no_block_has_fewer_respondents_than_promised(one: Round) -> None:
    for row in build(one).comment_policy:
        together = sum(one.answered(member) for member in row.members)
        identified = one.rules.group(row.members[0]).identified
        if row.shown != "withheld" and not identified:
            assert together >= one.rules.minimum_comments
