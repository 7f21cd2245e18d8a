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
    user, _, domain = email.rpartition("@")
    to = Address(display_name=name, username=user, domain=domain)
    return _message("invitation", invite.language, subject, to, sender, invite=invite)


def _message(
    template: str, code: str, subject: str, to: Address, sender: str, **values: object
) -> EmailMessage:
    environment = _environment(code)
    values |= {"name": to.display_name, "spoken": language(code), "subject": subject}
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = to
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(" >") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(environment.get_template(f"{template}.txt").render(values))
    html = environment.get_template(f"{template}.html").render(values)
    message.add_alternative(html, subtype="html")
    # Last: setting the content takes earlier headers about it away.
    message["Content-Language"] = code
    return message
