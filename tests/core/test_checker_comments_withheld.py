"""The gate on withheld comments: how they may be said, and nothing more."""

import json
from typing import Any

import pytest

from surveyapp.core.checker import check
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.response import Comment
from surveyapp.core.snapshot import Snapshot
from surveyapp.core.withholding import withhold
from tests.builders import instrument, plausible_round

GIVEN = [Comment("teacher", "q1", "Goed bezig."), Comment("peer", "q1", "Goed bezig.")]
SNAPSHOT = build(plausible_round(instrument(questions=2), comments=GIVEN))
NOBODY = build(plausible_round(instrument(), counts={SELF: 1, "teacher": 3}))
ONE_OF = "One of: hurtful, recognisable, unrelated."
REASONS = ["hurtful", "recognisable", "unrelated"]


def faults(snapshot: Snapshot, **change: Any) -> list[str]:
    """What the gate says after a change to the comments on the first question."""
    data = json.loads(snapshot.to_json())
    data["comments"][0] |= change
    return [str(fault) for fault in check(data) if fault.place != "fingerprint"]


def test_a_withheld_comment_leaves_a_snapshot_that_passes() -> None:
    assert check(withhold(SNAPSHOT, "q1", "Goed bezig.", "hurtful").to_json()) == []


@pytest.mark.parametrize("reasons", [*([one] for one in REASONS), REASONS, ["hurtful"] * 2])
def test_each_reason_may_stand_there_as_often_as_it_was_given(reasons: list[str]) -> None:
    assert faults(SNAPSHOT, withheld=reasons) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"withheld": ["hurtful", "dull"]}, f"P9: comments[0].withheld[1]: {ONE_OF}"),
        ({"withheld": []}, "P9: comments[0].withheld: A list of at least 1 is expected here."),
        (
            {"withheld": "hurtful"},
            "P9: comments[0].withheld: A list of at least 1 is expected here.",
        ),
        ({"withheld": [{"unit": "peer"}]}, f"P9: comments[0].withheld[0]: {ONE_OF}"),
        (
            {"withheld": ["unrelated", "hurtful"]},
            "P7: comments[0].withheld: Reasons stand in alphabetical order, which tells nothing.",
        ),
        (
            {"withheld_from": ["peer"]},
            "P3: comments[0].withheld_from: Nothing by this name is published.",
        ),
    ],
    ids=str,
)
def test_any_other_way_to_say_it_is_refused(change: dict[str, Any], told: str) -> None:
    assert faults(SNAPSHOT, **change) == [told]


def test_where_no_comment_of_others_may_be_shown_none_was_withheld() -> None:
    assert faults(NOBODY, withheld=["hurtful"]) == [
        "P7: comments[0].withheld: No comment of others might be shown here."
    ]


def test_the_other_parts_of_a_question_may_not_be_missing() -> None:
    data = json.loads(SNAPSHOT.to_json())
    del data["comments"][0]["blocks"]
    assert "P9: comments[0].blocks: This is missing." in map(str, check(data))
