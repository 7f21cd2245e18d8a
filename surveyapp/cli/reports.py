"""``surveyapp report``: stored reports."""

# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.history import one_line
from surveyapp.cli.progress import (
    leave_unfinished,
    presses_option,
    tell_missing,
    tell_progress,
    telling_missing,
)
from surveyapp.cli.shell import (
    FAULTY,
    FilePath,
    check_each,
    counted,
    product,
    refuse_language,
    tell,
)

if TYPE_CHECKING:
    from uuid import UUID

    from surveyapp.services.batch import Wanted
    from surveyapp.services.inspection import Finding


@click.group()
def report() -> None:
    """Stored reports."""


@report.command("check")
@click.argument("files", nargs=-1, type=FilePath, metavar="[SNAPSHOT.json]...")
@click.option("--stored", is_flag=True, help="Check all that the database holds, and no files.")
def check_report(files: tuple[Path, ...], stored: bool) -> None:
    """Check stored snapshots and group reports against the rules of anonymity.

    Independently of what made them.
    """
    from surveyapp.services import on_disk, scoring

    if stored == bool(files):
        raise click.UsageError("Name the files to check, or give --stored for all in the database.")
    if stored:
        _check_database()
        return
    check_each(
        files,
        lambda path: scoring.violations_in(on_disk.content_of(path, scoring.LARGEST_SNAPSHOTS)),
    )


def _check_database() -> None:
    from surveyapp.services import inspection

    with product():
        found = list(inspection.inspect())
    for finding in found:
        for broken in finding.broken:
            tell(one_line(f"{_about(finding)}: {broken}"))
        if finding.alone:
            click.echo(one_line(f"{_about(finding)}: checked alone; leaders were erased since."))
    if any(finding.broken for finding in found):
        click.get_current_context().exit(FAULTY)
    groups = sum(not finding.leader for finding in found)
    reports = counted(len(found) - groups, "report")
    click.echo(f"{reports} and {counted(groups, 'group report')} hold.")


def _about(finding: "Finding") -> str:
    from surveyapp.core.base import text_in

    about = finding.leader or "group report"
    return ", ".join([finding.programme, text_in(finding.wave, "en"), about])


@report.command("print")
@click.argument("files", nargs=-1, type=FilePath, metavar="[SNAPSHOT.json]...")
@click.option("--wave", type=click.UUID, help="All reports of a wave that were handed out.")
@click.option("--to", "folder", type=FilePath, required=True, metavar="DIR", help="Where they go.")
@click.option("--design", default="classic", show_default=True, help="How they look.")
@click.option("--language", default="", help="Language; else nl, or the leader's own of a wave.")
@presses_option
def print_reports(
    *,
    files: tuple[Path, ...],
    wave: "UUID | None",
    folder: Path,
    design: str,
    language: str,
    presses: int,
) -> None:
    """Print stored snapshots, or the reports of a wave, as PDFs into a folder.

    What is there already is passed over: the same command again prints what could not be printed.
    """
    from surveyapp.reporting.design import design as design_of
    from surveyapp.services import folders, on_disk

    if bool(wave) == bool(files):
        raise click.UsageError("Name the files to print, or give --wave for those of a wave.")
    design_of(design)
    if language:
        refuse_language(language)
    on_disk.refuse_missing(folder)
    if wave is None:
        _print(folders.of_files(files, design, language or "nl"), folder, presses)
        return
    with product():
        _print(folders.of_wave(wave, design, language), folder, presses)


def _print(wanted: "list[Wanted]", folder: Path, presses: int) -> None:
    """Print what is missing, saying how far it is, and name what could not be printed."""
    from surveyapp.services import folders

    with telling_missing():
        missing = folders.print_missing(wanted, folder, presses, tell_progress)
    tell_missing(missing)
    done = len(wanted) - len(missing)
    click.echo(f"{done} of {counted(len(wanted), 'report')} in {click.format_filename(folder)}")
    leave_unfinished(missing)
