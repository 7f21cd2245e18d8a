"""A leader's plan: how an action goes on, what may be written, and what comes first.

Her own words and days: nothing here judges them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from surveyapp.core.choices import LONGEST_ACTION, LONGEST_ENTRY, ActionState

ENTRIES = ("goal", "behaviour", "evidence", "help")
"""The fields of a plan at one level that she writes in."""

OPEN: frozenset[ActionState] = frozenset({"planned", "doing"})
"""The states of an action with which something is still to be done."""

MOST_ACTIONS = 20
"""Actions in a plan at one level: whoever wants more has another plan."""

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Days that a calendar may mean; others are slips of the keyboard."""


@dataclass(frozen=True)
class Course:
    """How far an action is: ``done_on`` while it is done, ``remind_on`` while it is open."""

    state: ActionState = "planned"
    due: date | None = None
    done_on: date | None = None
    remind_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    def moved(self, state: ActionState, today: date) -> "Course":
        """The course once it is in that state: done today, unless it was done before.

        What is done or dropped reminds nobody.
        """
        done_on = (self.done_on or today) if state == "done" else None
        remind_on = self.remind_on if state in OPEN else None
        return replace(self, state=state, done_on=done_on, remind_on=remind_on)

    def late(self, today: date) -> bool:
        """Whether its day is over and something is still to be done."""
        return self.open and self.due is not None and self.due < today


def order(course: Course) -> tuple[int, date]:
    """What comes first in a list of actions: what is open by its day, then done, then dropped."""
    rank = 0 if course.open else 1 if course.state == "done" else 2
    return rank, course.due or date.max


def entry_faults(entries: Mapping[str, str], due: date | None) -> dict[str, str]:
    """What is wrong with a plan at one level, by field, in a word."""
    faults = {name: "long" for name, text in entries.items() if len(text) > LONGEST_ENTRY}
    return faults | ({"due": "unreal"} if _unreal(due) else {})


def action_faults(
    text: str, due: date | None, remind_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with an action, by field, in a word."""
    faults = {}
    if not text:
        faults["text"] = "empty"
    if len(text) > LONGEST_ACTION:
        faults["text"] = "long"
    if _unreal(due):
        faults["due"] = "unreal"
    if remind_on and (remind_on <= today or _unreal(remind_on)):
        faults["remind_on"] = "past" if remind_on <= today else "unreal"
    return faults


def _unreal(day: date | None) -> bool:
    return day is not None and not EARLIEST <= day <= LATEST


def empty(entries: Iterable[str], due: date | None, actions: int) -> bool:
    """Whether nothing is planned at a level: then there is no plan, and nothing to share."""
    return not (any(entries) or due or actions)
