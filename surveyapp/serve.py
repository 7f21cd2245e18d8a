"""The web server: the pages behind a real HTTP server, one process for all."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from surveyapp import config, create_app
from surveyapp.core.errors import SurveyError

THREADS = 4
"""Requests answered at the same time; the database makes writers wait for one another."""


def serve(host: str, port: int) -> None:
    """Serve until somebody stops it. Refuses a wrong setting or an old schema before it starts.

    No access log is written: the addresses of raters' pages are their keys (rule S7).
    """
    ready()
    Granian(
        "surveyapp:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
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
        if not database.up_to_date():
            raise SurveyError("The database is not up to date: run `surveyapp upgrade` first.")
