"""What a leader makes of a report: priorities, a plan for each, and the actions in it.

Her own words, kept per wave; no figure of anybody else is in it.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, StringConstraints

from surveyapp.core.base import Identifier, Record
from surveyapp.core.document import Document

MOST = 3
"""Priorities that a leader may choose in a wave."""

LONGEST_ACTION = 500
LONGEST_ENTRY = 2000
"""Signs in one field of a plan, or in a reason."""

Aim = Literal["strength", "shortcoming"]
"""A strength to excel in, or a critical shortcoming to remedy."""

Level = Literal["me", "school", "partnership"]
LEVELS: tuple[Level, ...] = get_args(Level)

ActionState = Literal["planned", "doing", "done", "dropped"]
ACTION_STATES: tuple[ActionState, ...] = get_args(ActionState)

Entry = Annotated[str, StringConstraints(max_length=LONGEST_ENTRY)]
"""What she wrote in one field; may be empty."""

Weight = Annotated[int, Field(ge=1, le=5)]
"""How much something counts for her, 1 least and 5 most."""


class Action(Record):
    """One thing to do; ``done_on`` is set while it is done."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ACTION)]
    state: ActionState = "planned"
    due: date | None = None
    done_on: date | None = None


class LevelPlan(Record):
    """The plan of one priority at one level, as far as she wrote it."""

    level: Level
    goal: Entry = ""
    behaviour: Entry = ""
    evidence: Entry = ""
    help: Entry = ""
    due: date | None = None
    shared: bool = False
    actions: tuple[Action, ...] = ()


class Priority(Record):
    """A competence that she chose, what she wants with it, and why.

    ``passion`` and ``need`` are her own weights beside what the figures say; ``reason`` is never
    empty where she overrules the rule. Levels stand in the order of ``LEVELS``.
    """

    competence: Identifier
    aim: Aim
    passion: Weight | None = None
    need: Weight | None = None
    reason: Entry = ""
    plan: tuple[LevelPlan, ...] = ()


class Choices(Document):
    """All that she chose and planned in one wave, in the order that she gave it."""

    called: ClassVar[str] = "a file of priorities and plans"

    format: Literal["choices/1"] = "choices/1"
    priorities: Annotated[tuple[Priority, ...], Field(max_length=MOST)] = ()
