"""How far the printing of reports is, and what could not be printed."""

# ruff: noqa: PLC0415

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from surveyapp.cli.history import one_line
from surveyapp.cli.shell import UNFINISHED, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surveyapp.reporting.unprinted import Unprinted

presses_option = click.option(
    "--presses", default=0, type=click.IntRange(0), help="Processes; else all cores."
)


def tell_progress(number: int, count: int, file: str) -> None:
    """One more is there."""
    tell(f"{number}/{count} {file}")


def tell_missing(missing: "Sequence[Unprinted]") -> None:
    """Say whose report could not be printed, and why."""
    from surveyapp.languages import SOURCE, language

    for one in missing:
        tell(one_line(f"Not printed: {one.told(language(SOURCE))}"))


@contextmanager
def telling_missing() -> "Iterator[None]":
    """Say what could not be printed also where the rest cannot be kept, as on a full disk."""
    from surveyapp.services.batch import Halted

    try:
        yield
    except Halted as halted:
        tell_missing(halted.missing)
        raise


def leave_unfinished(missing: "Sequence[Unprinted]") -> None:
    """Leave with an exit code where something is missing."""
    if missing:
        click.get_current_context().exit(UNFINISHED)
