"""``surveyapp backup`` and ``restore``: a copy of everything, and the way back."""

# ruff: noqa: PLC0415

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli import retention
from surveyapp.cli.shell import REFUSED, FilePath, counted, product, tell
from surveyapp.core.errors import SurveyError

if TYPE_CHECKING:
    from surveyapp.services.backups import Restored

AGAIN = "Whoever was erased on request since then is back: run `surveyapp person erase` again."


@click.command()
@click.argument("file", type=FilePath)
@click.option("--overwrite", is_flag=True, help="Take the place of a file that is there.")
def backup(file: Path, overwrite: bool) -> None:
    """Write all that the database holds into FILE, for its owner only.

    The server may go on. The file fits SQLite and PostgreSQL; it does not hold the secret.
    """
    from surveyapp.services import backups

    with product():
        made = backups.make(file, overwrite=overwrite)
    click.echo(f"{counted(made.rows, 'row')} in {click.format_filename(file)}")
    if made.unfrozen:
        waves = counted(made.unfrozen, "wave")
        tell(
            f"{waves} not frozen yet: beside another copy, this backup can tell who gave which "
            "answers in between. Keep it no longer than the wave."
        )


@click.command()
@click.argument("file", type=FilePath)
@click.option("--replace", is_flag=True, help="Lose what the database holds now.")
@click.option("--yes", is_flag=True, help="Replace it without asking.")
def restore(file: Path, replace: bool, yes: bool) -> None:
    """Put back what is in FILE, all of it or nothing; stop the server first.

    Into an empty database, which is made where there is none, or with --replace.
    """
    from surveyapp import create_app
    from surveyapp.services import backups

    if replace and not (yes or _agreed()):
        tell("Nothing was restored.")
        click.get_current_context().exit(REFUSED)
    with create_app().app_context():
        restored = backups.restore(file, replace=replace)
    for sentence in _sentences(restored):
        click.echo(sentence)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise SurveyError("There is nobody to ask: add --yes to replace what the database holds.")
    return click.confirm("Everything that the database holds now will be lost. Go on?")


def _sentences(restored: "Restored") -> Iterator[str]:
    yield f"Restored: {counted(restored.rows, 'row')} of {restored.made_at:%Y-%m-%d %H:%M} UTC."
    yield from retention.sentences("Erased", restored.addresses, restored.reports)
    yield AGAIN
    if restored.waiting:
        messages = counted(restored.waiting, "message")
        yield f"{messages} waiting at that moment will leave, even if sent since."
