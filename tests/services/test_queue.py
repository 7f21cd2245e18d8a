"""The queue wakes the worker, and harms nobody where it cannot be reached."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from flask import Flask
from huey import Huey

from surveyapp import jobs
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.services import queue


@pytest.fixture
def done() -> list[str]:
    """What the worker did."""
    return []


@pytest.fixture
def worker(context: Flask, done: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Huey]:
    """A queue of which nobody takes anything yet."""
    for name in queue.AT_ONCE:

        def work(_: object, name: str = name) -> None:
            done.append(name)

        work.__name__ = name
        monkeypatch.setattr(jobs, name, work)
    huey = jobs.queue(context)
    yield huey
    huey.storage.close()


def _work_off(huey: Huey) -> None:
    huey.storage.blocking = False
    while task := huey.dequeue():
        huey.execute(task)


def test_the_worker_is_woken_to_look_for_all_that_somebody_waits_for(
    worker: Huey, done: list[str]
) -> None:
    queue.wake()
    assert [(task.name, task.data) for task in worker.pending()] == [
        (name, ((), {})) for name in queue.AT_ONCE
    ]
    _work_off(worker)
    assert done == list(queue.AT_ONCE)


def test_calls_that_nobody_hears_do_not_pile_up(worker: Huey) -> None:
    for _ in range(20):
        queue.wake()
    assert len(worker.pending()) < queue.ENOUGH + len(queue.AT_ONCE)


@contextmanager
def _locked() -> Iterator[None]:
    """The queue as somebody keeps it for herself."""
    if db.engine.dialect.name == "sqlite":
        holder = sqlite3.connect(f"{db.engine.url.database}{queue.SUFFIX}")
        holder.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            holder.close()
    else:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"LOCK TABLE {queue.SCHEMA}.huey_task")
            yield


def test_a_queue_that_cannot_be_reached_is_told_and_harms_nobody(
    worker: Huey, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PATIENCE", 1)
    with _locked():
        queue.wake()
    [record] = caplog.records
    assert "was not woken" in record.getMessage()
    assert not worker.pending()


def test_a_task_runs_once_at_a_time_and_once_more_if_it_was_called_meanwhile(
    context: Flask,
) -> None:
    begun, on, times = Event(), Event(), []

    def work(_: object) -> None:
        times.append(1)
        begun.set()
        assert on.wait(60)

    task = jobs.Task(context, work, lambda: True)
    first = Thread(target=task.do)
    first.start()
    assert begun.wait(60)
    for _ in range(3):
        task.do()
    assert len(times) == 1
    on.set()
    first.join()
    assert len(times) == 2


def test_a_task_that_fails_can_run_again(context: Flask) -> None:
    def work(_: object) -> None:
        raise SurveyError("Do this.")

    task = jobs.Task(context, work, lambda: True)
    task.do()
    assert not task.running
