"""``surveyapp report``: stored reports."""

# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.history import one_line
from surveyapp.cli.shell import (
    FAULTY,
    UNFINISHED,
    FilePath,
    check_each,
    counted,
    product,
    refuse_language,
    tell,
)

if TYPE_CHECKING:
    from uuid import UUID

    from surveyapp.services.folders import Wanted
    from surveyapp.services.inspection import Finding

LARGEST_SNAPSHOTS = 500_000_000
"""The largest file of snapshots that is read, in bytes."""


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
    from surveyapp.services import scoring

    if stored == bool(files):
        raise click.UsageError("Name the files to check, or give --stored for all in the database.")
    if stored:
        _check_database()
        return
    check_each(
        files, lambda path: scoring.violations_in(scoring.content_of(path, LARGEST_SNAPSHOTS))
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
@click.option("--presses", default=0, type=click.IntRange(0), help="Processes; else all cores.")
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
    from surveyapp.services import folders, scoring

    if bool(wave) == bool(files):
        raise click.UsageError("Name the files to print, or give --wave for those of a wave.")
    design_of(design)
    if language:
        refuse_language(language)
    scoring.refuse_missing(folder)
    if wave is None:
        _print(folders.of_files(files, design, language or "nl"), folder, design, presses)
        return
    with product():
        _print(folders.of_wave(wave, design, language), folder, design, presses)


def _print(wanted: "list[Wanted]", folder: Path, design: str, presses: int) -> None:
    """Print what is missing, saying how far it is, and name what could not be printed."""
    from surveyapp.services import folders

    failed = folders.print_missing(wanted, folder, design, presses, _tell_progress)
    for whose in failed:
        tell(one_line(f"{whose}: the report could not be printed."))
    done = len(wanted) - len(failed)
    click.echo(f"{done} of {counted(len(wanted), 'report')} in {click.format_filename(folder)}")
    if failed:
        click.get_current_context().exit(UNFINISHED)


def _tell_progress(number: int, count: int, file: str) -> None:
    tell(f"{number}/{count} {file}")
