"""Generated histories of a wave: whatever people do, in whatever order, and what must be so after.

A history is a list of steps. What should come of each is kept beside the database, without asking
the code that is tested. Lived through on SQLite: a copy of one file per history.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.services import (
    comments,
    database,
    invitations,
    invitees,
    links,
    reports,
    responses,
    results,
    waves,
)
from surveyapp.services.context import today
from surveyapp.services.invitations import Rater
from surveyapp.services.opened import OpenInvitation
from tests import cast as people
from tests import profiles
from tests.cast import KNOWN_BOARD, PEER, SECRET, TEACHER
from tests.conftest import new_app

BY_RATERS = ("answer", "answer", "answer", "look", "save", "send", "decline")
BY_COORDINATORS = ("withdraw", "renew", "readdress", "invite", "mail", "left", "move")
AT_THE_END = ("freeze", "freeze", "freeze", "release", "withhold", "withhold", "read", "close")

LIVED = settings(max_examples=2000 if profiles.FULL else 25)

Step = tuple[str, int]
"""What is done, and by or to whom: a number that is taken modulo how many there are."""

Held = dict[str, list[dict[str, Any]]]
"""All rows of all tables."""


def _steps(*names: str, least: int, most: int) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from(names), st.integers(0, 30))
    return st.lists(step, min_size=least, max_size=most)


def _whole(parts: tuple[list[Step], list[Step]]) -> list[Step]:
    during, after = parts
    return [*during, ("close", 0), *after]


HISTORIES = st.tuples(
    _steps(*BY_RATERS * 2, *BY_COORDINATORS, "freeze", "release", "withhold", least=15, most=30),
    _steps(
        *AT_THE_END, "answer", *("save", "send") * 2, "decline", *BY_COORDINATORS, least=5, most=10
    ),
).map(_whole)


@dataclass
class Stage:
    """An app on a file that is put back to the same open wave for every history."""

    app: Flask
    file: Path
    wave: UUID

    @classmethod
    def built(cls, folder: Path) -> "Stage":
        """Alice's wave, for which eight raters were invited."""
        file = folder / "history.sqlite"
        app = new_app(f"sqlite:///{file}")
        with app.app_context():
            database.upgrade()
            groups = (TEACHER, PEER, KNOWN_BOARD)
            cast = people.gather(["Alice de Vries"], groups=groups, minimum_comments=3)
            wave = people.open_wave(cast)
            for group, count in (("teacher", 5), ("peer", 2), ("board", 1)):
                people.invite(people.assessment(wave), group, count)
            db.session.remove()
            db.engine.dispose()
        shutil.copy(file, folder / "open.sqlite")
        return cls(app, file, wave)

    def lives(self, steps: Sequence[Step]) -> Iterator["History"]:
        """Take one step after another, from the open wave on."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
            shutil.copy(self.file.with_name("open.sqlite"), self.file)
            history = History(self.file, self.wave)
            yield history
            for name, number in steps:
                history.take(name, number)
                yield history
            db.session.remove()


@dataclass
class Rating:
    """What should have become of an invitation: ``waiting``, ``answered`` or ``gone``."""

    token: str
    key: UUID
    group: str
    word: str
    state: str = "waiting"
    begun: bool = False


@dataclass
class History:
    """What has happened so far, what should have come of it, and what is held (``now``)."""

    file: Path
    wave: UUID
    state: str = "open"
    was: str = "open"
    last_day_over: bool = False
    withheld: int = 0
    done: str = ""
    refused: str = ""
    ratings: list[Rating] = field(default_factory=list)
    devices: list[tuple[Rating, OpenInvitation]] = field(default_factory=list)
    before: Held = field(default_factory=dict)
    now: Held = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.assessment = people.assessment(self.wave)
        self._look_again()

    def take(self, step: str, number: int) -> None:
        """Take a step; ``refused`` says why it could not be taken."""
        self.before, self.was, self.done, self.refused = self.now, self.state, step, ""
        try:
            getattr(self, f"_{step}")(number)
        except SurveyError as error:
            self.refused = str(error)
        self._look_again()

    @property
    def frozen(self) -> bool:
        return self.state in {"frozen", "released"}

    def count(self, state: str) -> Counter[str]:
        """How many ratings per rater group should be in this state."""
        return Counter(rating.group for rating in self.ratings if rating.state == state)

    def _look_again(self) -> None:
        """Read what is held now, and meet who was invited meanwhile."""
        self.now = self._held()
        known = {rating.key for rating in self.ratings}
        for row in sorted(self.now["invitation"], key=lambda row: str(row["email"])):
            if UUID(row["id"]) not in known:
                word = f"tok{len(self.ratings):02}kot"
                token = links.token(SECRET, row["link"])
                self.ratings.append(Rating(token, UUID(row["id"]), row["group"], word))

    def _look(self, number: int) -> None:
        """A device opens the link, and may act on it much later."""
        rating = self.ratings[number % len(self.ratings)]
        self.devices.append((rating, invitations.open_link(rating.token)))

    def _device(self, number: int) -> tuple[Rating, OpenInvitation]:
        """A new one, or one that was opened before."""
        if number % 2 or not self.devices:
            self._look(number)
            return self.devices[-1]
        return self.devices[number % len(self.devices)]

    def _save(self, number: int) -> None:
        rating, opened = self._device(number)
        point = people.asked(opened)[number % 3]
        responses.save(opened, {point: number % 5 + 1}, {"keep": f"Ik zie {rating.word} hier."})
        rating.begun = True

    def _send(self, number: int) -> None:
        rating, opened = self._device(number)
        responses.submit(opened)
        rating.state, rating.begun = "answered", False

    def _answer(self, number: int) -> None:
        """From opening to sending."""
        self._look(number)
        last = self.devices[-1]
        self.devices, earlier = [last], self.devices
        try:
            self._save(0)
            self._send(0)
        finally:
            self.devices = earlier

    def _decline(self, number: int) -> None:
        rating = self.ratings[number % len(self.ratings)]
        invitations.decline(rating.token)
        rating.state, rating.begun = "gone", False

    def _withdraw(self, number: int) -> None:
        rating = self.ratings[number % len(self.ratings)]
        invitees.withdraw(self.assessment, rating.key)
        rating.begun = False
        # What was sent stays sent.
        rating.state = "answered" if rating.state == "answered" else "gone"

    def _renew(self, number: int) -> None:
        rating = self.ratings[number % len(self.ratings)]
        invitees.renew(self.assessment, rating.key)
        rating.token = self._token(rating.key)

    def _readdress(self, number: int) -> None:
        """Somebody else, from here on, unless nothing had left."""
        rating = self.ratings[number % len(self.ratings)]
        email = f"new{len(self.ratings)}@school.example"
        invitees.readdress(self.assessment, rating.key, email)
        rows = {row["id"]: row for row in self._held()["invitation"]}
        if rows[rating.key.hex]["link"]:
            rating.token = self._token(rating.key)
        else:
            rating.begun = False
            rating.state = "answered" if rating.state == "answered" else "gone"

    def _token(self, key: UUID) -> str:
        row = next(row for row in self._held()["invitation"] if row["id"] == key.hex)
        return links.token(SECRET, row["link"])

    def _invite(self, number: int) -> None:
        group = ("teacher", "peer", "board")[number % 3]
        email = f"late{len(self.ratings)}@{group}.example"
        invitations.invite(self.assessment, [Rater(group, "Later Gast", email, "nl")])

    def _mail(self, _: int) -> None:
        invitations.send(self.wave)

    def _left(self, _: int) -> None:
        people.mailed(self.wave)

    def _move(self, number: int) -> None:
        """The last day moves; every third time into the past."""
        waves.move_deadline(self.wave, today() + timedelta(days=number if number % 3 else -1))
        self.last_day_over = number % 3 == 0

    def _close(self, _: int) -> None:
        waves.close_wave(self.wave)
        self.state = "closed"

    def _freeze(self, _: int) -> None:
        results.freeze(self.assessment)
        self.state = "frozen"

    def _release(self, _: int) -> None:
        reports.release_wave(self.wave)
        self.state = "released"

    def _read(self, _: int) -> None:
        reports.open_report(self.assessment)

    def _withhold(self, number: int) -> None:
        remarks = [
            one for asked in comments.view(self.assessment).questions for one in asked.remarks
        ]
        mark = remarks[number % len(remarks)].mark if remarks else "none"
        comments.withhold(self.assessment, mark, "recognisable")
        self.withheld += 1

    def _held(self) -> Held:
        db.session.rollback()
        with closing(sqlite3.connect(self.file)) as connection:
            connection.row_factory = sqlite3.Row
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
                for (name,) in names.fetchall()
            }
