"""Run as a program: does the jobs that wait, killed a little later each time, until one lives.

``python -m tests.services.killed_worker DATABASE STEP``: the n-th worker is killed by SIGKILL when
it wants to send the (n × STEP)-th statement to the database. A job that was given up because two
died at the same place is asked for again, as a coordinator would. Prints how many died.
"""

import os
import signal
import sys
from itertools import count
from typing import cast

from flask import Flask
from sqlalchemy import event, select

from surveyapp.extensions import db
from surveyapp.models.job import Job
from surveyapp.services import work, worker
from surveyapp.services.work import Kind
from tests.conftest import new_app


def do_all(app: Flask, deadly: int) -> None:
    """Work in this process, which dies at the deadly statement."""
    with app.app_context():
        numbers = count(1)

        def step(*_: object) -> None:
            if next(numbers) == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(db.engine, "before_cursor_execute", step)
        event.listen(db.engine, "commit", step)
        worker.do_all()
        _ask_again()
        worker.do_all()


def _ask_again() -> None:
    failed = select(Job.wave_id, Job.kind).where(Job.state == "failed")
    for wave, kind in db.session.execute(failed).all():
        work.ask(wave, cast(Kind, kind), "nl")


def main(database: str, step: int) -> None:
    """One child process after another; the app has no connection before the fork."""
    app = new_app(database)
    for number in count(1):
        child = os.fork()
        if not child:
            do_all(app, number * step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            print(number - 1)
            return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
