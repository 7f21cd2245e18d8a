"""The one frame of all mail: a letter becomes text and HTML that say the same.

Whoever writes to people makes a ``Letter``; nothing else in the product draws a message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from surveyapp.languages import language


@dataclass(frozen=True)
class Link:
    """An address on a line of its own; HTML has a button above it, which says ``label``."""

    address: str
    label: str


Part = str | Link
"""A paragraph, in which line breaks stay, or a link."""


@dataclass(frozen=True)
class Letter:
    """What somebody reads: a subject on one line, then paragraphs and links, all of it text."""

    language: str
    subject: str
    parts: Sequence[Part]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("surveyapp.mailing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def as_text(letter: Letter) -> str:
    """The letter as plain text."""
    parts = (part.address if isinstance(part, Link) else part for part in letter.parts)
    return "\n\n".join(parts) + "\n"


def as_html(letter: Letter) -> str:
    """The letter as a page."""
    spoken = language(letter.language)
    return _environment().get_template("letter.html").render(letter=letter, spoken=spoken)


def write(letter: Letter, *, name: str, email: str, sender: str) -> EmailMessage:
    """The message to one person; ``ValueError`` where a name or address fits in no header."""
    user, _, domain = email.rpartition("@")
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = sender
    message["Date"] = formatdate()
    message["To"] = Address(display_name=name, username=user, domain=domain)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(" >") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(letter))
    message.add_alternative(as_html(letter), subtype="html")
    # Last: setting the content takes earlier headers about it away.
    message["Content-Language"] = letter.language
    return message
