"""The publication rules P2, P4, P5 and P6: what may be read, decided in one place.

See ``docs/anonymity.md``. Whoever wants a figure about answers gets it from here or from what
derives from it (P3); there is no other source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveyapp.core.instrument import SELF, Item
from surveyapp.core.rater_group import POOL, RaterGroup, Rules
from surveyapp.core.response import CANNOT_JUDGE, valid
from surveyapp.core.snapshot import FLOORED_AT, Below, Cell, Published, Suppressed, Unit, Use

FROM_DISTRIBUTION = 7
"""Valid answers from which the distribution bars are drawn (P5)."""

ITEMS_FOR_SPREAD = 3
"""Published items that a figure resting on the spread of answers needs: there is none per item."""


@dataclass(frozen=True)
class Division:
    """Which groups stand alone, which form the pool, and which are left out (P4)."""

    own: tuple[RaterGroup, ...]
    pooled: tuple[RaterGroup, ...]
    left_out: tuple[RaterGroup, ...]

    def use(self, group: RaterGroup) -> Use:
        """What became of the answers of a group."""
        if group in self.own:
            return "own"
        if group in self.pooled:
            return "pooled"
        return "left_out" if group in self.left_out else "none"


def divide(rules: Rules, respondents: Mapping[str, int]) -> Division:
    """Divide the groups that answered by rule P4.

    ``respondents`` counts responses per group id. Identified groups stand alone from one response
    on; anonymous groups from their minimum. The rest pools if it reaches the highest minimum among
    its members together, and is left out of every figure otherwise.
    """
    present = [group for group in rules.groups if respondents.get(group.id)]
    own = [group for group in present if group.identified or _reaches(group, respondents)]
    small = [group for group in present if group not in own]
    together = sum(respondents[group.id] for group in small)
    if small and together >= max(group.minimum for group in small):
        return Division(tuple(own), tuple(small), ())
    return Division(tuple(own), (), tuple(small))


def _reaches(group: RaterGroup, respondents: Mapping[str, int]) -> bool:
    return respondents[group.id] >= group.minimum


def cell(answers: NDArray[np.uint8], *, minimum: int, identified: bool) -> Cell:
    """The published cell of one unit and one column (P2, P5, P6).

    ``answers``: shape (respondents,), reverse items already turned; 0 and 255 do not count.
    """
    points = answers[valid(answers)]
    if len(points) < (1 if identified else minimum):
        return Suppressed(reason="too_few")
    unable = int(np.count_nonzero(answers == CANNOT_JUDGE))
    mean = float(points.mean())
    if not identified and mean < FLOORED_AT:
        return Below(n=len(points), cannot_judge=unable)
    return Published(
        mean=mean,
        n=len(points),
        cannot_judge=unable,
        distribution=_distribution(points),
    )


def _distribution(points: NDArray[np.uint8]) -> tuple[int, int, int, int, int] | None:
    if len(points) < FROM_DISTRIBUTION:
        return None
    one, two, three, four, five = np.bincount(points, minlength=6)[1:].tolist()
    return one, two, three, four, five


def tells_spread(unit: Unit, shown: Sequence[tuple[Item, Cell]]) -> bool:
    """Whether a figure over these cells may rest on the spread of answers (P3, P5).

    Only where each of them shows its bars and everybody was asked. Then any two raters of the unit
    could have each other's answers to an item, and no figure can tell more of any single answer
    than the bars do; which answers go together it tells a little. Of fewer raters it would tell
    more: five who differ nowhere are found out (``tests/attack``).
    """
    return len(shown) >= ITEMS_FOR_SPREAD and all(
        isinstance(cell, Published)
        and cell.distribution is not None
        and not set(item.not_asked) & set(unit.members)
        for item, cell in shown
    )


def unit_minimum(unit: str, division: Division) -> int:
    """The number of valid answers that a cell of this unit needs."""
    if unit == SELF:
        return 1
    if unit == POOL:
        return max(group.minimum for group in division.pooled)
    return next(group.minimum for group in division.own if group.id == unit)
