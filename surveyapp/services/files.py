"""Files that were made to be downloaded: each belongs to a job, and goes with it.

They hold personal data. Their folder is its owner's alone, their names tell nothing, and no backup
holds them: what is needed again is made again.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from surveyapp.extensions import db
from surveyapp.models.job import Job
from surveyapp.services.context import now, settings
from surveyapp.services.transaction import transaction
from surveyapp.services.work import DAY, UNDER_WAY

KIND = "pdfs"
DONE, PART = ".zip", ".part"


def _folder() -> Path:
    return Path(settings().files).absolute()


@contextmanager
def being_made(job: UUID) -> Iterator[ZipFile]:
    """The file of a job while it is written; not to be had before it is kept."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    part = _path(job, PART)
    part.touch(mode=0o600)
    # A PDF is compressed already.
    with ZipFile(part, "w", ZIP_STORED) as archive:
        yield archive


def made_before(job: UUID) -> AbstractContextManager[ZipFile | None]:
    """The file of a job that is done once more, as it was made the last time."""
    return opened(_path(job, DONE))


def opened(path: Path) -> AbstractContextManager[ZipFile | None]:
    """A file that was made; nothing where it is gone, or came to harm."""
    with suppress(FileNotFoundError, BadZipFile):
        return ZipFile(path)
    return nullcontext()


def keep(job: UUID) -> None:
    """The file is whole: within the transaction in which the job is done."""
    _path(job, PART).replace(_path(job, DONE))


def drop(job: UUID) -> None:
    """Nobody wants what was written so far; where that fails, ``sweep`` tries it again."""
    with suppress(OSError):
        _path(job, PART).unlink()


def of_wave(wave: UUID) -> Path | None:
    """The file with the reports of a wave; ``None`` where there is none, or no longer.

    It is the last one that became whole, whatever has become of its job since.
    """
    job = db.session.scalar(select(Job.id).where(Job.wave_id == wave, Job.kind == KIND))
    path = _path(job, DONE) if job else None
    return path if path and path.is_file() else None


def there(job: UUID) -> bool:
    """Whether the file of a job is there still."""
    return _path(job, DONE).is_file()


def revoke(session: Session, waves: Iterable[UUID] | Select[UUID]) -> None:
    """As part of a transaction that takes a report away: no file may hold it any more.

    The files go with ``sweep``, after the commit; who is writing one finds out at its next step.
    """
    session.execute(delete(Job).where(Job.kind == KIND, Job.wave_id.in_(waves)))


def sweep() -> None:
    """Remove every file that has no job, and those not asked for since a day, with their jobs.

    What was written of a file goes at once where nobody writes it any more; a whole one stays.
    Files are listed before jobs: one that is begun meanwhile is not taken for nobody's.
    """
    found = list(_folder().iterdir()) if _folder().is_dir() else []
    with transaction() as session:
        old = Job.at < now() - DAY
        session.execute(delete(Job).where(Job.kind == KIND, Job.state.not_in(UNDER_WAY), old))
        jobs = session.execute(select(Job.id, Job.state).where(Job.kind == KIND)).all()
    whole = {f"{key}{DONE}" for key, _ in jobs}
    begun = {f"{key}{PART}" for key, state in jobs if state in UNDER_WAY}
    for path in found:
        if path.suffix in {DONE, PART} and path.name not in whole | begun:
            path.unlink(missing_ok=True)


def _path(job: UUID, suffix: str) -> Path:
    return _folder() / f"{job}{suffix}"
