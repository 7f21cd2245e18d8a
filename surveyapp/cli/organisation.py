"""``surveyapp organisation``: who runs programmes here, and who may do what for them."""

# ruff: noqa: PLC0415

from typing import TYPE_CHECKING

import click

from surveyapp.cli.shell import counted, product, tell

if TYPE_CHECKING:
    from surveyapp.services.organisations import Role

ROLE = click.Choice(["coordinator", "researcher"])


@click.group()
def organisation() -> None:
    """Organisations that run programmes, strictly apart from one another."""


@organisation.command("create")
@click.argument("name")
def create_organisation(name: str) -> None:
    """Make an organisation with this NAME."""
    from surveyapp.services import organisations

    with product():
        organisations.create(name)
    tell("Made. Give it a coordinator: surveyapp organisation join NAME ADDRESS")


@organisation.command("list")
def list_organisations() -> None:
    """All organisations by name, in numbers."""
    from surveyapp.services import organisations

    with product():
        found = organisations.overview()
    for row in found:
        numbers = [
            counted(row.coordinators, "coordinator"),
            counted(row.researchers, "researcher"),
            counted(row.programmes, "programme"),
        ]
        click.echo(f"{row.name}: {', '.join(numbers)}")
    if not found:
        tell("There is no organisation yet: surveyapp organisation create NAME")


@organisation.command("join")
@click.argument("name")
@click.argument("address")
@click.option("--role", type=ROLE, default="coordinator", show_default=True)
def join_organisation(name: str, address: str, role: "Role") -> None:
    """Give the account with this ADDRESS a role in the organisation NAME."""
    from surveyapp.services import accounts, organisations

    with product():
        organisations.join(organisations.by_name(name), accounts.by_address(address), role)


@organisation.command("leave")
@click.argument("name")
@click.argument("address")
@click.option("--role", type=ROLE, default="coordinator", show_default=True)
def leave_organisation(name: str, address: str, role: "Role") -> None:
    """Take a role in the organisation NAME from the account with this ADDRESS.

    What they coordinate on their own passes to the other coordinators; the last one stays.
    """
    from surveyapp.services import accounts, organisations

    with product():
        organisations.leave(organisations.by_name(name), accounts.by_address(address), role)
