"""``surveyapp account``: who can sign in, and who runs this installation."""

# ruff: noqa: PLC0415

import click

from surveyapp.cli.shell import product, refuse_language


@click.group()
def account() -> None:
    """Accounts of those who sign in; raters have none."""


@account.command("create")
@click.argument("address")
@click.option("--name", required=True, help="As others read it.")
@click.option("--language", default="nl", show_default=True, help="Of her pages and mail.")
def create_account(address: str, name: str, language: str) -> None:
    """Make an account for this ADDRESS, without a password."""
    from surveyapp.services import accounts

    refuse_language(language)
    with product():
        accounts.create(name=name, email=address, language=language)


@account.command("operator")
@click.argument("address")
@click.option("--no", "no_longer", is_flag=True, help="No longer.")
def make_operator(address: str, no_longer: bool) -> None:
    """Let the account with this ADDRESS run the installation: organisations, accounts, jobs.

    An operator reads no answers, comments or reports.
    """
    from surveyapp.services import accounts

    with product():
        accounts.set_operator(address, not no_longer)
