"""Two who meet on PostgreSQL: the second waits for the first, and then sees what it did.

The first is held up at its commit until the database says that the second waits for it. SQLite lets
nobody write beside another one, so that there is no race to lose.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, get_ident
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.core.library import load_instrument
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import FrozenInstrument, Wave
from surveyapp.services import (
    accounts,
    addresses,
    approvals,
    coaching,
    instruments,
    invitations,
    learning_groups,
    nominations,
    organisations,
    priorities,
    programmes,
    pulse_items,
    waves,
)
from surveyapp.services import people as bringing
from surveyapp.services.priorities import Choice
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.postgres import Server
from tests.services.sheets import rater, table
from tests.services.test_pulses import asked, begun
from tests.services.test_worker import SOON, until

Deed = Callable[[], object]

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
)


@pytest.fixture
def database_url(postgres: Server) -> str:
    return postgres.fresh()


@contextmanager
def held_up(reached: Event, on: Event) -> Iterator[None]:
    """Whoever commits in this thread waits until it may go on."""
    thread = get_ident()

    def wait(_session: object) -> None:
        if get_ident() == thread:
            reached.set()
            assert on.wait(SOON)

    event.listen(db.session, "before_commit", wait)
    try:
        yield
    finally:
        event.remove(db.session, "before_commit", wait)


def race(app: Flask, first: Deed, second: Deed) -> Future[object]:
    """Do both, the second while the first is about to commit; how the second ended."""
    reached, on = Event(), Event()

    def begin() -> None:
        with app.app_context(), held_up(reached, on):
            first()

    def follow() -> object:
        with app.app_context():
            return second()

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(begin)
        try:
            until(lambda: reached.is_set() or one.done())
            two = pool.submit(follow)
            until(lambda: _waits() or two.done())
            assert not two.done(), "it did not wait"
        finally:
            on.set()
        one.result()
    return two


def _waits() -> bool:
    db.session.rollback()
    return bool(db.session.scalar(WAITING))


def test_what_a_leader_chooses_while_a_pulse_opens_is_asked_in_it(
    context: Flask, cast: Cast
) -> None:
    pulse, first = _begun(cast)
    chosen = ["vision-1", "vision-4", "vision-8"]
    opening = race(
        context, lambda: pulse_items.choose(first, chosen), lambda: waves.open_wave(pulse)
    )
    opening.result()
    assert asked(pulse) == chosen


def _begun(cast: Cast) -> tuple[UUID, UUID]:
    """A pulse that is to open, and the assessment in which Alice chose."""
    pulse = begun(cast, "vision")
    first = next(wave.id for wave in waves.of_programme(cast.programme) if wave.id != pulse)
    return pulse, people.assessment(first)


def test_a_leader_who_comes_while_a_pulse_opens_is_told_that_her_choice_stands(
    context: Flask, cast: Cast
) -> None:
    pulse, first = _begun(cast)
    other = [Choice("people", "strength", reason="Dat wil ik.")]
    choosing = race(
        context, lambda: waves.open_wave(pulse), lambda: priorities.choose(first, other)
    )
    with pytest.raises(NotAllowed, match="A later wave has begun"):
        choosing.result()
    assert {key.rpartition("-")[0] for key in asked(pulse)} == {"vision"}


@pytest.mark.parametrize("first", ["opening", "sweeping"])
def test_questions_that_a_wave_is_about_to_ask_are_not_swept(
    context: Flask, cast: Cast, first: str
) -> None:
    wave = people.prepared_wave(cast)
    with transaction() as session:
        idle = instruments.keep(session, load_instrument("leadership-360"))
    deeds: list[Deed] = [lambda: waves.open_wave(wave), _sweep]
    race(context, *(deeds if first == "opening" else deeds[::-1])).result()
    db.session.rollback()
    assert db.session.get_one(Wave, wave).fingerprint == idle
    assert db.session.scalars(select(FrozenInstrument.fingerprint)).all() == [idle]


def _sweep() -> None:
    with transaction() as session:
        instruments.sweep(session)


NEW = "a.devries@new.example"
TEAM = invitations.Rater("teacher", "Team", NEW, "nl")


def _change() -> None:
    addresses.change(people.address("Alice"), NEW)


def _make() -> None:
    accounts.create(name="Ada Prins", email=NEW, language="nl")


def _addresses(wave: UUID) -> list[tuple[str, str | None]]:
    """Where Alice and who is asked about her are asked in a wave, by group."""
    db.session.rollback()
    query = select(Invitation.group, Invitation.email)
    query = query.where(Invitation.assessment_id == people.assessment(wave))
    return sorted((group, email) for group, email in db.session.execute(query))


def test_a_leader_takes_the_address_at_which_a_rater_is_being_added(
    context: Flask, cast: Cast
) -> None:
    wave = people.open_wave(cast)
    alice = people.assessment(wave)
    race(context, lambda: invitations.invite(alice, [TEAM]), _change).result()
    assert _addresses(wave) == [("self", None), ("teacher", NEW)]


def test_nobody_is_added_at_the_address_that_a_leader_is_taking(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    alice = people.assessment(wave)
    adding = race(context, _change, lambda: invitations.invite(alice, [TEAM]))
    with pytest.raises(invitations.Taken):
        adding.result()
    assert _addresses(wave) == [("self", NEW)]


def test_nobody_is_approved_at_the_address_that_a_leader_is_taking(
    context: Flask, cast: Cast
) -> None:
    wave, place = people.open_wave(cast), people.place(cast, "Alice")
    wanted = nominations.Wanted("teacher", "nl", f"Team <{NEW}>", {})
    nominations.propose(wave, place, wanted)
    assert race(context, _change, lambda: approvals.approve_all(wave)).result() == 0
    assert _addresses(wave) == [("self", NEW)]


@pytest.mark.parametrize(("first", "second"), [(_make, _change), (_change, _make), (_make, _make)])
def test_of_two_who_want_an_address_for_an_account_the_second_is_told(
    context: Flask, cast: Cast, first: Deed, second: Deed
) -> None:
    wanting = race(context, first, second)
    with pytest.raises(SurveyError, match=f"There is an account for {NEW} already"):
        wanting.result()


NAMED = {"email": NEW, "name": "Ada", "language": "nl"}
NAMING: dict[str, Callable[[Cast], object]] = {
    "coach": lambda cast: coaching.give(cast.group, **NAMED),
    "leader": lambda cast: learning_groups.add_leader(cast.group, school="De Brug", **NAMED),
    "coordinator": lambda cast: organisations.invite(
        cast.organisation, role="coordinator", **NAMED
    ),
    "leader of a programme": lambda cast: programmes.add_leader(
        cast.group, school="De Brug", **NAMED
    ),
}


def _bring(cast: Cast) -> None:
    """Import her as a leader from a file."""
    file = table(("Groep Oost", "Ada", NEW, "De Brug", *rater("Bob")))
    found, done = bringing.import_(people.prepared_wave(cast), file, "prepared")
    assert (done, found.faults) == (True, ())


NAMING["leader in a file"] = _bring


@pytest.mark.parametrize("name", NAMING.values(), ids=NAMING)
def test_who_is_named_while_her_account_is_being_made_gets_that_one(
    context: Flask, cast: Cast, name: Callable[[Cast], object]
) -> None:
    race(context, _make, lambda: name(cast)).result()
    db.session.rollback()
    names = db.session.scalars(select(Account.name).where(Account.email == NEW)).all()
    assert names == ["Ada Prins"]
