"""A freeze that something stops harms no other, and waits for whoever erases a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader
from surveyapp.models.report import Report
from surveyapp.models.response import Comment
from surveyapp.models.wave import Assessment
from surveyapp.services import persons, reports, results, waves
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.services.test_worker import until

ON = date(2026, 11, 20)
Held = Leader | Invitation | Assessment


@pytest.mark.usefixtures("context")
def test_a_database_that_fails_at_one_report_harms_no_other_and_is_told_without_values(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)
    alice = people.assessment(wave)
    hers = select(Comment.text).where(Comment.assessment_id == alice)
    before = sorted(db.session.scalars(hers))
    # A report that should not be there yet: storing another one breaks the primary key.
    with transaction() as session:
        session.add(Report(assessment_id=alice, fingerprint="0" * 64, snapshot="{}"))
    with pytest.raises(SurveyError) as failed:
        results.freeze_wave(wave, ON)
    assert str(failed.value) == (
        "The database failed at a report, of which nothing was frozen: freeze once more."
    )
    assert "IntegrityError at the freeze of an assessment" in caplog.text
    assert "Alice" not in caplog.text
    states = {row.leader.split()[0]: row.state for row in people.rows(wave)}
    assert states == {"Alice": "open", "Nora": "frozen"}
    assert sorted(db.session.scalars(hers)) == before
    assert before
    with transaction() as session:
        session.execute(delete(Report).where(Report.assessment_id == alice))
    results.freeze_wave(wave, ON)
    assert reports.stored(alice).frozen_on == ON


@pytest.mark.usefixtures("context")
def test_a_leader_who_was_erased_meanwhile_is_told(cast: Cast) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)
    alice = people.assessment(wave)
    persons.erase("alice@school.example", dry_run=False)
    with pytest.raises(NotFound, match="erased meanwhile"):
        results.freeze(alice)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("first", "then"), [(Leader, Invitation), (Invitation, Assessment)])
def test_who_waits_for_an_erasure_holds_nothing_that_it_wants(
    context: Flask, cast: Cast, first: type[Held], then: type[Held]
) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)
    key = people.assessment(wave)
    db.session.remove()

    def freeze() -> None:
        with context.app_context():
            results.freeze(key)

    with ThreadPoolExecutor() as other, db.engine.connect() as erasing:
        erasing.execute(select(first.id).with_for_update())
        frozen = other.submit(freeze)
        _wait_until_somebody_waits()
        erasing.execute(select(then.id).with_for_update(nowait=True))
        erasing.rollback()
        frozen.result()


def _wait_until_somebody_waits() -> None:
    """PostgreSQL has SQL for it: a session that waits for the lock of another one."""
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with db.engine.connect() as looking:
        outside = looking.execution_options(isolation_level="AUTOCOMMIT")
        until(lambda: outside.scalar(waits))
