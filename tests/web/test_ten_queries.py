"""Every page takes at most ten queries, and as many for five hundred leaders as for five.

Every route that can be opened is opened, by whoever it is for, in a small and in a large product:
new routes are found by themselves. What is counted are the statements that the database is given,
the one that tells who is signed in included; BEGIN, COMMIT and ROLLBACK are no queries.
"""

import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.routing import Rule

from surveyapp.core.choices import ACTION_STATES
from surveyapp.core.reflection import Page
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.plan import Action
from surveyapp.models.share import Share
from surveyapp.models.sign_in import Passkey
from surveyapp.services import (
    account_mail,
    comments,
    exchange,
    group_reading,
    nominations,
    rater_lists,
    reflections,
    reports,
    share_reading,
    shares,
)
from surveyapp.services import plans as service
from surveyapp.services.links import OVERVIEW, PAPER, SHARE, token
from surveyapp.services.nominations import Wanted
from surveyapp.services.transaction import transaction
from surveyapp.web import limits
from surveyapp.web.coordinator.comments import REASONS
from surveyapp.web.permissions import MARK
from surveyapp.web.rater import paper
from tests import cast as people
from tests import many, plans
from tests import shares as made
from tests.cast import SECRET
from tests.conftest import new_app
from tests.web.visitor import sign_in

MOST = 10
LARGEST = 60_000
"""Bytes of the HTML of a page."""

ELSEWHERE = {"sso.start", "sso.back", "work.download", "second.ask", "factors.remove", "reader.pdf"}
"""Not there without the settings of a school, a file that the worker made, or a button; or without
somebody halfway in or an app for codes."""

NO_PAGE = {"leader.report"}
"""One leader’s report, in which every figure is drawn."""
SIZES = (5, 500)
NO_QUERY = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
WHO = {
    "public": "",
    "by invitation": "",
    "by overview": "",
    "by paper code": "",
    "by share": "",
    "leader": "Alice",
}
"""Who opens the pages of a mark; the others are Cora's, who has every other room."""

WRITES = ("INSERT", "UPDATE", "DELETE")
TEMPTING = {"reason": REASONS[0], "up": "vision", "do": "approve", "make": "1", "send": "1"}
"""What a form would hold, sent where no form is."""

READ = {
    "coach.share": "INSERT INTO share_opening ",
    "coach.share_pdf": "INSERT INTO share_opening ",
    "comments.read": "INSERT INTO audit_event ",
    "leader.report": "UPDATE report SET opened=",
}
"""What keeps that somebody who is signed in has read it."""

PART = re.compile(r"<(?:(\w+)(?:\((.*?)\))?:)?(\w+)>")


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
    leader = str(many.cast_leaders(filled.cast)[0])
    asked = people.tokens(alice["open"], "teacher")[:1]
    alices = str(people.place(filled.cast, "Alice"))
    exchange.put(UUID(alices), {"vision": "Kom eens kijken."}, {"people": ""})
    to_coach, by_link = _shared(alice["reported"], filled.cast.coordinator)
    action = _planned(alice["released"], alice["reported"])
    return {
        "waves/key": list(waves.values()),
        "raters/leader": [alices],
        "groups/leader": [alices],
        "nominations/leader": [alices],
        "raters/proposal": [_proposed(waves["prepared"], alices)],
        "assessments/key": [str(key) for key in alice.values()],
        "plan/competence": ["vision"],
        "actions/action": [action],
        "comments/mark": answers,
        "programmes/key": [str(filled.cast.programme)],
        "groups/key": [str(filled.cast.group)],
        "coaches/account": [colleague],
        "coordinators/account": [colleague],
        "colleagues/key": [str(filled.cast.organisation)],
        "colleagues/account": [colleague],
        "organisations/key": [str(filled.cast.organisation)],
        "people/account": [colleague],
        "leaders/key": [leader],
        "passkeys/key": [str(_passkey(filled.cast.coordinator))],
        "raters/name": ["teacher"],
        "raters/rater": [str(_rater(alice["open"]))],
        "texts/name": ["invitation"],
        "texts/code": ["nl"],
        "shares/key": [str(to_coach), str(by_link)],
        "r/token": asked,
        "r/number": ["1"],
        "o/overview": [_of_another_kind(alice["open"], OVERVIEW)],
        "s/share_link": [_share_link(by_link)],
        "p/paper_code": [_of_another_kind(alice["open"], PAPER)],
        "questionnaire/group": ["teacher"],
        "link/token": [_sign_in_link()],
        "thanks/wave": [waves["open"]],
        "thanks/group": ["teacher"],
        "reflections/key": [
            _reflection(filled, "vo-2021"),
            _reflection(filled, "vo-2014", done=True),
        ],
        "practices/practice": ["vision"],
        "help/name": ["coordinating"],
        "pictures/language": ["nl"],
        "pictures/name": ["rater-first.png"],
    }


def _planned(*assessments: UUID) -> str:
    """An action of Alice, who plans after each of these reports."""
    for key in assessments:
        chosen = plans.priority(key, "vision")
        plans.plan(chosen, "me", actions=[f"Stap {number}" for number in range(5)])
        plans.priority(key, "people", "shortcoming")
    for row, state in zip(db.session.query(Action), ACTION_STATES, strict=False):
        row.state, row.due = state, date(2026, 11, 2)
        row.remind_on = row.reminded_on = row.due
    db.session.commit()
    planned = service.of_assessment(assessments[0]).tasks
    return str(planned[0].action.id)


def _proposed(wave: str, leader: str) -> str:
    """Somebody whom Alice proposed."""
    wanted = Wanted("teacher", "nl", "Bob Bos <bob.bos@raters.example>", {})
    nominations.propose(UUID(wave), UUID(leader), wanted)
    listed = rater_lists.rater_list(UUID(wave), UUID(leader)).proposals
    return next(str(one.id) for one in listed if one.state == "proposed")


def _shared(assessment: UUID, coach: UUID) -> tuple[UUID, UUID]:
    """What Alice shares with her coach, and by a link."""
    of_scores = tuple(shares.offer(assessment).titles)
    return (
        made.share(assessment, to=coach, scores=of_scores),
        made.share(assessment, scores=of_scores),
    )


def _share_link(share: UUID) -> str:
    link = db.session.get_one(Share, share).link
    assert link
    return token(SECRET, link, SHARE)


def _of_another_kind(assessment: UUID, purpose: bytes) -> str:
    """What else the link of a teacher proves; her message has left."""
    query = select(Invitation).where(Invitation.id == _rater(assessment))
    row = db.session.scalars(query).one()
    row.state = "sent" if row.state == "prepared" else row.state
    db.session.commit()
    assert row.link
    return token(SECRET, row.link, purpose)


def _rater(assessment: UUID) -> UUID:
    query = select(Invitation.id).where(Invitation.assessment_id == assessment)
    return db.session.scalars(query.where(Invitation.group == "teacher").limit(1)).one()


def _reflection(filled: many.Many, standard: str, *, done: bool = False) -> str:
    """What Alice wrote on her own."""
    account = filled.cast.account("Alice")
    key = reflections.begin(account, standard)
    reflections.save(account, key, "vision", Page(ratings={"vision-1": 3}, note="Meer vragen."))
    if done:
        reflections.finish(account, key)
    return str(key)


def _passkey(account: UUID) -> UUID:
    row = Passkey(account_id=account, credential=b"1", public_key=b"2", uses=0, name="Telefoon")
    db.session.add(row)
    db.session.commit()
    return row.id


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
    for limit in ("of_account", "of_link", "costly", "costly_for"):
        monkeypatch.setattr(limits, limit, lambda _key: None)
    monkeypatch.setattr(reports, "printed", lambda *_: b"%PDF")
    monkeypatch.setattr(paper, "printed", lambda *_: b"%PDF")
    monkeypatch.setattr(group_reading, "printed", lambda *_: b"%PDF")
    monkeypatch.setattr(share_reading, "printed", lambda *_: b"%PDF")


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


def parts(rule: Rule) -> list[tuple[str, list[str]]]:
    """The parts of an address: the fixed piece before it with its name, and what it lists."""
    found = []
    for part in PART.finditer(rule.rule):
        pieces = [one for one in PART.sub("", rule.rule[: part.start()]).split("/") if one]
        kind, listed, name = part.groups()
        key = f"{pieces[-1] if pieces else ''}/{name}"
        found.append((key, [one.strip() for one in listed.split(",")] if kind == "any" else []))
    return found


def paths(rule: Rule, place: Place) -> list[str]:
    """The addresses of a route, with every object that can stand in it."""
    choices = [listed or place.objects[key] for key, listed in parts(rule)]
    return [_address(rule, values) for values in product(*choices)]


def _address(rule: Rule, values: Sequence[str]) -> str:
    chosen = iter(values)
    return PART.sub(lambda _part: next(chosen), rule.rule)


def test_every_part_of_an_address_has_an_object(places: tuple[Place, Place]) -> None:
    missing = [
        f"{rule.endpoint} has {key!r} in its address: put what stands for it, in a product that "
        "tests/many.py made, into `objects` of this file"
        for rule in rules(places[0].app)
        for key, listed in parts(rule)
        if not listed and key not in places[0].objects
    ]
    assert not missing, "\n".join(missing)


def browser(place: Place, rule: Rule) -> FlaskClient:
    """Whoever the route is for, at a keyboard."""
    mark = getattr(place.app.view_functions[rule.endpoint], MARK)
    client = place.app.test_client()
    if name := WHO.get(mark, "Cora"):
        enter(client, name)
    return client


def enter(client: FlaskClient, name: str) -> None:
    """Sign in; the second step, which Cora's passkey asks for, counts as taken."""
    sign_in(client, name)
    with client.session_transaction() as session:
        if half := session.pop("half", None):
            now = int(time.time())
            session.update(_user_id=half["who"], _fresh=True, since=now, fresh=now)


def test_every_page_takes_ten_queries_at_most_whatever_the_size(
    places: tuple[Place, Place],
) -> None:
    small, large = places
    faults = []
    for rule in rules(small.app):
        few, much = (_opened(rule, place) for place in (small, large))
        if all(status >= 300 for status, _ in few) and rule.endpoint not in ELSEWHERE:
            faults.append(f"{rule.endpoint}: nobody can open it. Put other objects into `objects`.")
        if few != much or max(queries for _, queries in few) > MOST:
            faults.append(f"{rule.endpoint}, (status, queries): {few}, with 500 leaders {much}")
    assert not faults, "\n".join(faults)


def test_no_page_grows_with_the_product(places: tuple[Place, Place]) -> None:
    """Lists come in pages: what 25 rows take is the most, and five hundred take no more."""
    faults = []
    for rule in rules(places[1].app):
        if rule.endpoint in NO_PAGE:
            continue
        client = browser(places[1], rule)
        size = max(len(client.get(path).data) for path in paths(rule, places[1]))
        if size > LARGEST:
            faults.append(f"{rule.endpoint}: {size // 1000} kB. Show its list in pages.")
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


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_nothing_is_written_until_a_form_is_sent(places: tuple[Place, Place], method: str) -> None:
    """No token of a form is asked of either; what was asked for by HEAD was not read."""
    place, faults = places[0], []
    for rule in rules(place.app):
        client = browser(place, rule)
        with counted(place.app) as statements:
            for path in paths(rule, place):
                client.open(path, method=method, data=TEMPTING)
        faults += [
            f"{rule.endpoint} writes on {method}: {one[:60]}"
            for one in statements
            if one.startswith(WRITES)
            and not (method == "GET" and one.startswith(READ.get(rule.endpoint, ())))
        ]
    assert not faults, "\n".join(faults)
