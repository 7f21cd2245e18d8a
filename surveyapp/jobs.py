"""Background work with Huey: mail every minute, forgetting every night.

The queue carries the names of these tasks and nothing else: what there is to do stands in the
product's own tables, so that a task that was lost or killed is found again by the next one.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import URL, inspect
from sqlalchemy.schema import CreateSchema

from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import database, delivery, outbox, reminders, retention
from surveyapp.services.context import settings

SCHEMA = "jobs"
"""Where the queue lives on PostgreSQL, beside the product's own tables."""

SUFFIX = "-jobs"
"""Its file on SQLite, beside the database's own."""

MINUTE, NIGHT = 50, 6 * 3600
"""Seconds after which a task is not begun any more: another one comes soon."""

log = logging.getLogger(__name__)

Going = Callable[[], bool]
Work = Callable[[Going], object]


def run(app: Flask) -> None:
    """Work until somebody stops it; what is in hand is finished first.

    A mail server that cannot be used is told, and tried again every minute.
    """
    with app.app_context():
        if count := outbox.recover():
            said = "1 message is" if count == 1 else f"{count} messages are"
            log.warning("%s uncertain: a worker died with mail in hand.", said)
        try:
            Mailer(settings()).try_out()
        except SurveyError as error:
            log.warning("%s Mail waits until then.", error)
    consumer = queue(app, lambda: not consumer.stop_flag.is_set()).create_consumer(workers=1)
    consumer.run()
    for _, thread in consumer.worker_threads:
        thread.join()


def queue(app: Flask, going: Going = lambda: True) -> Huey:
    """The queue of this installation, with its tasks, which look whether they may go on."""
    with app.app_context(), database.refusals():
        huey = _stored(settings(), db.engine.url)
    plan = (
        (crontab(), send_mail, MINUTE),
        (crontab(hour="3", minute="17"), forget, NIGHT),
    )
    for when, work, expires in plan:
        task = Task(app, work, going)
        huey.periodic_task(when, name=work.__name__, expires=expires)(task.do)
    return huey


def _stored(options: Settings, url: URL) -> Huey:
    """Signed, because the worker would run whatever it finds there."""
    serializer = SignedSerializer(options.secret.get_secret_value(), "jobs")
    kept = {"name": "surveyapp", "results": False, "utc": False, "serializer": serializer}
    if url.get_backend_name() == "sqlite":
        return SqliteHuey(filename=f"{url.database}{SUFFIX}", **kept)
    if SCHEMA not in inspect(db.engine).get_schema_names():
        with db.engine.begin() as connection:
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(dsn=dsn, options=f"-c search_path={SCHEMA}", **kept)


@dataclass
class Task:
    """Work that comes back; what goes wrong is logged once, and harms no other work."""

    app: Flask
    work: Work
    going: Going
    said: str = ""

    def do(self) -> None:
        """Do it, and say what went wrong, unless that is what was said the last time."""
        with self.app.app_context():
            fault = self._fault()
            db.session.remove()
        if fault != self.said:
            log.warning("%s: %s", self.work.__name__, fault or "goes well again.")
        self.said = fault

    def _fault(self) -> str:
        try:
            self.work(self.going)
        except SurveyError as error:
            return str(error)
        except Exception as error:
            # Its words may be private (rule S7).
            frames = traceback.walk_tb(error.__traceback__)
            places = [f"{frame.f_code.co_filename}:{line}" for frame, line in frames]
            return "\n  ".join([type(error).__name__, *places])
        return ""


def send_mail(going: Going) -> None:
    """Remind those whose day has come, then send all that is due."""
    reminders.remind()
    delivery.deliver(Mailer(settings()), going)


def forget(_: Going) -> None:
    """What the operator would do every night with ``surveyapp retention apply``."""
    retention.apply(dry_run=False)
