"""A coordinator withholds a comment: with a reason, before the release, and for good."""

import threading
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from surveyapp.core.checker import check
from surveyapp.core.errors import NotAllowed, NotCleared, NotFound, SurveyError
from surveyapp.core.snapshot import Reason
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.base import Base
from surveyapp.models.report import Report
from surveyapp.services import access, clearing, comments, programmes, reports
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast
from tests.readers import reading
from tests.traces import traces

HURTFUL = "Zij kan er niets van en dat weet iedereen."
KIND = "Zij luistert goed naar ons."


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A frozen wave in which five teachers wrote about Alice, and she herself."""
    key = people.open_wave(cast)
    alice = people.assessment(key)
    people.answer(people.tokens(alice)[0], texts={"keep": f"{HURTFUL}\nDit vind ik zelf."})
    written = [HURTFUL, KIND, f"{HURTFUL}\nNummer drie.", "", "Nummer vijf."]
    for token, words in zip(people.invite(alice, count=5), written, strict=True):
        people.answer(token, texts={"keep": words, "change": words if words == KIND else ""})
    people.freeze(key)
    return key


@pytest.fixture
def alice(wave: UUID) -> UUID:
    return people.assessment(wave)


def to_read(wave: UUID, cast: Cast) -> set[UUID]:
    """The assessments of a wave with comments for the coordinator to read."""
    return comments.to_read([row.assessment for row in people.rows(wave)], cast.coordinator)


def mark(assessment: UUID, written: str, question: int = 0) -> str:
    """What stands for this text on the page."""
    remarks = comments.view(assessment).questions[question].remarks
    return next(remark.mark for remark in remarks if remark.text == written)


def read(assessment: UUID) -> list[list[str]]:
    """What can be read to each question."""
    return [[one.text for one in q.remarks] for q in comments.view(assessment).questions]


@pytest.mark.rule("P7")
def test_a_coordinator_reads_what_others_wrote_and_not_what_the_leader_wrote(alice: UUID) -> None:
    view = comments.view(alice)
    assert sorted(read(alice)[0]) == sorted([HURTFUL, KIND, "Nummer drie.", "Nummer vijf."])
    assert {one.text: one.times for one in view.questions[0].remarks}[HURTFUL] == 2
    assert (view.leader, view.state, view.count) == ("Alice de Vries", "frozen", 5)
    assert "teacher" not in repr(view)


def test_a_withheld_comment_is_gone_and_the_reason_stays(alice: UUID) -> None:
    before = reports.stored(alice)
    assert comments.withhold(alice, mark(alice, KIND), "unrelated")
    after = reports.stored(alice)
    assert KIND not in read(alice)[0]
    assert KIND in read(alice)[1], "the same words to another question"
    assert comments.view(alice).questions[0].withheld == after.comments[0].withheld
    assert after.comments[0].withheld == ("unrelated",)
    assert after.fingerprint != before.fingerprint
    assert db.session.get_one(Report, alice).fingerprint == after.fingerprint
    assert check(after.to_json()) == []
    assert after.model_copy(update={"comments": before.comments}) == before


@pytest.mark.rule("P7")
def test_the_original_is_destroyed(alice: UUID, cast: Cast) -> None:
    assert traces(HURTFUL)
    with acting(cast.coordinator):
        assert comments.withhold(alice, mark(alice, HURTFUL), "hurtful")
    own = [
        block.texts for block in reports.stored(alice).comments[0].blocks if block.unit == "self"
    ]
    assert HURTFUL in own[0], "the leader's own words are hers"
    comments.withhold(alice, mark(alice, KIND), "hurtful")
    comments.withhold(alice, mark(alice, KIND, question=1), "hurtful")
    assert traces(KIND) == []


@pytest.mark.rule("P7", "S7")
def test_what_was_done_is_told_without_the_words(alice: UUID, cast: Cast) -> None:
    with acting(cast.coordinator):
        comments.withhold(alice, mark(alice, HURTFUL), "recognisable")
    query = select(AuditEvent).where(AuditEvent.action == "comment withheld")
    (event,) = db.session.scalars(query)
    assert (event.actor_id, event.assessment_id) == (cast.coordinator, alice)
    assert event.details == {"reason": "recognisable"}


def test_on_postgresql_the_table_of_reports_is_written_anew(alice: UUID) -> None:
    if db.engine.dialect.name == "sqlite":
        return  # Its files are searched byte by byte.
    query = text("SELECT pg_relation_filenode('report')")
    before = db.session.scalar(query)
    comments.withhold(alice, mark(alice, KIND), "hurtful")
    assert db.session.scalar(query) != before


def test_the_same_comment_is_withheld_once(alice: UUID) -> None:
    one = mark(alice, KIND)
    comments.withhold(alice, one, "hurtful")
    with pytest.raises(NotFound, match="not any more"):
        comments.withhold(alice, one, "unrelated")
    assert reports.stored(alice).comments[0].withheld == ("hurtful",)


@pytest.mark.parametrize("wrong", ["", "0" * 32, "é", KIND])
def test_what_is_no_mark_withholds_nothing(alice: UUID, wrong: str) -> None:
    with pytest.raises(NotFound):
        comments.withhold(alice, wrong, "hurtful")


def test_the_same_words_have_another_mark_with_another_leader(context: Flask, cast: Cast) -> None:
    wave = people.answered_wave(cast, peers=0, board=0)
    people.freeze(wave)
    alice, nora = people.assessment(wave), people.assessment(wave, "Nora")
    same = comments.view(alice).questions[0].remarks[0].text
    assert mark(alice, same) != mark(nora, same)
    with pytest.raises(NotFound):
        comments.withhold(nora, mark(alice, same), "hurtful")


@pytest.mark.rule("P1")
def test_nothing_can_be_read_or_withheld_before_the_freeze(context: Flask, cast: Cast) -> None:
    wave = people.answered_wave(cast)
    key = people.assessment(wave)
    assert comments.view(key).questions == ()
    assert to_read(wave, cast) == set()
    with pytest.raises(NotAllowed, match="once the figures are frozen"):
        comments.withhold(key, "0" * 32, "hurtful")


def test_nothing_can_be_read_or_withheld_after_the_release(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    one = mark(alice, KIND)
    assert to_read(wave, cast) == {alice}
    reports.release_wave(wave)
    before = reports.stored(alice)
    assert comments.view(alice).questions == ()
    assert to_read(wave, cast) == set()
    with pytest.raises(NotAllowed, match="handed out"):
        comments.withhold(alice, one, "hurtful")
    assert reports.stored(alice) == before


def test_a_leader_of_whom_all_comments_were_withheld_is_still_listed(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    for question in range(2):
        while remarks := comments.view(alice).questions[question].remarks:
            comments.withhold(alice, remarks[0].mark, "hurtful")
    assert comments.view(alice).count == 0
    assert to_read(wave, cast) == {alice}


@pytest.mark.rule("P7")
def test_who_coordinates_herself_has_nothing_to_read_about_herself(context: Flask) -> None:
    cast = people.gather()
    hers = {"name": "Cora Jansen", "email": people.address("Cora")}
    programmes.add_leader(cast.group, **hers, school="De Brug", language="nl")
    wave = people.answered_wave(cast, peers=0, board=0)
    people.freeze(wave)
    others = {people.assessment(wave, name) for name in ("Alice", "Nora")}
    assert to_read(wave, cast) == others
    for key in others:
        assert access.coordinated_assessment(cast.coordinator, key).id == key
    with pytest.raises(NotFound):
        access.coordinated_assessment(cast.coordinator, people.assessment(wave, "Cora"))


def test_growth_and_the_gate_of_a_later_wave_know_nothing_of_it(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    comments.withhold(alice, mark(alice, KIND), "hurtful")
    later = people.answered_wave(cast, "post")
    people.freeze(later)
    assert reports.release_wave(later) == len(cast.leaders)
    assert reports.stored(people.assessment(later)).growth


def test_a_busy_database_undoes_nothing_and_is_cleared_before_the_release(
    wave: UUID, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = [mark(alice, KIND), mark(alice, KIND, question=1)]
    monkeypatch.setattr(clearing, "ATTEMPTS", 1)
    with reading(db.engine, Report):
        assert [comments.withhold(alice, one, "hurtful") for one in marks] == [False, False]
        assert KIND not in reports.stored(alice).to_json()
        with pytest.raises(NotCleared, match="No report was handed out"):
            reports.release_wave(wave)
        assert comments.view(alice).state == "frozen"
    reports.release_wave(wave)
    assert traces(KIND) == []


def test_who_withholds_a_comment_waits_for_one_attempt_only(
    alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "sleep", lambda _: pytest.fail("it waited for another attempt"))
    with reading(db.engine, Report):
        assert not comments.withhold(alice, mark(alice, KIND), "hurtful")


@pytest.mark.rule("P7")
def test_what_is_withheld_while_reports_are_handed_out_is_cleared_before_they_are(
    wave: UUID, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = mark(alice, KIND), mark(alice, KIND, question=1)

    def withheld_meanwhile(*tables: type[Base], remedy: str) -> None:
        clearing.scrub(*tables, remedy=remedy)
        with reading(db.engine, Report):
            assert not comments.withhold(alice, one, "hurtful")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reports, "scrub", withheld_meanwhile)
        with pytest.raises(NotAllowed, match="meanwhile: try once more"):
            reports.release_wave(wave)
    assert comments.view(alice).state == "frozen"
    comments.withhold(alice, other, "hurtful")
    reports.release_wave(wave)
    assert traces(KIND) == []


Deed = tuple[UUID, str, Reason] | UUID
"""Withholding a comment, or releasing a wave."""


def at_once(app: Flask, *deeds: Deed) -> list[str]:
    """Withholding and releasing at the same moment: what became of each, in their order."""
    told: dict[int, str] = {}
    gate = threading.Barrier(len(deeds))

    def run(number: int, deed: Deed) -> None:
        with app.app_context():
            gate.wait()
            try:
                if isinstance(deed, UUID):
                    reports.release_wave(deed)
                else:
                    comments.withhold(*deed)
                told[number] = "done"
            except SurveyError as error:
                told[number] = type(error).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[number] for number in range(len(deeds))]


@pytest.mark.rule("P7")
def test_of_two_coordinators_at_once_none_undoes_what_the_other_did(
    context: Flask, alice: UUID
) -> None:
    first, second = mark(alice, KIND), mark(alice, HURTFUL)
    db.session.remove()
    same: Deed = (alice, first, "hurtful")
    other: Deed = (alice, second, "unrelated")
    assert sorted(at_once(context, same, same, other)) == ["NotFound", "done", "done"]
    after = reports.stored(alice)
    assert after.comments[0].withheld == ("hurtful", "unrelated", "unrelated")
    assert check(after.to_json()) == []


@pytest.mark.rule("P7")
def test_a_comment_is_withheld_or_handed_out_and_never_both(
    context: Flask, wave: UUID, alice: UUID
) -> None:
    one = mark(alice, KIND)
    db.session.remove()
    withheld, released = at_once(context, (alice, one, "hurtful"), wave)
    assert "done" in (withheld, released)
    if released != "done":
        assert released in {"NotAllowed", "NotCleared"}
        reports.release_wave(wave)
    snapshot = reports.open_report(alice)
    assert (snapshot.comments[0].withheld == ("hurtful",)) is (withheld == "done")
    assert check(snapshot.to_json()) == []
    assert db.session.get_one(Report, alice).fingerprint == snapshot.fingerprint


def test_a_changed_report_is_told_and_not_overwritten(cast: Cast, wave: UUID, alice: UUID) -> None:
    one = mark(alice, KIND)
    report = db.session.get_one(Report, alice)
    report.snapshot = report.snapshot.replace("Alice de Vries", "Alice de Boer")
    db.session.commit()
    with pytest.raises(SurveyError, match="changed after it was made"):
        comments.withhold(alice, one, "hurtful")
    assert to_read(wave, cast) == {alice}, "its page tells what is wrong"
