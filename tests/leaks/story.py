"""A wave whose truth is known: who was invited, saved and sent when, and what each one said.

Everything goes the way of the real thing: mails over SMTP, answers through the rater's pages.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from surveyapp.config import Settings
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.library import load_instrument
from surveyapp.core.response import encode
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.services import delivery, invitations, waves
from surveyapp.services.invitations import Rater
from surveyapp.web.rater.plan import competence_questions
from tests import cast as people
from tests.cast import BOARD, PEER, SECRET, TEACHER
from tests.ports import free_port

INSTRUMENT = "quick-reflection"
LEADERS = 10
SIZES = {"teacher": 10, "peer": 7, "board": 5}
"""How many of each rater group answer; one more of each does not, in one way or another."""

ANSWERED = "people"
"""The competence that is answered: enough questions to give everybody another answer."""

OPEN_QUESTION = "next-step"
FILLER = "Wat hier staat is verzonnen en doet er verder niet toe. " * 6


@cache
def questions() -> Instrument:
    """What is asked."""
    return load_instrument(INSTRUMENT)


@dataclass
class Person:
    """A rater, and what she says. ``marker`` stands in her comment and nowhere else."""

    number: int
    cell: tuple[str, str]
    name: str
    email: str
    points: dict[str, int]
    marker: str
    comment: str
    token: str = ""
    key: UUID = field(default_factory=lambda: UUID(int=0))
    link: bytes | None = None
    draft: bytes = b""

    @property
    def vector(self) -> bytes:
        return encode(questions(), self.points)


@dataclass
class Story:
    """What really happened; orders hold the numbers of people."""

    wave: UUID
    people: list[Person]
    invited: list[int] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def cells(self) -> list[list[int]]:
        """Those who answered, per cell."""
        cells: dict[tuple[str, str], list[int]] = {}
        for number in sorted(self.sent):
            cells.setdefault(self.people[number].cell, []).append(number)
        return list(cells.values())


class Postbox:
    """Keeps every message that a real SMTP conversation brings."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@contextmanager
def posting() -> Iterator[tuple[Postbox, Mailer]]:
    """A mail server, and what sends mail to it."""
    postbox, port = Postbox(), free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox, Mailer(Settings.model_validate({"secret": SECRET, "smtp_port": port}))
    finally:
        controller.stop()


def word(number: int, syllables: Sequence[str]) -> str:
    """A name for a number, without a digit in it."""
    parts = []
    for _ in range(4):
        number, place = divmod(number, len(syllables))
        parts.append(syllables[place])
    return "".join(parts).capitalize()


def cast_of(chance: Random) -> list[Person]:
    """The raters, whose names, answers and words have nothing to do with one another."""
    cells = [
        (f"{word(leader, ('la', 'li', 'lo', 'lu'))} Prins", group)
        for leader in range(LEADERS)
        for group, size in SIZES.items()
        for _ in range(size + 1)
    ]
    codes = _codes([group for _, group in cells], chance)
    names = chance.sample(range(5**4), len(cells))
    return [
        _person(number, cell, code, name, chance)
        for number, (cell, code, name) in enumerate(zip(cells, codes, names, strict=True))
    ]


def _codes(groups: Sequence[str], chance: Random) -> list[int]:
    """A number for everybody, to be written in answers; a board is asked one question less."""
    few = groups.count("board")
    short = iter(chance.sample(range(5**3), few))
    long = iter(chance.sample(range(5**3, 5**4), len(groups) - few))
    return [next(short if group == "board" else long) for group in groups]


def _person(number: int, cell: tuple[str, str], code: int, name: int, chance: Random) -> Person:
    called = word(name, ("ba", "de", "gi", "ko", "fu"))
    marker = word(code, ("pra", "tse", "vri", "swo", "nju", "cha", "mle", "zho"))
    page = next(one for one in questions().competences if one.id == ANSWERED)
    asked = competence_questions(questions(), page, cell[1], False)
    points = {column: code // 5**place % 5 + 1 for place, column in enumerate(asked)}
    return Person(
        number=number,
        cell=cell,
        name=f"{called} Vos",
        email=f"{called.lower()}@{cell[1]}.example",
        points=points,
        marker=marker,
        comment=f"{marker} {FILLER[: chance.randrange(len(FILLER))]}".strip(),
    )


def tell(app: Flask, seed: int = 360) -> Story:
    """Invite everybody, let them answer in a known order, and close the wave."""
    chance = Random(seed)
    raters = cast_of(chance)
    with app.app_context():
        leaders = list(dict.fromkeys(person.cell[0] for person in raters))
        cast = people.gather(leaders, instrument=INSTRUMENT, groups=(TEACHER, PEER, BOARD))
        story = Story(people.open_wave(cast), raters)
        _invite(story, chance)
        _send(story)
    _answer(app, story, chance)
    with app.app_context():
        waves.close_wave(story.wave)
    return story


def _invite(story: Story, chance: Random) -> None:
    """In any order, a few at a time, as coordinators do."""
    keys = {row.leader: row.assessment for row in people.rows(story.wave)}
    order = chance.sample(range(len(story.people)), len(story.people))
    for leader, key in keys.items():
        batch = [n for n in order if story.people[n].cell[0] == leader]
        raters = [Rater(p.cell[1], p.name, p.email, "nl") for p in (story.people[n] for n in batch)]
        invitations.invite(key, raters)
        story.invited += batch


def _send(story: Story) -> None:
    """Everybody finds her link in her mail."""
    with posting() as (postbox, mailer):
        assert invitations.send(story.wave) == delivery.deliver(mailer)
    story.mails = postbox.messages
    by_address = {str(m["To"]).rpartition("<")[2].rstrip(">"): m for m in story.mails}
    rows = db.session.execute(
        select(Invitation.email, Invitation.id, Invitation.link).where(Invitation.group != SELF)
    )
    stored = {email: (key, link) for email, key, link in rows}
    for person in story.people:
        body = by_address[person.email].get_body(("plain",))
        assert body is not None
        person.token = body.get_content().partition("/r/")[2].split()[0]
        person.key, person.link = stored[person.email]


def _answer(app: Flask, story: Story, chance: Random) -> None:
    """Some begin early and send late; of each cell the last one never sends."""
    everybody = range(len(story.people))
    story.saved = chance.sample(everybody, len(everybody))
    for number in story.saved:
        _fill_in(app, story.people[number])
    with app.app_context():
        drafts = dict(db.session.execute(select(Draft.invitation_id, Draft.sealed)).all())
    for person in story.people:
        person.draft = drafts[person.key]
    last = {person.cell: person.number for person in story.people}
    story.silent = list(last.values())
    for number in chance.sample(everybody, len(everybody)):
        if number not in story.silent:
            _post(app, story.people[number], "review", send="1")
            story.sent.append(number)
    for number in story.silent[::2]:
        _post(app, story.people[number], "decline", decline="1")


def _fill_in(app: Flask, person: Person) -> None:
    pages = [competence.id for competence in questions().competences]
    answers = {column: str(point) for column, point in person.points.items()}
    _post(app, person, str(pages.index(ANSWERED) + 1), **answers, next="1")
    _post(app, person, str(len(pages) + 1), **{OPEN_QUESTION: person.comment}, next="1")


def _post(app: Flask, person: Person, page: str, **data: str) -> None:
    answer = app.test_client().post(f"/r/{person.token}/{page}", data=data)
    assert answer.status_code == 303, answer.text
