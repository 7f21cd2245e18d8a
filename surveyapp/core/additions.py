"""People who join or leave an open wave: until when, and what the counts tell from then on.

There is one snapshot and no figure before it, so nobody who joins or leaves can be subtracted from
a figure. The counts are what could tell. Beside "4 of 4 have answered", somebody who joins and
answers would be seen to make it "5 of 5"; beside a group whose count is hidden because it is so
small, somebody who joins would bring the count out. So a count never says more than can be said of
those who were asked from the beginning and still are: the *steady* ones.

Whether somebody may join or leave never depends on who has answered, and neither does what is said
about it: a refusal would tell as much as a count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from surveyapp.core.errors import NotAllowed

CLOSED = "This wave is not open: nobody can be added or taken off any more."
FROZEN = "The figures of this school leader are frozen: nobody can be added or taken off any more."
OVER = "The last day is over: nobody can be added or taken off, unless the last day is moved."


def check(*, wave: str, assessment: str, closes_on: date, today: date) -> None:
    """Whether somebody may join or leave now; ``NotAllowed`` with the reason where she may not.

    ``wave`` and ``assessment`` are their states. The same for joining and for leaving, whoever it
    is and whatever she did.
    """
    if wave != "open":
        raise NotAllowed(CLOSED)
    if assessment != "open":
        raise NotAllowed(FROZEN)
    if today > closes_on:
        raise NotAllowed(OVER)


def stands(mailed: Collection[bool]) -> bool:
    """Whether the list of a rater group stands, so that whoever comes now joins it.

    ``mailed`` tells of each invitation of the group whether it has left or is about to. Before the
    first does, nobody can have answered, and the list is still being made.
    """
    return any(mailed)


@dataclass(frozen=True)
class Told:
    """How many of a rater group have answered, as far as pages tell it: so many, ``or_more``."""

    answered: int
    or_more: bool = False


def told(*, answered: int, invited: int, steady: int, needed: int) -> Told | None:
    """What a page may tell of an open wave; ``None`` where it tells no count.

    ``invited`` is everybody who was ever asked in the group, ``steady`` how many of these neither
    joined after the list stood nor left again, ``needed`` how many answers show the group on its
    own. Of fewer than that a count would tell who has answered. Once somebody has joined or left,
    it stops at the steady ones: as long as one of them may be missing, nobody is singled out.
    """
    if steady < needed:
        return None
    if invited == steady or answered < steady:
        return Told(answered)
    return Told(steady, or_more=True)
