"""Work that takes long: asked for on a page, done by the worker, watched while it is done.

A job is a row. Nothing of it is in the queue, and what it says of itself names nobody: the pages
say which wave it is about to those who may know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Update, case, delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.job import Job
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import duty, queue
from surveyapp.services.context import actor, now
from surveyapp.services.transaction import changed, transaction

Kind = Literal["freeze", "release", "pdfs"]
State = Literal["waiting", "running", "done", "failed"]

UNDER_WAY = ("waiting", "running")

DIED = "The worker stopped in the middle of this. It is done again."
DIED_TWICE = "The worker stopped twice in the middle of this, and got no further."
UNFORESEEN = "Something went wrong that nobody foresaw. The log of the worker says where."

FAULTS = (DIED_TWICE, UNFORESEEN)
"""Why a job may have failed; ``DIED`` only says why it waits once more."""

LATE = timedelta(minutes=3)
"""So long a job waits at most where a worker is on duty and has nothing else to do."""

DAY = timedelta(days=1)
"""How long a file that was made waits to be downloaded."""

KEPT_FOR = timedelta(days=30)
"""How long a job that ended is remembered."""


class Stopped(Exception):
    """The work goes no further now: the worker was told to stop, or nobody wants it any more."""


@dataclass(frozen=True)
class Look:
    """How far a job is: ``done`` of ``total`` steps, and in ``fault`` what went wrong.

    ``language`` is the one of whoever asked; reports are printed as ``models.job`` says.
    """

    id: UUID
    kind: Kind
    state: State
    done: int
    total: int
    fault: str
    at: datetime
    language: str
    design: str
    printed_in: str

    @property
    def under_way(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in UNDER_WAY

    @property
    def late(self) -> bool:
        """Whether it has waited for so long that somebody should look why."""
        return self.state == "waiting" and now() - self.at > LATE


def ask(wave: UUID, kind: Kind, language: str, *, design: str = "", printed_in: str = "") -> UUID:
    """Have this done with a wave. What waits or runs already is not asked for twice.

    What ended is done once more: what became of it the last time is of no use any more, but for a
    file, which is filled up.
    """
    with transaction() as session:
        known = select(Wave.id).where(Wave.id == wave)
        if session.scalar(known.with_for_update(key_share=True)) is None:
            raise NotFound("There is no such wave.")
        same = select(Job).where(Job.wave_id == wave, Job.kind == kind).with_for_update()
        ended = session.scalar(same.execution_options(populate_existing=True))
        job = ended or Job(wave_id=wave, kind=kind, state="done")
        if job.state in UNDER_WAY:
            return job.id
        job.state, job.done, job.total, job.fault = "waiting", 0, 0, ""
        job.actor_id, job.language, job.at = actor(), language, now()
        job.design, job.printed_in = design, printed_in
        session.add(job)
        session.flush()
        key = job.id
    queue.wake()
    return key


def claim() -> Job | None:
    """Take the job that has waited longest, so that nobody else does; ``None`` where none waits."""
    with transaction() as session:
        waiting = select(Job.id).where(Job.state == "waiting").order_by(Job.at, Job.id)
        for key in session.scalars(waiting).all():
            query = update(Job).where(Job.id == key, Job.state == "waiting")
            if changed(session, query.values(state="running")) == 1:
                job = session.get_one(Job, key)
                session.refresh(job)
                session.expunge(job)
                return job
    return None


def advance(key: UUID, done: int, total: int) -> None:
    """Write down how far a job is; ``Stopped`` where it is nobody's wish any more.

    A death of the worker is forgotten once the job has come further than it was then.
    """
    with transaction() as session:
        fault = case((Job.done < done, ""), else_=Job.fault)
        values = {"done": done, "total": total, "fault": fault}
        if changed(session, _running(key).values(**values)) != 1:
            raise Stopped


def settle(session: Session, key: UUID, state: State, fault: str = "") -> bool:
    """Write down what became of a job that runs; whether there still was one."""
    return changed(session, _running(key).values(state=state, fault=fault[:300])) == 1


def _running(key: UUID) -> Update:
    return update(Job).where(Job.id == key, Job.state == "running")


def recover() -> int:
    """Before the worker on duty takes a job: what runs was left by a dead one, and waits again.

    Where two died at the same step it is left alone: it may be the step that kills them.
    """
    with transaction() as session:
        again = (Job.state == "running", Job.fault == DIED)
        session.execute(update(Job).where(*again).values(state="failed", fault=DIED_TWICE))
        left = update(Job).where(Job.state == "running")
        return changed(session, left.values(state="waiting", fault=DIED))


def forget() -> None:
    """Forget the jobs that ended long ago."""
    with transaction() as session:
        over = Job.at < now() - KEPT_FOR
        session.execute(delete(Job).where(Job.state.not_in(UNDER_WAY), over))


@dataclass(frozen=True)
class Overview:
    """A job with the wave that it is about."""

    look: Look
    programme: str
    wave: dict[str, str]


def of_wave(wave: UUID) -> Sequence[Look]:
    """The jobs of a wave, the latest first; of each kind there is one at most."""
    return [one.look for one in _overviews(Job.wave_id == wave)]


def everything() -> Sequence[Overview]:
    """All jobs that are remembered, the latest first."""
    return _overviews()


def _overviews(*conditions: ColumnElement[bool]) -> Sequence[Overview]:
    query = (
        select(*Job.__table__.columns, Programme.name.label("programme"), Wave.label)
        .join(Wave, Job.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .where(*conditions)
        .order_by(Job.at.desc(), Job.id)
    )
    return [Overview(_look(row), row.programme, row.label) for row in db.session.execute(query)]


def _look(row: Row[*tuple[Any, ...]]) -> Look:
    values = {field.name: getattr(row, field.name) for field in fields(Look)}
    return Look(**values | {"at": _utc(row.at)})


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no time zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def stands_still() -> bool:
    """Whether work waits for so long, with nobody to do it, that somebody should look why."""
    oldest = db.session.scalar(select(func.min(Job.at)).where(Job.state == "waiting"))
    return oldest is not None and now() - _utc(oldest) > LATE and not duty.taken()


def counts() -> dict[str, int]:
    """How many jobs there are per state: waiting, running, done, failed."""
    query = select(Job.state, func.count()).group_by(Job.state).order_by(Job.state)
    return dict(db.session.execute(query).all())
