"""The path of a school leader through a programme: what is past, what she can do, what comes.

Where she stands in a wave goes in, steps come out, and of all of them one is next. What tells of
each step how far it is, is a function of its own in ``STATUS``: a step that begins to be done on
screen changes that one, and says in ``_urgency`` how much it presses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from surveyapp.core import lifecycle

Kind = Literal["self", "raters", "response", "report", "priorities", "plan", "pulse", "post"]
KINDS: tuple[Kind, ...] = (
    "self",
    "raters",
    "response",
    "report",
    "priorities",
    "plan",
    "pulse",
    "post",
)
"""The steps of a wave in their order; ``post`` is the wave after it, as long as there is none."""

AFTERWARDS: frozenset[Kind] = frozenset(KINDS[4:])
"""What is done with a report until a later wave begins."""

FINAL = "post"
"""The name of the wave after which none is expected."""

HalfWay = Literal["", "prepared", "running", "past", "missed"]
"""What became of the pulse after a wave; empty where none is planned."""

Status = Literal["past", "ready", "running", "later", "missed"]
"""Done; she can do it; it goes on without her; it comes; its time went by and it was not done."""


@dataclass(frozen=True)
class Stand:
    """Where a leader stands in one wave, called ``name``.

    ``wave`` and ``assessment`` are states, the latter empty where she has none. Of her proposals
    ``returned`` came back to her; she can propose people while ``list_open``, in a prepared wave
    until ``list_until`` where that was said. In the groups ``few`` too few are
    asked to be shown on their own; in those called ``short`` answers are missing so far. Neither
    says more than her page does. ``opened`` is whether she has read her report; of it she has
    ``chosen`` so many priorities, of which so many are ``planned`` at some level. A ``pulse`` asks
    about what was ``chosen`` in the wave before it; how far that is, ``half_way`` says of the wave.
    """

    wave: str
    assessment: str
    closes_on: date
    name: str = ""
    own_done: bool = False
    list_open: bool = False
    list_until: date | None = None
    returned: int = 0
    few: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    opened: bool = False
    chosen: int = 0
    planned: int = 0
    pulse: bool = False
    half_way: HalfWay = ""

    def answerable(self, today: date) -> bool:
        """Whether answers can still come in."""
        return self.wave == self.assessment == lifecycle.open_wave.target and (
            today <= self.closes_on
        )

    @property
    def takes_part(self) -> bool:
        """Whether she has a path in this wave: not if she came too late or all is forgotten."""
        forgotten = self.assessment == lifecycle.forget.target
        return not forgotten and (self.wave == "prepared" or bool(self.assessment))

    @property
    def released(self) -> bool:
        """Whether she has her report."""
        return self.assessment == lifecycle.release.target


@dataclass(frozen=True)
class Step:
    """One step of a wave, and how far it is."""

    kind: Kind
    status: Status


@dataclass(frozen=True)
class Next:
    """What comes next: a step of the wave at ``place``, until ``day`` where it has a last one.

    Where it is not ``ready`` there is nothing for her to do, and this is what she waits for.
    """

    kind: Kind
    place: int
    ready: bool
    urgency: int
    day: date


SOON = timedelta(weeks=8)
"""A list of raters that is to be ready so soon goes before what has no day."""

WAITS = 9
"""The urgency of what she can only wait for."""


def together(stands: Sequence[Stand]) -> tuple[Stand, ...]:
    """The waves of a programme as they stand to one another: a pulse belongs to the wave before."""
    found: list[Stand] = []
    whole: int | None = None
    for stand in stands:
        if not stand.pulse:
            whole = len(found)
        elif whole is not None:
            before = found[whole]
            stand = replace(stand, chosen=before.chosen)  # noqa: PLW2901  # as it stands there
            found[whole] = replace(before, half_way=_half_way(stand))
        found.append(stand)
    return tuple(found)


def _half_way(pulse: Stand) -> HalfWay:
    if pulse.wave == "prepared":
        return "prepared"
    if not pulse.assessment:
        return "missed"
    return "past" if pulse.released else "running"


def path(stands: Sequence[Stand], today: date) -> tuple[tuple[Step, ...], ...]:
    """The steps of each wave of a programme, the earliest first; none where she has no part.

    Of a wave before the latest that has begun, what follows the report is over. A pulse begins
    nothing anew.
    """
    latest = begun(stands)
    last = max((n for n, one in enumerate(stands) if not one.pulse), default=0)
    return tuple(
        _steps(stand, today, over=place < latest, last=place == last)
        for place, stand in enumerate(stands)
    )


def begun(stands: Sequence[Stand]) -> int:
    """The place of the latest whole wave that has begun for her; the first where none has."""
    places = [
        n for n, one in enumerate(stands) if one.assessment and one.takes_part and not one.pulse
    ]
    return max(places, default=0)


def _steps(stand: Stand, today: date, *, over: bool, last: bool) -> tuple[Step, ...]:
    if not stand.takes_part:
        return ()
    left_out: set[Kind] = set(AFTERWARDS) if over else set()
    if stand.pulse:
        left_out |= AFTERWARDS
    if stand.name == FINAL:
        left_out |= {"post"} if stand.half_way else {"pulse", "post"}
    if not last:
        left_out.add("post")
    return tuple(Step(kind, STATUS[kind](stand, today)) for kind in KINDS if kind not in left_out)


def next_step(stands: Sequence[Stand], today: date) -> Next | None:
    """The one step that comes next; ``None`` on a path without any."""
    steps = path(stands, today)
    found = [
        Next(step.kind, place, ready=True, urgency=urgency, day=_day(stands[place], step.kind))
        for place, row in enumerate(steps)
        for step in row
        if step.status == "ready"
        and (urgency := _urgency(stands[place], step.kind, today)) is not None
    ]
    return soonest(found) or _wait(stands, steps)


def soonest(found: Sequence[Next]) -> Next | None:
    """What presses most: of the same urgency the earlier day, and the later wave."""
    return min(found, key=lambda one: (one.urgency, one.day, -one.place), default=None)


def _wait(stands: Sequence[Stand], steps: Sequence[Sequence[Step]]) -> Next | None:
    """What goes on in the latest wave that has begun, or else the first step to come."""
    placed = [(place, step) for place, row in enumerate(steps) for step in row]
    going = [one for one in placed if one[1].status == "running"][::-1]
    coming = [one for one in placed if one[1].status == "later"]
    for place, step in (*going, *coming):
        return Next(step.kind, place, ready=False, urgency=WAITS, day=stands[place].closes_on)
    return None


def _urgency(stand: Stand, kind: Kind, today: date) -> int | None:
    """How much a step presses that she can do, 0 the most; ``None`` where it need not be done."""
    if kind == "raters":
        if not (stand.returned or (stand.wave == "prepared" and stand.few)):
            return None
        if stand.pulse and not stand.chosen:
            return None
        return 1 if _day(stand, kind) - today <= SOON else 4
    if kind == "plan" and not stand.chosen:
        return None
    return {"self": 0, "report": 2, "priorities": 3, "plan": 3}.get(kind)


def _day(stand: Stand, kind: Kind) -> date:
    until = stand.list_until if kind == "raters" and stand.wave == "prepared" else None
    return until or stand.closes_on


def _self(stand: Stand, today: date) -> Status:
    if stand.own_done:
        return "past"
    if stand.answerable(today):
        return "ready"
    return "missed" if stand.assessment else "later"


def _raters(stand: Stand, _: date) -> Status:
    if stand.wave == "prepared" or stand.returned:
        return "ready" if stand.list_open else "past"
    return "past"


def _response(stand: Stand, today: date) -> Status:
    if not stand.assessment:
        return "later"
    waits = stand.assessment == lifecycle.open_wave.target and stand.wave == "open"
    return "running" if waits or stand.answerable(today) else "past"


def _report(stand: Stand, _: date) -> Status:
    if stand.released:
        return "past" if stand.opened else "ready"
    return "running" if stand.wave == "closed" else "later"


def _priorities(stand: Stand, _: date) -> Status:
    return _after_report(stand, done=stand.chosen > 0)


def _plan(stand: Stand, _: date) -> Status:
    return _after_report(stand, done=stand.planned > 0)


def _after_report(stand: Stand, *, done: bool) -> Status:
    if not (stand.released and stand.opened):
        return "later"
    return "past" if done else "ready"


def _pulse(stand: Stand, _: date) -> Status:
    """She can choose what is asked in it until it opens."""
    if stand.half_way == "prepared":
        return "ready" if stand.chosen else "later"
    return stand.half_way or "later"


def _to_come(_stand: Stand, _: date) -> Status:
    return "later"


STATUS: Mapping[Kind, Callable[[Stand, date], Status]] = {
    "self": _self,
    "raters": _raters,
    "response": _response,
    "report": _report,
    "priorities": _priorities,
    "plan": _plan,
    "pulse": _pulse,
    "post": _to_come,
}
