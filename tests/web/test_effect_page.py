"""What became of her priorities: a page for the leader herself, and a part of later reports."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import effects
from tests import cast as people
from tests.cast import Cast
from tests.reporting.printed import printed
from tests.web.visitor import sign_in


@pytest.fixture
def waves(app: Flask, cast: Cast) -> list[UUID]:
    """Alice's assessments in a first wave, a pulse and a last one."""
    with app.app_context():
        return people.three_waves(cast, "vision")


def test_the_page_shows_the_figures_of_the_reports_and_the_report_too(
    app: Flask, client: FlaskClient, waves: list[UUID]
) -> None:
    first, _, post = waves
    with app.app_context():
        [priority] = effects.of_assessment(first).priorities
    sign_in(client, "Alice")
    assert f"/leader/assessments/{first}/effect" in client.get("/leader/").text
    for place in (f"{first}/effect", f"{post}/report"):
        page = client.get(f"/leader/assessments/{place}").text
        assert "Na ‘Beginmeting’ koos u 1 prioriteit." in page
        for line in priority.lines:
            cells = "".join(f"<td>{printed(one.mean)}</td>" for one in line.figures)
            assert f"{line.label['nl']}</th>{cells}" in page
        assert "Collega-schoolleiders: anders samengesteld in ‘Tussenmeting’." in page


def test_before_a_later_wave_it_says_what_comes(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        first = people.assessment(people.released_wave(cast, teachers=3, peers=0, board=0))
    sign_in(client, "Alice")
    assert "geen prioriteiten gekozen" in client.get(f"/leader/assessments/{first}/effect").text
    with app.app_context():
        people.choose(first, "vision")
    page = client.get(f"/leader/assessments/{first}/effect").text
    assert "Er is nog geen latere meting" in page
    assert f"{first}/effect" not in client.get("/leader/").text


def test_nobody_else_sees_it_and_not_before_the_report_is_handed_out(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
        key = people.assessment(wave)
        people.freeze(wave)
    sign_in(client, "Alice")
    assert client.get(f"/leader/assessments/{key}/effect").status_code == 404
    other = app.test_client()
    sign_in(other, "Nora")
    assert other.get(f"/leader/assessments/{key}/effect").status_code == 404
