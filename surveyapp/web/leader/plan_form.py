"""The form of a plan at one level: what was typed stays, and what is wrong is said beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from werkzeug.datastructures import MultiDict

from surveyapp.core.choices import ACTION_STATES, LONGEST_ACTION, LONGEST_ENTRY, ActionState
from surveyapp.core.plan import ENTRIES, MOST_ACTIONS
from surveyapp.core.spelling import on_one_line
from surveyapp.services.planning import WrittenAction, WrittenLevel
from surveyapp.services.plans import ActionDetail, LevelDetail
from surveyapp.web.coordinator.inputs import day_of
from surveyapp.web.rater.forms import cleaned
from surveyapp.web.speech import _, spoken, too_long

OF_ACTION = ("text", "state", "due", "remind_on")
"""What is asked about each action; a field is called after one of these and its line."""

SAID: dict[str, Callable[[], str]] = {
    "empty": lambda: _("Write what you will do."),
    "unreal": lambda: _("Write the day as year-month-day, such as 2026-12-18."),
    "past": lambda: _("Choose a day from tomorrow on."),
    "many": lambda: _(
        "There is room for %(most)s actions here: delete one, or combine two.",
        most=MOST_ACTIONS,
    ),
}
"""What is wrong, and what to do; of what is too long its length is told."""


@dataclass
class Line:
    """One action as it was typed; a new one has no ``id``."""

    name: str
    id: UUID | None = None
    values: dict[str, str] = field(default_factory=lambda: dict.fromkeys(OF_ACTION, ""))
    stored: ActionDetail | None = None

    @property
    def blank(self) -> bool:
        """Whether it is new and nothing was typed."""
        typed = (self.values[name] for name in OF_ACTION if name != "state")
        return self.id is None and not any(typed)

    @property
    def state(self) -> ActionState:
        """The state that was chosen; what is none of them is that which stands, or the first."""
        chosen = self.values["state"]
        if chosen in ACTION_STATES:
            return chosen
        return self.stored.course.state if self.stored else ACTION_STATES[0]


@dataclass
class Form:
    """All that was typed at one level; ``errors`` by the name of the field."""

    values: dict[str, str]
    shared: bool
    seen: str
    lines: list[Line]
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, level: LevelDetail) -> "Form":
        """The form as she left it, with room for one more action."""
        values = {name: getattr(level, name) for name in ENTRIES} | {"due": _iso(level.due)}
        lines = [Line(one.id.hex, one.id, _values(one), one) for one in level.actions]
        return cls(values, level.shared, level.mark, lines).with_room()

    @classmethod
    def sent(cls, form: MultiDict[str, str], level: LevelDetail) -> "Form":
        """The form as it came. An action that is not there any more counts as a new one.

        A new one that stands there already was sent before, by a page that did not know it.
        """
        names = form.getlist("line")[: 2 * MOST_ACTIONS]
        stored = {one.id.hex: one for one in level.actions}
        unseen = {one.text: one for one in level.actions if one.id.hex not in names}
        lines: list[Line] = []
        for name in names:
            values = {part: on_one_line(form.get(f"{part}-{name}")) for part in OF_ACTION}
            one = stored.get(name) or unseen.pop(values["text"], None)
            safe = one.id.hex if one else f"new-{len(lines)}"
            lines.append(Line(safe, one.id if one else None, values, one))
        values = {name: cleaned(form.get(name)) for name in ENTRIES}
        values["due"] = on_one_line(form.get("due"))
        found = cls(values, "shared" in form, on_one_line(form.get("seen")), lines)
        found.lines = [line for line in lines if not line.blank]
        return found

    def with_room(self) -> "Form":
        """The same with one more line to write in, if there is room."""
        if len(self.lines) < MOST_ACTIONS and not any(line.blank for line in self.lines):
            self.lines.append(Line("new"))
        return self

    def take(self, text: str) -> None:
        """Put an idea in a line of its own, unless it stands there already."""
        if all(line.values["text"] != text for line in self.lines):
            values = dict.fromkeys(OF_ACTION, "") | {"text": text}
            self.lines.append(Line("new-idea", values=values))

    @property
    def wrong_lines(self) -> set[str]:
        """The lines in which something is wrong."""
        return {
            line.name
            for line in self.lines
            if any(f"{part}-{line.name}" in self.errors for part in OF_ACTION)
        }

    def written(self) -> WrittenLevel | None:
        """What is to be kept; ``None`` where a day cannot be read."""
        texts = {name: self.values[name] for name in ENTRIES}
        due = self._day("due", self.values["due"])
        actions = tuple(
            WrittenAction(
                text=line.values["text"],
                id=line.id,
                state=line.state,
                due=self._day(f"due-{line.name}", line.values["due"]),
                remind_on=self._day(f"remind_on-{line.name}", line.values["remind_on"]),
            )
            for line in self.lines
        )
        level = WrittenLevel(**texts, due=due, shared=self.shared, actions=actions)
        return None if self.errors else level

    def _day(self, name: str, typed: str) -> date | None:
        try:
            return day_of(typed)
        except ValueError as error:
            self.errors[name] = [str(error)]
        return None

    def tell(self, faults: dict[str, str]) -> None:
        """Say what is wrong with each field; ``2-text`` is that of the third line."""
        for key, word in faults.items():
            place, dash, part = key.partition("-")
            if dash:
                line = self.lines[int(place)]
                said = _said(word, line.values[part], LONGEST_ACTION)
                self.errors[f"{part}-{line.name}"] = [said]
            else:
                self.errors[key] = [_said(word, self.values.get(key, ""), LONGEST_ENTRY)]


def _said(word: str, typed: str, limit: int) -> str:
    return too_long(typed, limit, spoken()) if word == "long" else SAID[word]()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _values(action: ActionDetail) -> dict[str, str]:
    course = action.course
    days = {"due": _iso(course.due), "remind_on": _iso(course.remind_on)}
    return {"text": action.text, "state": course.state} | days
