"""The web server: the pages behind a real HTTP server, one process for all."""

import errno
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from surveyapp import config, create_app
from surveyapp.core.errors import SurveyError

THREADS = 4
"""Requests answered at the same time; the database makes writers wait for one another."""


def serve(host: str, port: int) -> None:
    """Serve until somebody stops it. Refuses what cannot work before it starts.

    No access log is written: the addresses of raters' pages are their keys (rule S7).
    """
    ready()
    address = free(host, port)
    Granian(
        "surveyapp:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=address,
        port=port,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        log_level=LogLevels.warning,
    ).serve()


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
