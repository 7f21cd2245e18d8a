"""``surveyapp audit``: what coordinators and operators did."""

# ruff: noqa: PLC0415

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from surveyapp.cli.shell import product, tell

if TYPE_CHECKING:
    from surveyapp.services.audit import Event


@click.command("audit")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on, in UTC.")
def audit_log(since: datetime | None) -> None:
    """The audit log, the latest first: when (in UTC), who, what, where, and how much."""
    from surveyapp.services import audit

    with product():
        events = audit.everything(since.replace(tzinfo=UTC) if since else None)
    if not events:
        tell("Nothing was done" + (f" since {since:%Y-%m-%d}." if since else " yet."))
        return
    rows = [_row(event) for event in events]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _row(event: "Event") -> tuple[str, ...]:
    from surveyapp.core.base import text_in

    where = [event.programme, text_in(event.wave, "en") if event.wave else ""]
    details = (f"{name}: {value}" for name, value in event.details.items() if name != "actor")
    return (
        f"{event.at:%Y-%m-%d %H:%M}",
        event.actor or ("(account erased)" if event.by_erased else "(operator)"),
        event.action,
        one_line(", ".join(part for part in where if part) or "-"),
        one_line(", ".join(details)),
    )


def one_line(text: str) -> str:
    """On one line, and without anything that steers a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
