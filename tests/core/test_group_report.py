"""Rule P8 in the group report, on generated groups of leaders."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from random import Random
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveyapp.core.checker import check_all, check_group
from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.core.group_report import (
    GroupSnapshot,
    LeaderGroup,
    LeadersCell,
    LeadersMean,
    build,
)
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.report import build as build_report
from surveyapp.core.snapshot import Score, Snapshot, Suppressed
from tests.builders import plausible_round, round_of
from tests.leaders import (
    FRAMES,
    Place,
    Plan,
    cells,
    groups_of,
    leader_groups,
    plans,
    sections,
    value,
)

ON = date(2026, 11, 20)
FEWEST = 5
seeds = st.integers(0, 2**32 - 1)


def subsets(size: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(size), n) for n in range(size + 1))


def count(found: GroupSnapshot, section: int, place: Place) -> int:
    cell = dict(cells(sections(found)[section]))[place]
    return cell.leaders if isinstance(cell, LeadersMean) else 0


@given(leader_groups)
def test_p8_a_figure_is_the_rounded_mean_of_five_leaders_or_more(groups: list[LeaderGroup]) -> None:
    found = build(groups, ON)
    for group, section in zip(groups, found.groups, strict=True):
        size = len(group.leaders)
        assert section.leaders == (size if size >= FEWEST else None)
        for place, cell in cells(section):
            known = [v for one in group.leaders if (v := value(one, place)) is not None]
            if len(known) < FEWEST:
                assert isinstance(cell, Suppressed)
            else:
                assert cell == LeadersMean(mean=round(fmean(known), 1), leaders=len(known))


@given(leader_groups)
def test_p8_the_whole_is_made_of_the_groups_that_may_join(groups: list[LeaderGroup]) -> None:
    found = build(groups, ON)
    small = [g for g in groups if len(g.leaders) < FEWEST]
    joined = sum(len(g.leaders) for g in small) >= FEWEST
    members = [g.leaders for g in groups if joined or g not in small]
    assert found.whole.leaders == sum(map(len, members))
    for place, cell in cells(found.whole):
        known = [[v for one in g if (v := value(one, place)) is not None] for g in members]
        few = [v for g in known if len(g) < FEWEST for v in g]
        kept = [v for g in known if len(g) >= FEWEST for v in g]
        kept += few if len(few) >= FEWEST else []
        if kept:
            assert cell == LeadersMean(mean=round(fmean(kept), 1), leaders=len(kept))
        else:
            assert isinstance(cell, Suppressed)


@given(leader_groups)
def test_p8_no_subtraction_of_sections_leaves_fewer_than_five(groups: list[LeaderGroup]) -> None:
    found = build(groups, ON)
    places = [place for place, _ in cells(found.whole)]
    counts = [[count(found, s, place) for place in places] for s in range(len(groups) + 1)]
    leaders = [section.leaders or 0 for section in sections(found)]
    for whole, *parts in [leaders, *zip(*counts, strict=True)]:
        for some in subsets(len(parts)):
            rest = whole - sum(parts[number] for number in some)
            assert rest == 0 or rest >= FEWEST


Figures = list[dict[Place, LeadersCell]]
"""The cells of each section."""


def figures(groups: list[LeaderGroup]) -> Figures:
    return [dict(cells(section)) for section in sections(build(groups, ON))]


def with_twin(low: list[LeaderGroup], high: list[LeaderGroup], g: int, n: int) -> list[LeaderGroup]:
    """The low groups, in which one leader has the values of the high ones."""
    leaders = list(low[g].leaders)
    leaders[n] = high[g].leaders[n]
    return [*low[:g], replace(low[g], leaders=leaders), *low[g + 1 :]]


@given(plans)
def test_p8_whoever_moves_a_figure_has_four_others_who_move_the_same_ones(plan: Plan) -> None:
    low, high = plan.groups(1, 1), plan.groups(5, 5)
    before = figures(low)
    moved: dict[Place, Counter[tuple[bool, ...]]] = {place: Counter() for place in before[0]}
    for g, group in enumerate(low):
        for n in range(len(group.leaders)):
            after = figures(with_twin(low, high, g, n))
            for place, seen in moved.items():
                seen[tuple(b[place] != a[place] for b, a in zip(before, after, strict=True))] += 1
    for seen in moved.values():
        assert all(leaders >= FEWEST for sections, leaders in seen.items() if any(sections))


def others(found: dict[str, LeadersCell]) -> float | None:
    shown = [c.mean for u, c in found.items() if u != SELF and isinstance(c, LeadersMean)]
    return fmean(shown) if shown else None


@given(leader_groups)
def test_p8_all_others_add_nothing_to_the_figures_beside_them(groups: list[LeaderGroup]) -> None:
    for section in sections(build(groups, ON)):
        for row in section.competences:
            assert row.others == pytest.approx(others(row.scores))
            assert row.importance_others == pytest.approx(others(row.importance))


@given(leader_groups, seeds)
def test_p8_nothing_depends_on_the_order_or_the_names_of_leaders(
    groups: list[LeaderGroup], seed: int
) -> None:
    mixed = []
    for group in groups:
        leaders = list(group.leaders)
        Random(seed).shuffle(leaders)
        names = [{"leader": one.school, "school": one.leader} for one in group.leaders]
        pairs = zip(leaders, names, strict=True)
        renamed = [one.model_copy(update=name) for one, name in pairs]
        mixed.append(replace(group, leaders=renamed))
    assert build(mixed, ON).to_json() == build(groups, ON).to_json()


@given(leader_groups)
def test_p8_no_leader_is_named(groups: list[LeaderGroup]) -> None:
    text = build(groups, ON).to_json()
    for one in chain.from_iterable(group.leaders for group in groups):
        assert not [word for word in (one.leader, one.school, one.fingerprint) if word in text]


@given(plans)
def test_p8_who_is_hidden_changes_nothing(plan: Plan) -> None:
    low, high = plan.groups(1, 2), plan.groups(4, 5)
    small = [len(group.leaders) < FEWEST for group in low]
    few = sum(len(group.leaders) for group, hidden in zip(low, small, strict=True) if hidden)
    assume(0 < few < FEWEST)
    mixed = [h if hidden else one for one, h, hidden in zip(low, high, small, strict=True)]
    assert build(mixed, ON).to_json() == build(low, ON).to_json()


@given(leader_groups)
def test_p8_the_gate_lets_every_group_report_through(groups: list[LeaderGroup]) -> None:
    text = build(groups, ON).to_json()
    leaders = {group.id: [json.loads(one.to_json()) for one in group.leaders] for group in groups}
    assert check_all(text) == []
    assert check_group(json.loads(text), leaders) == []


@given(leader_groups)
def test_every_group_report_survives_its_file(groups: list[LeaderGroup]) -> None:
    found = build(groups, ON)
    assert GroupSnapshot.from_json(found.to_json()) == found


@pytest.mark.parametrize("sizes", [(4,), (2, 2), (1, 1, 1, 1), ()])
def test_p8_fewer_than_five_leaders_have_no_group_report(sizes: tuple[int, ...]) -> None:
    with pytest.raises(NotAllowed, match="at least 5 leaders"):
        build(groups_of(*sizes), ON)


@pytest.mark.parametrize(
    ("sizes", "whole"),
    [((5,), 5), ((6, 4), 6), ((3, 2), 5), ((5, 4, 1), 10), ((5, 2, 2), 5), ((9, 5, 0), 14)],
)
def test_p8_small_groups_join_the_whole_together_or_not(sizes: tuple[int, ...], whole: int) -> None:
    found = build(groups_of(*sizes), ON)
    assert found.whole.leaders == whole
    assert [group.leaders for group in found.groups] == [n if n >= FEWEST else None for n in sizes]


def rated(one: Snapshot, others: float, **groups: float) -> Snapshot:
    """The leader with these scores only, and this for "all others"."""
    scores = {group: Score(mean=mean, items=1) for group, mean in groups.items()}
    rows = [row.model_copy(update={"scores": scores, "others": others}) for row in one.competences]
    return one.model_copy(update={"competences": tuple(rows)})


def test_p8_one_rater_group_more_does_not_single_out_a_leader() -> None:
    """The mean of the leaders' own "all others" would: it holds half of her other group's score."""
    *five, sixth = groups_of(6)[0].leaders
    alike = [rated(one, 4, teacher=4) for one in five]

    def told(peers: float) -> GroupSnapshot:
        leaders = [*alike, rated(sixth, (4 + peers) / 2, teacher=4, peer=peers)]
        return build([LeaderGroup(id="g", label="Groep Oost", leaders=leaders)], ON)

    assert told(1) == told(5)
    assert told(1).whole.competences[0].others == 4


def test_a_group_report_is_made_of_real_reports() -> None:
    reports = [build_report(plausible_round(seed=seed)) for seed in range(1, 8)]
    found = build([LeaderGroup(id="g", label="Groep Oost", leaders=reports)], ON)
    assert [unit.id for unit in found.units] == [SELF, "teacher", "peer", "board"]
    row = found.whole.competences[0]
    teachers = [one.competences[0].scores["teacher"] for one in reports]
    means = [score.mean for score in teachers if isinstance(score, Score)]
    assert row.scores["teacher"] == LeadersMean(mean=round(fmean(means), 1), leaders=7)
    assert row.scores["board"] == Suppressed(reason="too_few")
    assert row.others is not None
    assert found.groups[0].competences == found.whole.competences
    leaders = {"g": [json.loads(one.to_json()) for one in reports]}
    assert check_group(json.loads(found.to_json()), leaders) == []


def test_what_nobody_was_asked_is_said_to_be_so() -> None:
    skipped = {"not_asked": ["board"]}
    of = FRAMES[0].instrument.model_dump()
    of["competences"][0]["items"] = [item | skipped for item in of["competences"][0]["items"]]
    frame = build_report(round_of({}, of=Instrument.model_validate(of)))
    found = build(groups_of(5, frame=frame), ON)
    first, second = found.whole.competences
    assert first.scores["board"] == Suppressed(reason="not_asked")
    assert isinstance(second.scores["board"], LeadersMean)


def test_a_changed_group_report_is_refused_in_a_sentence() -> None:
    data = json.loads(build(groups_of(5), ON).to_json())
    for change in ({"programme": "Ander"}, {"format": "snapshot/1"}, {"leader": "Alice"}):
        with pytest.raises(SurveyError, match=r"fingerprint|not the snapshot of a group report"):
            GroupSnapshot.from_json(json.dumps(data | change))
