"""One worker at a time is on duty, and its death lets the next one come."""

import pytest
from flask import Flask

from surveyapp.services import duty
from surveyapp.services.duty import Duty
from tests.ports import free_port
from tests.services.test_worker import running, until


def test_one_worker_at_a_time_is_on_duty(context: Flask) -> None:
    first, second = Duty(), Duty()
    assert not duty.taken()
    assert first.take()
    assert duty.taken()
    assert not second.take()
    assert duty.taken(), "who could not take it has not let it go either"
    first.leave()
    assert not duty.taken()
    assert second.take()
    second.leave()


def test_leaving_twice_harms_nobody(context: Flask) -> None:
    one = Duty()
    one.leave()
    assert one.take()
    one.leave()
    one.leave()
    assert not duty.taken()


@pytest.mark.slow
def test_a_second_worker_stands_by_until_the_first_one_dies(
    context: Flask, database_url: str
) -> None:
    port = free_port()
    with running(database_url, port, "worker") as first:
        until(duty.taken)
        with running(database_url, port, "worker") as second:
            assert second.stderr
            said = second.stderr.readline()
            assert "Another worker is running" in said
            first.kill()
            first.wait()
            until(duty.taken)
    until(lambda: not duty.taken())


@pytest.mark.slow
def test_a_worker_for_once_leaves_all_to_the_one_on_duty(context: Flask, database_url: str) -> None:
    mine = Duty()
    assert mine.take()
    with running(database_url, free_port(), "worker", "--once") as process:
        _, told = process.communicate(timeout=60)
    mine.leave()
    assert process.returncode == 0
    assert "A worker is running already" in told
