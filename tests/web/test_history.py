"""The history of a wave, and pages of reports that were forgotten."""

from datetime import date, timedelta
from typing import get_args
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import audit, persons, reports, results, retention, waves
from surveyapp.services.context import acting
from surveyapp.web.coordinator.history import SAID
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in


def _history(client: FlaskClient, wave: UUID) -> list[str]:
    page = parsed(client.get(f"/coordinator/waves/{wave}").text, "")
    lists = [element for element in page.iter("ul") if element.get("aria-labelledby") == "history"]
    return [" ".join(text_of(row).split()) for part in lists for row in part.iter("li")]


@pytest.fixture
def forgotten(app: Flask, cast: Cast) -> UUID:
    """A wave whose reports were erased after five years."""
    with app.app_context():
        wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
        waves.close_wave(wave)
        results.freeze_wave(wave, date.today() - timedelta(days=1825))
        reports.release_wave(wave)
        retention.apply(dry_run=False)
    return wave


def test_the_coordinator_reads_what_was_done_and_by_whom(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        with acting(cast.coordinator):
            wave = people.open_wave(cast)
        for leader in ("Alice", "Nora"):
            people.invite(people.assessment(wave, leader), count=2)
    sign_in(client, "Cora")
    path = f"/coordinator/waves/{wave}/deadline"
    press(client, path, path, closes_on="2099-03-09", version="1")
    lines = _history(client, wave)
    assert [line.rpartition(",")[0] for line in lines] == [
        "De laatste dag is verzet naar 9 maart 2099. Cora Jansen",
        "Er zijn 4 beoordelaars toegevoegd. de beheerder van deze site",
        "De meting is geopend. Cora Jansen",
        "De meting is klaargezet. Cora Jansen",
    ]


def test_nobody_else_reads_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
    sign_in(client, "Alice")
    assert client.get(f"/coordinator/waves/{wave}").status_code == 404


def test_a_deed_of_an_erased_account_is_not_said_to_be_the_operators(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        with acting(people.account("Dora Vos")):
            people.invite(people.assessment(wave))
        persons.erase(people.address("Dora"), dry_run=False)
    sign_in(client, "Cora")
    assert "toegevoegd. iemand van wie het account is gewist" in _history(client, wave)[0]


def test_every_deed_with_a_wave_can_be_said() -> None:
    elsewhere = {
        "account made",
        "organisation made",
        "organisation renamed",
        "role given",
        "role taken",
        "password set",
        "address set",
        "second factor set",
        "second factor removed",
        "recovery codes made",
        "passkey added",
        "passkey removed",
        "single sign-on bound",
        "person erased",
        "person exported",
        "database restored",
    }
    assert {*SAID, "deadline moved", *elsewhere} == set(get_args(audit.Action))


def test_the_coordinator_reads_that_reports_were_erased(
    client: FlaskClient, forgotten: UUID
) -> None:
    sign_in(client, "Cora")
    page = client.get(f"/coordinator/waves/{forgotten}").text
    assert "Er zijn 2 rapporten met de antwoorden gewist" in page
    for gone in ("0 van", "niet verstuurd", "niemand uitgenodigd", "uitgedeeld.</p>"):
        assert gone not in page
    assert "Van 8 uitnodigingen zijn naam en adres gewist." in page


def test_the_leader_reads_that_her_report_was_erased(
    client: FlaskClient, app: Flask, forgotten: UUID
) -> None:
    with app.app_context():
        key = people.assessment(forgotten)
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "Dit rapport is met alle antwoorden gewist" in page
    assert str(key) not in page, "no link leads to it"
    assert client.get(f"/leader/assessments/{key}/report").status_code == 404
    assert client.get(f"/leader/assessments/{key}/report.pdf").status_code == 404
    own = f"/leader/assessments/{key}/self"
    assert press(client, "/leader/", own).status_code == 404
