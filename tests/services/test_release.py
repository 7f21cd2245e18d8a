"""Releasing: every report passes the gate once more, and one that does not harms no other."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from surveyapp.core.errors import NotAllowed, NotCleared, NotFound, SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.base import Base
from surveyapp.models.report import Report
from surveyapp.models.response import Comment
from surveyapp.services import clearing, reports, results, waves
from tests import cast as people
from tests.cast import Cast
from tests.readers import reading
from tests.traces import traces

Change = Callable[[Any], object]
UNREAD = "Dit leest niemand, want zij is de enige."


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A frozen wave."""
    key = people.answered_wave(cast)
    people.freeze(key)
    return key


def corrupt(assessment: UUID, change: Change, *, forged: bool = False) -> None:
    """Change what is stored; who forges makes the fingerprints fit again."""
    row = db.session.get_one(Report, assessment)
    data = json.loads(row.snapshot)
    change(data)
    if forged:
        data.pop("fingerprint")
        snapshot = Snapshot.model_validate(data)
        row.fingerprint, row.snapshot = snapshot.fingerprint, snapshot.to_json()
    else:
        row.snapshot = json.dumps(data, ensure_ascii=False, indent=1)
    db.session.commit()


def states(wave: UUID) -> dict[str, str]:
    db.session.rollback()
    return {row.leader.split()[0]: row.state for row in people.rows(wave)}


def higher(data: Any) -> None:
    """One published figure, a little higher."""
    data["competences"][0]["scores"]["teacher"]["mean"] += 0.1


def test_every_report_is_handed_out_once(wave: UUID) -> None:
    assert reports.release_wave(wave) == 2
    assert set(states(wave).values()) == {"released"}
    with pytest.raises(NotAllowed, match="no frozen report"):
        reports.release_wave(wave)


@pytest.mark.rule("S2", "S3")
def test_nothing_is_handed_out_before_what_the_freeze_deleted_is_cleared_away(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.open_wave(cast)
    alice = people.assessment(wave)
    people.answer(people.invite(alice)[0], texts={"keep": UNREAD})
    waves.close_wave(wave)
    written = _written()
    monkeypatch.setattr(clearing, "ATTEMPTS", 1)
    with reading(db.engine, Comment):
        with pytest.raises(NotCleared, match="figures that were frozen stand"):
            results.freeze_wave(wave)
        with pytest.raises(NotCleared, match="No report was handed out"):
            reports.release_wave(wave)
        assert set(states(wave).values()) == {"frozen"}
    assert reports.release_wave(wave) == 2
    assert traces(UNREAD) == []
    assert _written() != written or db.engine.dialect.name == "sqlite"


def _written() -> object:
    """On PostgreSQL the file in which comments lie: another one once they were cleared away."""
    if db.engine.dialect.name == "sqlite":
        return None  # Its files are searched byte by byte.
    return db.session.scalar(text("SELECT pg_relation_filenode('comment')"))


def test_what_is_frozen_while_reports_are_handed_out_waits_for_the_next_time(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)
    results.freeze(people.assessment(wave))

    def frozen_meanwhile(*tables: type[Base], remedy: str) -> None:
        clearing.scrub(*tables, remedy=remedy)
        results.freeze(people.assessment(wave, "Nora"))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reports, "scrub", frozen_meanwhile)
        with pytest.raises(NotAllowed, match="meanwhile: try once more"):
            reports.release_wave(wave)
    assert set(states(wave).values()) == {"frozen"}
    assert reports.release_wave(wave) == 2


@pytest.mark.rule("P1")
def test_no_leader_reads_a_report_before_it_is_handed_out(wave: UUID) -> None:
    key = people.assessment(wave)
    ways: list[Callable[[], object]] = [
        lambda: reports.open_report(key),
        lambda: reports.read(key, "nl"),
        lambda: reports.pdf(key, "nl"),
    ]
    for way in ways:
        with pytest.raises(NotFound, match="not been handed out"):
            way()
    assert not db.session.get_one(Report, key).opened
    reports.release_wave(wave)
    for way in ways:
        assert way()


@pytest.mark.rule("P9")
def test_a_report_that_was_exchanged_after_it_was_handed_out_is_not_read(wave: UUID) -> None:
    reports.release_wave(wave)
    key = people.assessment(wave)
    kept = db.session.get_one(Report, key).fingerprint
    corrupt(key, lambda data: data.update(school="De Boog"), forged=True)
    db.session.get_one(Report, key).fingerprint = kept
    db.session.commit()
    with pytest.raises(SurveyError, match="exchanged for another"):
        reports.open_report(key)
    assert not db.session.get_one(Report, key).opened


@pytest.mark.rule("P9")
@pytest.mark.parametrize(
    ("change", "forged", "told"),
    [
        (higher, False, "P9 fingerprint"),
        (higher, True, "P3 competences[0].scores.teacher.mean"),
        (lambda data: data.update(leader="Nora Bakker"), False, "P9 fingerprint"),
        (lambda data: data.pop("units"), False, "P9 units"),
        (lambda data: data.update(sd=0.4), False, "P3 sd"),
    ],
    ids=["a figure", "a figure and its fingerprint", "a name", "a missing part", "a new figure"],
)
def test_a_corrupted_report_is_not_handed_out_and_harms_no_other(
    wave: UUID, change: Change, forged: bool, told: str
) -> None:
    corrupt(people.assessment(wave), change, forged=forged)
    with pytest.raises(SurveyError) as refused:
        reports.release_wave(wave)
    assert str(refused.value).startswith("Alice de Vries: The report breaks a rule and was not")
    assert told in str(refused.value)
    assert states(wave) == {"Alice": "frozen", "Nora": "released"}
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "reports released"))
    assert event.details == {"count": 1}


@pytest.mark.rule("P9")
def test_a_report_that_was_exchanged_for_another_good_one_is_not_handed_out(wave: UUID) -> None:
    corrupt(people.assessment(wave), lambda data: data.update(school="De Boog"), forged=True)
    row = db.session.get_one(Report, people.assessment(wave))
    row.fingerprint = "0" * 64
    db.session.commit()
    with pytest.raises(SurveyError, match="P9 fingerprint"):
        reports.release_wave(wave)


@pytest.mark.parametrize("stored", ["", "{", "[]", "null"])
def test_what_is_no_report_at_all_is_told_in_a_sentence(wave: UUID, stored: str) -> None:
    db.session.get_one(Report, people.assessment(wave)).snapshot = stored
    db.session.commit()
    with pytest.raises(SurveyError, match=r"Alice de Vries: .* P9"):
        reports.release_wave(wave)


@pytest.mark.rule("P1")
def test_whoever_hands_out_is_told_no_figures(wave: UUID) -> None:
    key = people.assessment(wave)
    mean = json.loads(reports.stored(key).to_json())["competences"][0]["scores"]["teacher"]["mean"]
    corrupt(key, higher, forged=True)
    with pytest.raises(SurveyError) as refused:
        reports.release_wave(wave)
    assert f"{mean:.2f}"[:4] not in str(refused.value)


def test_where_no_report_is_right_none_is_handed_out_and_nothing_is_written_down(
    wave: UUID,
) -> None:
    for row in people.rows(wave):
        corrupt(row.assessment, higher)
    with pytest.raises(SurveyError) as refused:
        reports.release_wave(wave)
    assert len(str(refused.value).splitlines()) == 2
    assert set(states(wave).values()) == {"frozen"}
    query = select(AuditEvent).where(AuditEvent.action == "reports released")
    assert db.session.scalars(query).all() == []


@pytest.mark.rule("P9", "P8")
def test_growth_is_compared_with_the_stored_reports_of_earlier_waves(
    wave: UUID, cast: Cast
) -> None:
    later = people.answered_wave(cast, "post")
    people.freeze(later)

    def grown(data: Any) -> None:
        change = data["growth"]["competences"][0]["units"]["teacher"]
        change["respondents_before"] += 1

    corrupt(people.assessment(later), grown, forged=True)
    with pytest.raises(SurveyError, match=r"P8 growth\.competences"):
        reports.release_wave(later)
    assert states(later) == {"Alice": "frozen", "Nora": "released"}


def test_an_earlier_report_that_cannot_be_read_stops_the_later_one(wave: UUID, cast: Cast) -> None:
    later = people.answered_wave(cast, "post")
    people.freeze(later)
    db.session.get_one(Report, people.assessment(wave)).snapshot = "{"
    db.session.commit()
    with pytest.raises(SurveyError, match="report of an earlier wave cannot be read"):
        reports.release_wave(later)
    assert states(later) == {"Alice": "frozen", "Nora": "released"}
