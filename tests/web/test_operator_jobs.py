"""The operator sees what waits, runs and failed, and why; nobody is named."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from surveyapp.models.account import Account
from surveyapp.models.job import Job
from surveyapp.services import duty, invitations, waves, work, worker
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import sign_in

PAGE = "/operator/jobs"


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """An open wave of which mail waits."""
    with app.app_context():
        key = people.open_wave(cast)
        invitations.send(key)
        people.account("Olga Operator")
        with transaction() as session:
            hers = Account.email == people.address("Olga")
            session.execute(update(Account).where(hers).values(operator=True))
        return key


@pytest.fixture
def olga(client: FlaskClient, wave: UUID) -> FlaskClient:
    """The operator, signed in."""
    sign_in(client, "Olga")
    return client


def test_it_says_that_no_worker_is_running_and_what_to_do(app: Flask, olga: FlaskClient) -> None:
    page = olga.get(PAGE).text
    assert "Er is geen worker aan het werk" in page
    assert "surveyapp worker --once" in page
    assert "Er wacht of loopt geen taak" in page
    assert "Er wacht al een tijd iets." not in page
    mine = duty.Duty()
    with app.app_context():
        assert mine.take()
    assert "Er is een worker aan het werk." in olga.get(PAGE).text
    mine.leave()


def test_it_lists_jobs_with_their_waves_and_why_they_failed(
    app: Flask, olga: FlaskClient, wave: UUID
) -> None:
    with app.app_context():
        waves.close_wave(wave)
        work.ask(wave, "freeze", "nl")
    page = olga.get(PAGE).text
    assert "De cijfers worden zo vastgelegd." in page
    assert "Leren leiden · Beginmeting" in page
    with app.app_context(), transaction() as session:
        session.execute(update(Job).values(state="failed", fault=worker.BUSY))
    page = olga.get(PAGE).text
    assert "Niet alle cijfers konden worden vastgelegd." in page
    assert "iemand anders gebruikte juist de database" in page
    assert "Alice" not in page


def test_it_says_that_something_has_waited_for_long(
    app: Flask, olga: FlaskClient, wave: UUID
) -> None:
    with app.app_context():
        work.ask(wave, "freeze", "nl")
        with transaction() as session:
            session.execute(update(Job).values(at=now() - 2 * work.LATE))
    assert "Er wacht al een tijd iets." in olga.get(PAGE).text


def test_it_counts_the_mail_and_says_since_when_it_waits(olga: FlaskClient) -> None:
    page = olga.get(PAGE).text
    assert "wachten <span>2</span>" in page
    assert "De eerste die weg had moeten zijn, wacht sinds" in page
    assert "@" not in page


def test_nobody_else_sees_it(client: FlaskClient, wave: UUID) -> None:
    assert client.get(PAGE).status_code == 303
    sign_in(client, "Cora")
    assert client.get(PAGE).status_code == 404
