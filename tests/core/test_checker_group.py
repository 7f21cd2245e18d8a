"""The gate on group reports: each broken part of rule P8, and every figure changed a little."""

import copy
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.checker import Violation, check_all, check_group
from surveyapp.core.group_report import LeaderGroup, build
from tests.core.test_checker_anything import anything, ordinary, spoilt
from tests.core.test_checker_mutations import at, corrupted, leaves, other_values
from tests.leaders import FRAMES, groups_of

Data = Any
Break = Callable[[Data], object]

SIZES = (7, 5, 3, 2)
"""Two groups with figures, and two that join the whole together."""

UNVERIFIABLE = {
    "scores.mean": "rounded: the other sections leave room, and some stand beside none",
    "importance.mean": "as scores.mean",
    "scores.leaders": "one more or less may have a figure of a unit",
    "importance.leaders": "as scores.leaders",
    "whole.leaders": "how many more follow the programme in groups without figures",
    "wave.position": "what the wave is called",
}
"""Kind of place, and why a change there may pass where the leaders' snapshots are not at hand."""

NOT_FIGURES = re.compile(r"^(instrument|fingerprint|programme|frozen_on)\b|label|^groups\.\d+\.id")


def groups(*sizes: int) -> list[LeaderGroup]:
    return groups_of(*(sizes or SIZES), seed=4, share=0.9)


def data_of(of: list[LeaderGroup]) -> Data:
    return json.loads(build(of, date(2026, 11, 20)).to_json())


def leaders_of(of: list[LeaderGroup]) -> dict[str, list[Data]]:
    return {group.id: [json.loads(one.to_json()) for one in group.leaders] for group in of}


def figures(faults: list[Violation]) -> list[Violation]:
    """What is found without the fingerprint's help."""
    return [fault for fault in faults if fault.place != "fingerprint"]


def cell(data: Data, section: str | int = "whole", unit: str = "teacher") -> Data:
    where = data["whole"] if section == "whole" else data["groups"][section]
    return where["competences"][0]["scores"][unit]


def hide(data: Data, **more: object) -> None:
    data.clear()
    data.update({"state": "suppressed", "reason": "too_few"} | more)


def show(data: Data, leaders: int, mean: float = 3.0) -> None:
    data.clear()
    data.update(state="published", mean=mean, leaders=leaders)


BROKEN: dict[str, tuple[Break, str]] = {
    "four leaders": (lambda d: show(cell(d, 1), 4), "groups[1].competences[0].scores.teacher"),
    "a small group": (lambda d: d["groups"][2].update(leaders=3), "groups[2].leaders"),
    "a figure of a group that is hidden": (
        lambda d: show(cell(d, 2), 5),
        "groups[2].competences[0].scores.teacher.leaders",
    ),
    "more leaders than there are": (
        lambda d: show(cell(d, 0), 8),
        "groups[0].competences[0].scores.teacher.leaders",
    ),
    "a count in what is hidden": (
        lambda d: hide(cell(d), leaders=5),
        "whole.competences[0].scores.teacher.leaders",
    ),
    "a leader": (lambda d: d["groups"][0].update(leader="Alice"), "groups[0].leader"),
    "a spread": (lambda d: cell(d).update(sd=0.4), "whole.competences[0].scores.teacher.sd"),
    "a highest": (lambda d: cell(d).update(max=4.9), "whole.competences[0].scores.teacher.max"),
    "a mean that is not rounded": (
        lambda d: cell(d, 0).update(mean=3.14),
        "groups[0].competences[0].scores.teacher.mean",
    ),
    "another reason": (
        lambda d: hide(cell(d, 2), reason="not_asked"),
        "groups[2].competences[0].scores.teacher",
    ),
    "all others": (
        lambda d: d["whole"]["competences"][0].update(others=3.21),
        "whole.competences[0].others",
    ),
    "importance to all others": (
        lambda d: d["groups"][0]["competences"][1].update(importance_others=None),
        "groups[0].competences[1].importance_others",
    ),
    "too few in the whole": (lambda d: d["whole"].update(leaders=16), "whole.leaders"),
    "too many in the whole": (lambda d: d["whole"].update(leaders=21), "whole.leaders"),
    "the whole hidden beside a group": (
        lambda d: hide(cell(d)),
        "whole.competences[0].scores.teacher.leaders",
    ),
    "a unit twice": (lambda d: d["units"].append(d["units"][1]), "units"),
    "a pool as a unit": (lambda d: d["units"][1].update(id="pool"), "units"),
    "others as a unit": (lambda d: d["units"][1].update(id="others"), "units"),
    "no leaders themselves": (lambda d: d["units"].pop(0), "units"),
    "no units": (lambda d: d["units"].clear(), "units"),
    "no groups": (lambda d: d["groups"].clear(), "whole.leaders"),
    "a group twice": (lambda d: d["groups"][0].update(id="g2"), "groups"),
    "a competence less": (lambda d: d["whole"]["competences"].pop(), "whole.competences"),
    "a score too many": (
        lambda d: d["groups"][0]["competences"][1]["scores"].update(pool=cell(d)),
        "groups[0].competences[1]",
    ),
    "an importance too few": (
        lambda d: d["groups"][0]["competences"][1]["importance"].pop("self"),
        "groups[0].competences[1]",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_p8_a_broken_rule_is_found_in_the_document_alone(name: str) -> None:
    change, place = BROKEN[name]
    data = data_of(groups())
    assert check_group(data) == []
    change(data)
    faults = figures(check_group(data))
    assert {fault.rule for fault in faults} == {"P8"}
    assert place in {fault.place.removesuffix(".leaders") for fault in faults} | {
        fault.place for fault in faults
    }


@pytest.mark.parametrize(("rest", "passes"), [(0, True), (1, False), (4, False), (5, True)])
def test_p8_whoever_remains_after_subtraction_is_five_or_nobody(rest: int, passes: bool) -> None:
    data = data_of(groups_of(*SIZES))
    show(cell(data), 12 + rest)
    show(cell(data, 0), 7)
    show(cell(data, 1), 5)
    places = {fault.place for fault in check_group(data)}
    assert ("whole.competences[0].scores.teacher.leaders" not in places) == passes


@pytest.mark.parametrize(
    ("mean", "passes"), [(3.0, True), (4.9, False), (1.1, False), (3.6, True), (2.4, True)]
)
def test_p8_the_leaders_who_remain_have_a_possible_mean(mean: float, passes: bool) -> None:
    data = data_of(groups_of(*SIZES))
    for row in (cell(data, 0), cell(data, 1)):
        row.update(mean=3.0)
    cell(data).update(mean=mean)
    data["whole"]["competences"][0]["others"] = None
    places = {fault.place for fault in figures(check_group(data))}
    assert ("whole.competences[0].scores.teacher.mean" not in places) == passes


def test_p8_where_one_group_is_the_whole_their_figures_are_the_same() -> None:
    data = data_of(groups_of(6, 2))
    assert check_group(data) == []
    own = cell(data, unit="self")
    own.update(mean=round(own["mean"] - 0.1, 1))
    assert [fault.place for fault in figures(check_group(data))] == [
        "whole.competences[0].scores.self.mean"
    ]


def kind(place: tuple[str | int, ...]) -> str:
    """What kind of figure stands there."""
    known = ("scores", "importance", "units", "wave", "whole", "groups")
    names = [str(part) for part in place if isinstance(part, str)]
    parents = [name for name in names[:-1] if name in known]
    return f"{parents[-1]}.{names[-1]}" if parents else names[-1]


def reversed_state(data: Data) -> Data:
    """The cell shown where it is hidden, and hidden where it is shown."""
    if data["state"] == "published":
        return {"state": "suppressed", "reason": "too_few"}
    return {"state": "published", "mean": 3.0, "leaders": 5}


@cache
def silent(*, with_leaders: bool) -> dict[str, list[str]]:
    """The changes that no rule notices, by kind of place."""
    of = groups()
    data, leaders = data_of(of), leaders_of(of) if with_leaders else None
    result: dict[str, list[str]] = {}
    for place in leaves(data):
        if NOT_FIGURES.search(".".join(map(str, place))):
            continue
        for other in other_values(at(data, place)):
            if not figures(check_group(corrupted(data, place, other), leaders)):
                result.setdefault(kind(place), []).append(f"{place}: {other}")
    return result


def test_p8_with_the_leaders_snapshots_every_changed_figure_is_noticed() -> None:
    of = groups()
    assert check_group(data_of(of), leaders_of(of)) == []
    assert silent(with_leaders=True) == {}


def test_p8_what_the_document_alone_cannot_show_is_listed_and_no_more() -> None:
    assert silent(with_leaders=False).keys() == UNVERIFIABLE.keys()


def test_p8_with_the_leaders_snapshots_no_figure_is_missing_or_too_many() -> None:
    of = groups()
    data, leaders = data_of(of), leaders_of(of)
    for place in {place[:-1] for place in leaves(data) if place[-1] == "state"}:
        changed = corrupted(data, place, reversed_state(at(data, place)))
        assert figures(check_group(changed, leaders)), place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda of: of.pop("g4"), "groups"),
        (lambda of: of.update(g5=[]), "groups"),
        (lambda of: of["g1"].append({}), ""),
        (lambda of: of["g1"].append(3), ""),
        (lambda of: of["g3"][0].update(programme="Ander"), "programme"),
        (lambda of: of["g3"][0]["wave"].update(id="post"), "wave"),
        (lambda of: of["g3"][0]["instrument"].update(id="other"), "instrument"),
        (lambda of: of["g3"][0]["rules"]["groups"].pop(), "units"),
        (lambda of: of["g1"].pop(), "groups[0].leaders"),
        (lambda of: of["g3"].append(of["g1"].pop()), "groups[0].leaders"),
    ],
)
def test_p8_other_leaders_are_noticed(change: Break, place: str) -> None:
    of = groups()
    leaders = leaders_of(of)
    change(leaders)
    assert place in {fault.place for fault in check_group(data_of(of), leaders)}


def test_an_instrument_without_importance_has_none_in_its_group_report() -> None:
    (frame,) = (one for one in FRAMES if one.instrument.importance is None)
    data = data_of(groups_of(5, frame=frame))
    assert check_group(data) == []
    row = data["whole"]["competences"][0]
    row["importance"] = row["scores"]
    assert [fault.place for fault in figures(check_group(data))] == ["whole.competences[0]"]


def test_p9_a_changed_group_report_is_noticed_by_its_fingerprint() -> None:
    data = data_of(groups()) | {"programme": "Ander"}
    fault = Violation("P9", "fingerprint", "The content was changed after it was made.")
    assert check_all(json.dumps(data)) == [fault]
    data["units"].pop(0)
    assert fault in check_group(data)


DATA = data_of(groups())
LEADERS = leaders_of(groups())


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=9), ordinary | anything | st.just("remove")
)
def test_a_spoilt_group_report_is_checked_to_the_end(steps: list[int], value: object) -> None:
    other = spoilt(DATA, steps, value)
    assert check_group(other, LEADERS) or other == DATA
    leaders = copy.deepcopy(LEADERS)
    leaders["g2"][0] = spoilt(leaders["g2"][0], steps, value)
    check_group(DATA, leaders)


def test_a_leader_without_one_of_the_competences_is_refused() -> None:
    leaders = copy.deepcopy(LEADERS)
    del leaders["g2"][0]["competences"][0]
    assert "P8: instrument: A leader's snapshot is about other competences." in [
        str(fault) for fault in check_group(DATA, leaders)
    ]


@given(anything)
def test_anything_at_all_is_no_group_report(value: object) -> None:
    assert check_group(value) != []
    assert check_all(json.dumps({"format": "group/1", "whole": value})) != []
