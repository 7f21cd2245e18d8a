"""Scores: what derives from published cells (rule P3), and how self stands to the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveyapp.core import agreement
from surveyapp.core.anonymity import cell, tells_spread
from surveyapp.core.base import NOISE
from surveyapp.core.instrument import SELF, Competence, Instrument, Item
from surveyapp.core.response import Answers, valid
from surveyapp.core.snapshot import (
    Below,
    Cell,
    CompetenceScore,
    MirrorField,
    Score,
    Standing,
    Suppressed,
    Unit,
)

SAME = 0.5
"""A gap of at most this many scale points is "about the same"."""

HIGH = 3.5
"""From here on a score counts as high in the mirror."""


@dataclass(frozen=True)
class UnitAnswers:
    """One unit with its answers (reverse items turned) and the minimum of its cells."""

    unit: Unit
    answers: Answers
    minimum: int

    def cell(self, instrument: Instrument, column: str) -> Cell:
        """The cell of one column."""
        values = self.answers[:, instrument.position[column]]
        return cell(values, minimum=self.minimum, identified=self.unit.identified)

    def item_cell(self, instrument: Instrument, item: Item) -> Cell:
        """The cell of one item; an item that nobody in the unit sees is said to be so."""
        if set(self.unit.members) <= set(item.not_asked):
            return Suppressed(reason="not_asked")
        return self.cell(instrument, item.id)

    def rater_matrix(self, instrument: Instrument, columns: Sequence[str]) -> agreement.Matrix:
        """Raters × columns as floats, NaN where there is no valid answer."""
        values = self.answers[:, [instrument.position[column] for column in columns]]
        return np.where(valid(values), values.astype(float), np.nan)


def published(cells: Mapping[str, Cell]) -> dict[str, float]:
    """The values of the cells that have one, by their key."""
    return {key: c.value for key, c in cells.items() if not isinstance(c, Suppressed)}


def competence_score(
    unit: UnitAnswers, instrument: Instrument, competence: Competence
) -> CompetenceScore:
    """The mean of the unit's published item cells, with interval and agreement where allowed.

    Both need the answers themselves and exist only where they cannot tell more of any single answer
    than the cells.
    """
    cells = {item.id: unit.item_cell(instrument, item) for item in competence.items}
    values = published(cells)
    if not values:
        asked = any(c.reason == "too_few" for c in cells.values() if isinstance(c, Suppressed))
        return Suppressed(reason="too_few" if asked else "not_asked")
    mean = float(np.mean(list(values.values())))
    score = Score(mean=mean, items=len(values))
    if any(isinstance(c, Below) for c in cells.values()):
        return score.model_copy(update={"floored": True})
    shown = [(item, cells[item.id]) for item in competence.items if item.id in values]
    if tells_spread(unit.unit, shown):
        return _with_spread(score, unit.rater_matrix(instrument, list(values)))
    return score


def _with_spread(score: Score, matrix: agreement.Matrix) -> Score:
    """The score with interval and agreement."""
    return score.model_copy(
        update={
            "interval": agreement.interval(score.mean, agreement.rater_means(matrix)),
            "agreement": agreement.agreement_word(agreement.group_agreement(matrix)),
        }
    )


def all_others(values: Mapping[str, float]) -> float | None:
    """The unweighted mean over published units, self excluded; ``None`` if there is none."""
    others = [value for unit, value in values.items() if unit != SELF]
    return float(np.mean(others)) if others else None


def standing(gap: float) -> Standing:
    """Where self stands to the others: about the same (at most half a point), higher or lower."""
    if abs(gap) <= SAME + NOISE:
        return "same"
    return "higher" if gap > 0 else "lower"


def mirror(own: float, others: float) -> MirrorField:
    """The field of the mirror (after Johari): seen by oneself or not, seen by others or not."""
    high = HIGH - NOISE
    if others >= high:
        return "open_strength" if own >= high else "hidden_strength"
    return "blind_spot" if own >= high else "known_development_point"


def scores_of(values: Mapping[str, CompetenceScore]) -> dict[str, float]:
    """The published means, by unit."""
    return {unit: score.mean for unit, score in values.items() if isinstance(score, Score)}


def others_of(cells: Iterable[tuple[str, Cell]]) -> float | None:
    """All others' mean of one item or of an importance question."""
    return all_others(published(dict(cells)))
