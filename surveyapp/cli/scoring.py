"""``surveyapp score``: from a CSV file of responses to snapshots and PDFs."""

# ruff: noqa: PLC0415

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.progress import (
    leave_unfinished,
    presses_option,
    tell_missing,
    tell_progress,
    telling_missing,
)
from surveyapp.cli.shell import FilePath, instrument_named, refuse_language, tell
from surveyapp.core.errors import SurveyError

if TYPE_CHECKING:
    from surveyapp.core.snapshot import Snapshot


@click.command()
@click.option("--instrument", "name", required=True, metavar="NAME|FILE", help="What was asked.")
@click.option(
    "--responses", type=FilePath, required=True, metavar="FILE.csv", help="What was said."
)
@click.option(
    "--json",
    "output",
    type=FilePath,
    required=True,
    metavar="OUT.json",
    help="Where the snapshots go.",
)
@click.option("--pdf-dir", type=FilePath, metavar="DIR", help="Also a report as PDF per snapshot.")
@click.option("--language", default="nl", show_default=True, help="Language of the reports.")
@click.option(
    "--programme", metavar="TEXT", help="Name on the report; else the instrument's title."
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the figures; else today."
)
@presses_option
def score(
    *,
    name: str,
    responses: Path,
    output: Path,
    pdf_dir: Path | None,
    language: str,
    programme: str | None,
    day: datetime | None,
    presses: int,
) -> None:
    """Compute the snapshots of every leader and wave in a CSV file of responses.

    Nothing is written unless every snapshot keeps the rules of anonymity.
    """
    from surveyapp.core.base import text_in
    from surveyapp.core.response_file import MAXIMUM_SIZE
    from surveyapp.services import on_disk, scoring

    refuse_language(language)
    _refuse_unwritten(programme or "")
    on_disk.refuse_unwritable(output)
    if output.resolve() in {responses.resolve(), Path(name).resolve()}:
        raise SurveyError(f"{output} is what is read: give the snapshots another name.")
    if pdf_dir:
        on_disk.refuse_missing(pdf_dir)
    instrument = instrument_named(name)
    snapshots = scoring.score(
        on_disk.content_of(responses, MAXIMUM_SIZE),
        click.format_filename(responses),
        instrument,
        frozen_on=day.date() if day else date.today(),
        programme=programme or text_in(instrument.title, language),
    )
    on_disk.write(output, scoring.in_one_file(snapshots).encode())
    tell(f"{len(snapshots)} snapshots in {click.format_filename(output)}")
    if pdf_dir:
        _draw(snapshots, pdf_dir, language, presses)


def _refuse_unwritten(programme: str) -> None:
    """Arguments may hold bytes that are no text; nothing could be written with them."""
    if any("\ud800" <= letter <= "\udfff" for letter in programme):
        raise SurveyError("The programme is not written in UTF-8: type its name again.")


def _draw(snapshots: "list[Snapshot]", folder: Path, language: str, presses: int) -> None:
    """Print the reports, saying how far it is, and name what could not be printed."""
    from surveyapp.services import batch, scoring

    due = scoring.documents(snapshots, language)
    with telling_missing():
        missing = batch.print_into(folder, due, presses, tell_progress)
    tell_missing(missing)
    leave_unfinished(missing)
