"""What is written to people: each message as text and as HTML that say the same."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from surveyapp.languages import catalogue, language


@dataclass(frozen=True)
class Invite:
    """What an invitation says. ``own`` is the leader's self-assessment."""

    address: str
    leader: str
    school: str
    programme: str
    closes_on: date
    minutes: int
    language: str
    own: bool
    identified: bool


@cache
def _environment(code: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("surveyapp.mailing"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(catalogue(code), newstyle=True)  # type: ignore[attr-defined]
    return environment


def invitation_message(invite: Invite, name: str, email: str, sender: str) -> EmailMessage:
    """The invitation to answer about a leader, or about oneself."""
    spoken = language(invite.language)
    subject = (
        spoken.gettext("Your self-assessment: %(programme)s", programme=invite.programme)
        if invite.own
        else spoken.gettext("Your feedback for %(leader)s is asked", leader=invite.leader)
    )
    return _message("invitation", invite, subject, name=name, email=email, sender=sender)


def reminder_message(invite: Invite, name: str, email: str, sender: str) -> EmailMessage:
    """The same link once more, to whoever has not answered; it presses nobody."""
    spoken = language(invite.language)
    subject = (
        spoken.gettext(
            "Reminder: your self-assessment for %(programme)s", programme=invite.programme
        )
        if invite.own
        else spoken.gettext("Reminder: your feedback for %(leader)s", leader=invite.leader)
    )
    return _message("reminder", invite, subject, name=name, email=email, sender=sender)


def thanks_message(invite: Invite, name: str, email: str, sender: str) -> EmailMessage:
    """Thanks to a rater who answered; it goes to all of them at once, after the wave."""
    spoken = language(invite.language)
    subject = spoken.gettext("Thank you for your feedback for %(leader)s", leader=invite.leader)
    return _message("thanks", invite, subject, name=name, email=email, sender=sender)


def _message(
    template: str, invite: Invite, subject: str, *, name: str, email: str, sender: str
) -> EmailMessage:
    code = invite.language
    environment = _environment(code)
    values = {"name": name, "spoken": language(code), "subject": subject, "invite": invite}
    user, _, domain = email.rpartition("@")
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = Address(display_name=name, username=user, domain=domain)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(" >") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(environment.get_template(f"{template}.txt").render(values))
    html = environment.get_template(f"{template}.html").render(values)
    message.add_alternative(html, subtype="html")
    # Last: setting the content takes earlier headers about it away.
    message["Content-Language"] = code
    return message
