"""The command line. Bad input gets a sentence on stderr and exit code 2, never a traceback.

Every command imports what it needs when it runs, so that ``--help`` is quick.
"""

# ruff: noqa: PLC0415

import click

from surveyapp.cli.account import account
from surveyapp.cli.backups import backup, restore
from surveyapp.cli.history import audit_log
from surveyapp.cli.instruments import instrument
from surveyapp.cli.mail import mail
from surveyapp.cli.operating import demo, serve, upgrade, worker
from surveyapp.cli.organisation import organisation
from surveyapp.cli.person import person
from surveyapp.cli.reports import report
from surveyapp.cli.retention import retention
from surveyapp.cli.scoring import score
from surveyapp.cli.shell import Commands
from surveyapp.cli.status import status


def _tell_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Which version this is; a checkout may be run without being installed."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib import metadata

    try:
        version = metadata.version("surveyapp")
    except metadata.PackageNotFoundError:
        version = "(not installed: run from its source)"
    click.echo(f"surveyapp {version}")
    ctx.exit()


@click.group(cls=Commands)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version and exit.",
)
def main() -> None:
    """360° feedback for school leaders."""


COMMANDS = (
    account,
    audit_log,
    backup,
    demo,
    instrument,
    mail,
    organisation,
    person,
    report,
    restore,
    retention,
    score,
    serve,
    status,
    upgrade,
    worker,
)

for command in COMMANDS:
    main.add_command(command)
