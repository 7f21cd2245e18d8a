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

from surveyapp.core.errors import NotAllowed
from surveyapp.core.library import load_instrument
from surveyapp.extensions import db
from surveyapp.models.wave import FrozenInstrument, Wave
from surveyapp.services import instruments, priorities, pulse_items, waves
from surveyapp.services.priorities import Choice
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.postgres import Server
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
