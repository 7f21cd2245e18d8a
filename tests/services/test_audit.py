"""The audit log: who did what, in the deed's own transaction; never a rater's deed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import NotAllowed
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.services import accounts, audit, comments, invitations, programmes, waves
from surveyapp.services import people as bring
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast
from tests.services import sheets


@pytest.mark.usefixtures("context")
def test_a_wave_has_a_history_of_what_was_done_and_by_whom(cast: Cast) -> None:
    with acting(cast.coordinator):
        wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=3)
    events = audit.of_wave(wave)[::-1]
    told = [(event.actor, event.action, event.details) for event in events]
    assert told == [
        ("Cora Jansen", "wave made", {}),
        ("Cora Jansen", "wave opened", {}),
        ("", "raters invited", {"count": 3}),
    ]
    assert {event.programme for event in events} == {"Leren leiden"}
    assert len(audit.everything()) > len(events)
    assert len(audit.everything(since=events[-1].at)) == 1


@pytest.mark.usefixtures("context")
def test_what_did_not_happen_has_no_event(cast: Cast) -> None:
    wave = people.open_wave(cast)
    before = len(audit.everything())
    with pytest.raises(NotAllowed):
        waves.open_wave(wave)
    assert len(audit.everything()) == before


@pytest.mark.usefixtures("context")
def test_accounts_and_passwords_are_known_to_have_been_made_and_set(cast: Cast) -> None:
    with acting(cast.coordinator):
        accounts.create(name="Dora Vos", email="dora@school.example", language="nl")
        accounts.set_password("dora@school.example", "another password")
        programmes.add_leader(
            cast.group, name="Eva Smit", email="eva@school.example", school="Zuid", language="nl"
        )
    with pytest.raises(NotAllowed):
        accounts.set_password("dora@school.example", "short")
    events = [(event.actor, event.action, event.details) for event in audit.everything()[:4]]
    assert sorted(events) == [
        ("Cora Jansen", "account made", {}),
        ("Cora Jansen", "account made", {}),
        ("Cora Jansen", "leader added", {}),
        ("Cora Jansen", "password set", {}),
    ]


@pytest.mark.usefixtures("context")
def test_an_import_tells_of_every_account_that_it_made(cast: Cast) -> None:
    wave = people.open_wave(cast)
    waves.close_wave(wave)
    day = date.today() + timedelta(days=9)
    later = waves.create(cast.programme, name="post", label=people.LABELS["post"], closes_on=day)
    rows = [(*sheets.leader(name), *sheets.rater("Bob")) for name in ("Eva Smit", "Fons Bos")]
    before = [event.action for event in audit.everything()].count("account made")
    bring.import_(later, sheets.table(*rows, *sheets.TWO), "prepared")
    after = [event.action for event in audit.everything()].count("account made")
    assert after == before + 2, "Alice and Nora have one"


@pytest.mark.rule("P7")
def test_who_read_the_comments_is_known_once(app: Flask, cast: Cast) -> None:
    with app.app_context():
        wave = people.answered_wave(cast, teachers=5, peers=0, board=0)
        key = people.assessment(wave)
        with acting(cast.coordinator):
            assert comments.read(key).count == 0, "before the freeze there is nothing to read"
        people.freeze(wave)
        for reader in (cast.coordinator, cast.coordinator, cast.account("Nora")):
            with acting(reader):
                assert comments.read(key).count
        comments.view(key)
    _read_at_once(app, key, cast.account("Alice"))
    with app.app_context():
        events = [event for event in audit.of_wave(wave) if event.action == "comments read"]
        told = sorted((event.actor, len(event.details)) for event in events)
        assert told == [("Alice de Vries", 0), ("Cora Jansen", 0), ("Nora Bakker", 0)]


def _read_at_once(app: Flask, key: UUID, reader: UUID) -> None:
    """Four windows of one person."""
    start = Barrier(4)

    def read() -> None:
        with app.app_context(), acting(reader):
            start.wait()
            comments.read(key)

    with ThreadPoolExecutor(4) as pool:
        for window in [pool.submit(read) for _ in range(4)]:
            window.result()


@pytest.mark.rule("S1", "S7")
@pytest.mark.usefixtures("context")
def test_what_raters_do_has_no_event(cast: Cast) -> None:
    wave = people.open_wave(cast)
    first, second = people.invite(people.assessment(wave), count=2)
    before = len(audit.everything())
    people.answer(first, texts={"keep": "Goed bezig."})
    invitations.decline(second)
    assert len(audit.everything()) == before


@pytest.mark.rule("S7")
@pytest.mark.usefixtures("context")
def test_no_event_holds_an_address_a_name_or_a_link(cast: Cast) -> None:
    wave = people.released_wave(cast)
    key = people.assessment(wave)
    held = " ".join(str(row.details) for row in db.session.scalars(select(AuditEvent)))
    assert "@" not in held
    assert not [token for token in people.tokens(key, "teacher") if token in held]
    assert not [name for name in people.RATERS if name in held]
