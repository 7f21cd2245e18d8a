"""The gate on rule P7, to the letter: who stands under which name, and in what order."""

import hashlib

import pytest

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import Comment
from tests.builders import both, instrument, plausible_round, rules
from tests.core.broken import Data, data_of, said

BOARD = RaterGroup(id="board", label=both("board"), identified=True)
STAFF = RaterGroup(id="staff", label=both("staff"), minimum=6)
PROMISE = rules("teacher", "peer", BOARD, "staff")
WORDS = ("Goed bezig.", "Ga zo door.", "Meer rust.")
COMMENTS = [
    Comment(group, "q1", text) for group in ("teacher", "board", "peer", SELF) for text in WORDS
]


def snapshot(promise: Rules = PROMISE, **counts: int) -> Data:
    found = plausible_round(instrument(), counts=counts, promise=promise, comments=COMMENTS)
    data = data_of(found)
    assert said(data, {}) == []
    return data


Policy = list[tuple[list[str], str, str | None]]


@pytest.mark.parametrize(
    ("promise", "counts", "policy"),
    [
        (PROMISE, {"teacher": 5}, [(["teacher"], "named", "teacher")]),
        (PROMISE, {"teacher": 4}, [(["teacher"], "withheld", None)]),
        (PROMISE, {"board": 1}, [(["board"], "named", "board")]),
        (
            PROMISE,
            {"teacher": 5, "staff": 2, "peer": 3},
            [(["teacher"], "named", "teacher"), (["peer", "staff"], "unnamed", None)],
        ),
        (PROMISE, {"peer": 3, "staff": 1}, [(["peer", "staff"], "withheld", None)]),
        (PROMISE, {"peer": 2, "teacher": 2}, [(["teacher", "peer"], "withheld", None)]),
        (
            rules("teacher", "peer", "staff"),
            {"teacher": 2, "peer": 2, "staff": 1},
            [(["teacher", "peer", "staff"], "named", "pool")],
        ),
        (
            rules("teacher", STAFF, minimum_comments=7),
            {"teacher": 4, "staff": 3},
            [(["teacher", "staff"], "unnamed", None)],
        ),
        (
            rules("teacher", STAFF),
            {"teacher": 3, "staff": 2},
            [(["teacher", "staff"], "withheld", None)],
        ),
        (PROMISE, {}, []),
    ],
)
def test_the_policy_follows_from_rules_and_responses(
    promise: Rules, counts: dict[str, int], policy: Policy
) -> None:
    data = snapshot(promise, **counts)
    rows = data["comment_policy"]
    assert [(row["members"], row["shown"], row["unit"]) for row in rows] == policy
    other = [*rows, {"members": ["x"], "shown": "withheld", "unit": None}]
    assert said(data, {"comment_policy": other}) == [
        "P7: comment_policy: The rules and the responses give another one."
    ]


DATA = snapshot(teacher=5, peer=3, board=1, self=1)
NAMED = {row["unit"] for row in DATA["comments"][0]["blocks"]}
BLOCKS = "comments[0].blocks"
NOT_HERE = "These comments may not be shown here."


def block(unit: str | None, *texts: str) -> Data:
    """A block with these texts in their order."""
    ordered = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
    return {"unit": unit, "texts": ordered}


@pytest.mark.parametrize("unit", [SELF, "teacher", "board"])
def test_comments_stand_under_self_and_the_groups_of_the_policy(unit: str) -> None:
    assert unit in NAMED
    assert said(DATA, {BLOCKS: [block(unit, "a", "b", "c", "d")]}) == []


@pytest.mark.parametrize("unit", ["peer", "pool", None])
def test_comments_stand_under_no_other_name(unit: str | None) -> None:
    blocks = [block("teacher", "a"), block(unit, "a")]
    assert said(DATA, {BLOCKS: blocks}) == [f"P7: {BLOCKS}[1]: {NOT_HERE}"]


def test_comments_without_a_name_stand_where_the_policy_has_them() -> None:
    data = snapshot(teacher=5, peer=3, staff=2)
    assert said(data, {BLOCKS: [block(None, "a")]}) == []
    assert said(data, {BLOCKS: [block("peer", "a")]}) == [f"P7: {BLOCKS}[0]: {NOT_HERE}"]


def test_nobody_has_two_blocks() -> None:
    assert said(DATA, {BLOCKS: [block("teacher", "a"), block("teacher", "b")]}) == [
        f"P7: {BLOCKS}: Two blocks stand under one name."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vraag jan@school.nl", "An address or a long number stands in it."),
        ("zie https://school.nl", "An address or a long number stands in it."),
        ("zie HTTP://school.nl", "An address or a long number stands in it."),
        ("bel 012345678", "An address or a long number stands in it."),
        ("bel 01234567", None),
        ("thuis@ de school", None),
        ("a\nb", "Each paragraph must stand alone."),
        ("", "Each paragraph must stand alone."),
    ],
)
def test_a_paragraph_stands_alone_and_holds_no_address(text: str, message: str | None) -> None:
    place = f"{BLOCKS}[0].texts"
    number = block("teacher", "a", text)["texts"].index(text)
    found = said(DATA, {BLOCKS: [block("teacher", "a", text)]})
    assert found == ([f"P7: {place}[{number}]: {message}"] if message else [])


def test_the_leaders_own_notes_may_hold_an_address() -> None:
    texts = ["vraag jan@school.nl", "zie https://school.nl", "bel 012345678"]
    assert said(DATA, {BLOCKS: [block(SELF, *texts)]}) == []
    place = f"{BLOCKS}[0].texts[0]"
    assert said(DATA, {BLOCKS: [block(SELF, "a\nb")]}) == [
        f"P7: {place}: Each paragraph must stand alone."
    ]


def test_the_order_follows_from_each_text() -> None:
    place = f"{BLOCKS}[0].texts"
    texts = block("teacher", "a", "b", "c")["texts"]
    assert said(DATA, {place: texts[::-1]}) == [
        f"P7: {place}: The order must follow from each text alone."
    ]


@pytest.mark.parametrize("comments", [[], [{"question": "q2", "blocks": []}]])
def test_comments_are_about_the_open_questions(comments: object) -> None:
    assert said(DATA, {"comments": comments}) == [
        "P7: comments: These are not the open questions of the instrument."
    ]
