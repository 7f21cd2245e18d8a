"""The group report, attacked by who has the reports of one or two leaders beside it (rule P8).

All figures that the leaders may have are tried. Whose figure is found out stands at the end of what
is possible, as everybody with her: that is what a mean at the end tells. Of raters it can tell
nothing more than their leaders' own reports, which is all that it is made of.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations_with_replacement, product

import pytest

from surveyapp.core import group_report
from surveyapp.core.group_report import LeaderGroup
from surveyapp.core.instrument import SELF
from surveyapp.core.report import build
from surveyapp.core.snapshot import Snapshot
from tests.attack.exhaustive import Rows, deals
from tests.builders import answers, instrument, round_of, rules

ONE = instrument(1, 1, questions=0, importance=None, then=None)
LEVELS = (2, 3, 4)
"""In equal steps, as figures of real leaders stand close together."""

NOBODY = 0
"""The level of a leader whose teachers did not answer, as progress pages tell."""


@cache
def leader(level: int) -> Snapshot:
    """The report of a leader of whom every teacher said the same."""
    teachers = {"teacher": answers(ONE, 3, every=level)} if level else {}
    return build(round_of({SELF: answers(ONE, 1)} | teachers, of=ONE, promise=rules("teacher")))


def report(groups: Mapping[str, Rows]) -> str:
    """What is published about these groups of leaders."""
    made = [LeaderGroup(name, name, [leader(one) for (one,) in g]) for name, g in groups.items()]
    return group_report.build(made, date(2026, 11, 20)).model_dump_json()


def worlds(sizes: Mapping[str, tuple[int, int]]) -> Iterator[dict[str, Rows]]:
    """Every level that the leaders may have; of each group so many have teachers, so many not."""
    tables = [
        [
            ((NOBODY,),) * without + tuple((level,) for level in some)
            for some in combinations_with_replacement(LEVELS, having)
        ]
        for having, without in sizes.values()
    ]
    for choice in product(*tables):
        yield dict(zip(sizes, choice, strict=True))


def found_out(sizes: Mapping[str, tuple[int, int]], friend: str, friends: int = 1) -> set[int]:
    """The levels that are certain in some world for one leader, with friends of that group."""
    possible: dict[object, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for world in worlds(sizes):
        seen = report(world)
        for mine, others in deals(world[friend], friends):
            if (NOBODY,) not in mine:
                for name, rows in (world | {friend: others}).items():
                    possible[seen, mine][name] |= {level for (level,) in rows} - {NOBODY}
    sets = [levels for groups in possible.values() for levels in groups.values()]
    return {min(levels) for levels in sets if len(levels) == 1}


PROGRAMMES: dict[str, dict[str, tuple[int, int]]] = {
    "five leaders": {"a": (5, 0)},
    "six, one of them without teachers": {"a": (5, 1)},
    "two groups of five": {"a": (5, 0), "b": (5, 0)},
    "five beside three": {"a": (5, 0), "b": (3, 0)},
    "five, three and two": {"a": (5, 0), "b": (3, 0), "c": (2, 0)},
    "groups of which two and three have teachers": {"a": (5, 0), "b": (2, 3), "c": (3, 2)},
    "a group with one leader more": {"a": (6, 0), "b": (4, 1)},
}


@pytest.mark.parametrize("friends", [1, 2])
@pytest.mark.parametrize(
    ("programme", "friend"),
    [(name, group) for name, sizes in PROGRAMMES.items() for group in sizes],
)
def test_p8_who_knows_leaders_reports_finds_out_ends_of_the_scale_only(
    programme: str, friend: str, friends: int
) -> None:
    assert found_out(PROGRAMMES[programme], friend, friends) <= {LEVELS[0], LEVELS[-1]}


@pytest.mark.parametrize(("leaders", "known"), [(5, True), (6, False)])
def test_p8_where_all_but_one_let_their_scores_be_read_hers_is_known_too(
    leaders: int, known: bool
) -> None:
    """Why docs/anonymity.md says so: no rounding that leaves a figure hides the last of five."""
    found = found_out({"a": (leaders, 0)}, "a", friends=4)
    assert (LEVELS[1] in found) == known


def test_p8_figures_that_let_one_leader_be_subtracted_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Were every group counted in the whole, a group of two would be what is left of it."""
    sizes = {"a": (5, 0), "b": (2, 0)}
    assert found_out(sizes, "b") <= {LEVELS[0], LEVELS[-1]}
    monkeypatch.setattr(group_report, "counting", counting_everybody)
    assert 3 in found_out(sizes, "b")


def counting_everybody(groups: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """The whole without the rule that small groups are in it only together."""
    return list(groups) if sum(map(len, groups)) >= group_report.LEADERS else []
