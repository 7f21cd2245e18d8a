"""Background work with Huey: mail and other work at once or every minute, forgetting every night.

The queue carries the names of these tasks and nothing else: what there is to do stands in the
product's own tables, so that a task that was lost or killed is found again by the next one.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import sleep

from flask import Flask
from huey import Huey, crontab

from surveyapp import logs
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import (
    database,
    delivery,
    files,
    list_reminders,
    plan_reminders,
    reminders,
    retention,
    schedule,
    work,
    worker,
)
from surveyapp.services import queue as queues
from surveyapp.services.context import settings
from surveyapp.services.duty import Duty

NIGHT = 6 * 3600
"""Seconds after which the task of a night is not begun any more."""

LANES = 3
"""One thread per task, so that none waits for another one that takes long."""

LOOKS_AFTER = 1.0
"""Seconds after which an idle thread looks into the queue again, at the latest."""

log = logging.getLogger(__name__)

Going = Callable[[], bool]
Work = Callable[[Going], object]


STANDS_BY = 2
"""Seconds after which a worker that found another one looks again whether it still lives."""


def run(app: Flask) -> None:
    """Work until somebody stops it; what is in hand is finished first.

    Where another worker is on duty it waits until that one has ended. A mail server that cannot be
    used is told, and tried again every minute.
    """
    duty = Duty()
    with app.app_context():
        _come_on(duty)
        files.sweep()
        try:
            Mailer(settings()).try_out()
        except SurveyError as error:
            log.warning("%s Mail waits until then.", error)
    huey = queue(app, lambda: not consumer.stop_flag.is_set())
    consumer = huey.create_consumer(workers=LANES, max_delay=LOOKS_AFTER)
    consumer.run()
    for _, thread in consumer.worker_threads:
        thread.join()
    duty.leave()


def run_once(app: Flask) -> bool:
    """Do what is due now and end; whether all of it went well.

    Where a worker is on duty there is nothing to do: it does what is due.
    """
    duty = Duty()
    with app.app_context(), database.refusals():
        if not duty.take():
            log.warning("A worker is running already: it does what is due.")
            return True
        files.sweep()
    try:
        tasks = [Task(app, do, lambda: True) for do in (work_off, send_mail)]
        for task in tasks:
            task.do()
    finally:
        duty.leave()
    return not any(task.said for task in tasks)


def _come_on(duty: Duty) -> None:
    """Come on duty, or wait for it."""
    if duty.take():
        return
    log.warning("Another worker is running: this one takes over when that one ends.")
    while not duty.take():
        sleep(STANDS_BY)


def queue(app: Flask, going: Going = lambda: True) -> Huey:
    """The queue of this installation, with its tasks, which look whether they may go on."""
    with app.app_context(), database.refusals():
        huey = queues.storage()
    plan = (
        (crontab(), send_mail, queues.MINUTE),
        (crontab(), work_off, queues.MINUTE),
        (crontab(hour="3", minute="17"), forget, NIGHT),
    )
    for due, do, expires in plan:
        task = Task(app, do, going)
        queues.declare(huey, do.__name__, task.do, due=due, expires=expires)
    return huey


@dataclass
class Task:
    """Work that comes back; what goes wrong is logged once, and harms no other work.

    It runs once at a time: who asks meanwhile makes it look once more when it is done.
    """

    app: Flask
    work: Work
    going: Going
    said: str = ""
    running: bool = False
    once_more: bool = False
    lock: Lock = field(default_factory=Lock)

    def do(self) -> None:
        """Do it, unless it is being done: then it is done once more."""
        with self.lock:
            if self.running:
                self.once_more = True
                return
            self.running = True
        while True:
            self._do()
            with self.lock:
                self.running = self.once_more and self.going()
                self.once_more = False
                if not self.running:
                    return

    def _do(self) -> None:
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
            return logs.places(error)
        return ""


def send_mail(going: Going) -> None:
    """Invite and remind those whose day has come, then send all that is due."""
    _recover()
    schedule.send_planned()
    reminders.remind()
    list_reminders.remind()
    plan_reminders.remind()
    delivery.deliver(Mailer(settings()), going)


def _recover() -> None:
    """Mail in hand was left there by a worker that died, or could not write down what became."""
    if count := delivery.recover():
        said = "1 message is" if count == 1 else f"{count} messages are"
        log.warning("%s uncertain: a worker stopped with mail in hand.", said)


def work_off(going: Going) -> None:
    """Do the jobs that coordinators asked for."""
    worker.do_all(going)


def forget(_: Going) -> None:
    """What the operator would do every night with ``surveyapp retention apply``."""
    work.forget()
    files.sweep()
    retention.apply(dry_run=False)
