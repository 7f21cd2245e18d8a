"""The form in which a leader ticks what somebody may read: at first nothing is ticked."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import SelectMultipleField

from surveyapp.core.errors import Unfit
from surveyapp.core.share import LONGEST_RECIPIENT, USUAL, Parts
from surveyapp.services.context import today
from surveyapp.services.shares import Offer, Wanted
from surveyapp.web.coordinator.inputs import Choice, Day, Line, OurForm, Said
from surveyapp.web.speech import _

LINK = "link"
"""The way of whoever has no account here; a coach's is her key."""

NOTES = "notes"
"""The tick for what she noted beside the reflections."""

SAID: dict[str, Said] = {
    "nothing": lambda: _("Tick what may be read: at first nothing is."),
    "no priority": lambda: _(
        "Tick a priority as well: a reason or a plan goes with the priorities that you tick."
    ),
    "no reflection": lambda: _("Tick a reflection as well: notes go with those that you tick."),
    "unknown": lambda: _("Choose one of these."),
    "name": lambda: _("Write for whom it is."),
    "address": lambda: _("Write a name here, and no address: you send the link yourself."),
    "day": lambda: _("Choose a day from today to a year from now."),
}
"""What is wrong, by the word of the service for it."""


class Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Any of some things, which the page describes; none at first."""

    choices: Any
    data: Any

    def offer(self, values: Iterable[str]) -> None:
        """What can be ticked."""
        self.choices = [(value, value) for value in values]

    def pre_validate(self, form: OurForm) -> None:
        """What was not offered is told by the service."""


class ShareForm(OurForm):
    """Who reads it, what, and until when."""

    way = Choice()
    recipient = Line(None, LONGEST_RECIPIENT)
    ends_on = Day(SAID["day"])
    scores = Ticks()
    priorities = Ticks()
    more = Ticks()
    reflections = Ticks()

    def offer(self, of: Offer) -> None:
        """What there is of this report to tick, and with whom it can be shared."""
        self.way.offer([*map(str, of.coaches), LINK])
        self.scores.offer(of.titles)
        self.priorities.offer(of.priorities)
        self.more.offer(["reasons", *of.levels] if of.priorities else [])
        self.reflections.offer([*map(str, of.reflections), NOTES] if of.reflections else [])

    def wanted(self) -> Wanted:
        """What she wants, as it was filled in."""
        coach: UUID | None = None
        with suppress(ValueError):
            coach = UUID(self.way.data or LINK)
        more, looked = _known(self.more), _known(self.reflections)
        parts = Parts(
            scores=_known(self.scores),
            priorities=_known(self.priorities),
            reasons="reasons" in more,
            plan=tuple(name for name in more if name != "reasons"),  # type: ignore[misc]
            reflections=tuple(UUID(name) for name in looked if name != NOTES),
            notes=NOTES in looked,
        )
        # Where the day cannot be read, its field says so.
        return Wanted(coach, self.recipient.data or "", parts, self.ends_on.data or date.min)

    def add(self, error: Unfit) -> None:
        """What the service finds wrong beside what the fields say themselves."""
        for name, fault in error.faults.items():
            # What is wrong with the ticks as a whole stands above the first of them.
            field = self["scores" if name == "parts" else name]
            if not field.errors and not (name == "recipient" and self.way.errors):
                field.errors = [SAID[fault]()]

    @property
    def filled(self) -> Iterator[tuple[str, str]]:
        """All that was filled in, for a page that asks once more."""
        yield "way", self.way.data
        yield "recipient", self.recipient.data or ""
        yield "ends_on", self.ends_on.written
        for field in (self.scores, self.priorities, self.more, self.reflections):
            yield from ((field.name, value) for value in _known(field))


def usual_day() -> date:
    """The day that is filled in at first."""
    return today() + USUAL


def _known(field: Ticks) -> tuple[str, ...]:
    """What was ticked of what was offered, in its order and once."""
    return tuple(value for value, _label in field.choices if value in (field.data or []))
