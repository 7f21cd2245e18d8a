"""The form in which a leader ticks what somebody may read: at first nothing is ticked."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import SelectMultipleField

from surveyapp.core.share import LONGEST_RECIPIENT, USUAL, Parts
from surveyapp.services.context import today
from surveyapp.services.shares import Offer, Wanted
from surveyapp.web.coordinator.inputs import Choice, Day, Line, OurForm, Said
from surveyapp.web.speech import _

LINK = "link"
"""The way of whoever has no account here; a coach's is her key."""

SAID: dict[str, Said] = {
    "nothing": lambda: _("Tick what may be read: at first nothing is."),
    "no priority": lambda: _(
        "Tick a priority as well: a reason or a plan goes with the priorities that you tick."
    ),
    "unknown": lambda: _("Choose one of these."),
    "name": lambda: _("Write for whom it is."),
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

    def offer(self, of: Offer) -> None:
        """What there is of this report to tick, and with whom it can be shared."""
        self.way.offer([*map(str, of.coaches), LINK])
        self.scores.offer(of.titles)
        self.priorities.offer(of.priorities)
        self.more.offer(["reasons", *of.levels] if of.priorities else [])

    def wanted(self) -> Wanted:
        """What she wants, as it was filled in."""
        coach: UUID | None = None
        with suppress(ValueError):
            coach = UUID(self.way.data)
        more = self.more.data or []
        parts = Parts(
            scores=_known(self.scores),
            priorities=_known(self.priorities),
            reasons="reasons" in more,
            plan=tuple(name for name in _known(self.more) if name != "reasons"),  # type: ignore[misc]
        )
        return Wanted(coach, self.recipient.data or "", parts, self.ends_on.data)

    @property
    def filled(self) -> Iterator[tuple[str, str]]:
        """All that was filled in, for a page that asks once more."""
        yield "way", self.way.data
        yield "recipient", self.recipient.data or ""
        yield "ends_on", self.ends_on.written
        for field in (self.scores, self.priorities, self.more):
            yield from ((field.name, value) for value in _known(field))


def usual_day() -> date:
    """The day that is filled in at first."""
    return today() + USUAL


def _known(field: Ticks) -> tuple[str, ...]:
    """What was ticked of what was offered, in its order and once."""
    return tuple(value for value, _label in field.choices if value in (field.data or []))
