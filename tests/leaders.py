"""Groups of leaders for the group report: made by hand, or generated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from surveyapp.core.group_report import LEADERS, GroupSnapshot, LeaderGroup, LeadersCell, Section
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL
from surveyapp.core.report import build
from surveyapp.core.snapshot import (
    Below,
    Cell,
    CompetenceResult,
    CompetenceScore,
    Published,
    Score,
    Snapshot,
    Suppressed,
)
from tests.builders import round_of
from tests.strategies import INSTRUMENTS

FRAMES = [build(round_of({}, of=of)) for of in INSTRUMENTS]
"""Leaders about whom nothing is published, one per instrument."""

TOO_FEW = Suppressed(reason="too_few")

Draw = Callable[[], float | None]
"""The next published value; ``None`` where nothing is published."""

Place = tuple[int, str, str]
"""Competence, ``scores`` or ``importance``, and unit."""


def leader(frame: Snapshot, name: str, draw: Draw) -> Snapshot:
    """A leader with these values, in every unit and in a pool of her own."""
    rows = tuple(
        row.model_copy(update=_tables(frame, place, draw))
        for place, row in enumerate(frame.competences)
    )
    names = {"leader": f"Leider {name}", "school": f"School {name}"}
    return frame.model_copy(update=names | {"competences": rows})


def _tables(frame: Snapshot, place: int, draw: Draw) -> dict[str, object]:
    units = [SELF, *(group.id for group in frame.rules.groups), POOL]
    items = frame.instrument.competences[place].items
    asked = [unit for unit in units if not all(unit in item.not_asked for item in items)]
    tables: dict[str, object] = {"scores": {unit: _score(draw()) for unit in asked}}
    if frame.instrument.importance:
        tables["importance"] = {unit: _cell(draw()) for unit in units}
    return tables


def _score(value: float | None) -> CompetenceScore:
    return TOO_FEW if value is None else Score(mean=value, items=1)


def _cell(value: float | None) -> Cell:
    if value is None:
        return TOO_FEW
    if value < 1.5:
        return Below(n=5, cannot_judge=0)
    return Published(mean=value, n=5, cannot_judge=0)


def chance(seed: int, share: float, low: float, high: float) -> Draw:
    """Values by chance, of which this share is published."""
    source = Random(seed)
    return lambda: source.uniform(low, high) if source.random() < share else None


def groups_of(
    *sizes: int,
    seed: int = 1,
    share: float = 1.0,
    low: float = 1,
    high: float = 5,
    frame: Snapshot = FRAMES[0],
) -> list[LeaderGroup]:
    """Groups of so many leaders; all have something published of every unit, or that share.

    The same seed and share publish the same cells, whatever the values.
    """
    draw = chance(seed, share, low, high)
    return [
        LeaderGroup(
            id=f"g{number}",
            label=f"Groep {number}",
            leaders=[leader(frame, f"{number}.{n}", draw) for n in range(size)],
        )
        for number, size in enumerate(sizes, start=1)
    ]


@dataclass(frozen=True)
class Plan:
    """How many leaders in which groups, and what of them is published."""

    sizes: tuple[int, ...]
    seed: int
    share: float
    frame: Snapshot

    def groups(self, low: float = 1, high: float = 5) -> list[LeaderGroup]:
        """The groups with values between these."""
        return groups_of(
            *self.sizes, seed=self.seed, share=self.share, low=low, high=high, frame=self.frame
        )


SIZES = st.lists(st.sampled_from([0, 1, 2, 3, 4, 4, 5, 5, 6, 7]), min_size=1, max_size=4)

plans = st.builds(
    Plan,
    sizes=SIZES.map(tuple).filter(lambda sizes: sum(sizes) >= LEADERS),
    seed=st.integers(0, 2**32 - 1),
    share=st.sampled_from([0.3, 0.7, 0.9, 1.0]),
    frame=st.sampled_from(FRAMES),
)
"""One to four groups with five leaders or more, of whom more or less is published."""

leader_groups = plans.map(Plan.groups)


def value(one: Snapshot, place: Place) -> float | None:
    """What is published of a leader there."""
    number, table, unit = place
    row: CompetenceResult = one.competences[number]
    cell = getattr(row, table).get(unit)
    if isinstance(cell, Score):
        return cell.mean
    return None if cell is None or isinstance(cell, Suppressed) else float(cell.value)


def cells(section: Section) -> Iterator[tuple[Place, LeadersCell]]:
    """Every cell of a section."""
    for number, row in enumerate(section.competences):
        for table, found in (("scores", row.scores), ("importance", row.importance)):
            for unit, cell in found.items():
                yield (number, table, unit), cell


def sections(report: GroupSnapshot) -> list[Section]:
    """The whole and every group."""
    return [report.whole, *report.groups]
