"""What a coordinator does about one rater tells nobody whether she has answered.

The same wave is lived through once for each thing that Bob may have done, with as many answers in
all. The same steps are taken through the real pages, mail goes to a real server, and everything
that the coordinator and the leader can see is laid side by side.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Assessment
from surveyapp.services import delivery, invitations, persons, reports, responses
from tests import cast as people
from tests.conftest import new_app
from tests.postbox import Postbox, listening
from tests.web.proofreader import Proofreader
from tests.web.visitor import press, sign_in

BOB, NEW = "bob.0@teacher.example", "bob@school.example"
DID = ("nothing", "began", "answered", "declined")
RANDOM = re.compile(
    r'name="csrf_token"[^>]*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|/r/[a-z2-7]{24}'
    r"|(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}"
)


@dataclass
class Scene:
    """A copy of one open wave, in which Bob has done something, and who watches."""

    app: Flask
    wave: UUID
    assessment: UUID
    bob: UUID
    seen: list[str]

    def __post_init__(self) -> None:
        self.cora, self.alice = self._signed_in("Cora"), self._signed_in("Alice")

    def _signed_in(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
        sign_in(client, name)
        return client

    @property
    def raters(self) -> str:
        return f"/coordinator/assessments/{self.assessment}/raters"

    def take(self, step: str, **form: str) -> None:
        """Ask for a step about Bob, take it, and look at everything."""
        path = f"{self.raters}/{self.bob}/{step}" if step != "add" else f"{self.raters}/add"
        self.see(self.cora, path)
        if self.cora.get(path).status_code == 200:
            answer = press(self.cora, path, path, **form)
            self.seen.append(f"{answer.status_code} {answer.location} {_plain(answer.text)}")
        self.look()

    def look(self) -> None:
        """All that the coordinator and the leader can see, before and after mail has left."""
        self._pages()
        postbox = Postbox()
        with self.app.app_context(), listening(postbox) as mailer:
            delivery.deliver(mailer)
        for message in postbox.messages:
            body = message.get_body(("plain",))
            self.seen.append(f"{message['To']} {message['Subject']} {_plain(str(body))}")
        self._pages()

    def _pages(self) -> None:
        wave = f"/coordinator/waves/{self.wave}"
        for page in ("/coordinator/", wave, f"{wave}/mail", self.raters, f"{self.raters}?page=2"):
            self.see(self.cora, page)
        self.see(self.alice, "/leader/")

    def _rest(self) -> None:
        """The other pages on which something of the wave stands, while it is open."""
        with self.app.app_context():
            leader = db.session.get_one(Assessment, self.assessment).leader_id
        wave = f"/coordinator/waves/{self.wave}"
        steps = "history", "nominations", "people", "copy", "close", "freeze", "release", "group"
        for page in (*steps, f"nominations/{leader}"):
            self.see(self.cora, f"{wave}/{page}")
        self.see(self.cora, f"/coordinator/leaders/{leader}")
        self.see(self.alice, f"/leader/waves/{self.wave}/raters/{leader}")

    def see(self, client: FlaskClient, path: str) -> None:
        """Remember a page, without what is random in it."""
        answer = client.get(path)
        self.seen.append(f"{path} {answer.status_code} {_plain(answer.text)}")

    def end(self) -> None:
        """Close the wave and hand out: the counts and the whole report."""
        self._rest()
        with self.app.app_context():
            people.freeze(self.wave)
            reports.release_wave(self.wave)
        self._pages()
        self.see(self.alice, f"/leader/assessments/{self.assessment}/report")


def _plain(text: str) -> str:
    return RANDOM.sub("#", text)


@pytest.fixture
def scene(upgraded: Path, tmp_path: Path) -> Iterator[Callable[[str], Scene]]:
    """Makes the same wave once for each thing that Bob may have done."""
    origin = tmp_path / "origin.sqlite"
    shutil.copy(upgraded, origin)
    app = _app(origin)
    with app.app_context():
        wave = people.open_wave(people.gather())
        people.invite(people.assessment(wave), count=6)
        people.mailed(wave)
        db.session.remove()
        db.engine.dispose()

    apps: list[Flask] = []

    def made(did: str) -> Scene:
        path = tmp_path / f"{did}.sqlite"
        shutil.copy(origin, path)
        apps.append(_app(path))
        return _lived(apps[-1], wave, did)

    yield made
    for one in apps:
        with one.app_context():
            db.engine.dispose()


def _app(path: Path) -> Flask:
    app = new_app(f"sqlite:///{path}")
    app.test_client_class = Proofreader
    return app


def _lived(app: Flask, wave: UUID, did: str) -> Scene:
    with app.app_context():
        assessment = people.assessment(wave)
        query = select(Invitation).where(Invitation.assessment_id == assessment)
        found = {row.name: row for row in db.session.scalars(query)}
        token = {name: _token(row) for name, row in found.items()}
        bob = found["Bob 0"].id
        _do(did, token["Bob 0"])
        for name in ("Carla 1", "Daan 2", "Emma 3")[did == "answered" :]:
            people.answer(token[name])
        db.session.remove()
    return Scene(app, wave, assessment, bob, [])


def _token(row: Invitation) -> str:
    assert row.link
    return invitations.address_of(row.link).rpartition("/")[2]


def _do(did: str, token: str) -> None:
    if did == "began":
        responses.save(invitations.open_link(token), {"vision-1": 2}, {"keep": "Half klaar."})
    elif did == "answered":
        people.answer(token)
    elif did == "declined":
        invitations.decline(token)


def _renewed(scene: Scene) -> None:
    scene.take("renew")
    scene.take("renew")
    scene.take("address", address=BOB)
    scene.take("address", address=NEW)
    scene.take("renew")


def _withdrawn(scene: Scene) -> None:
    scene.take("withdraw")
    scene.take("withdraw")
    scene.take("renew")
    scene.take("add", name="Bob", address=BOB, group="teacher", language="nl")


def _few_are_left(scene: Scene) -> None:
    """So many are withdrawn that Bob might be the one who is left."""
    with scene.app.app_context():
        query = select(Invitation.id).where(Invitation.name.in_(["Fatma 4", "Gijs 5", "Emma 3"]))
        keys = list(db.session.scalars(query))
    bob = scene.bob
    for key in keys:
        scene.bob = key
        scene.take("withdraw")
    scene.bob = bob
    scene.take("renew")


def _erased(scene: Scene) -> None:
    with scene.app.app_context():
        persons.erase(BOB, dry_run=False)
    scene.look()
    scene.take("renew")
    scene.take("add", name="Bob", address=BOB, group="peer", language="nl")


@pytest.mark.rule("P1")
@pytest.mark.parametrize("steps", [_renewed, _withdrawn, _few_are_left, _erased])
def test_whatever_she_did_all_that_can_be_seen_is_the_same(
    scene: Callable[[str], Scene], steps: Callable[[Scene], None]
) -> None:
    first: list[str] = []
    for did in DID:
        one = scene(did)
        one.look()
        steps(one)
        one.end()
        first = first or one.seen
        assert len(one.seen) == len(first)
        for ours, others in zip(one.seen, first, strict=True):
            assert ours == others, did
    assert len(first) > 40
