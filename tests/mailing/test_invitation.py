"""The invitation: text and HTML say the same, in either language, to whoever is asked."""

import re
from datetime import date
from email.message import EmailMessage
from html import unescape
from html.parser import HTMLParser

import pytest

from surveyapp.mailing.letter import write
from surveyapp.mailing.messages import Invite, invitation

LINK = "https://feedback.school.example/r/abcdefghijklmnopqrstuvwx"


def _invite(**changes: object) -> Invite:
    values: dict[str, object] = {
        "address": LINK,
        "leader": "Alice de Vries",
        "school": "De Brug",
        "programme": "Leren leiden",
        "closes_on": date(2026, 12, 18),
        "minutes": 12,
        "language": "nl",
        "own": False,
        "identified": False,
    }
    return Invite(**(values | changes))  # type: ignore[arg-type]


def _message(**changes: object) -> EmailMessage:
    return _to("Bob", _invite(**changes))


def _to(name: str, invite: Invite) -> EmailMessage:
    sender = "Feedback <feedback@school.example>"
    return write(invitation(invite, name), name=name, email="bob@school.example", sender=sender)


class _Words(HTMLParser):
    """The words of a page, without its title."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.head = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.head = tag in {"head", "title", "meta"}

    def handle_data(self, data: str) -> None:
        if not self.head:
            self.parts.append(data)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def _words(text: str) -> list[str]:
    return re.sub(r"\s+", " ", unescape(text)).split()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "who", [{"own": True}, {"identified": True}, {}], ids=["self", "identified", "anonymous"]
)
def test_text_and_html_say_the_same(language: str, who: dict[str, object]) -> None:
    message = _message(language=language, **who)
    page = _Words()
    page.feed(_part(message, "html"))
    button = {"nl": "Vragenlijst openen", "en": "Open the questionnaire"}[language]
    said = " ".join(page.parts).replace(button, "", 1)
    assert _words(said) == _words(_part(message, "plain"))


def test_a_rater_reads_whom_it_is_about_how_long_and_until_when() -> None:
    message = _message()
    text = _part(message, "plain")
    assert message["Subject"] == "Uw feedback voor Alice de Vries wordt gevraagd"
    assert "Beste Bob," in text
    assert "De Brug" in text
    assert "12 minuten" in text
    assert "18 december 2026" in text
    assert text.count(LINK) == 1
    assert "ontwikkeling, nooit voor beoordeling" in text


def test_each_kind_of_rater_reads_what_is_true_for_her() -> None:
    assert "Uw antwoorden zijn anoniem" in _part(_message(), "plain")
    known = _part(_message(identified=True), "plain")
    assert "anoniem" not in known
    assert "tot u te herleiden" in known
    assert "Alleen u bepaalt wie het leest" in _part(_message(own=True), "plain")


def test_the_link_stands_whole_on_a_line_of_its_own() -> None:
    raw = _message().as_bytes().decode()
    assert LINK in raw.splitlines()


@pytest.mark.parametrize(
    "name", ['Bob "de Bouwer"', "Zoë <b>Post</b>", "Bob\r\nBcc: x@evil.example"]
)
def test_a_strange_name_breaks_nothing(name: str) -> None:
    try:
        message = _to(name, _invite())
    except ValueError:
        return
    assert message["Bcc"] is None
    assert "<b>" not in _part(message, "html")


def test_names_are_text_in_html() -> None:
    page = _part(_message(leader="<script>x</script>", programme="A & B"), "html")
    assert "<script>" not in page
    assert "A &amp; B" in page


def test_the_message_tells_machines_that_it_is_one() -> None:
    message = _message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl"
    assert message["Message-ID"].endswith("@school.example>")
