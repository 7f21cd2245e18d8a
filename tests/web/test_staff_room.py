"""Forty teachers in one room, behind one address, fill in their questionnaires at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Comment, Response
from tests import cast as people
from tests.bench.server import Visitor
from tests.ports import free_port
from tests.services.test_worker import running, until

TEACHERS = 40
PATIENCE = 120
"""Seconds that one answer may take on a machine that has other work: nobody is refused."""


@pytest.fixture
def tokens(app: Flask, assessment: str) -> list[str]:
    """The links of the teachers."""
    with app.app_context():
        return people.invite(UUID(assessment), count=TEACHERS)


def _healthy(site: str) -> Callable[[], bool]:
    def healthy() -> bool:
        try:
            return httpx.get(f"{site}/health", timeout=PATIENCE).is_success
        except httpx.ConnectError:
            return False

    return healthy


@pytest.mark.slow
def test_forty_raters_at_once_are_all_taken_and_none_is_lost(
    app: Flask, database_url: str, tokens: list[str]
) -> None:
    port = free_port()
    site = f"http://127.0.0.1:{port}"

    def fill_in(token: str) -> None:
        """Every page with all its answers; a page that is refused fails."""
        with httpx.Client(timeout=PATIENCE) as client:
            Visitor(client).questionnaire(f"{site}/r/{token}/", "1", "send")

    with running(database_url, port, "serve", "--no-worker", "--port", str(port)):
        until(_healthy(site), within=PATIENCE)
        with ThreadPoolExecutor(TEACHERS) as room:
            list(room.map(fill_in, tokens))
    with app.app_context():
        states = select(Invitation.state).where(Invitation.group == "teacher")
        assert list(db.session.scalars(states)) == ["submitted"] * TEACHERS
        counts = {
            table: db.session.scalar(select(func.count()).select_from(table))
            for table in (Response, Comment, Draft)
        }
        assert counts == {Response: TEACHERS, Comment: 3 * TEACHERS, Draft: 0}
        answers = set(db.session.scalars(select(Response.answers)))
        assert len(answers) == 1, "each of them whole"
