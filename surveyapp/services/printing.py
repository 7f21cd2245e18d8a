"""All handed-out reports of a wave as PDFs in one file, which is filled up when asked for again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from surveyapp.core.errors import NotFound
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.job import Job
from surveyapp.models.wave import Wave
from surveyapp.reporting import unprinted
from surveyapp.reporting.design import DEFAULT
from surveyapp.reporting.unprinted import Unprinted
from surveyapp.services import audit, batch, files, reports
from surveyapp.services.batch import Names, Wanted
from surveyapp.services.context import settings
from surveyapp.services.transaction import transaction

Tell = Callable[[int, int], None]


def of_wave(wave: UUID, design: str, language: str = "") -> list[Wanted]:
    """The reports of a wave that were handed out, each in its leader's language if none is given.

    For whom they may be printed is asked by whoever asks for them.
    """
    label = db.session.get_one(Wave, wave).label
    names = Names()
    wanted = []
    for key, whose, own in reports.handed_out(wave):
        code = language or own
        file = names.of_report(whose, label, design, code)
        wanted.append(Wanted(whose, file, code, design, partial(_stored, key)))
    return wanted


def _stored(assessment: UUID) -> Snapshot:
    try:
        return reports.stored(assessment)
    finally:
        # Printing takes long: nobody who clears away or erases waits for it.
        db.session.rollback()


def print_wave(job: Job, tell: Tell) -> int:
    """Print them into the file of a job; how many could not be printed, which it names inside."""
    wanted = of_wave(job.wave_id, job.design or DEFAULT, job.printed_in)

    with files.being_made(job.id) as archive:

        def so_far(*_: object) -> None:
            tell(len(archive.namelist()), len(wanted))

        so_far()
        due = _taken_over(job.id, archive, wanted)
        so_far()
        failed = batch.print_all(due, settings().presses, archive.writestr, so_far)
        if failed:
            archive.writestr(*unprinted.text(failed, job.language))
    tell(len(wanted) - len(failed), len(wanted))
    return len(failed)


def _taken_over(job: UUID, archive: ZipFile, wanted: Sequence[Wanted]) -> list[Wanted]:
    """Take over what the file held when it was made the last time; what is still to be printed."""
    due = []
    with files.made_before(job) as before:
        for one in wanted:
            document = _document(before, one.file) if before else b""
            if document and one.is_in(document):
                archive.writestr(one.file, document)
            else:
                due.append(one)
    return due


def _document(archive: ZipFile, file: str) -> bytes:
    """One that is in the file; nothing where it is not, or came to harm."""
    with suppress(KeyError, BadZipFile):
        return archive.read(file)
    return b""


def missing(wave: UUID, language: str) -> list[Unprinted]:
    """What was handed out and is not in the file, in the language of whoever had it made."""
    path = files.of_wave(wave)
    if path is None:
        return []
    with files.opened(path) as archive:
        return unprinted.named_in(archive, language) if archive else []


def take(wave: UUID) -> Path:
    """The file with the reports of a wave, to be downloaded now; ``NotFound`` where it is gone."""
    path = files.of_wave(wave)
    if path is None:
        raise NotFound("This file is not there any more: have it made again.")
    with transaction() as session:
        audit.record(session, "reports taken", wave=wave, count=len(reports.handed_out(wave)))
    return path
