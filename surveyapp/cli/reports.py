"""``surveyapp report``: stored reports."""

# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.history import one_line
from surveyapp.cli.shell import FAULTY, FilePath, check_each, counted, product, tell

if TYPE_CHECKING:
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
