"""The log of a server that was started with SURVEYAPP_LOG=json."""

import json
import socket

import pytest

from tests.ports import HOST, free_port
from tests.services.test_worker import SOON, running, until


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.mark.slow
def test_a_server_says_in_json_that_it_started_and_stopped(database_url: str) -> None:
    port = free_port()
    command = ("serve", "--no-worker", "--port", str(port))
    with running(database_url, free_port(), *command, log="json") as process:
        until(lambda: process.poll() is not None or _listening(port))
        process.terminate()
        _, told = process.communicate(timeout=SOON)
    messages = [json.loads(line)["message"] for line in told.splitlines()]
    assert messages[0] == f"Serving on {HOST}, port {port}."
    assert messages[-1] == "Stopped."
