"""The gate notices when a single figure of a snapshot is changed, without the fingerprint's help.

Some figures nobody could check from what is published; they are listed here, and no others pass.
"""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.checker import check
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import Snapshot
from surveyapp.core.withholding import withhold
from tests.builders import POST, both, instrument, plausible, plausible_round, round_of, rules
from tests.strategies import rounds, two_waves

UNVERIFIABLE = {
    "participation.invited": "who was invited is published nowhere else",
    "participation.answered": "a group that is left out has no other figure",
    "cells.n": "below 7 answers another count may give the same mean",
    "importance.n": "as cells.n",
    "cells.cannot_judge": "how many could not judge is published once",
    "importance.cannot_judge": "as cells.cannot_judge",
    "interval.low": "needs the answers; checked for rounding and that it lies around the score",
    "interval.high": "as interval.low",
    "units.word": "growth: needs the answers; whether there may be one is checked",
    "units.before_floored": "growth: only the earlier snapshot knows, where there is no word",
    "own.then": "one whole point, published once",
    "units.respondents_before": "growth: only the earlier snapshot knows; at least the floor",
    "own.before": "growth: only the earlier snapshot knows; must be a mean of whole points",
    "wave.position": "what the wave is called; growth must point to an earlier one",
    "own.after": "growth: only the earlier snapshot knows over which items; a mean of some",
    "importance.mean": "the leader's own counts in nothing where that of the others is published",
    "minimum_comments": "the promise itself, as long as no policy depends on it",
    "comments.withheld": "a withheld comment is destroyed: nothing else tells why it was",
    "groups.minimum": "the promise itself, as long as no cell depends on it",
    "groups.single_rater_reliability": "a default; what derives from it is checked",
}
"""Kind of place, and why a change there may pass."""

Place = tuple[str | int, ...]

NOT_FIGURES = re.compile(r"^(instrument|fingerprint|programme|leader|school|frozen_on)\b|label")


def leaves(data: Any, place: Place = ()) -> Iterator[Place]:
    """The place of every value that is neither object nor list."""
    if isinstance(data, dict | list):
        pairs = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in pairs:
            yield from leaves(value, (*place, key))
    else:
        yield place


def at(data: Any, place: Place) -> Any:
    for key in place:
        data = data[key]
    return data


def corrupted(data: Any, place: Place, value: object) -> Any:
    result = copy.deepcopy(data)
    at(result, place[:-1])[place[-1]] = value
    return result


def other_values(value: object) -> Iterator[object]:
    """The figure a little higher and lower, and one step further where it is a count."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (value + 0.1, value - 0.1, value + 1e-6)
        yield float(round(value)) if value % 1 else value + 1
    elif value is None:
        yield from (1, 1.5)


SWAPS: dict[str, tuple[str, ...]] = {
    "state": ("published", "below", "suppressed"),
    "reason": ("too_few", "not_asked"),
    "agreement": ("none", "weak", "moderate", "strong", "very_strong"),
    "standing": ("same", "higher", "lower"),
    "mirror": ("open_strength", "blind_spot", "hidden_strength", "known_development_point"),
    "used": ("own", "pooled", "left_out", "none"),
    "shown": ("named", "unnamed", "withheld"),
    "kind": ("strength", "shortcoming", "keep"),
    "word": ("clear", "chance", "cannot_tell"),
    "withheld": ("hurtful", "recognisable", "unrelated"),
}


def kind(place: Place) -> str:
    """The place without numbers, units and competences: what kind of figure it is."""
    names = [str(part) for part in place if isinstance(part, str)]
    known = {"cells", "importance", "interval", "scores", "units", "own", "since", "wave"}
    known |= {"participation", "groups", "comments"}
    parents = [name for name in names[:-1] if name in known]
    return f"{parents[-1]}.{names[-1]}" if parents else names[-1]


def silent(data: Any, earlier: list[Any]) -> dict[str, list[str]]:
    """The changes that no rule notices, by kind of place."""
    result: dict[str, list[str]] = {}
    for place, other in changes(data):
        if not noticed(corrupted(data, place, other), earlier):
            result.setdefault(kind(place), []).append(f"{place}: {at(data, place)} → {other}")
    return result


def changes(data: Any) -> Iterator[tuple[Place, object]]:
    """Every figure of a snapshot with the values that it is changed to."""
    for place in leaves(data):
        if not NOT_FIGURES.search(".".join(map(str, place))):
            value = at(data, place)
            swaps = SWAPS.get(kind(place).rpartition(".")[2], ())
            for other in [*other_values(value), *(swap for swap in swaps if swap != value)]:
                yield place, other


def noticed(data: Any, earlier: list[Any]) -> bool:
    """Whether a rule is broken, the fingerprint aside."""
    return any(fault.place != "fingerprint" for fault in check(data, earlier))


@given(rounds(), st.data())
def test_p9_a_changed_figure_of_any_snapshot_is_noticed(one: Round, draw: st.DataObject) -> None:
    data = stored(build(one))
    place, other = draw.draw(st.sampled_from(list(changes(data))))
    assert noticed(corrupted(data, place, other), []) or kind(place) in UNVERIFIABLE


@given(two_waves(), st.data())
def test_p9_a_changed_figure_of_growth_is_noticed_beside_the_earlier_snapshot(
    waves: tuple[Round, Round], draw: st.DataObject
) -> None:
    first, now = waves
    data = stored(build(now, [first]))
    place, other = draw.draw(st.sampled_from([c for c in changes(data) if c[0][0] == "growth"]))
    unverifiable = UNVERIFIABLE.keys() - {"own.before", "own.after", "units.respondents_before"}
    assert (
        noticed(corrupted(data, place, other), [stored(build(first))])
        or kind(place) in unverifiable
    )


def comments() -> list[Comment]:
    texts = ["Goed bezig.", "Luister vaker.\nEcht.", "Ga zo door."]
    groups = ["teacher", "peer", "board", SELF]
    return [Comment(group, "q1", text) for group in groups for text in texts]


def skipping() -> Instrument:
    """One item that the board does not see, and a published reliability."""
    data = instrument().model_dump()
    data["competences"][0]["items"][1]["not_asked"] = ["board"]
    data["reliability"] = {"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}}
    return Instrument.model_validate(data)


def first() -> Round:
    counts = {SELF: 1, "teacher": 9, "peer": 6, "board": 2}
    return plausible_round(skipping(), seed=3, counts=counts, comments=comments())


def pooled() -> Round:
    groups = rules("teacher", "peer", RaterGroup(id="board", label=both("b"), identified=True))
    counts = {SELF: 1, "teacher": 2, "peer": 2, "board": 1}
    return plausible_round(skipping(), counts=counts, promise=groups, comments=comments())


def low() -> Round:
    of = skipping()
    answers = {group: plausible(of, n, n) for group, n in {SELF: 1, "teacher": 4}.items()}
    answers["peer"] = plausible(of, 8, 5)
    answers["teacher"][:, 0] = 1
    return round_of(answers, of=of)


def now() -> Round:
    counts = {SELF: 1, "teacher": 8, "peer": 5}
    return plausible_round(skipping(), seed=9, wave=POST, counts=counts)


CASES: dict[str, tuple[Round, Round | None]] = {
    "own groups, one left out": (first(), None),
    "a pool and an identified board": (pooled(), None),
    "a unanimous low": (low(), None),
    "growth": (now(), first()),
}


def data_of(one: Round, before: Round | None = None) -> Any:
    snapshot = build(one, [before] if before else [])
    if one.comments:
        snapshot = withhold(snapshot, "q1", "Ga zo door.", "unrelated")
    return stored(snapshot)


def stored(snapshot: Snapshot) -> Any:
    return json.loads(snapshot.to_json())


@cache
def unnoticed(case: str) -> dict[str, list[str]]:
    return silent(data_of(*CASES[case]), [])


@pytest.mark.rule("P9")
@pytest.mark.parametrize("case", CASES)
def test_every_changed_figure_is_noticed(case: str) -> None:
    assert check(data_of(*CASES[case])) == []
    assert {k: v[:3] for k, v in unnoticed(case).items() if k not in UNVERIFIABLE} == {}


@pytest.mark.rule("P9")
def test_with_the_earlier_snapshot_at_hand_every_figure_of_growth_is_checked() -> None:
    found = silent(data_of(now(), first()), [data_of(first())])
    assert not found.keys() & {
        "own.before",
        "own.after",
        "units.respondents_before",
        "units.before_floored",
    }


def test_every_exception_in_the_list_is_needed() -> None:
    assert {name for case in CASES for name in unnoticed(case)} == UNVERIFIABLE.keys()
