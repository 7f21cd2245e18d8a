"""Run as a program: submits behind one link after another, killed a little later each time.

``python -m tests.services.killed DATABASE TOKEN…``: the n-th submission is killed by SIGKILL when
it wants to send the n-th statement (or the commit) to the database. Prints, as JSON, how many
survived their whole submission.
"""

import json
import os
import signal
import sys
from itertools import count

from flask import Flask
from sqlalchemy import event

from surveyapp.extensions import db
from surveyapp.services import invitations, responses
from tests.conftest import new_app


def submit(app: Flask, token: str, deadly: int) -> None:
    """Submit in this process, which dies at the deadly statement."""
    with app.app_context():
        opened = invitations.open_link(token)
        db.session.rollback()
        numbers = count(1)

        def step(*_: object) -> None:
            if next(numbers) == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(db.engine, "before_cursor_execute", step)
        event.listen(db.engine, "commit", step)
        responses.submit(opened)


def main(database: str, tokens: list[str]) -> None:
    """One child process per token."""
    survived = []
    app = new_app(database)
    for number, token in enumerate(tokens, start=1):
        child = os.fork()
        if not child:
            submit(app, token, number)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        survived.append(status == 0)
    print(json.dumps(survived))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
