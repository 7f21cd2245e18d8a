"""Ports for servers of tests: no two processes of tests on a machine are given the same one.

Between the choice of a port and the server that binds it another test's server may come, and would
answer in its place. So each process has a block of ports to itself, below those that the system
gives away.
"""

import os
import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle

HOST = "127.0.0.1"
BLOCK = 100
BLOCKS = range(20_000, 32_000, BLOCK)


def free_port() -> int:
    """A port of this process that nothing listens on."""
    _mark, ports = _block(os.getpid())
    return next(port for port in ports if _is_free(port))


@cache
def _block(process: int) -> tuple[socket.socket, Iterator[int]]:
    """The ports of a process, and what keeps others off them until it ends: a mark on UDP."""
    for first in BLOCKS:
        mark = socket.socket(type=socket.SOCK_DGRAM)
        try:
            mark.bind((HOST, first))
        except OSError:
            mark.close()
        else:
            return mark, cycle(range(first, first + BLOCK))
    raise AssertionError("every block of ports is taken")


def _is_free(port: int) -> bool:
    """Whether a server can listen there; connections that ended a moment ago do not matter."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
