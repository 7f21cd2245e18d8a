"""Work that takes long is asked for once, done step by step, and tells what became of it."""

from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.base import Base
from surveyapp.models.job import Job
from surveyapp.models.response import Comment
from surveyapp.services import (
    audit,
    clearing,
    queue,
    reports,
    results,
    waves,
    work,
    worker,
)
from surveyapp.services.context import acting, now
from surveyapp.services.transaction import transaction
from surveyapp.services.work import Look
from tests import cast as people
from tests.cast import Cast
from tests.readers import reading
from tests.services.test_release import corrupt, higher


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A closed wave with answers."""
    key = people.answered_wave(cast, teachers=3, peers=0, board=0)
    waves.close_wave(key)
    return key


@pytest.fixture
def frozen(wave: UUID) -> UUID:
    """The same, frozen."""
    results.freeze_wave(wave)
    return wave


def job(wave: UUID) -> Look:
    """The latest job of a wave."""
    db.session.rollback()
    return work.of_wave(wave)[0]


def states(wave: UUID) -> set[str]:
    db.session.rollback()
    return {row.state for row in people.rows(wave)}


def fate(wave: UUID) -> tuple[str, int, int, str]:
    found = job(wave)
    return found.state, found.done, found.total, found.fault


def test_a_wave_is_frozen_and_then_handed_out_by_the_worker(wave: UUID, cast: Cast) -> None:
    with acting(cast.coordinator):
        work.ask(wave, "freeze", "nl")
    assert fate(wave) == ("waiting", 0, 0, "")
    assert states(wave) == {"open"}
    assert worker.do_all() == 1
    assert fate(wave) == ("done", 2, 2, "")
    assert states(wave) == {"frozen"}
    work.ask(wave, "release", "nl")
    assert worker.do_all() == 1
    assert fate(wave) == ("done", 2, 2, "")
    assert states(wave) == {"released"}


def test_it_is_done_in_the_name_of_whoever_asked(wave: UUID, cast: Cast) -> None:
    with acting(cast.coordinator):
        work.ask(wave, "freeze", "nl")
    worker.do_all()
    done = [event for event in audit.of_wave(wave) if event.action == "assessment frozen"]
    assert [event.actor for event in done] == ["Cora Jansen"] * 2


def test_the_same_work_is_not_asked_for_twice(wave: UUID) -> None:
    first = work.ask(wave, "freeze", "nl")
    assert work.ask(wave, "freeze", "en") == first
    with transaction() as session:
        session.execute(update(Job).values(state="running"))
    assert work.ask(wave, "freeze", "nl") == first
    assert len(work.of_wave(wave)) == 1


def test_of_two_who_ask_at_the_same_moment_one_job_comes(wave: UUID, context: Flask) -> None:
    both, keys = Barrier(2), set()

    def ask() -> None:
        with context.app_context():
            both.wait()
            keys.add(work.ask(wave, "freeze", "nl"))
            db.session.remove()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 1


def test_work_on_a_wave_that_does_not_exist_is_refused(context: Flask) -> None:
    with pytest.raises(NotFound):
        work.ask(uuid4(), "freeze", "nl")


def test_work_that_ended_is_done_once_more_for_whoever_asks(wave: UUID) -> None:
    first = work.ask(wave, "freeze", "nl")
    worker.do_all()
    assert fate(wave) == ("done", 2, 2, "")
    assert work.ask(wave, "freeze", "nl") == first
    assert fate(wave) == ("waiting", 0, 0, "")
    worker.do_all()
    assert fate(wave) == ("done", 2, 2, ""), "what is frozen stays as it is"


def test_whoever_asks_wakes_the_worker_after_the_commit(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(queue, "wake", lambda: seen.append(work.counts()))
    work.ask(wave, "freeze", "nl")
    assert seen == [{"waiting": 1}]


def test_what_waits_longest_is_done_first(wave: UUID, cast: Cast) -> None:
    work.ask(wave, "release", "nl")
    work.ask(wave, "freeze", "nl")
    kinds = []
    while taken := work.claim():
        kinds.append(taken.kind)
    assert kinds == ["release", "freeze"]


def test_a_job_tells_how_far_it_is_and_stops_between_two_steps(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.ask(wave, "freeze", "nl")
    told = []
    advance = work.advance

    def watched(key: UUID, done: int, total: int) -> None:
        advance(key, done, total)
        told.append((done, total))

    monkeypatch.setattr(work, "advance", watched)
    worker.do_all(going=lambda: len(told) < 2)
    assert told == [(0, 2), (1, 2)]
    assert fate(wave) == ("waiting", 1, 2, "")
    assert states(wave) == {"open", "frozen"}
    worker.do_all()
    assert told[2:] == [(1, 2), (2, 2)]
    assert fate(wave) == ("done", 2, 2, "")


def test_a_freeze_that_could_not_be_cleared_stands_and_says_so(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "ATTEMPTS", 1)
    work.ask(wave, "freeze", "nl")
    with reading(db.engine, Comment):
        worker.do_all()
    assert fate(wave) == ("done", 2, 2, worker.NOT_CLEARED_YET)
    assert states(wave) == {"frozen"}


@pytest.mark.rule("S2", "S3")
def test_nothing_is_handed_out_while_clearing_fails_and_it_can_be_tried_again(
    frozen: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.ask(frozen, "release", "nl")
    with monkeypatch.context() as soon, reading(db.engine, Comment):
        soon.setattr(clearing, "ATTEMPTS", 1)
        worker.do_all()
    assert fate(frozen) == ("failed", 0, 2, worker.BUSY)
    assert states(frozen) == {"frozen"}
    work.ask(frozen, "release", "nl")
    worker.do_all()
    assert fate(frozen) == ("done", 2, 2, "")
    assert states(frozen) == {"released"}


@pytest.mark.rule("P9")
def test_a_report_that_breaks_a_rule_is_kept_back_and_nobody_is_named(frozen: UUID) -> None:
    corrupt(people.assessment(frozen), higher)
    work.ask(frozen, "release", "nl")
    worker.do_all()
    assert fate(frozen) == ("failed", 0, 2, worker.KEPT_BACK)
    assert states(frozen) == {"frozen", "released"}


def test_a_report_that_changes_while_it_is_handed_out_waits(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    results.freeze(people.assessment(wave))

    def frozen_meanwhile(*tables: type[Base], remedy: str) -> None:
        clearing.scrub(*tables, remedy=remedy)
        results.freeze(people.assessment(wave, "Nora"))

    work.ask(wave, "release", "nl")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reports, "scrub", frozen_meanwhile)
        worker.do_all()
    assert fate(wave) == ("failed", 0, 1, worker.CHANGED)
    assert states(wave) == {"frozen"}


def test_handing_out_what_was_handed_out_before_is_done_at_once(frozen: UUID) -> None:
    reports.release_wave(frozen)
    work.ask(frozen, "release", "nl")
    worker.do_all()
    assert job(frozen).state == "done"


def test_what_nobody_foresaw_is_told_without_its_words(
    wave: UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> str:
        raise ValueError("bob@school.example")

    monkeypatch.setitem(worker.DEEDS, "freeze", broken)
    work.ask(wave, "freeze", "nl")
    work.ask(wave, "release", "nl")
    worker.do_all()
    assert {one.kind: one.fault for one in work.of_wave(wave)} == {
        "freeze": work.UNFORESEEN,
        "release": "",
    }
    assert "ValueError" in caplog.text
    assert "bob@" not in caplog.text


def test_what_a_dead_worker_left_running_is_done_again(wave: UUID) -> None:
    work.ask(wave, "freeze", "nl")
    assert work.claim()
    results.freeze(people.assessment(wave))
    worker.do_all()
    assert fate(wave) == ("done", 2, 2, "")


def test_a_step_that_kills_two_workers_is_left_alone(wave: UUID) -> None:
    key = work.ask(wave, "freeze", "nl")
    assert work.claim()
    assert work.recover() == 1
    assert job(wave).fault == work.DIED
    assert work.claim()
    work.advance(key, 0, 2)
    assert work.recover() == 0
    assert fate(wave) == ("failed", 0, 2, work.DIED_TWICE)


def test_a_job_that_came_further_than_where_it_died_may_die_again(wave: UUID) -> None:
    key = work.ask(wave, "freeze", "nl")
    work.claim()
    work.recover()
    work.claim()
    work.advance(key, 1, 2)
    assert work.recover() == 1
    assert job(wave).state == "waiting"


def test_a_job_that_nobody_wants_any_more_goes_no_further(wave: UUID) -> None:
    key = work.ask(wave, "freeze", "nl")
    work.claim()
    with transaction() as session:
        session.delete(session.get_one(Job, key))
    with pytest.raises(work.Stopped):
        work.advance(key, 1, 2)


def test_jobs_that_ended_long_ago_are_forgotten(wave: UUID) -> None:
    for kind in ("freeze", "release"):
        work.ask(wave, kind, "nl")
    with transaction() as session:
        old = now() - 2 * work.KEPT_FOR
        session.execute(update(Job).values(at=old))
        session.execute(update(Job).where(Job.kind == "release").values(state="failed"))
    work.forget()
    assert [one.kind for one in work.of_wave(wave)] == ["freeze"], "what waits is not forgotten"
    assert job(wave).late


def test_the_operator_sees_all_jobs_with_their_waves(wave: UUID) -> None:
    work.ask(wave, "freeze", "nl")
    [one] = work.everything()
    assert (one.programme, one.wave["nl"], one.look.kind) == (
        "Leren leiden",
        "Beginmeting",
        "freeze",
    )
    assert not one.look.late
    assert work.counts() == {"waiting": 1}
