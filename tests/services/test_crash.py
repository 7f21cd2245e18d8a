"""A process killed in the middle of a submission leaves all of it, or nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Comment, Response
from surveyapp.services import invitations, responses
from tests import cast as people
from tests.cast import Cast

DEATHS = 14
ROOT = Path(__file__).parents[2]


@pytest.mark.rule("S6")
@pytest.mark.slow
def test_a_submission_killed_at_any_statement_leaves_all_or_nothing(
    context: Flask, cast: Cast, database_url: str
) -> None:
    tokens = people.invite(people.assessment(people.open_wave(cast)), count=DEATHS)
    keys = {}
    for token in tokens:
        opened = invitations.open_link(token)
        responses.save(opened, {"vision-1": 4}, {"keep": "Eén", "change": "Twee"})
        keys[token] = opened.id
    db.session.remove()

    survived = killed_one_by_one(database_url, tokens)

    # The first ones died before anything was sent; the last ones lived through all of it.
    assert not survived[0]
    assert survived[-1]
    done = [submitted_wholly(keys[token]) for token in tokens]
    assert done == survived
    count = sum(survived)
    assert db.session.scalar(select(func.count()).select_from(Response)) == count
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 2 * count
    # Whoever was cut off goes on where she was.
    for token, whole in zip(tokens, done, strict=True):
        if not whole:
            responses.submit(invitations.open_link(token))
    assert db.session.scalar(select(func.count()).select_from(Response)) == DEATHS


def killed_one_by_one(database_url: str, tokens: list[str]) -> list[bool]:
    command = [sys.executable, "-m", "tests.services.killed", database_url, *tokens]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    survived: list[bool] = json.loads(done.stdout)
    return survived


def submitted_wholly(key: object) -> bool:
    """Whether an invitation is answered: its draft is gone exactly then."""
    invitation = db.session.get_one(Invitation, key)
    draft = db.session.get(Draft, key)
    assert (invitation.state == "submitted") == (draft is None)
    return invitation.state == "submitted"
