"""How the figures of a snapshot look on paper, written apart from ``reporting``."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from surveyapp.core.group_report import LeadersMean
from surveyapp.core.snapshot import (
    Below,
    CompetenceGrowth,
    CompetenceResult,
    ItemResult,
    Published,
    Score,
    Snapshot,
)

DASH = "–"
POINT = {"nl": ",", "en": "."}


class Figures:
    """The figures of a language, as they are printed."""

    def __init__(self, language: str) -> None:
        self.point = POINT[language]

    def number(self, value: float) -> str:
        """One decimal, half up."""
        rounded = Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return str(rounded).replace(".", self.point)

    def mean(self, value: float | None, floored: bool = False) -> str:
        if value is None:
            return DASH
        return f"≤{self.number(value)}" if floored else self.number(value)

    def cell(self, cell: object) -> str:
        """A cell of an item; one answer is a whole number."""
        if isinstance(cell, Below):
            return f"<{self.number(1.5)}"
        if isinstance(cell, Published):
            return str(round(cell.mean)) if cell.n == 1 else self.number(cell.mean)
        return DASH

    def score(self, score: object) -> str:
        if isinstance(score, Score):
            return self.mean(score.mean, score.floored)
        return self.number(score.mean) if isinstance(score, LeadersMean) else DASH

    def interval(self, score: object) -> str:
        """Both ends; nothing where there are none."""
        if not isinstance(score, Score) or score.interval is None:
            return ""
        return f"{self.number(score.interval.low)}{DASH}{self.number(score.interval.high)}"

    def others(self, result: CompetenceResult) -> str:
        return self.mean(result.others, _any_floored(result.scores))

    def others_of_item(self, item: ItemResult) -> str:
        return self.mean(item.others, _any_below(item.cells))

    def importance(self, result: CompetenceResult) -> str:
        return self.mean(result.importance_others, _any_below(result.importance))

    def profile(self, result: CompetenceResult, units: Iterable[str]) -> list[str]:
        """A row of the overview: each unit, then all others."""
        return [*(self.score(result.scores.get(u)) for u in units), self.others(result)]

    def growth(self, change: CompetenceGrowth, unit: str) -> str:
        """Before and after; a dash where a unit has neither."""
        return "→".join(self.ends(change, unit)) or DASH

    def ends(self, change: CompetenceGrowth, unit: str) -> list[str]:
        """Before, and after."""
        if unit == "self":
            own = change.own
            return [self.mean(own.before), self.mean(own.after)]
        if unit not in change.units:
            return []
        row = change.units[unit]
        before = self.mean(row.before, row.before_floored)
        return [before, self.mean(row.after, row.after_floored)]


def _any_floored(scores: Mapping[str, object]) -> bool:
    return any(isinstance(s, Score) and s.floored for u, s in scores.items() if u != "self")


def _any_below(cells: Mapping[str, object]) -> bool:
    return any(isinstance(cell, Below) for unit, cell in cells.items() if unit != "self")


def spreads(item: ItemResult, units: Iterable[str]) -> list[int]:
    """How often each point was answered, unit after unit, where that may be told."""
    cells = [item.cells.get(unit) for unit in units if unit != "self"]
    return [n for c in cells if isinstance(c, Published) and c.distribution for n in c.distribution]


def of_competence(snapshot: Snapshot, place: int, figures: Figures) -> set[str]:
    """Everything that a sentence about this competence may say in a figure."""
    result = snapshot.competences[place]
    found = {figures.others(result), figures.importance(result)}
    found |= {figures.score(score) for score in result.scores.values()}
    found |= set(filter(None, (figures.interval(score) for score in result.scores.values())))
    found |= {figures.cell(cell) for cell in result.importance.values()}
    if result.gap is not None:
        found.add(figures.number(abs(result.gap)))
    if snapshot.growth:
        change = snapshot.growth.competences[place]
        for unit in [*change.units, "self"]:
            found |= set(figures.ends(change, unit))
        ends = (change.others_before, change.others_after, change.own.then)
        found |= {figures.number(end) for end in ends if end is not None}
    return found
