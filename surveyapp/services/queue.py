"""The queue of this installation: it carries names of tasks to the worker, and nothing else.

What there is to do stands in the product's own tables. Whoever wrote something there that should
not wait for the next minute wakes the worker, after the commit.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from huey import Huey, PostgresHuey, SqliteHuey
from huey.serializer import SignedSerializer
from sqlalchemy import inspect
from sqlalchemy.schema import CreateSchema

from surveyapp.extensions import db
from surveyapp.services.context import settings

SCHEMA = "jobs"
"""Where the queue lives on PostgreSQL, beside the product's own tables."""

SUFFIX = "-jobs"
"""Its file on SQLite, beside the database's own."""

AT_ONCE = ("send_mail", "work_off")
"""The tasks that look for what somebody waits for."""

MINUTE = 50
"""Seconds after which such a task is not begun any more: another one comes soon."""

ENOUGH = 4
"""So many tasks in the queue: the worker is called already, or there is none."""

PATIENCE = 2
"""Seconds that a page waits for a busy queue."""

log = logging.getLogger(__name__)

Due = Callable[[datetime], bool]


def storage(patience: int = 5) -> Huey:
    """Where the queue is kept. Signed, because the worker would run whatever it finds there."""
    options, url = settings(), db.engine.url
    serializer = SignedSerializer(options.secret.get_secret_value(), "jobs")
    kept = {"name": "surveyapp", "results": False, "utc": False, "serializer": serializer}
    if url.get_backend_name() == "sqlite":
        return SqliteHuey(filename=f"{url.database}{SUFFIX}", timeout=patience, **kept)
    if SCHEMA not in inspect(db.engine).get_schema_names():
        with db.engine.begin() as connection:
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    wishes = f"-c search_path={SCHEMA} -c lock_timeout={1000 * patience}"
    return PostgresHuey(dsn=dsn, options=wishes, connect_timeout=patience, **kept)


def declare(huey: Huey, name: str, do: Callable[[], None], *, due: Due, expires: int) -> None:
    """Let the worker do this when the clock says so, and whenever its name is in the queue."""

    def task() -> None:
        do()

    huey.periodic_task(due, name=name, expires=expires)(task)


def wake() -> None:
    """Make the worker look for what is due within a second; to be called after the commit.

    What cannot be put in the queue is no fault: the worker looks by itself every minute.
    """
    try:
        huey = storage(PATIENCE)
        try:
            _call(huey)
        finally:
            huey.storage.close()
    except Exception as error:
        # Its words may hold the password of the database.
        log.warning(
            "The worker was not woken (%s): it looks within a minute.", type(error).__name__
        )


def _call(huey: Huey) -> None:
    if huey.storage.queue_size() >= ENOUGH:
        return
    for name in AT_ONCE:
        declare(huey, name, lambda: None, due=lambda _: True, expires=MINUTE)
    for task in huey.read_periodic(datetime.now()):
        huey.enqueue(task)
