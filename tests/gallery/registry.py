"""What a case of the gallery is, and the list of all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from surveyapp.core.checker import check
from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.snapshot import Snapshot


@dataclass(frozen=True)
class Case:
    """A report that could be. ``borrowed`` says that its letters come from fonts of the machine.

    ``became`` makes what became of earlier priorities, where that is a part of it; ``choices`` are
    what she chose and planned, where it is her own copy.
    """

    name: str
    about: str
    make: Callable[[], Snapshot]
    borrowed: bool = False
    became: Callable[[], Effect] | None = None
    choices: Choices | None = None


CASES: dict[str, Case] = {}


def case(
    about: str,
    *,
    borrowed: bool = False,
    became: Callable[[], Effect] | None = None,
    choices: Choices | None = None,
) -> Callable[[Callable[[], Snapshot]], Callable[[], Snapshot]]:
    """Add a function to the gallery under its own name."""

    def add(make: Callable[[], Snapshot]) -> Callable[[], Snapshot]:
        name = make.__name__.replace("_", "-")
        CASES[name] = Case(name, about, make, borrowed, became, choices)
        return make

    return add


@cache
def snapshot(name: str) -> Snapshot:
    """The snapshot of a case, once the gate has passed it."""
    made = CASES[name].make()
    assert not check(made.to_json()), name
    return made


@cache
def effect(name: str) -> Effect | None:
    """What became of earlier priorities in a case."""
    became = CASES[name].became
    return became() if became else None
