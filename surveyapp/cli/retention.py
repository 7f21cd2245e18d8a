"""``surveyapp retention``: forgetting what has been kept long enough."""

# ruff: noqa: PLC0415

from typing import TYPE_CHECKING

import click

from surveyapp.cli.shell import counted, product

if TYPE_CHECKING:
    from surveyapp.services.retention import ForgottenAddresses, ForgottenReports


@click.group()
def retention() -> None:
    """Forgetting what has been kept long enough."""


@retention.command("apply")
@click.option("--dry-run", is_flag=True, help="Say what is due, and erase nothing.")
def apply_retention(dry_run: bool) -> None:
    """Erase the addresses and the reports that are due; to be run every day.

    Addresses go SURVEYAPP_KEEP_ADDRESSES_DAYS days after the freeze, reports with their answers
    SURVEYAPP_KEEP_REPORTS_DAYS days after it.
    """
    from surveyapp.services import retention as service

    with product():
        addresses, reports = service.apply(dry_run=dry_run)
    for sentence in sentences("Would be erased" if dry_run else "Erased", addresses, reports):
        click.echo(sentence)


def sentences(
    erased: str, addresses: "ForgottenAddresses", reports: "ForgottenReports"
) -> tuple[str, str]:
    """What was forgotten; ``erased`` says whether it was done or would be."""
    return f"{erased}: {_addresses(addresses)}.", f"{erased}: {_reports(reports)}."


def _addresses(due: "ForgottenAddresses") -> str:
    invitations = counted(due.invitations, "invitation")
    text = f"names, addresses and links of {invitations}, frozen by {due.frozen_by}"
    if nominations := sum(due.nominations.values()):
        text += f", and {counted(nominations, 'nomination')} of waves that never opened"
    if due.shares:
        text += f", and {counted(due.shares, 'share')} that are over"
    return text


def _reports(due: "ForgottenReports") -> str:
    parts = [
        counted(due.responses, "response"),
        counted(due.invitations, "invitation"),
        counted(due.group_reports, "group report"),
    ]
    reports = counted(due.reports, "report")
    return f"{reports} with {', '.join(parts)}, frozen by {due.frozen_by}"
