"""What can be shown of a rater group, judged beforehand by how many are asked."""

from collections.abc import Mapping
from typing import Literal

from surveyapp.core.anonymity import Division, divide
from surveyapp.core.rater_group import RaterGroup, Rules

Outlook = Literal["nobody", "left out", "pooled", "tight", "enough"]
"""From the worst to the best; ``tight`` is a group that half of its people would not carry."""

ORDER: tuple[Outlook, ...] = ("left out", "nobody", "pooled", "tight", "enough")
"""What needs attention first."""


def outlooks(rules: Rules, asked: Mapping[str, int]) -> dict[str, Outlook]:
    """What would be shown of each group if everybody answered who is asked (rules P2, P4).

    ``asked`` counts people per group id. About half of the people asked answer, so a group of less
    than twice its minimum is told apart.
    """
    division = divide(rules, asked)
    return {group.id: _outlook(division, group, asked.get(group.id, 0)) for group in rules.groups}


def _outlook(division: Division, group: RaterGroup, asked: int) -> Outlook:
    use = division.use(group)
    if use == "own":
        return "enough" if group.identified or asked >= 2 * group.minimum else "tight"
    if use == "pooled":
        return "pooled"
    return "left out" if use == "left_out" else "nobody"


def attention(found: Mapping[str, Outlook]) -> tuple[int, ...]:
    """By what lists are put in order: the one with the worst groups, and most of them, first."""
    return tuple(sorted(ORDER.index(one) for one in found.values()))
