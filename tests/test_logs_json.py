"""The log of a server that was started with SURVEYAPP_LOG=json."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.cast import SECRET
from tests.ports import free_port

PATIENCE = 120
"""Seconds that a busy machine may take to start or stop it."""


def _up(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.mark.slow
def test_a_server_says_in_json_that_it_started_and_stopped(database_url: str) -> None:
    port = free_port()
    own = {key: value for key, value in os.environ.items() if not key.startswith("SURVEYAPP_")}
    settings = {"SECRET": SECRET, "DATABASE": database_url, "LOG": "json"}
    environment = own | {f"SURVEYAPP_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "surveyapp", "serve", "--no-worker", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        _up(port, process)
        process.send_signal(signal.SIGTERM)
        said, told = process.communicate(timeout=PATIENCE)
    lines = [json.loads(line) for line in (said + told).splitlines()]
    messages = [line["message"] for line in lines]
    assert messages[0] == f"Serving on 127.0.0.1, port {port}."
    assert messages[-1] == "Stopped."
