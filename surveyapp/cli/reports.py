"""``surveyapp report``: stored reports."""

# ruff: noqa: PLC0415

from pathlib import Path

import click

from surveyapp.cli.shell import FilePath, check_each

LARGEST_SNAPSHOTS = 500_000_000
"""The largest file of snapshots that is read, in bytes."""


@click.group()
def report() -> None:
    """Stored reports."""


@report.command("check")
@click.argument("files", nargs=-1, required=True, type=FilePath, metavar="SNAPSHOT.json...")
def check_report(files: tuple[Path, ...]) -> None:
    """Check stored snapshots and group reports against the rules of anonymity.

    Independently of what made them.
    """
    from surveyapp.services import scoring

    check_each(
        files, lambda path: scoring.violations_in(scoring.content_of(path, LARGEST_SNAPSHOTS))
    )
