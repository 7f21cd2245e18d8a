"""Every page is asked as every role, with an object of her own and one of a stranger.

On SQLite only: who may load an object is decided above the database, and this is a long walk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.share import Share
from surveyapp.models.sign_in import Passkey
from surveyapp.services import (
    accounts,
    coaching,
    group_reports,
    organisations,
    programme_views,
    programmes,
    reflections,
    reports,
    share_reading,
    shares,
    waves,
)
from surveyapp.services.links import INVITE, OVERVIEW, PAPER, SHARE, link_of, token
from surveyapp.web import limits
from surveyapp.web.rater import paper
from tests import cast as people
from tests import permissions, plans
from tests import shares as hers_shares
from tests.cast import SECRET, Cast
from tests.permissions import NEVER, OWN
from tests.web.visitor import csrf, sign_in

EAST = ("Alice de Vries", "Nora Bakker", "Bea Mol", "Cato Vos", "Dirk Kok")
NAMES = {
    "leader": "Alice",
    "coordinator": "Cora",
    "coach": "Caro",
    "researcher": "Rosa",
    "operator": "Ada",
}
WORDS = {
    "name": ("teacher", "invitation", "send", "open", "close", "freeze", "release"),
    "kind": ("csv", "link"),
    "role": ("coordinator",),
    "code": ("nl",),
    "language": ("nl",),
    "mark": ("0" * 32,),
    "group": ("teacher",),
    "number": ("1",),
    "step": ("withdraw", "renew"),
    "version": ("1",),
    "competence": ("vision",),
    "level": ("me",),
    "token": ("nothing",),
    "overview": ("nothing",),
    "paper_code": ("nothing",),
    "practice": ("vision",),
    "share_link": ("nothing",),
}
"""What stands in an address beside keys: some page has one of these."""

ON_PAPER = {"work.print_all", "work.download"}
"""Only where raters and leaders were told that the coordinator prints: see the tests of these."""

Parts = dict[str, tuple[str, ...]]

TOKENS = {"token": INVITE, "overview": OVERVIEW, "paper_code": PAPER, "share_link": SHARE}
HELD = {"rater": {"token", "overview", "paper_code"}, "reader": {"share_link"}}
"""Who has which of them."""

NO_TOKENS: Parts = dict.fromkeys(TOKENS, ("nothing",))
FEW_WORDS: Parts = {name: words[:1] for name, words in WORDS.items() if name not in TOKENS}
NOBODY = "6b1e8a4e-0000-4000-8000-000000000000"
FEW = FEW_WORDS | NO_TOKENS | {"wave": (NOBODY,)}
WEST = ("Yara Smit", "Xena Bos", "Wim Mos", "Veerle Kok")


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks for all pages within a minute."""
    for name in ("of_account", "of_link", "costly", "costly_for"):
        monkeypatch.setattr(limits, name, lambda key: None)
    monkeypatch.setattr(paper, "printed", lambda _: b"%PDF")
    monkeypatch.setattr(share_reading, "printed", lambda _: b"%PDF")
    # What a leader takes back is not there any more when her coach is asked.
    monkeypatch.setattr(shares, "take_back", lambda _key: None)


@dataclass(frozen=True)
class World:
    """What belongs to one organisation, and the links of a rater and of a share of its."""

    keys: tuple[str, ...]
    accounts: tuple[str, ...]
    raters: tuple[str, ...]
    link: bytes
    share: bytes

    def parts(self) -> Parts:
        """What can stand in the addresses of its pages."""
        return WORDS | {
            "key": self.keys,
            "account": self.accounts,
            "rater": self.raters,
            "wave": self.keys,
            **{name: (token(SECRET, self.link, what),) for name, what in TOKENS.items()},
            "share_link": (token(SECRET, self.share, SHARE),),
        }

    def held_by(self, role: str) -> Parts:
        """The same with the tokens that somebody of this role has."""
        held = HELD.get(role, set())
        return self.parts() | {name: ("nothing",) for name in TOKENS if name not in held}


def furnish(cast: Cast, coach: str, researcher: str) -> World:
    """A wave that is out, with a group report, and one that is frozen, open and prepared each."""
    first = next(iter(cast.leaders))
    reader = accounts.by_address(people.address(researcher))
    organisations.join(cast.organisation, reader, "researcher")
    coaching.give(cast.group, email=people.address(coach), name=coach, language="nl")
    out = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(out)
    group_reports.freeze(out)
    reports.release_wave(out)
    found = [out, *(_later_wave(cast, name) for name in ("frozen", "open", "prepared"))]
    for wave in found[1:3]:
        waves.open_wave(wave)
    people.freeze(found[1])
    assessments = [people.assessment(wave, first) for wave in found[:3]]
    # Of somebody who does not sign in here: she would be asked for it.
    passkey = _passkey(list(cast.leaders.values())[1])
    leader = programme_views.whole(cast.programme).groups[0].leaders[0].id
    alone = reflections.begin(cast.leaders[first], "vo-2021")
    coached = accounts.by_address(people.address(coach))
    [to_coach, by_link] = _shares(assessments[0], coached)
    places = (cast.programme, cast.group, cast.organisation)
    hers = alone, to_coach, _action(assessments[0])
    keys = (*found, *assessments, *places, leader, passkey, *hers)
    those = (cast.coordinator, coached, cast.leaders[first])
    link = link_of(SECRET, people.invite(assessments[2])[0])
    assert link
    asked = select(Invitation.id).where(
        Invitation.assessment_id == assessments[2], Invitation.group == "teacher"
    )
    raters = db.session.scalars(asked).all()
    return World(_texts(keys), _texts(those), _texts(raters), link, by_link)


def _shares(assessment: UUID, coach: UUID) -> tuple[UUID, bytes]:
    """What the leader shares with her coach, and the link to what she shares with somebody else."""
    scores = tuple(shares.offer(assessment).titles)
    to_coach = hers_shares.share(assessment, to=coach, scores=scores)
    other = db.session.get_one(Share, hers_shares.share(assessment, scores=scores))
    assert other.link
    return to_coach, other.link


def _action(assessment: UUID) -> UUID:
    """Something that a leader planned after her report."""
    plans.plan(plans.priority(assessment), "me", actions=["Lezen"])
    hers = select(Action.id).join(Plan).join(Priority)
    return db.session.scalars(hers.where(Priority.assessment_id == assessment)).one()


def _passkey(account: UUID) -> UUID:
    """A key of a device of hers, as she would add it at /account."""
    row = Passkey(
        account_id=account, credential=uuid4().bytes, public_key=b"public", uses=0, name="Sleutel"
    )
    db.session.add(row)
    db.session.commit()
    return row.id


def _later_wave(cast: Cast, name: str) -> UUID:
    closes_on = date.today() + timedelta(days=30)
    label = {"nl": name, "en": name}
    return waves.create(cast.programme, name=name, label=label, closes_on=closes_on)


def _texts(keys: Iterable[UUID]) -> tuple[str, ...]:
    return tuple(str(key) for key in keys)


@pytest.fixture
def hers(app: Flask) -> World:
    """What belongs to Cora's organisation, in which everybody has one role."""
    with app.app_context():
        cast = people.gather(EAST, instrument="quick-reflection")
        for name in ("Caro Mol", "Rosa Bos", "Ada Prins"):
            people.account(name)
        accounts.set_operator(people.address("Ada"), True)
        return furnish(cast, "Caro", "Rosa")


@pytest.fixture
def others(app: Flask, hers: World) -> World:
    """What belongs to Zoë's, in which she has every role but that of the operator."""
    with app.app_context():
        cast = people.gather(
            WEST, coordinator="Zoë Post", instrument="quick-reflection", name="Een ander programma"
        )
        own = {"name": "Zoë Post", "email": people.address("Zoë")}
        programmes.add_leader(cast.group, **own, school="West", language="nl")
        return furnish(cast, "Zoë", "Zoë")


def addresses(rule: Rule, parts: Parts) -> Iterator[str]:
    """The addresses that a route may have with these parts."""
    gaps = re.findall(r"<(uuid:)?(?:[^<>]*:)?(\w+)>", rule.rule)
    fitting = [parts[name] if name in parts or not key else parts["key"] for key, name in gaps]
    for chosen in product(*fitting):
        path = rule.rule
        for value in chosen:
            path = re.sub(r"<[^>]*>", value, path, count=1)
        yield path


@dataclass(frozen=True)
class Visit:
    """Somebody at the keyboard, with the token of her forms; or nobody known."""

    client: FlaskClient
    form: dict[str, str]

    @classmethod
    def of(cls, app: Flask, name: str) -> "Visit":
        client = app.test_client()
        if not name:
            return cls(client, {})
        sign_in(client, name)
        return cls(client, {"csrf_token": csrf(client, "/account/")})

    def statuses(self, rule: Rule, parts: Parts) -> Iterator[int]:
        """What every address of a route answers; what only takes forms gets one, with its token."""
        for path in addresses(rule, parts):
            answer = self.client.get(path)
            if "GET" not in (rule.methods or set()):
                # Without the token: who signs out sees nothing more.
                form = self.form if "<uuid:" in rule.rule else {}
                answer = self.client.post(path, data=form)
            asked = answer.status_code == 303 and not self.form
            yield 404 if asked else answer.status_code

    def all_of(self, rule: Rule, parts: Parts) -> set[int]:
        """What these addresses answer, asked in every way that the route knows."""
        methods = (rule.methods or set()) & {"GET", "POST"}
        return {
            self.client.open(path, method=method, data=self.form).status_code
            for path in addresses(rule, parts)
            for method in methods
        }

    def opens(self, rule: Rule, parts: Parts) -> bool:
        """Whether any of these addresses is there for her."""
        return any(status not in {403, 404} for status in self.statuses(rule, parts))


def test_every_role_opens_what_the_page_says_and_nothing_of_another_organisation(
    app: Flask, hers: World, others: World
) -> None:
    for role in permissions.ROLES:
        visit = Visit.of(app, NAMES.get(role, ""))
        own = hers.held_by(role)
        if role in permissions.ACCOUNTS:
            with app.app_context():
                passkey = _passkey(accounts.by_address(people.address(NAMES[role])))
            own["key"] = (str(passkey), *own["key"])
        for rule in permissions.routes(app):
            if permissions.mark(app, rule) == "public":
                assert set(visit.statuses(rule, FEW)) <= {200, 302, 303, 404, 410}, rule
                continue
            told = permissions.may(app, rule, role)
            if rule.endpoint in ON_PAPER and told == OWN:
                continue
            found = visit.opens(rule, own if told == OWN else own | FEW_WORDS)
            assert found == (told != NEVER), f"{role}: {rule} ({told})"
            if told == OWN and role not in HELD:
                strange = others.parts() | FEW_WORDS
                assert set(visit.statuses(rule, strange)) == {404}, f"{role}: {rule}"


def test_who_has_every_role_elsewhere_finds_nothing_here(
    app: Flask, hers: World, others: World
) -> None:
    zoe = Visit.of(app, "Zoë")
    theirs: Parts = {"account": hers.accounts, "rater": hers.raters}
    for rule in permissions.routes(app):
        if "<uuid:" not in rule.rule or permissions.mark(app, rule) in {"public", "operator"}:
            continue
        assert zoe.all_of(rule, hers.parts() | FEW_WORDS) == {404}, rule
        if "<uuid:account>" in rule.rule or "<uuid:rater>" in rule.rule:
            # Of her own thing she may be told that its time is over.
            mixed = zoe.all_of(rule, others.parts() | FEW_WORDS | theirs)
            assert mixed <= {404, 409}, rule


def test_the_page_on_permissions_lists_every_route(app: Flask) -> None:
    page = permissions.PAGE.read_text(encoding="utf-8")
    assert page == permissions.with_section(page, app), "run python -m tests.permissions"
    marks = {permissions.mark(app, rule) for rule in permissions.routes(app)}
    assert marks == set(permissions.ROOMS)
