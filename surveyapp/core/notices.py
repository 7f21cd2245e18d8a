"""What a leader is told before a last day has come, while she can still do something about it.

Nothing here says more than the counts on her page do, or blames anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from surveyapp.core.path import Stand

NEAR = 5
"""So many working days before a last day it is near: the week is left."""

IN_TIME = 10
"""So many working days before it whoever is asked now still has time to answer."""

About = Literal["self", "list", "few", "short"]
"""Her own questionnaire; the list of whom she proposes; too few asked; answers missing so far."""


@dataclass(frozen=True)
class Notice:
    """What to look at until ``day``, with so many working ``days`` left; in which groups."""

    about: About
    day: date
    days: int
    groups: tuple[str, ...] = ()


def working_days(today: date, day: date) -> int:
    """How many working days are left after today, the last one included."""
    span = (day - today).days
    return sum((today + timedelta(n)).weekday() < 5 for n in range(1, span + 1))


def notices(stand: Stand, today: date) -> tuple[Notice, ...]:
    """What she is told about a wave today, the most pressing first."""
    return tuple(_notices(stand, today))


def _notices(stand: Stand, today: date) -> Iterator[Notice]:
    if stand.wave == "prepared":
        yield from _list(stand, today)
    if not stand.answerable(today):
        return
    days = working_days(today, stand.closes_on)
    if not stand.own_done and days <= NEAR:
        yield Notice("self", stand.closes_on, days)
    if stand.few and stand.list_open and days <= IN_TIME:
        yield Notice("few", stand.closes_on, days, stand.few)
    if stand.short and days <= NEAR:
        yield Notice("short", stand.closes_on, days, stand.short)


def _list(stand: Stand, today: date) -> Iterator[Notice]:
    """Too few on her list; there is time to ask for more until its day."""
    if not (stand.list_open and stand.list_until and stand.few):
        return
    days = working_days(today, stand.list_until)
    if days <= NEAR:
        yield Notice("list", stand.list_until, days, stand.few)
