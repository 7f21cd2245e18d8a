"""A wave before it opens: what it is called, and which days go together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

PULSE = "pulse"
"""The kind of wave that asks each leader's raters about her own priorities only."""

READY = {
    "pre": {"nl": "Beginmeting", "en": "First wave"},
    PULSE: {"nl": "Tussenmeting", "en": "Pulse"},
    "post": {"nl": "Eindmeting", "en": "Final wave"},
}
"""Kinds of waves that most programmes have, with their labels. A wave may have any other name, and
a programme several pulses."""

LONGEST_LABEL = 60

DayFault = Literal["past", "far", "near", "after the last day", "after the invitations"]

DAYS = ("proposals_until", "sends_on", "closes_on")
"""The days of a wave, in the order in which they come."""

WEEKS_52 = timedelta(weeks=52)

FARTHEST = 5 * WEEKS_52
"""No wave is planned that far ahead: somebody mistyped the year."""

APART = timedelta(weeks=6)
"""How long nobody can answer between a pulse and a wave beside it (rule P8).

The same people are asked again. Were it the week after, they would say the same: what a mean moved
by would tell the answer of whoever came in between.
"""


@dataclass(frozen=True)
class Beside:
    """Another wave of the programme, and the last day on which it could be answered.

    One that is ``open`` has no such day yet: it may still move.
    """

    last_day: date
    pulse: bool
    open: bool = False


def opens_from(*, pulse: bool, after: Iterable[Beside]) -> date | None:
    """The day from which a wave may open after these; ``None`` where it need not wait."""
    days = [one.last_day + APART for one in after if pulse or one.pulse]
    return max(days, default=None)


def at_once(*, pulse: bool, others: Iterable[Beside]) -> bool:
    """Whether one of these is open, and that one or the wave itself is a pulse."""
    return any(one.open and (pulse or one.pulse) for one in others)


def near(last_day: date, *, pulse: bool, others: Iterable[Beside]) -> bool:
    """Whether a wave with this last day lies too near to one of these (rule P8)."""
    beside = [one for one in others if pulse or one.pulse]
    return any(one.open or abs(last_day - one.last_day) < APART for one in beside)


@dataclass(frozen=True)
class WavePlan:
    """A wave as a coordinator plans it.

    ``kind`` is one of ``READY``, or anything else for a wave that is named by its label. Leaders
    propose raters until ``proposals_until``; invitations leave on ``sends_on``; the last day to
    answer is ``closes_on``.
    """

    kind: str
    label: Mapping[str, str]
    closes_on: date
    proposals_until: date | None = None
    sends_on: date | None = None

    @property
    def pulse(self) -> bool:
        """Whether it asks about the priorities of each leader only."""
        return self.kind == PULSE

    def faults(
        self, today: date, before: "WavePlan | None" = None, others: Iterable[Beside] = ()
    ) -> dict[str, DayFault]:
        """What is wrong, by day. A day that stood so ``before`` may have come and gone.

        The last day has to be to come: whoever answers on it had the day before as well. It must
        not lie near that of ``others`` where one of both is a pulse.
        """
        found = {name: fault for name in DAYS if (fault := self._fault(name, today, before))}
        if "closes_on" not in found and near(self.closes_on, pulse=self.pulse, others=others):
            found["closes_on"] = "near"
        return found

    def _fault(self, name: str, today: date, before: "WavePlan | None") -> DayFault | None:
        day = getattr(self, name)
        last = name == "closes_on"
        if day is None or (before and getattr(before, name) == day and not last):
            return self._crossed(name, day)
        if day < today or (last and day == today):
            return "past"
        return "far" if day > today + FARTHEST else self._crossed(name, day)

    def _crossed(self, name: str, day: date | None) -> DayFault | None:
        if day is None or name == "closes_on":
            return None
        if day >= self.closes_on:
            return "after the last day"
        late = name == "proposals_until" and self.sends_on and day >= self.sends_on
        return "after the invitations" if late else None

    def later(self, today: date) -> "WavePlan":
        """The same days of the week, so many times 52 weeks later that all are to come."""
        known = {name: day for name in DAYS if (day := getattr(self, name))}
        times = 1 + max(0, (today - min(known.values())) // WEEKS_52)
        return replace(self, **{name: day + times * WEEKS_52 for name, day in known.items()})
