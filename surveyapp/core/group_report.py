"""The group report: what the leaders of a wave show together, and nothing per leader (rule P8).

``build`` reads the leaders' published snapshots, never an answer. A figure exists from five leaders
on, and no subtraction of figures leaves fewer than five:

- the whole programme is made of its groups as "other raters" is made of small ones (rule P4): who
  is in a group without a figure of its own counts only where all of these are five together;
- "all others" is the mean of the figures beside it. The mean of the leaders' own "all others" would
  single out whoever is alone in having one rater group more, and so would figures per item;
- means are rounded to 0.1. Several fractions with known denominators, as progress pages tell them,
  can be read off their exact sum.

A leader who knows her own figures can still subtract these: five leaders leave four.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field

from surveyapp.core import scores
from surveyapp.core.base import Identifier, Record, Texts
from surveyapp.core.document import Document
from surveyapp.core.errors import NotAllowed
from surveyapp.core.instrument import SELF, Competence, Instrument
from surveyapp.core.snapshot import CompetenceResult, Mean, Snapshot, Suppressed, WaveName

LEADERS = 5
"""The leaders that a figure, and whatever is left of it by subtraction, rests on at least."""

SELF_LABEL = {"nl": "Schoolleiders zelf", "en": "The leaders themselves"}

T = TypeVar("T")


class LeadersMean(Record):
    """The mean of so many leaders' published values, rounded to 0.1."""

    state: Literal["published"] = "published"
    mean: Mean
    leaders: int = Field(ge=LEADERS)


LeadersCell = Annotated[LeadersMean | Suppressed, Field(discriminator="state")]


class GroupCompetence(Record):
    """One competence: scores and importance per unit; ``others`` derive from the published ones."""

    id: Identifier
    scores: dict[Identifier, LeadersCell]
    others: Mean | None
    importance: dict[Identifier, LeadersCell]
    importance_others: Mean | None


class Section(Record):
    """What is said of some leaders together; ``leaders`` is ``None`` where they are too few."""

    leaders: Annotated[int, Field(ge=LEADERS)] | None
    competences: tuple[GroupCompetence, ...]


class GroupSection(Section):
    """What is said of one group of leaders."""

    id: str
    label: str


class GroupUnit(Record):
    """Whose answers a figure stands for: the leaders' own, or those of one rater group."""

    id: Identifier
    label: Texts


class GroupSnapshot(Document):
    """One wave over all its leaders, as it may be read."""

    called: ClassVar[str] = "the snapshot of a group report"

    format: Literal["group/1"] = "group/1"
    programme: str
    wave: WaveName
    frozen_on: date
    instrument: Instrument
    units: tuple[GroupUnit, ...]
    whole: Section
    groups: tuple[GroupSection, ...]


@dataclass(frozen=True)
class LeaderGroup:
    """A group of leaders with their snapshots of one wave."""

    id: str
    label: str
    leaders: Sequence[Snapshot]


def build(groups: Sequence[LeaderGroup], frozen_on: date) -> GroupSnapshot:
    """Everything that is published about these leaders together.

    They share a wave, and so its instrument and rules. ``NotAllowed`` for fewer than five of them.
    """
    counted = counting([group.leaders for group in groups])
    if not counted:
        raise NotAllowed(f"A group report needs the reports of at least {LEADERS} leaders.")
    one = counted[0][0]
    return GroupSnapshot(
        programme=one.programme,
        wave=one.wave,
        frozen_on=frozen_on,
        instrument=one.instrument,
        units=_units(one),
        whole=Section(leaders=_count(counted), competences=_competences(one, counted)),
        groups=tuple(_group(one, group) for group in groups),
    )


def counting(groups: Sequence[Sequence[T]]) -> list[Sequence[T]]:
    """The groups that count in the whole.

    Those of five and more; the smaller ones if they are five together, and else none of them.
    """
    small = sum(len(group) for group in groups if len(group) < LEADERS)
    fewest = LEADERS if small < LEADERS else 1
    return [group for group in groups if len(group) >= fewest]


def _units(one: Snapshot) -> tuple[GroupUnit, ...]:
    """Self and the promised rater groups; a pool is made of other groups for each leader."""
    promised = [GroupUnit(id=group.id, label=group.label) for group in one.rules.groups]
    return (GroupUnit(id=SELF, label=SELF_LABEL), *promised)


def _group(one: Snapshot, group: LeaderGroup) -> GroupSection:
    counted = counting([group.leaders])
    return GroupSection(
        id=group.id,
        label=group.label,
        leaders=_count(counted),
        competences=_competences(one, counted),
    )


def _count(groups: Sequence[Sequence[object]]) -> int | None:
    return sum(len(group) for group in groups) or None


def _competences(
    one: Snapshot, groups: Sequence[Sequence[Snapshot]]
) -> tuple[GroupCompetence, ...]:
    """The competences of the instrument over the leaders of these groups."""
    units = [unit.id for unit in _units(one)]
    rows = []
    for place, asked in enumerate(one.instrument.competences):
        results = [[leader.competences[place] for leader in group] for group in groups]
        importance = _importance(units, results) if one.instrument.importance else {}
        rows.append(_competence(asked, _scores(units, asked, results), importance))
    return tuple(rows)


def _competence(
    asked: Competence, by_unit: dict[str, LeadersCell], importance: dict[str, LeadersCell]
) -> GroupCompetence:
    return GroupCompetence(
        id=asked.id,
        scores=by_unit,
        others=scores.all_others(_means(by_unit)),
        importance=importance,
        importance_others=scores.all_others(_means(importance)),
    )


Results = Sequence[Sequence[CompetenceResult]]
"""One competence of each leader, the leaders by group."""


def _scores(units: Sequence[str], asked: Competence, results: Results) -> dict[str, LeadersCell]:
    cells = _cells(units, [[scores.scores_of(row.scores) for row in group] for group in results])
    hidden = [unit for unit in units if all(unit in item.not_asked for item in asked.items)]
    return cells | {unit: Suppressed(reason="not_asked") for unit in hidden}


def _importance(units: Sequence[str], results: Results) -> dict[str, LeadersCell]:
    return _cells(units, [[scores.published(row.importance) for row in group] for group in results])


def _cells(
    units: Sequence[str], tables: Sequence[Sequence[Mapping[str, float]]]
) -> dict[str, LeadersCell]:
    """A cell per unit from each leader's published values; who has none is not in that cell."""
    return {
        unit: _cell([[table[unit] for table in group if unit in table] for group in tables])
        for unit in units
    }


def _cell(values: Sequence[Sequence[float]]) -> LeadersCell:
    """The mean over the groups that count, to the last bit the same in whatever order."""
    kept = [value for group in counting(values) for value in group]
    if not kept:
        return Suppressed(reason="too_few")
    return LeadersMean(mean=round(fsum(kept) / len(kept), 1), leaders=len(kept))


def _means(cells: Mapping[str, LeadersCell]) -> dict[str, float]:
    return {unit: cell.mean for unit, cell in cells.items() if isinstance(cell, LeadersMean)}
