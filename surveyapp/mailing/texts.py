"""The texts of mail about an invitation: those of the product, and what one of a programme may be.

A text ends where the product goes on: what we promise is never part of it (see ``messages``).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveyapp.languages import language
from surveyapp.mailing import placeholders

Kind = Literal["invitation", "own-invitation", "reminder", "own-reminder", "thanks"]
KINDS: tuple[Kind, ...] = ("invitation", "own-invitation", "reminder", "own-reminder", "thanks")
"""The own ones are about the leader's self-assessment; nobody is thanked for her own."""

LONGEST_SUBJECT, LONGEST_BODY, MOST_LINES = 150, 4000, 80
"""In characters and lines: nobody has to scroll far to what the product adds."""

BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
LINK_LINE = re.compile(r"^[ \t]*\{link\}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """A subject, and paragraphs with an empty line between them; both with placeholders."""

    subject: str
    body: str


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a field of a text; ``about`` is the placeholder that is meant."""

    field: Literal["subject", "body"]
    what: Literal["empty", "long", "strange", "link"]
    about: str = ""


def allowed(kind: Kind) -> tuple[str, ...]:
    """The placeholders of a kind: thanks have no link, as it is dead by then."""
    return tuple(n for n in placeholders.NAMES if kind != "thanks" or n not in {"link", "minutes"})


def tidied(text: Text) -> Text:
    """The text without what no message may hold: control characters, and lines in the subject."""
    body = "\n".join(line.rstrip() for line in _clean(text.body).split("\n"))
    body = re.sub(r"\n{3,}", "\n\n", body).strip("\n")
    return Text(" ".join(_clean(text.subject).split()), body)


def _clean(text: str) -> str:
    text = BREAKS.sub("\n", text).replace("\t", " ")
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept)


def flaws(kind: Kind, text: Text) -> Iterator[Flaw]:
    """What is wrong with a tidied text, as it is kept."""
    in_subject = [name for name in allowed(kind) if name != "link"]
    if not text.subject:
        yield Flaw("subject", "empty")
    if len(text.subject) > LONGEST_SUBJECT:
        yield Flaw("subject", "long")
    for word in placeholders.strange(text.subject, in_subject):
        yield Flaw("subject", "strange", word)
    if not text.body.strip():
        yield Flaw("body", "empty")
    if len(text.body) > LONGEST_BODY or text.body.count("\n") >= MOST_LINES:
        yield Flaw("body", "long")
    for word in placeholders.strange(text.body, allowed(kind)):
        yield Flaw("body", "strange", word)
    if "link" in allowed(kind) and not _one_link(text.body):
        yield Flaw("body", "link")


def _one_link(body: str) -> bool:
    """Whether the link stands in it once, on a line of its own."""
    return len(LINK_LINE.findall(body)) == body.count("{link}") == 1


def of_product(kind: Kind, code: str) -> Text:
    """What the product says, as it is kept."""
    write = {
        "invitation": _invitation,
        "own-invitation": _own_invitation,
        "reminder": _reminder,
        "own-reminder": _own_reminder,
        "thanks": _thanks,
    }[kind]
    return write(code)


def _invitation(code: str) -> Text:
    _ = language(code).gettext
    return Text(
        _("You are asked for feedback on %(leader)s", leader="{leader}"),
        _body(
            _dear(code),
            _(
                "%(leader)s of %(school)s takes part in %(programme)s and asks for your "
                "feedback on their leadership. You see the work from close by: what do you "
                "notice?",
                leader="{leader}",
                school="{school}",
                programme="{programme}",
            ),
            _how_long(code),
            "{link}",
        ),
    )


def _own_invitation(code: str) -> Text:
    _ = language(code).gettext
    return Text(
        _("Your self-assessment: %(programme)s", programme="{programme}"),
        _body(
            _dear(code),
            _(
                "You take part in %(programme)s. It begins with how you see your own leadership: "
                "answer the questionnaire about yourself.",
                programme="{programme}",
            ),
            _how_long(code),
            "{link}",
        ),
    )


def _reminder(code: str) -> Text:
    _ = language(code).gettext
    return Text(
        _("Reminder: your feedback for %(leader)s", leader="{leader}"),
        _body(
            _dear(code),
            _(
                "A while ago you were asked for feedback on %(leader)s of %(school)s. The "
                "questionnaire is open until %(date)s and takes about %(minutes)s minutes; what "
                "you filled in is still there.",
                leader="{leader}",
                school="{school}",
                date="{last_day}",
                minutes="{minutes}",
            ),
            "{link}",
        ),
    )


def _own_reminder(code: str) -> Text:
    _ = language(code).gettext
    return Text(
        _("Reminder: your self-assessment for %(programme)s", programme="{programme}"),
        _body(
            _dear(code),
            _(
                "A while ago you were asked to answer a questionnaire about your own leadership, "
                "for %(programme)s. It is open until %(date)s and takes about %(minutes)s minutes; "
                "what you filled in is still there.",
                programme="{programme}",
                date="{last_day}",
                minutes="{minutes}",
            ),
            "{link}",
        ),
    )


def _thanks(code: str) -> Text:
    _ = language(code).gettext
    return Text(
        _("Thank you for your feedback for %(leader)s", leader="{leader}"),
        _body(
            _dear(code),
            _(
                "Thank you for your feedback for %(leader)s of %(school)s. The questionnaire is "
                "closed now.",
                leader="{leader}",
                school="{school}",
            ),
        ),
    )


def _dear(code: str) -> str:
    return language(code).gettext("Dear %(name)s,", name="{name}")


def _how_long(code: str) -> str:
    return language(code).gettext(
        "It takes about %(minutes)s minutes. You can stop at any moment and go on later with the "
        "same link, on any device, until %(date)s:",
        minutes="{minutes}",
        date="{last_day}",
    )


def _body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)
