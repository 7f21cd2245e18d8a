"""``surveyapp mail test``: whether mail leaves."""

# ruff: noqa: PLC0415

import click

from surveyapp.cli.shell import tell


@click.group()
def mail() -> None:
    """The way out for mail."""


@mail.command("test")
@click.argument("address")
def send_test(address: str) -> None:
    """Send one test message to ADDRESS, over the mail server of the settings.

    The exit code is 2 where the server does not take it, and says why.
    """
    from surveyapp import config
    from surveyapp.mailing.trial import send_trial
    from surveyapp.services.checked import checked_address

    settings = config.load()
    send_trial(settings, checked_address(address))
    tell(
        f"The mail server at {settings.smtp_host}:{settings.smtp_port} took the message, from "
        f"{settings.mail_from}. Look into the mailbox, and into its folder for junk."
    )
