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

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.job import Job
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.reporting import at_once
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
from tests.services.printings import SHAM, folder, printed, quick, wave

__all__ = ["quick", "wave"]


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


def test_what_is_downloaded_is_written_down(wave: UUID, quick: list[str]) -> None:
    printed(wave).close()
    [event] = [one for one in audit.everything() if one.action == "reports taken"]
    assert event.details == {"count": 2}
