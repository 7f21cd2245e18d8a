"""Rater groups and the rules that a wave promises its raters. Groups are data, never an enum."""

from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from surveyapp.core.base import Identifier, Record, Texts

FLOOR = 3
"""No promise may go below this many valid answers in an anonymous cell (rule P2)."""

MOST = 20
"""A minimum that hardly any group reaches protects nobody better."""

POOL = "pool"
"""The id of the unit that small anonymous groups form together (rule P4)."""

RESERVED = frozenset({"self", "others", POOL})
"""Ids that mean something else in figures."""


class RaterGroup(Record):
    """Who rates. ``identified`` groups are told before the first question that they are.

    ``single_rater_reliability`` (0–1) is what one rater of this group is worth; it decides when
    there are enough of them.
    """

    id: Identifier
    label: Texts
    identified: bool = False
    minimum: int = Field(default=FLOOR, ge=FLOOR, le=MOST)
    single_rater_reliability: float | None = Field(default=None, gt=0, lt=1)


class Rules(Record):
    """What is promised when a wave opens, and kept when it is frozen."""

    groups: tuple[RaterGroup, ...] = Field(min_length=1)
    minimum_comments: int = Field(default=5, ge=FLOOR, le=MOST)
    on_paper: Annotated[bool, SkipJsonSchema()] = Field(default=False, exclude=True)
    """Whether the coordinator prints the reports and hands them out, so that she could read them.

    No figure depends on it, and no snapshot has it.
    """

    def stored(self) -> dict[str, Any]:
        """All of them, as a programme and a wave keep them."""
        return self.model_dump(mode="json") | {"on_paper": self.on_paper}

    @model_validator(mode="after")
    def _names_are_free(self) -> "Rules":
        ids = [group.id for group in self.groups]
        if len(set(ids)) != len(ids):
            raise ValueError("two rater groups have the same id: give each its own")
        if taken := RESERVED & set(ids):
            raise ValueError(f"a rater group cannot be called {sorted(taken)[0]!r}: rename it")
        return self

    def changed(self, **values: object) -> "Rules":
        """The same rules but for these values; ``ValueError`` where that cannot be promised."""
        return Rules.model_validate(self.stored() | values)

    def group(self, key: str) -> RaterGroup:
        """The group with that id; ``KeyError`` if there is none."""
        return next(group for group in self.groups if group.id == key)
