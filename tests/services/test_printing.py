"""All reports of a wave in one file: made by the worker, gone after a day or with what it holds."""

import stat
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import update
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotFound
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.job import Job
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.reporting import at_once, presses
from surveyapp.reporting.press import Jammed, Press, Wish
from surveyapp.reporting.unprinted import Unprinted
from surveyapp.services import (
    audit,
    files,
    group_reading,
    persons,
    printing,
    reports,
    retention,
    work,
    worker,
)
from surveyapp.services.context import now, settings
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests import shams
from tests.cast import Cast

SHAM = b"%PDF sham"


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A wave of which the reports were handed out."""
    key = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(key)
    reports.release_wave(key)
    return key


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that prints nothing to speak of; the languages that it was asked for."""
    asked: list[str] = []

    def print_(_self: Press, wish: Wish) -> bytes:
        asked.append(wish.language)
        return SHAM

    monkeypatch.setattr(Press, "print", print_)
    return asked


def printed(wave: UUID) -> ZipFile:
    """What is in the file after the worker has made it."""
    work.ask(wave, "pdfs", "nl")
    worker.do_all()
    return ZipFile(printing.take(wave))


def folder() -> list[Path]:
    made = Path(settings().files)
    return sorted(made.iterdir()) if made.is_dir() else []


@pytest.mark.slow
def test_every_leader_has_her_report_in_it_as_pdf(wave: UUID) -> None:
    with printed(wave) as archive:
        assert archive.namelist() == [
            "360 Alice de Vries Beginmeting classic nl.pdf",
            "360 Nora Bakker Beginmeting classic nl.pdf",
        ]
        for name in archive.namelist():
            text = PdfReader(BytesIO(archive.read(name))).pages[0].extract_text()
            assert name.split()[1] in text
    [job] = work.of_wave(wave)
    assert (job.state, job.done, job.total) == ("done", 2, 2)


def test_each_is_in_the_language_of_its_leader(wave: UUID, quick: list[str]) -> None:
    with transaction() as session:
        nora = Account.email == people.address("Nora")
        session.execute(update(Account).where(nora).values(language="en"))
    with printed(wave) as archive:
        assert archive.namelist()[1] == "360 Nora Bakker First wave classic en.pdf"
    assert sorted(quick) == ["en", "nl"]


def test_what_cannot_be_printed_is_named_inside_and_in_no_job(
    wave: UUID, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def jams(_self: Press, wish: Wish) -> bytes:
        if "Alice" in wish.snapshot:
            raise Jammed("late")
        return SHAM

    monkeypatch.setattr(Press, "print", jams)
    with printed(wave) as archive:
        names = archive.namelist()
        assert names == ["360 Nora Bakker Beginmeting classic nl.pdf", "Niet afgedrukt.txt"]
        assert "Alice de Vries" in archive.read(names[1]).decode("utf-8-sig")
    [job] = work.of_wave(wave)
    assert (job.state, job.done, job.total) == ("done", 1, 2)
    assert job.fault == worker.SOME_MISSING
    assert printing.missing(wave, "nl") == [Unprinted("Alice de Vries", "late")]


def test_a_report_that_was_exchanged_is_named_and_all_others_are_printed(
    wave: UUID, quick: list[str]
) -> None:
    with transaction() as session:
        key = people.assessment(wave)
        session.execute(update(Report).where(Report.assessment_id == key).values(snapshot="{}"))
    with printed(wave) as archive:
        assert archive.read("360 Nora Bakker Beginmeting classic nl.pdf") == SHAM
    assert printing.missing(wave, "nl") == [Unprinted("Alice de Vries", "changed")]


def test_nobody_who_clears_away_waits_for_the_press(wave: UUID) -> None:
    with transaction() as session:
        key = people.assessment(wave)
        session.execute(update(Report).where(Report.assessment_id == key).values(snapshot="{}"))
    wanted = printing.of_wave(wave, "classic")
    busy = [(one.wish() is None, db.session().in_transaction()) for one in wanted]
    assert busy == [(True, False), (False, False)], "after the one that was exchanged as well"


def test_nobody_waits_for_whoever_waits_for_a_document(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[bool] = []

    def print_(_wish: Wish) -> bytes:
        busy.append(db.session().in_transaction())
        return SHAM

    def read(_wave: UUID) -> str:
        db.session.get_one(Wave, wave)
        return "{}"

    monkeypatch.setattr(at_once, "printed", print_)
    monkeypatch.setattr(group_reading, "text", read)
    assert reports.pdf(people.assessment(wave), "nl") == group_reading.pdf(wave, "nl") == SHAM
    assert busy == [False, False]


def test_nothing_is_in_it_that_was_not_handed_out(wave: UUID, quick: list[str]) -> None:
    with transaction() as session:
        key = people.assessment(wave)
        session.execute(update(Assessment).where(Assessment.id == key).values(state="frozen"))
    with printed(wave) as archive:
        assert archive.namelist() == ["360 Nora Bakker Beginmeting classic nl.pdf"]


def test_the_file_is_for_its_owner_only_and_its_name_tells_nothing(
    wave: UUID, quick: list[str]
) -> None:
    printed(wave).close()
    [path] = folder()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.stem == str(work.of_wave(wave)[0].id)


def test_it_is_gone_after_a_day(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    files.sweep()
    assert len(folder()) == 1
    with transaction() as session:
        session.execute(update(Job).values(at=now() - work.DAY - timedelta(minutes=1)))
    files.sweep()
    assert folder() == []
    assert work.of_wave(wave) == []
    with pytest.raises(NotFound):
        printing.take(wave)


def test_a_file_that_is_begun_while_others_are_swept_stays(
    wave: UUID, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(wave).close()
    [old] = folder()

    def begun_meanwhile() -> datetime:
        """Between the two looks, at the jobs and at the folder."""
        old.with_name(f"{uuid4()}.part").touch()
        return now() + work.DAY + timedelta(minutes=1)

    monkeypatch.setattr(files, "now", begun_meanwhile)
    files.sweep()
    assert [path.suffix for path in folder()] == [".part"]


@pytest.mark.rule("S8")
def test_it_is_gone_when_somebody_in_it_is_erased(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    persons.erase(people.address("Alice"), dry_run=False)
    assert folder() == []


@pytest.mark.rule("S8")
def test_it_is_gone_when_the_reports_are_forgotten(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    with transaction() as session:
        long_ago = date.today() - timedelta(days=settings().keep_reports_days)
        session.execute(update(Assessment).values(frozen_on=long_ago))
    retention.apply(dry_run=True)
    assert len(folder()) == 1
    retention.apply(dry_run=False)
    assert folder() == []


@pytest.mark.rule("S8")
def test_who_is_erased_while_it_is_made_is_in_no_file(
    context: Flask, wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased_meanwhile(_self: Press, wish: Wish) -> bytes:
        if "Alice" in wish.snapshot:
            with context.app_context():
                persons.erase(people.address("Alice"), dry_run=False)
        return SHAM

    monkeypatch.setattr(Press, "print", erased_meanwhile)
    work.ask(wave, "pdfs", "nl")
    worker.do_all()
    assert folder() == []
    assert work.of_wave(wave) == []


def test_a_worker_that_died_while_printing_leaves_nothing_half_made(
    wave: UUID, quick: list[str]
) -> None:
    work.ask(wave, "pdfs", "nl")
    job = work.claim()
    assert job
    with files.being_made(job.id) as archive:
        archive.writestr("360 Alice.pdf", SHAM)
    assert files.of_wave(wave) is None
    assert len(folder()) == 1
    files.sweep()
    worker.do_all()
    with ZipFile(printing.take(wave)) as made:
        assert len(made.namelist()) == 2
    assert [path.suffix for path in folder()] == [".zip"]


def test_a_file_that_cannot_be_written_fails_the_job(wave: UUID, quick: list[str]) -> None:
    Path(settings().files).write_text("in the way")
    work.ask(wave, "pdfs", "nl")
    worker.do_all()
    [job] = work.of_wave(wave)
    assert (job.state, job.fault) == ("failed", worker.NO_ROOM)
    Path(settings().files).unlink()


@pytest.fixture
def jams(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A press that knows documents by their snapshot; how often it was asked for each leader.

    With Alice's it jams the first times.
    """
    asked: dict[str, int] = {}

    def print_(_self: Press, wish: Wish) -> bytes:
        leader = Snapshot.from_json(wish.snapshot).leader
        asked[leader] = asked.get(leader, 0) + 1
        if leader == "Alice de Vries" and asked[leader] <= presses.TRIES:
            raise Jammed("late")
        return shams.document(wish)

    monkeypatch.setattr(Press, "print", print_)
    return asked


def test_asked_for_again_only_what_is_missing_is_printed(wave: UUID, jams: dict[str, int]) -> None:
    printed(wave).close()
    assert [one.whose for one in printing.missing(wave, "nl")] == ["Alice de Vries"]
    assert jams == {"Alice de Vries": 2, "Nora Bakker": 1}
    with printed(wave) as archive:
        assert len(archive.namelist()) == 2
        assert all(name.endswith(".pdf") for name in archive.namelist())
    assert jams == {"Alice de Vries": 3, "Nora Bakker": 1}
    assert printing.missing(wave, "nl") == []
    [job] = work.of_wave(wave)
    assert (job.state, job.done, job.total, job.fault) == ("done", 2, 2, "")
    assert len(folder()) == 1


def test_in_another_design_or_language_all_are_printed(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    work.ask(wave, "pdfs", "nl", design="compact", printed_in="en")
    worker.do_all()
    with ZipFile(printing.take(wave)) as archive:
        assert archive.namelist() == [
            "360 Alice de Vries First wave compact en.pdf",
            "360 Nora Bakker First wave compact en.pdf",
        ]
    assert quick == ["nl", "nl", "en", "en"]


@pytest.mark.rule("S8")
def test_what_is_to_be_filled_up_is_gone_when_somebody_in_it_is_erased(
    wave: UUID, quick: list[str]
) -> None:
    printed(wave).close()
    work.ask(wave, "pdfs", "nl")
    assert printing.take(wave) in folder()
    persons.erase(people.address("Alice"), dry_run=False)
    assert folder() == []
    with pytest.raises(NotFound):
        printing.take(wave)
    assert worker.do_all() == 0


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def fails(wave: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for once more, the file cannot be written."""
    work.ask(wave, "pdfs", "nl")
    with monkeypatch.context() as full:
        full.setattr(ZipFile, "writestr", no_room)
        worker.do_all()
    [job] = work.of_wave(wave)
    assert (job.state, job.fault) == ("failed", worker.NO_ROOM)


def test_what_could_not_be_written_gives_its_room_back_before_anything_is_written_down(
    wave: UUID, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the database may lie on the disk that it filled."""
    seen = []
    settle = work.settle

    def looked(session: Session, key: UUID, state: work.State, fault: str = "") -> bool:
        seen.append(folder())
        return settle(session, key, state, fault)

    monkeypatch.setattr(work, "settle", looked)
    fails(wave, monkeypatch)
    assert seen == [[]]
    with printed(wave) as archive:
        assert len(archive.namelist()) == 2, "once there is room it goes on"


def test_the_file_stays_until_a_new_one_is_whole(
    wave: UUID, jams: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(wave).close()
    fails(wave, monkeypatch)
    files.sweep()
    with ZipFile(printing.take(wave)) as archive:
        assert archive.namelist()[0] == "360 Nora Bakker Beginmeting classic nl.pdf"
    printed(wave).close()
    assert jams["Nora Bakker"] == 1, "what it held was taken over"


@pytest.mark.rule("S8")
def test_also_after_a_failure_the_file_goes_when_somebody_in_it_is_erased(
    wave: UUID, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(wave).close()
    fails(wave, monkeypatch)
    persons.erase(people.address("Alice"), dry_run=False)
    assert folder() == []
    with pytest.raises(NotFound):
        printing.take(wave)


@pytest.mark.rule("S8")
def test_also_after_a_failure_the_file_goes_after_a_day(
    wave: UUID, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(wave).close()
    fails(wave, monkeypatch)
    with transaction() as session:
        session.execute(update(Job).values(at=now() - work.DAY - timedelta(minutes=1)))
    files.sweep()
    assert folder() == []


def test_what_a_worker_that_died_twice_had_written_is_swept(wave: UUID, quick: list[str]) -> None:
    work.ask(wave, "pdfs", "nl")
    job = work.claim()
    assert job
    with files.being_made(job.id):
        pass
    with transaction() as session:
        session.execute(update(Job).values(fault=work.DIED))
    work.recover()
    files.sweep()
    assert folder() == []


@pytest.mark.parametrize("rest", [0, 100])
def test_a_file_that_came_to_harm_is_made_anew(wave: UUID, jams: dict[str, int], rest: int) -> None:
    printed(wave).close()
    [path] = folder()
    path.write_bytes(path.read_bytes()[:rest])
    assert printing.missing(wave, "nl") == []
    with printed(wave) as archive:
        assert len(archive.namelist()) == 2


def test_a_report_that_came_to_harm_in_the_file_is_printed_anew(
    wave: UUID, jams: dict[str, int]
) -> None:
    printed(wave).close()
    [path] = folder()
    path.write_bytes(path.read_bytes().replace(b"%PDF /ID", b"%PDF /XY"))
    with printed(wave) as archive:
        assert len(archive.namelist()) == 2
    assert jams["Nora Bakker"] == 2


def test_what_is_downloaded_is_written_down(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    [event] = [one for one in audit.everything() if one.action == "reports taken"]
    assert event.details == {"count": 2}
