"""A database that was filled through the pages, robbed before the freeze and after it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.services import comments, reports, results
from tests.cast import rows
from tests.leaks.freezes import Answered, copy
from tests.leaks.loot import Loot, Marks, marks_of_answer, marks_of_person, steal
from tests.leaks.matching import Clues, Match, matches
from tests.leaks.story import Person, Story, tell

OF_THE_MAIL_SERVER = ("mail.log", "asyncio")
"""What the server of the tests logs, not the product."""


FIRST_LINE = "here the log begins"


@dataclass(frozen=True)
class Robbery:
    """What was taken, and what really happened. ``log`` is all that the product logged.

    ``answered`` is a copy of the database as it was before the freeze.
    """

    story: Story
    before: Loot
    after: Loot
    log: str
    answered: Answered

    @cached_property
    def people(self) -> Marks:
        return {n: marks_of_person(self.story.people[n]) for n in self.story.sent}

    @cached_property
    def answers(self) -> Marks:
        return {n: marks_of_answer(self.story.people[n]) for n in self.story.sent}

    @property
    def known(self) -> Clues:
        """What a thief may have seen happen, and what he can measure of each comment."""
        story = self.story
        mailed = [str(mail["To"]) for mail in story.mails]
        place = {n: mailed.index(to) for n in story.sent for to in mailed if self._to(n) in to}
        orders = {"invited": story.invited, "first saved": story.saved, "sent": story.sent}
        ranks = {name: {n: at for at, n in enumerate(order)} for name, order in orders.items()}
        drafts = {n: len(story.people[n].draft) for n in story.sent}
        return ranks | {"mailed": place, "length of the draft": drafts}

    def _to(self, number: int) -> str:
        return f"<{self.story.people[number].email}>"

    @property
    def measured(self) -> Clues:
        lengths = {n: len(self.story.people[n].comment) for n in self.story.sent}
        return {"length of the comment": lengths}

    @cached_property
    def of_people(self) -> Clues:
        """What the loot of the end says of people."""
        return self.after.clues(self.people)

    @cached_property
    def of_answers(self) -> Clues:
        """What the loot of the end says of answers."""
        return self.after.clues(self.answers)

    def matches(self) -> list[Match]:
        """Every clue about people against every clue about their answers."""
        people, answers = {**self.known, **self.of_people}, {**self.measured, **self.of_answers}
        return matches(people, answers, self.story.cells)

    def matches_before(self) -> list[Match]:
        """The same before the freeze."""
        people = {**self.known, **self.control.clues(self.people)}
        return matches(people, self.control.clues(self.answers), self.story.cells)

    @cached_property
    def control(self) -> Loot:
        """What betrays everybody before the freeze: rows, and SQLite's log."""
        files = {name: held for name, held in self.before.files.items() if name.endswith("-wal")}
        return replace(self.before, files=files)


def rob(app: Flask, folder: Path) -> Robbery:
    """Live through a wave, and steal everything right before the freeze and at the very end."""
    with _logged() as lines:
        logging.getLogger("surveyapp").debug(FIRST_LINE)
        story = tell(app)
        with app.app_context():
            _as_autovacuum_does()
        before = steal(app, folder)
        answered = Answered(story, _kept(app))
        with app.app_context():
            results.freeze_wave(story.wave)
            _withhold(story, story.people[story.sent[0]])
            reports.release_wave(story.wave)
        after = steal(app, folder)
    return Robbery(story, before, after, "\n".join(lines), answered)


def _kept(app: Flask) -> str:
    """The address of a copy of the filled database, to be frozen many times."""
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.session.remove()
        db.engine.dispose()
    return copy(url)


def _withhold(story: Story, person: Person) -> None:
    """The coordinator takes her comment out of the report."""
    found = rows(story.wave)
    key = next(row.assessment for row in found if row.leader == person.cell[0])
    remarks = [remark for question in comments.view(key).questions for remark in question.remarks]
    mark = next(remark.mark for remark in remarks if person.marker in remark.text)
    assert comments.withhold(key, mark, "recognisable")


def _as_autovacuum_does() -> None:
    """PostgreSQL keeps samples of the values of every column, sooner or later."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Everything that is logged, down to the finest."""
    lines: list[str] = []
    handler, root = logging.Handler(), logging.getLogger()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    handler.addFilter(lambda record: not record.name.startswith(OF_THE_MAIL_SERVER))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
