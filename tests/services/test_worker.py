"""The worker as a process: killed in the middle of its work, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from uuid import UUID

import psutil
import pytest
from flask import Flask

from surveyapp import jobs
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.services import delivery, invitations, outbox, queue
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.conftest import files_of
from tests.ports import free_port
from tests.postbox import Postbox, listening

ROOT = Path(__file__).parents[2]
SOON = 180
"""Seconds in which a process on a busy machine has begun."""

RATERS = 6
ALL = RATERS + 2
TWICE = [SurveyError("Do this."), SurveyError("Do this.")]


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """An open wave whose invitations wait in the outbox."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=RATERS)
    invitations.send(wave)
    db.session.remove()
    return wave


@contextmanager
def running(
    database: str, smtp_port: int, *command: str, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """A command of the product in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SURVEYAPP_")} | {
        "SURVEYAPP_SECRET": SECRET,
        "SURVEYAPP_DATABASE": database,
        "SURVEYAPP_FILES": files_of(database),
        "SURVEYAPP_SMTP_PORT": str(smtp_port),
        **{f"SURVEYAPP_{name.upper()}": value for name, value in settings.items()},
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "surveyapp", *command],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Whatever still runs of it would keep its output open, and the test waiting."""
    if process.poll() is None:
        for one in [*psutil.Process(process.pid).children(recursive=True), process]:
            one.kill()
    process.communicate(timeout=SOON)


def until(condition: Callable[[], object], within: float = SOON) -> None:
    """Wait until it holds; fails where it does not in so many seconds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def _counts() -> dict[str, int]:
    db.session.rollback()
    return outbox.counts()


@pytest.mark.slow
def test_a_worker_killed_while_it_delivers_loses_nothing_and_sends_nothing_twice(
    wave: UUID, database_url: str
) -> None:
    postbox, reached, on = Postbox(), Event(), Event()

    def stop_at_the_third(number: int) -> None:
        if number == 3:
            reached.set()
            on.wait(SOON)

    postbox.on_message = stop_at_the_third
    with listening(postbox):
        with running(database_url, postbox.port, "worker") as first:
            assert reached.wait(SOON)
            first.kill()
            first.wait()
            assert _counts() == {"sent": 2, "sending": 1, "waiting": ALL - 3}
        on.set()
        with running(database_url, postbox.port, "worker") as second:
            until(lambda: _counts() == {"sent": ALL - 1, "uncertain": 1})
            second.terminate()
            _, told = second.communicate(timeout=SOON)
        assert second.returncode == 0, "stopped, not killed"
    assert "1 message is uncertain" in told
    assert "@" not in told
    assert len(set(postbox.receivers)) == len(postbox.receivers) == ALL
    assert [row.state for row in outbox.of_wave(wave).troubles] == ["uncertain"]


@pytest.mark.usefixtures("wave")
def test_mail_of_which_nobody_could_write_down_what_became_is_uncertain_a_minute_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The worker lives on: its database was out of reach when the mail server had answered."""
    assert delivery._claimed(outbox.due(1)[0])
    with pytest.raises(SurveyError, match="cannot be used"):
        jobs.send_mail(lambda: True)
    assert _counts() == {"uncertain": 1, "waiting": ALL - 1}
    assert "1 message is uncertain" in caplog.text


def test_the_queue_holds_names_of_tasks_and_nothing_else(app: Flask) -> None:
    huey = jobs.queue(app)
    at_night = datetime(2026, 11, 22, 3, 17)
    for task in huey.read_periodic(at_night):
        huey.enqueue(task)
    waiting = huey.pending()
    assert [(task.name, task.data, task.expires) for task in waiting] == [
        ("send_mail", ((), {}), queue.MINUTE),
        ("work_off", ((), {}), queue.MINUTE),
        ("forget", ((), {}), jobs.NIGHT),
    ]
    huey.storage.close()


def test_work_that_fails_is_told_once_without_its_words(
    context: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[Exception] = [ValueError("bob@school.example"), SurveyError("Do this."), *TWICE]

    def work(_: object) -> None:
        if faults:
            raise faults.pop(0)

    task = jobs.Task(context, work, lambda: True)
    for _ in range(6):
        task.do()
    told = [record.getMessage().splitlines()[0] for record in caplog.records]
    assert told == ["work: ValueError", "work: Do this.", "work: goes well again."]


@pytest.mark.slow
def test_a_worker_without_mail_server_says_so_and_goes_on(wave: UUID, database_url: str) -> None:
    with running(database_url, free_port(), "worker") as process:
        until(lambda: _counts() and outbox.of_wave(wave).delay)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=SOON)
    assert process.returncode == 0
    assert "cannot be used" in told
    assert "SURVEYAPP_SMTP_HOST" in told
    assert _counts() == {"waiting": ALL}
