"""What is read in a message: the words of either part, and the links."""

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from html.parser import HTMLParser

from surveyapp.mailing.letter import write
from surveyapp.mailing.messages import Invite, compose
from surveyapp.mailing.texts import Kind, Text

LINK = "https://feedback.school.example/r/abcdefghijklmnopqrstuvwx"
INVITE = Invite(
    address=LINK,
    code="ABCD-EFGH-IJKL-MNOP-QRST-UVWX",
    code_page="https://feedback.school.example/code",
    leader="Alice de Vries",
    school="De Brug",
    programme="Leren leiden",
    closes_on=date(2026, 12, 18),
    minutes=12,
    language="nl",
    own=False,
    identified=False,
)


def invite(**changes: object) -> Invite:
    """The invitation of Bob, a teacher, or another one."""
    return replace(INVITE, **changes)  # type: ignore[arg-type]


def sent(
    kind: Kind, about: Invite = INVITE, name: str = "Bob", text: Text | None = None
) -> EmailMessage:
    """The message of a kind, with the product's text or another one."""
    sender = "Feedback <feedback@school.example>"
    letter = compose(kind, about, name, text)
    return write(letter, name=name, email="bob@school.example", sender=sender)


def part(message: EmailMessage, kind: str) -> str:
    """The text (``plain``) or the page (``html``) of a message."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


class Page(HTMLParser):
    """The words of a page without its title and buttons, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._silent = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag in {"title", "a"}:
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()
