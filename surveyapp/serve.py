"""The pages behind a real HTTP server, one process for all, and the worker beside it."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Thread

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from surveyapp import config, create_app, logs
from surveyapp.core.errors import SurveyError

log = logging.getLogger(__name__)

THREADS = 4
"""Requests answered at the same time; the database makes writers wait for one another."""


GRACE = 30
"""Seconds that the worker may take to finish what it has in hand."""

AGAIN = 5
"""Seconds until a worker that died is started again."""


def serve(host: str, port: int, *, worker: bool = True) -> None:
    """Serve until somebody stops it, with a worker beside it. Refuses at once what cannot work.

    No access log is written: the addresses of pages that need no account are their keys (rule S7).
    """
    ready()
    address = free(host, port)
    server = Granian(
        "surveyapp:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=address,
        port=port,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        log_level=LogLevels.warning,
        log_dictconfig=logs.of_server(config.load().log),
    )
    log.info("Serving on %s, port %d.", address, port)
    with working() if worker else nullcontext():
        server.serve()
    log.info("Stopped.")


def work(*, attached: bool = False, once: bool = False) -> bool:
    """Work in the background until somebody stops it; if ``attached``, until its input ends.

    With ``once``, do what is due and end. Whether all went well.
    """
    from surveyapp import jobs  # noqa: PLC0415

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    ready()
    if attached:
        Thread(target=_stop_with_input, daemon=True).start()
    app = create_app(config.load())
    if once:
        return jobs.run_once(app)
    jobs.run(app)
    return True


def _stop_with_input() -> None:
    """Whoever started this process has ended, however that came about."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def working() -> Iterator[None]:
    """A worker in a process of its own; one that dies is told, and started again.

    The first one is started before the server forks: a process that is being started while another
    thread forks is waited for as long as the fork lives, which holds the same pipes.
    """
    stopping = Event()
    keeper = Thread(target=_keep, args=(_started(), stopping))
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _started() -> subprocess.Popen[bytes]:
    """A worker, in a session of its own: Ctrl-C reaches it from here, in order."""
    command = [sys.executable, "-m", "surveyapp", "worker", "--attached"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def _keep(process: subprocess.Popen[bytes], stopping: Event) -> None:
    while True:
        with process:
            while process.poll() is None and not stopping.wait(0.2):
                pass
            if stopping.is_set():
                _end(process)
                return
        told = f"The worker ended with code {process.returncode} and is started again."
        print(told, file=sys.stderr, flush=True)
        if stopping.wait(AGAIN):
            return
        process = _started()


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


def ready() -> None:
    """``SurveyError`` unless the product could answer now."""
    from surveyapp.services import database  # noqa: PLC0415

    app = create_app(config.load())
    with app.app_context():
        database.refuse_outdated()


def free(host: str, port: int) -> str:
    """The numeric address of ``host``; ``SurveyError`` unless ``port`` can be listened on there.

    Tried here because the server itself would end in a panic.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host or " ", port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            # As the server does: an address that was just left may be taken again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen()
    except UnicodeError as error:
        raise SurveyError(f"{host!r} is no address: choose another --host.") from error
    except OSError as error:
        raise SurveyError(_refusal(host, port, error)) from error
    return str(place[0])


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: stop what uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by you: choose another with --port."
    return f"Nothing can listen on {host!r}: {error.strerror}. Choose another --host."
