"""Tests that run at the same time in other processes have other ports."""

import socket
import subprocess
import sys
from pathlib import Path

from tests.ports import BLOCK, HOST, free_port

ROOT = Path(__file__).parents[1]
TWO = "from tests.ports import free_port; print(free_port(), free_port())"


def test_another_process_is_given_none_of_our_ports() -> None:
    ours = {free_port() for _ in range(BLOCK)}
    command = [sys.executable, "-c", TWO]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    theirs = {int(port) for port in told.stdout.split()}
    assert len(theirs) == 2
    assert not ours & theirs


def test_a_port_on_which_something_listens_is_passed_over() -> None:
    with socket.socket() as server:
        server.bind((HOST, free_port()))
        server.listen()
        assert server.getsockname()[1] not in {free_port() for _ in range(BLOCK)}
