"""``surveyapp status``: how this installation is doing."""

# ruff: noqa: PLC0415

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from surveyapp.cli.shell import counted, product, tell

if TYPE_CHECKING:
    from surveyapp.services.status import Status

TO_MEND = 1
"""Exit code where something has to be mended, though the product works."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def status(*, as_json: bool) -> None:
    """How it is doing, in numbers; nobody is named, and no mail is sent.

    The exit code is 1 where something has to be mended, and 2 where the database cannot be used.
    """
    from surveyapp.services import status as service

    with product():
        found = service.look()
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
    else:
        for line in _lines(found):
            click.echo(line)
    for fault in found.faults:
        tell(fault)
    if found.faults:
        click.get_current_context().exit(TO_MEND)


def _lines(found: "Status") -> Iterator[str]:
    yield f"Database: {found.database}, up to date (schema {found.revision})"
    if found.free is not None:
        yield f"Room beside it: {found.free / 1e9:.1f} GB"
    yield f"Waves: {_states(found.waves)}"
    yield f"Assessments: {_states(found.assessments)}"
    yield f"Mail server: {'answers' if found.mail_server else 'does not answer'}"
    yield f"Messages: {_states(found.messages)}"
    yield f"Jobs: {_states(found.jobs)}"
    yield f"Worker: {'at work' if found.worker else 'none'}"
    addresses, reports = found.due_addresses, found.due_reports
    yield f"Due to be forgotten: {counted(addresses, 'invitation')}, {counted(reports, 'report')}"


def _states(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {state}" for state, number in numbers.items()) or "none"
