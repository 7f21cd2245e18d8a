"""The mail texts of a programme: its own where it has one, else those of the product.

They are no part of what raters were promised, and may change while a wave is open: mail is written
when it leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.languages import languages
from surveyapp.mailing import placeholders
from surveyapp.mailing.letter import Part, write
from surveyapp.mailing.messages import Invite, added, compose
from surveyapp.mailing.texts import KINDS, Flaw, Kind, Text, allowed, flaws, of_product, tidied
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, versions
from surveyapp.services.codes import grouped
from surveyapp.services.context import settings, today
from surveyapp.services.transaction import transaction

__all__ = ["KINDS", "Flaw", "Flawed", "Kind", "Text", "tidied"]

NOBODY = {
    "nl": ("Robin Bakker", "Sam de Boer", "De Horizon"),
    "en": ("Robin Baker", "Sam Brown", "Horizon School"),
}
"""Invented for previews: a rater, a leader and her school; in other languages as in English."""


class Flawed(SurveyError):
    """A text that cannot be kept, with every flaw that was found in it."""

    def __init__(self, found: tuple[Flaw, ...]) -> None:
        self.flaws = found
        super().__init__("This text cannot be kept.")


def own(stored: Mapping[str, Any], kind: Kind, code: str) -> Text | None:
    """The programme's own text of a kind in a language, from what it keeps."""
    found = stored.get(kind, {}).get(code)
    return Text(**found) if found else None


@dataclass(frozen=True)
class Ahead:
    """A wave that mail will still leave for."""

    label: dict[str, str]
    state: str
    reminders: tuple[date, ...]


def ahead(programme: UUID) -> tuple[Ahead, ...]:
    """The waves whose mail a change will still reach."""
    query = select(Wave).where(Wave.programme_id == programme, Wave.state != "closed")
    rows = db.session.scalars(query.order_by(Wave.position))
    return tuple(
        Ahead(row.label, row.state, tuple(map(date.fromisoformat, row.reminders))) for row in rows
    )


def changed(programme: UUID) -> frozenset[tuple[str, str]]:
    """The kinds and languages in which a programme has a text of its own."""
    stored = db.session.get_one(Programme, programme).texts
    return frozenset((kind, code) for kind, texts in stored.items() for code in texts)


@dataclass(frozen=True)
class Editable:
    """A text as it is edited, with the words of its language between the braces."""

    text: Text
    version: int
    own: bool
    words: tuple[tuple[str, str], ...]


def editable(programme: UUID, kind: str, code: str) -> Editable:
    """The text of that kind and language; ``NotFound`` where there is no such one."""
    known = kind_of(kind, code)
    row = db.session.get_one(Programme, programme)
    theirs = own(row.texts, known, code)
    words = placeholders.words(code)
    return Editable(
        text=_shown(theirs or of_product(known, code), code),
        version=row.version,
        own=theirs is not None,
        words=tuple((name, words[name]) for name in allowed(known)),
    )


def kind_of(kind: str, code: str) -> Kind:
    """The kind of that name; ``NotFound`` where there is none, or no such language."""
    found = next((known for known in KINDS if known == kind), None)
    if found is None or code not in languages():
        raise NotFound("There is no such text.")
    return found


def product(kind: str, code: str) -> Text:
    """What the product says, as it is edited."""
    return _shown(of_product(kind_of(kind, code), code), code)


def _shown(text: Text, code: str) -> Text:
    subject, body = placeholders.shown(text.subject, code), placeholders.shown(text.body, code)
    return Text(subject, body)


def _kept(kind: Kind, code: str, written: Text) -> Text:
    """The text as it is kept; ``Flawed`` where it cannot be."""
    tidy = tidied(written)
    kept = Text(placeholders.read(tidy.subject, code), placeholders.read(tidy.body, code))
    if found := tuple(flaws(kind, kept)):
        raise Flawed(found)
    return kept


def change(programme: UUID, kind: str, code: str, written: Text, *, seen: int) -> None:
    """Keep a text of the programme's own; one with the product's words is the product's again.

    ``Flawed`` says what is wrong with it, and ``Stale`` that somebody else changed the programme
    since it was in version ``seen``.
    """
    known = kind_of(kind, code)
    kept = _kept(known, code, written)
    theirs = None if kept == of_product(known, code) else kept
    with transaction() as session:
        row = session.get_one(Programme, programme)
        if own(row.texts, known, code) == theirs:
            return
        versions.take(session, Programme, programme, seen)
        session.refresh(row)
        row.texts = _with(row.texts, known, code, theirs)
        audit.record(session, "mail text changed", programme=programme, text=known, language=code)


def _with(stored: Mapping[str, Any], kind: Kind, code: str, text: Text | None) -> dict[str, Any]:
    """What the programme keeps, with that text in the place of the one it had."""
    of_kind = {other: kept for other, kept in stored.get(kind, {}).items() if other != code}
    if text:
        of_kind[code] = {"subject": text.subject, "body": text.body}
    rest = {other: kept for other, kept in stored.items() if other != kind}
    return rest | ({kind: of_kind} if of_kind else {})


@dataclass(frozen=True)
class Preview:
    """A message as it will arrive, to somebody invented; ``plain`` is all of its text.

    Of ``parts`` the last ones are those that the product ``adds``. Raters in ``groups``, of which
    the answers are shown as such, read ``instead`` in the place of what differs.
    """

    sender: str
    receiver: str
    subject: str
    parts: tuple[Part, ...]
    adds: tuple[str, ...]
    plain: str
    groups: tuple[dict[str, str], ...]
    instead: tuple[str, ...]


def preview(programme: UUID, kind: str, code: str, written: Text) -> Preview:
    """A text as it would arrive; ``Flawed`` where it cannot be kept."""
    known = kind_of(kind, code)
    text = _kept(known, code, written)
    row = db.session.get_one(Programme, programme)
    groups = Rules.model_validate(row.rules).groups
    named = tuple(group.label for group in groups if group.identified)
    plainly = _invented(row, known, code, identified=len(named) == len(groups))
    name = _nobody(code)[1 if plainly.own else 0]
    letter = compose(known, plainly, name, text)
    message = write(letter, name=name, email="robin@example.org", sender=settings().mail_from)
    adds = added(known, plainly)
    other = added(known, _invented(row, known, code, identified=True))
    body = message.get_body(("plain",))
    return Preview(
        sender=str(message["From"]),
        receiver=str(message["To"]),
        subject=str(message["Subject"]),
        parts=tuple(letter.parts[: len(letter.parts) - len(adds)]),
        adds=adds,
        plain=body.get_content() if body else "",
        groups=named,
        instead=tuple(paragraph for paragraph in other if paragraph not in adds),
    )


def _nobody(code: str) -> tuple[str, str, str]:
    return NOBODY.get(code, NOBODY["en"])


def _invented(row: Programme, kind: Kind, code: str, *, identified: bool) -> Invite:
    _, leader, school = _nobody(code)
    return Invite(
        address=f"{settings().base_url}/r/{'x' * 24}",
        code=grouped("x" * 24),
        code_page=f"{settings().base_url}/code",
        leader=leader,
        school=school,
        programme=row.name,
        closes_on=today() + timedelta(days=14),
        minutes=load_instrument(row.instrument).minutes,
        language=code,
        own=kind.startswith("own-"),
        identified=identified,
    )
