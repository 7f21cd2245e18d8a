"""``surveyapp serve`` runs web and worker together, and neither falls silent unseen."""

import signal

import httpx
import psutil
import pytest

from tests.ports import free_port
from tests.services.test_worker import SOON, running, until


def _workers(server: psutil.Process) -> list[psutil.Process]:
    """The workers that this server has running."""
    return [one for one in server.children() if "worker" in _command(one)]


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.mark.slow
def test_a_worker_that_dies_is_told_and_started_again_and_both_stop_together(
    database_url: str, port: int
) -> None:
    with running(database_url, free_port(), "serve", "--port", str(port)) as process:
        server = psutil.Process(process.pid)
        until(lambda: _answers(port) and _workers(server))
        [first] = _workers(server)
        first.kill()
        until(lambda: [one for one in _workers(server) if one.pid != first.pid])
        [second] = _workers(server)
        assert _answers(port)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=SOON)
        assert not second.is_running()
    assert process.returncode == 0
    assert "The worker ended with code -9 and is started again." in told


@pytest.mark.slow
def test_the_pages_can_be_served_without_a_worker(database_url: str, port: int) -> None:
    with running(database_url, free_port(), "serve", "--no-worker", "--port", str(port)) as process:
        until(lambda: _answers(port))
        assert not _workers(psutil.Process(process.pid))
        process.terminate()
        process.communicate(timeout=SOON)
    assert process.returncode == 0
