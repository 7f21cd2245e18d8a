"""Every page takes at most ten queries, and as many for five hundred leaders as for five.

Every route that can be opened is opened, by whoever it is for, in a small and in a large product:
new routes are found by themselves. What is counted are the statements that the database is given,
the one that tells who is signed in included; BEGIN, COMMIT and ROLLBACK are no queries.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule

from surveyapp.extensions import db
from surveyapp.services import (
    account_mail,
    comments,
    group_reports,
    nominations,
    rater_lists,
    reports,
)
from surveyapp.services.nominations import Wanted
from surveyapp.services.transaction import transaction
from surveyapp.web import limits
from surveyapp.web.permissions import MARK
from tests import cast as people
from tests import many
from tests.conftest import new_app
from tests.web.visitor import sign_in

MOST = 10
SIZES = (5, 500)
NO_QUERY = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
WHO = {"public": "", "by invitation": "", "leader": "Alice"}
"""Who opens the pages of a mark; the others are Cora's, who has every other room."""

PART = re.compile(r"<(?:(\w+)(?:\((.*?)\))?:)?(\w+)>")
REMEDY = (
    "{endpoint} has a part {key!r} in its address: put what stands for it, in a product that "
    "tests/many.py made, into `objects` of tests/web/test_ten_queries.py."
)


@dataclass(frozen=True)
class Place:
    """A product of a size, and by piece of the address and part what can stand there."""

    app: Flask
    objects: Mapping[str, Sequence[str]]


def objects(filled: many.Many) -> dict[str, Sequence[str]]:
    """What stands in an address, by the fixed piece before it and its name."""
    waves = {state: str(key) for state, key in filled.waves.items()}
    alice = {state: _assessment(filled, state) for state in waves if state != "prepared"}
    colleague = str(db.session.scalars(many.colleagues()).first())
    answers = [comments.view(alice["frozen"]).questions[0].remarks[0].mark]
    asked = people.tokens(alice["open"], "teacher")[:1]
    alices = str(people.place(filled.cast, "Alice"))
    return {
        "waves/key": list(waves.values()),
        "raters/leader": [alices],
        "nominations/leader": [alices],
        "raters/proposal": [_proposed(waves["prepared"], alices)],
        "assessments/key": [str(key) for key in alice.values()],
        "comments/mark": answers,
        "programmes/key": [str(filled.cast.programme)],
        "groups/key": [str(filled.cast.group)],
        "coaches/account": [colleague],
        "coordinators/account": [colleague],
        "colleagues/key": [str(filled.cast.organisation)],
        "colleagues/account": [colleague],
        "organisations/key": [str(filled.cast.organisation)],
        "people/account": [colleague],
        "raters/name": ["teacher"],
        "texts/name": ["invitation"],
        "texts/code": ["nl"],
        "r/token": asked,
        "r/number": ["1"],
        "link/token": [_sign_in_link()],
        "thanks/wave": [waves["open"]],
        "thanks/group": ["teacher"],
        "plotly-/version": ["1"],
    }


def _proposed(wave: str, leader: str) -> str:
    """Somebody whom Alice proposed."""
    wanted = Wanted("teacher", "nl", "Bob Bos <bob.bos@raters.example>", {})
    nominations.propose(UUID(wave), UUID(leader), wanted)
    listed = rater_lists.rater_list(UUID(wave), UUID(leader)).proposals
    return next(str(one.id) for one in listed if one.state == "proposed")


def _sign_in_link() -> str:
    """What a mailed link holds; the mail itself is not written."""
    account_mail.ask(people.address("Cora"), "link")
    (key,) = account_mail.due(1)
    with transaction() as session:
        mail = account_mail.claim(session, key)
    assert mail is not None
    return mail.link.rpartition("/")[2]


def _assessment(filled: many.Many, state: str) -> UUID:
    return people.assessment(filled.waves[state])


@pytest.fixture(scope="module")
def places(
    upgraded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Place, Place]]:
    """The small product and the large one."""
    made = []
    for size in SIZES:
        path = tmp_path_factory.mktemp("many") / f"{size}.sqlite"
        shutil.copy(upgraded, path)
        app = new_app(f"sqlite:///{path}")
        with app.app_context():
            made.append(Place(app, objects(many.fill(size, programmes=size))))
            db.session.remove()
    yield made[0], made[1]
    for place in made:
        with place.app.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No limit stops whoever opens every page; paper is made elsewhere, and asks for nothing."""
    for limit in ("of_account", "of_link", "costly"):
        monkeypatch.setattr(limits, limit, lambda _key: None)
    monkeypatch.setattr(reports, "render_pdf", lambda *_: b"%PDF")
    monkeypatch.setattr(group_reports, "render_group_pdf", lambda *_: b"%PDF")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The queries that the database is given meanwhile."""
    statements: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NO_QUERY):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", remember)
    yield statements
    event.remove(engine, "before_cursor_execute", remember)


def rules(app: Flask) -> list[Rule]:
    """Every route that can be opened, but for files."""
    found = app.url_map.iter_rules()
    return [rule for rule in found if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def paths(rule: Rule, place: Place) -> Iterator[str]:
    """The addresses of a route, with every object that can stand in it."""
    choices = []
    for found in PART.finditer(rule.rule):
        kind, listed, part = found.groups()
        piece = [piece for piece in PART.sub("", rule.rule[: found.start()]).split("/") if piece]
        key = f"{piece[-1] if piece else ''}/{part}"
        if kind == "any":
            choices.append([name.strip() for name in listed.split(",")])
        else:
            assert key in place.objects, REMEDY.format(endpoint=rule.endpoint, key=key)
            choices.append(list(place.objects[key]))
    for values in product(*choices):
        chosen = iter(values)
        yield PART.sub(lambda _part: next(chosen), rule.rule)  # noqa: B023


def browser(place: Place, rule: Rule) -> FlaskClient:
    """Whoever the route is for, at a keyboard."""
    mark = getattr(place.app.view_functions[rule.endpoint], MARK)
    client = place.app.test_client()
    if name := WHO.get(mark, "Cora"):
        sign_in(client, name)
    return client


def test_every_page_takes_ten_queries_at_most_whatever_the_size(
    places: tuple[Place, Place],
) -> None:
    small, large = places
    faults = []
    for rule in rules(small.app):
        few, much = (_opened(rule, place) for place in (small, large))
        if all(status >= 400 for status, _ in few):
            faults.append(f"{rule.endpoint}: nobody can open it. Put other objects into `objects`.")
        if few != much or max(queries for _, queries in few) > MOST:
            faults.append(f"{rule.endpoint}, (status, queries): {few}, with 500 leaders {much}")
    assert not faults, "\n".join(faults)


def _opened(rule: Rule, place: Place) -> list[tuple[int, int]]:
    """For each address of a route how it answered, and how many queries it took."""
    client, found = browser(place, rule), []
    with counted(place.app) as statements:
        for path in paths(rule, place):
            client.get(path)  # Caches are warm after the first time.
            statements.clear()
            found.append((client.get(path).status_code, len(statements)))
    return found
