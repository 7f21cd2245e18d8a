"""The cases of a group report, made from leaders' snapshots and passed by the gate."""

from collections.abc import Callable, Mapping
from functools import cache

from surveyapp.core.checker import check_group
from surveyapp.core.group_report import GroupSnapshot, LeaderGroup, build
from surveyapp.core.instrument import Instrument
from surveyapp.core.report import build as build_one
from surveyapp.core.snapshot import Snapshot
from tests.gallery.answers import FULL, USUAL, a_round, twelve
from tests.gallery.people_cases import LONG_GROUP, LONG_WORD

FROZEN = a_round().frozen_on


@cache
def _leader(seed: int, of: Callable[[], Instrument], board: int) -> Snapshot:
    counts = {**USUAL, "board": board}
    return build_one(a_round(of(), counts, seed=seed, written=()))


def _full() -> Instrument:
    return FULL


def _groups(
    sizes: Mapping[str, int], of: Callable[[], Instrument] = _full, board: int = 3
) -> GroupSnapshot:
    groups = [
        LeaderGroup(
            id=f"g{place}",
            label=label,
            leaders=[_leader(100 + 20 * place + n, of, board) for n in range(size)],
        )
        for place, (label, size) in enumerate(sizes.items())
    ]
    return build(groups, FROZEN)


def several() -> GroupSnapshot:
    return _groups({"Oost": 7, "West": 6, "Zuid": 2})


def alone() -> GroupSnapshot:
    return _groups({"Oost": 5})


def hidden() -> GroupSnapshot:
    return _groups({"Oost": 5}, board=2)


def long_names() -> GroupSnapshot:
    return _groups({f"{LONG_GROUP} {LONG_WORD}": 5, "<b>West</b> & omstreken": 5}, twelve)


GROUP_CASES: dict[str, tuple[str, Callable[[], GroupSnapshot]]] = {
    "group-several": ("two groups of five and more, and one too small", several),
    "group-alone": ("the only group", alone),
    "group-hidden": ("a rater group without figures", hidden),
    "group-long-names": ("long names, and twelve competences", long_names),
}


@cache
def group_snapshot(name: str) -> GroupSnapshot:
    """The snapshot of a case, once the gate has passed it."""
    made = GROUP_CASES[name][1]()
    assert not check_group(made.model_dump(mode="json") | {"fingerprint": made.fingerprint}), name
    return made
