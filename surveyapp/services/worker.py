"""What the worker does with a job: step by step, so that it may be stopped, killed and done again.

Each step is a use case of its own that happens once, whoever asks for it again. So a job that was
killed halfway is simply done again: what stands is passed over.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from surveyapp import logs
from surveyapp.core.errors import NotAllowed, NotCleared, SurveyError
from surveyapp.models.job import Job
from surveyapp.services import files, printing, reports, results, work
from surveyapp.services.context import acting
from surveyapp.services.transaction import transaction
from surveyapp.services.work import Stopped

NOT_CLEARED_YET = (
    "What was deleted could not be cleared away yet, as somebody else was using the database: that "
    "is tried again before the reports are handed out."
)
NOT_ALL_FROZEN = (
    "Some figures could not be frozen: a report would have broken a rule, or the database failed. "
    "The log of the worker says which it was."
)
BUSY = (
    "No report has been handed out. What was deleted must be cleared away first, and somebody else "
    "was using the database just then."
)
CHANGED = "No report has been handed out: somebody changed one of them at the same moment."
KEPT_BACK = (
    "A report that breaks a rule of anonymity, or was changed since it was frozen, was kept back. "
    "The operator finds out more with `surveyapp report check --stored`."
)

SOME_MISSING = "Some reports could not be printed; a text in the file names them."
NO_ROOM = "There was no room or no right to write the file: look at SURVEYAPP_FILES."

FAULTS = (NOT_CLEARED_YET, NOT_ALL_FROZEN, BUSY, CHANGED, KEPT_BACK, SOME_MISSING, NO_ROOM)

log = logging.getLogger(__name__)

Going = Callable[[], bool]


@dataclass(frozen=True)
class Course:
    """Told how far a job is; stops it between two steps where the worker has to end."""

    job: UUID
    going: Going

    def __call__(self, done: int, total: int) -> None:
        """So many steps are done."""
        work.advance(self.job, done, total)
        if done < total and not self.going():
            raise Stopped


def do_all(going: Going = lambda: True) -> int:
    """Do all that waits, one job after another, as long as ``going`` says so; how many ended.

    For the worker on duty, and for one thread of it at a time.
    """
    work.recover()
    ended = 0
    while going() and (job := work.claim()) is not None:
        ended += _do(job, going)
    return ended


def _do(job: Job, going: Going) -> bool:
    """Do a job in the name of whoever asked for it, and write down what became of it."""
    state: work.State = "done"
    with acting(job.actor_id) if job.actor_id else nullcontext():
        try:
            fault = DEEDS[job.kind](job, Course(job.id, going))
        except Stopped:
            state, fault = "waiting", ""
        except Failed as failure:
            state, fault = "failed", str(failure)
        except Exception as error:
            log.error("A job of the kind %s: %s", job.kind, logs.places(error))
            state, fault = "failed", work.UNFORESEEN
    return _settle(job, state, fault) and state != "waiting"


def _settle(job: Job, state: work.State, fault: str) -> bool:
    """A file is there from the moment on at which its job is done, if somebody wants it still.

    Otherwise what was written of it goes first: a full disk has no room to write anything down.
    """
    if state != "done":
        files.drop(job.id)
    with transaction() as session:
        wanted = work.settle(session, job.id, state, fault)
        if job.kind == files.KIND and wanted and state == "done":
            files.keep(job.id)
    files.drop(job.id)
    return wanted


class Failed(Exception):
    """A job came to its end otherwise than was asked; the words are for whoever asked."""


def _freeze(job: Job, course: Course) -> str:
    try:
        results.freeze_wave(job.wave_id, tell=course)
    except NotCleared:
        return NOT_CLEARED_YET
    except SurveyError as error:
        raise Failed(NOT_ALL_FROZEN) from error
    return ""


def _release(job: Job, course: Course) -> str:
    if not (count := reports.to_release(job.wave_id)):
        return ""
    course(0, count)
    try:
        reports.release_wave(job.wave_id)
    except NotCleared as error:
        raise Failed(BUSY) from error
    except NotAllowed as error:
        raise Failed(CHANGED) from error
    except SurveyError as error:
        raise Failed(KEPT_BACK) from error
    course(count, count)
    return ""


def _print(job: Job, course: Course) -> str:
    try:
        files.sweep()
        missing = printing.print_wave(job, course)
    except OSError as error:
        raise Failed(NO_ROOM) from error
    return SOME_MISSING if missing else ""


DEEDS: dict[str, Callable[[Job, Course], str]] = {
    "freeze": _freeze,
    "release": _release,
    "pdfs": _print,
}
"""What is done per kind; returns what there is to say of a job that came off."""
