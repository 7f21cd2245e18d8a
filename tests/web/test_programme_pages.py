"""A coordinator makes programmes and waves."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.services import organisations, programme_views, programmes
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import press, sign_in

NEW = "/coordinator/programmes/new"
DAY = (date.today() + timedelta(days=21)).isoformat()
RIGHT = {"name": "Samen leiden", "instrument": people.INSTRUMENT, "kind": "pre", "closes_on": DAY}


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Cora, signed in."""
    sign_in(client, "Cora")
    return client


def begin(client: FlaskClient, cast: Cast, **changes: str) -> TestResponse:
    """Send the form of a new programme."""
    return press(client, NEW, NEW, **{"organisation": str(cast.organisation)} | RIGHT | changes)


def test_one_page_makes_a_programme_with_its_first_wave(cora: FlaskClient, cast: Cast) -> None:
    assert f'href="{NEW}"' in cora.get("/coordinator/").text
    form = cora.get(NEW).text
    assert "40 vragen" in form
    assert "Beroepsstandaard" in form
    made = begin(cora, cast)
    assert made.status_code == 303
    page = cora.get(made.location).text
    assert "Het programma is gemaakt en de eerste meting staat klaar." in page
    for said in ("Samen leiden", "Beginmeting", "nog niet open", "Leraren", "vanaf 3 antwoorden"):
        assert said in page
    assert "Samen leiden" in cora.get("/coordinator/").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Geef het programma een naam."),
        ({"name": "x" * 201}, "hoogstens 200 tekens"),
        ({"instrument": ""}, "Kies een van deze."),
        ({"instrument": "../secret"}, "Kies een van deze."),
        ({"kind": "weekly"}, "Kies een van deze."),
        ({"kind": "other"}, "Geef de meting in elke taal een naam."),
        ({"kind": "other", "label-nl": "Tussen"}, "Geef de meting in elke taal een naam."),
        ({"label-nl": "x" * 61}, "hoogstens 60 tekens"),
        ({"closes_on": ""}, "Kies de laatste dag."),
        ({"closes_on": "morgen"}, "jaar-maand-dag"),
        ({"closes_on": "2026-02-30"}, "jaar-maand-dag"),
        ({"closes_on": "2020-01-01"}, "al voorbij"),
        ({"closes_on": "9999-12-31"}, "klopt het jaartal"),
        ({"proposals_until": DAY}, "Kies een dag vóór de laatste dag."),
        ({"sends_on": "2020-01-01"}, "al voorbij"),
        ({"sends_on": "x" * 500}, "jaar-maand-dag"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    app: Flask, cora: FlaskClient, cast: Cast, change: dict[str, str], said: str
) -> None:
    refused = begin(cora, cast, **change)
    assert refused.status_code == 422
    assert said in refused.text
    typed = RIGHT | change
    for name in ("name", "closes_on"):
        assert f'value="{typed[name].strip()}"' in refused.text
    with app.app_context():
        assert [one.name for one in programmes.overview(cast.coordinator)] == ["Leren leiden"]


def test_several_things_wrong_are_all_told(cora: FlaskClient, cast: Cast) -> None:
    refused = begin(cora, cast, name="", instrument="", closes_on="")
    assert "3 dingen" in refused.text
    assert refused.text.count('aria-invalid="true"') == 3


def test_a_day_may_be_written_as_people_do(app: Flask, cora: FlaskClient, cast: Cast) -> None:
    day = date.today() + timedelta(days=21)
    made = begin(cora, cast, closes_on=day.strftime("%d-%m-%Y"))
    with app.app_context():
        assert programme_views.whole(_key(made)).waves[0].closes_on == day


def _key(made: TestResponse) -> UUID:
    return UUID(made.location.rpartition("/")[2])


def test_a_wave_may_have_a_name_of_its_own(cora: FlaskClient, cast: Cast) -> None:
    made = begin(cora, cast, kind="other", **{"label-nl": "Tussen", "label-en": "Midway"})
    assert "Tussen" in cora.get(made.location).text
    assert "Midway" in cora.get(made.location + "?lang=en").text


def test_who_belongs_to_one_organisation_is_not_asked_for_it(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    assert "Organisatie" not in cora.get(NEW).text
    with app.app_context():
        other = organisations.create("Schoolbestuur Zuid")
        organisations.join(other, cast.coordinator, "coordinator")
    assert "Organisatie" in cora.get(NEW).text
    made = begin(cora, cast, organisation=str(other))
    assert "Schoolbestuur Zuid" in cora.get(made.location).text
    assert begin(cora, cast, organisation="").status_code == 422


def test_a_new_coordinator_begins_with_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        organisations.join(cast.organisation, people.account("Dora Vos"), "coordinator")
    sign_in(client, "Dora")
    assert "U hebt nog geen programma." in client.get("/coordinator/").text
    made = begin(client, cast)
    assert client.get(made.location).status_code == 200
    assert client.get(f"/coordinator/programmes/{cast.programme}").status_code == 404


def test_nobody_begins_a_programme_in_an_organisation_of_others(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        strangers = people.strangers()
        researcher = organisations.create("Universiteit")
        organisations.join(researcher, cast.coordinator, "researcher")
    for organisation in (strangers.organisation, researcher):
        assert begin(cora, cast, organisation=str(organisation)).status_code == 422
    with app.app_context():
        assert len(programmes.overview(strangers.coordinator)) == 1


def test_another_wave_is_offered_the_kinds_that_are_free(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.open_wave(cast)
    path = f"/coordinator/programmes/{cast.programme}/waves/new"
    assert 'value="pre"' not in cora.get(path).text
    assert press(cora, path, path, kind="pre", closes_on=DAY).status_code == 422
    made = press(cora, path, path, kind="post", closes_on=DAY)
    assert "De meting staat klaar." in cora.get(made.location).text
    page = cora.get(f"/coordinator/programmes/{cast.programme}").text
    assert "Eindmeting" in page
    assert "houdt de vragenlijst en de regels waarmee ze openging" in page


@pytest.mark.parametrize("leaders", [2, 30])
def test_a_page_takes_few_queries_whatever_the_number(
    app: Flask, client: FlaskClient, queries: list[str], leaders: int
) -> None:
    with app.app_context():
        cast = people.gather([f"Leider{number} Jansen" for number in range(leaders)])
        for group in range(leaders):
            programmes.add_group(cast.programme, f"Groep {group}")
        people.open_wave(cast)
    sign_in(client, "Cora")
    for path in (f"/coordinator/programmes/{cast.programme}", NEW, "/coordinator/"):
        queries.clear()
        assert client.get(path).status_code == 200
        asked = [query for query in queries if not query.startswith("BEGIN")]
        assert len(asked) <= 10, (path, asked)


def test_an_empty_programme_says_what_to_do_next(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.gather([], coordinator="Dora Vos", name="Leeg")
    sign_in(client, "Dora")
    page = client.get("/coordinator/").text
    path = page.split('href="/coordinator/programmes/')[2].split('"')[0]
    programme = client.get(f"/coordinator/programmes/{path}").text
    assert "Nu: zet een meting klaar." in programme
    form = f"/coordinator/programmes/{path}/waves/new"
    press(client, form, form, kind="pre", closes_on=DAY)
    assert "Nu: lees de schoolleiders" in client.get(f"/coordinator/programmes/{path}").text
