"""Asked for again, what is missing in the file is printed; what went wrong harms no file."""

from datetime import timedelta
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotFound
from surveyapp.core.snapshot import Snapshot
from surveyapp.models.job import Job
from surveyapp.reporting import presses
from surveyapp.reporting.press import Jammed, Press, Wish
from surveyapp.services import (
    files,
    persons,
    printing,
    work,
    worker,
)
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests import shams
from tests.services.printings import folder, printed, quick, wave

__all__ = ["quick", "wave"]


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
