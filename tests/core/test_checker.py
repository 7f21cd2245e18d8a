"""The gate: one broken rule at a time, and which rule it names."""

import ast
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import surveyapp.core.checker
from surveyapp.core.checker import Violation, check, check_all
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from tests.builders import POST, answers, both, instrument, plausible_round, round_of, rules

Data = Any
Break = Callable[[Data], object]

WORDS = ["Goed bezig.", "Luister vaker.", "Ga zo door.", "Meer rust.", "Dank."]
ROUND = plausible_round(
    instrument(),
    counts={SELF: 1, "teacher": 9, "peer": 6, "board": 2},
    comments=[Comment("teacher", "q1", text) for text in WORDS],
)
LATER = plausible_round(instrument(), seed=4, wave=POST, counts={SELF: 1, "teacher": 8, "peer": 5})
BOARD = RaterGroup(id="board", label=both("board"), identified=True)
POOLED = plausible_round(instrument(), counts={SELF: 1, "teacher": 2, "peer": 2})
NAMED = plausible_round(instrument(), counts={"board": 1}, promise=rules(BOARD))
LOW = round_of({"teacher": answers(instrument(), 4, every=1)})


def data_of(one: Round, earlier: Round | None = None) -> Data:
    snapshot = build(one, [earlier] if earlier else [])
    return json.loads(snapshot.to_json())


def found(data: Data, change: Break) -> set[str]:
    """The rules that the gate names after a change, its fingerprint aside."""
    changed = copy.deepcopy(data)
    change(changed)
    return {v.rule for v in check(changed) if v.place != "fingerprint"}


def cell(data: Data, unit: str = "teacher", competence: int = 0, item: int = 0) -> Data:
    return data["competences"][competence]["items"][item]["cells"][unit]


def score(data: Data, unit: str = "teacher") -> Data:
    return data["competences"][0]["scores"][unit]


def setting(*path: str | int, to: object) -> Break:
    def change(data: Data) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return change


def revealed(**fields: object) -> dict[str, object]:
    return {"state": "published", "mean": 3.0, "n": 2, "cannot_judge": 0, "distribution": None} | (
        fields
    )


BROKEN: dict[str, tuple[Round, Break, str]] = {
    "a promise below the floor": (ROUND, setting("rules", "groups", 0, "minimum", to=2), "P2"),
    "two answers": (ROUND, lambda d: cell(d).update(revealed()), "P2"),
    "more answers than raters": (ROUND, lambda d: cell(d).update(n=10), "P2"),
    "a mean that no answers have": (ROUND, lambda d: cell(d, "peer").update(mean=3.4142), "P2"),
    "an answer to what was not asked": (
        ROUND,
        setting("instrument", "competences", 0, "items", 0, "not_asked", to=["teacher"]),
        "P2",
    ),
    "another score": (ROUND, lambda d: score(d).update(mean=3.0), "P3"),
    "a standard deviation": (ROUND, lambda d: score(d).update(sd=0.4), "P3"),
    "a lowest answer": (ROUND, lambda d: cell(d).update(minimum=2), "P3"),
    "a number in what is suppressed": (
        ROUND,
        lambda d: cell(d).clear() or cell(d).update(state="suppressed", reason="too_few", n=2),
        "P3",
    ),
    "anything unknown at the top": (ROUND, setting("icc", to=0.2), "P3"),
    "an interval with two decimals": (ROUND, lambda d: score(d)["interval"].update(low=2.51), "P3"),
    "an interval beside the score": (ROUND, lambda d: score(d)["interval"].update(high=1.5), "P3"),
    "others that include self": (ROUND, setting("competences", 0, "others", to=3.0), "P3"),
    "other items": (ROUND, lambda d: d["competences"][0]["items"].pop(), "P3"),
    "an agreement that no answers have": (
        ROUND,
        lambda d: score(d).update(agreement="none"),
        "P3",
    ),
    "a group that is left out as a unit": (
        ROUND,
        lambda d: d["units"].append(d["units"][1] | {"id": "board", "members": ["board"]}),
        "P4",
    ),
    "a group that is left out in a cell": (
        ROUND,
        lambda d: d["competences"][0]["items"][0]["cells"].update(board=revealed(n=3)),
        "P4",
    ),
    "a group that is said to be used": (ROUND, setting("participation", 2, "used", to="own"), "P4"),
    "a pool without one of the small groups": (
        POOLED,
        setting("units", 1, "members", to=["peer"]),
        "P4",
    ),
    "a group in the pool that is enough": (
        POOLED,
        setting("participation", 0, "answered", to=3),
        "P4",
    ),
    "an anonymous group made identified": (ROUND, setting("units", 1, "identified", to=True), "P4"),
    "bars under seven": (
        ROUND,
        lambda d: cell(d, "peer").update(distribution=[0, 0, 3, 3, 0]),
        "P5",
    ),
    "bars that do not fit": (ROUND, lambda d: cell(d)["distribution"].reverse(), "P5"),
    "an interval under five": (
        POOLED,
        lambda d: score(d, "pool").update(interval={"low": 3.0, "high": 4.5}),
        "P5",
    ),
    "an agreement word for self": (ROUND, lambda d: score(d, SELF).update(agreement="none"), "P5"),
    "a unanimous low with its mean": (LOW, lambda d: cell(d).update(revealed(mean=1.0, n=4)), "P6"),
    "a low of somebody who is known": (
        NAMED,
        setting(
            "competences",
            0,
            "items",
            0,
            "cells",
            "board",
            to={"state": "below", "n": 1, "cannot_judge": 0},
        ),
        "P6",
    ),
    "a low that is not said": (LOW, lambda d: score(d).update(floored=False), "P6"),
    "comments of a group that is withheld": (
        ROUND,
        lambda d: d["comments"][0]["blocks"].append({"unit": "board", "texts": ["x"]}),
        "P7",
    ),
    "comments without a name that nobody may give": (
        ROUND,
        lambda d: d["comments"][0]["blocks"].append({"unit": None, "texts": ["x"]}),
        "P7",
    ),
    "another policy": (ROUND, setting("comment_policy", 2, "shown", to="unnamed"), "P7"),
    "comments in the order in which they came": (
        ROUND,
        lambda d: d["comments"][0]["blocks"][0]["texts"].reverse(),
        "P7",
    ),
    "an address": (
        ROUND,
        setting("comments", 0, "blocks", 0, "texts", to=["vraag jan@school.nl"]),
        "P7",
    ),
    "a link": (
        ROUND,
        setting("comments", 0, "blocks", 0, "texts", to=["zie HTTPS://school.nl"]),
        "P7",
    ),
    "a phone number": (
        ROUND,
        setting("comments", 0, "blocks", 0, "texts", to=["bel 0612345678"]),
        "P7",
    ),
    "a comment in one piece": (
        ROUND,
        setting("comments", 0, "blocks", 0, "texts", to=["a\nb"]),
        "P7",
    ),
    "one block twice": (
        ROUND,
        lambda d: d["comments"][0]["blocks"].append(d["comments"][0]["blocks"][0]),
        "P7",
    ),
    "not JSON's numbers": (ROUND, setting("participation", 0, "answered", to=9.0), "P9"),
    "something missing": (ROUND, lambda d: d.pop("units"), "P9"),
    "half a character": (ROUND, setting("leader", to="\ud800"), "P9"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named(name: str) -> None:
    one, change, rule = BROKEN[name]
    data = data_of(one)
    assert check(data) == []
    assert rule in found(data, change)


@pytest.mark.parametrize(
    "change",
    [
        lambda growth: growth["competences"][0]["units"].update(
            board=growth["competences"][0]["units"]["teacher"]
        ),
        lambda growth: growth["competences"][0]["units"]["teacher"].update(items=2),
        lambda growth: growth["competences"][0]["units"]["teacher"].update(respondents_before=2),
        lambda growth: growth["competences"][0]["units"]["teacher"].update(
            respondents_before=4, word="clear"
        ),
        lambda growth: growth["since"].update(position=2),
        lambda growth: growth.update(since_frozen_on="2027-12-31"),
        lambda growth: growth["competences"].pop(),
        lambda growth: growth["competences"][0]["own"].update(then=2.5),
        lambda growth: growth["competences"][0]["own"].update(before=None),
        lambda growth: growth["competences"][0]["own"].update(word="clear"),
    ],
)
def test_growth_that_is_not_published_in_both_waves_breaks_p8(change: Break) -> None:
    assert "P8" in found(data_of(LATER, ROUND), lambda data: change(data["growth"]))


def test_a_changed_text_is_noticed_by_the_fingerprint() -> None:
    data = data_of(ROUND) | {"leader": "Bob"}
    assert check(data) == [
        Violation("P9", "fingerprint", "The content was changed after it was made.")
    ]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "{}", "[3]", "[[]]", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000],
)
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    assert {violation.rule for violation in check_all(text)} == {"P9"}


def test_one_snapshot_or_a_list_of_them_can_be_checked() -> None:
    first, later = data_of(ROUND), data_of(LATER, ROUND)
    assert check_all(json.dumps(first)) == []
    assert check_all(json.dumps([first, later])) == []


def test_snapshots_in_one_file_are_checked_together() -> None:
    later = data_of(LATER, ROUND)
    other = data_of(plausible_round(instrument(), seed=8))
    places = {violation.place for violation in check_all(json.dumps([other, later]))}
    assert any(place.startswith("[1].growth.competences[0]") for place in places)


def test_a_violation_reads_as_rule_place_and_sentence() -> None:
    assert str(Violation("P4", "units[1]", "No.")) == "P4: units[1]: No."
    assert str(Violation("P9", "", "No.")) == "P9: No."


@pytest.mark.rule("P9")
def test_the_gate_shares_no_code_with_what_it_checks() -> None:
    folder = Path(surveyapp.core.checker.__file__).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("surveyapp"):
                assert (node.module or "").startswith("surveyapp.core.checker")
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names]
                assert not {"numpy", "scipy", "pydantic", "surveyapp"} & set(names)


def test_with_the_earlier_snapshot_at_hand_no_unit_of_growth_may_be_missing_or_too_many() -> None:
    earlier = data_of(ROUND)
    changes: list[Break] = [
        lambda units: units.pop("peer"),
        lambda units: units.update(pool=units["peer"]),
    ]
    for change in changes:
        data = data_of(LATER, ROUND)
        assert check(data, [earlier]) == []
        change(data["growth"]["competences"][0]["units"])
        assert "growth.competences[0].units" in {v.place for v in check(data, [earlier])}
