"""A worker killed in the middle of a job harms nothing: the next one does it again."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.report import Report
from surveyapp.models.response import Response
from surveyapp.services import reports, waves, work
from tests import cast as people
from tests.cast import Cast

ROOT = Path(__file__).parents[2]


def killed_until_done(database_url: str, step: int) -> int:
    """How many workers died before one lived through all that was to do."""
    db.session.remove()
    command = [sys.executable, "-m", "tests.services.killed_worker", database_url, str(step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    return int(done.stdout)


def number(table: type[Report | Response]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def deeds(action: str) -> int:
    query = select(func.count()).where(AuditEvent.action == action)
    return db.session.scalar(query) or 0


def states(wave: UUID) -> set[str]:
    return {row.state for row in people.rows(wave)}


@pytest.mark.rule("P1")
@pytest.mark.slow
def test_a_freeze_killed_anywhere_freezes_everything_once_and_loses_no_answer(
    context: Flask, cast: Cast, database_url: str
) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    waves.close_wave(wave)
    answers = number(Response)
    work.ask(wave, "freeze", "nl")
    assert killed_until_done(database_url, step=3) >= 4
    assert states(wave) == {"frozen"}
    assert number(Response) == answers
    assert number(Report) == deeds("assessment frozen") == 2
    assert [one.state for one in work.of_wave(wave)] == ["done"]


@pytest.mark.rule("P9")
@pytest.mark.slow
def test_a_release_killed_anywhere_hands_out_everything_once(
    context: Flask, cast: Cast, database_url: str
) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(wave)
    work.ask(wave, "release", "nl")
    assert killed_until_done(database_url, step=3) >= 4
    assert states(wave) == {"released"}
    assert deeds("reports released") == 1
    assert all(reports.stored(row.assessment) for row in people.rows(wave))
