"""``surveyapp account``: who can sign in, and who runs this installation."""

# ruff: noqa: PLC0415

import sys

import click

from surveyapp.cli.shell import product, refuse_language, tell


@click.group()
def account() -> None:
    """Accounts of those who sign in; raters have none."""


@account.command("create")
@click.argument("address")
@click.option("--name", required=True, help="As others read it.")
@click.option("--language", default="nl", show_default=True, help="Of their pages and mail.")
@click.option("--password", is_flag=True, help="Ask for a password, and send no mail.")
def create_account(address: str, name: str, language: str, password: bool) -> None:
    """Make an account for this ADDRESS; mail tells its owner how to sign in."""
    from surveyapp.services import accounts

    refuse_language(language)
    chosen = _asked() if password else None
    with product():
        accounts.create(
            name=name, email=address, language=language, password=chosen, welcome=not password
        )
    tell("The account is made." + ("" if password else " Mail tells how to sign in."))


@account.command("password")
@click.argument("address")
@click.option("--mail", is_flag=True, help="Mail a link for a new one, and ask for none here.")
def set_password(address: str, mail: bool) -> None:
    """Set another password for the account with this ADDRESS; all its sessions end."""
    from surveyapp.services import account_mail, accounts

    chosen = None if mail else _asked()
    with product():
        accounts.by_address(address)
        if chosen is None:
            account_mail.ask(address, "password")
        else:
            accounts.set_password(address, chosen)
    tell("A link is on its way; it works for a quarter of an hour." if mail else "It is set.")


@account.command("address")
@click.argument("address")
@click.argument("new")
def set_address(address: str, new: str) -> None:
    """Give the account with this ADDRESS the NEW one; all its sessions and links end.

    Make sure that the owner is asking: whoever reads the mail at the new one can sign in.
    """
    from surveyapp.services import addresses

    with product():
        addresses.change(address, new)
    tell("It is set. Mail to the new address tells that something was changed.")


@account.command("unlock-factor")
@click.argument("address")
def unlock_factor(address: str) -> None:
    """Take the second step away from the account with this ADDRESS, whose owner has lost it.

    Make sure that the owner is asking: after that their password, or their mail, is enough.
    """
    from surveyapp.services import second_factor

    with product():
        second_factor.unlock(address)
    tell("No second step is asked any more: app, passkeys and recovery codes are gone.")


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


def _asked() -> str:
    """A password from the keyboard, twice; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
