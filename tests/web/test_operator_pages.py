"""The operator's pages: organisations and their people; colleagues do the same among themselves."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import accounts, organisations
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in


@pytest.fixture
def ada(app: Flask, client: FlaskClient, cast: Cast) -> FlaskClient:
    """Ada, who runs the installation."""
    with app.app_context():
        people.account("Ada Prins")
        accounts.set_operator(people.address("Ada"), True)
    sign_in(client, "Ada")
    return client


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def roles(app: Flask, organisation: UUID) -> Iterator[tuple[str, str]]:
    with app.app_context():
        for member in organisations.people(organisation).members:
            yield member.email, member.role


def test_an_operator_comes_home_to_the_organisations(ada: FlaskClient) -> None:
    assert ada.get("/").location == "/operator/"
    page = ada.get("/operator/").text
    assert "Opleider van Cora Jansen" in page
    assert "1 programmabegeleider · 0 onderzoekers · 1 programma" in page


def test_a_product_without_organisations_says_what_to_do(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        people.account("Ada Prins")
        accounts.set_operator(people.address("Ada"), True)
    sign_in(client, "Ada")
    assert "Er is nog geen organisatie" in client.get("/operator/").text


def test_an_operator_makes_an_organisation_and_names_its_coordinator(
    app: Flask, ada: FlaskClient
) -> None:
    new = "/operator/organisations/new"
    place = press(ada, new, new, name="  Opleiders   Oost ").location
    assert "Niemand kan hier nog programma" in ada.get(place).text
    given = press(
        ada,
        f"{place}/people",
        f"{place}/people",
        email="Dora@Oost.example",
        name="Dora",
        role="coordinator",
    )
    assert given.location == place
    assert "dora@oost.example" in ada.get(place).text
    assert press(ada, f"{place}/name", f"{place}/name", name="Oost").location == place
    assert "<h1>Oost</h1>" in ada.get(place).text
    assert list(roles(app, UUID(place.rpartition("/")[2]))) == [
        ("dora@oost.example", "coordinator")
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Opleider van Cora Jansen", "\x00"])
def test_a_name_that_cannot_be_is_explained_beside_it(ada: FlaskClient, name: str) -> None:
    new = "/operator/organisations/new"
    answer = press(ada, new, new, name=name)
    assert answer.status_code == 422
    assert 'id="name-wrong"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", ""), ("email", "dora"), ("email", "é@x.example"), ("name", ""), ("role", "leader")],
)
def test_what_is_wrong_with_a_person_stands_beside_it_and_what_was_typed_stays(
    app: Flask, cora: FlaskClient, cast: Cast, field: str, value: str
) -> None:
    path = f"/coordinator/colleagues/{cast.organisation}"
    typed = {"email": "dora@oost.example", "name": "Dora Vos", "role": "researcher"}
    answer = press(cora, path, path, **(typed | {field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    for name in {"email", "name"} - {field}:
        assert f'value="{typed[name]}"' in answer.text
    assert len(list(roles(app, cast.organisation))) == 1


def test_a_colleague_is_added_and_taken_away_by_address(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    path = f"/coordinator/colleagues/{cast.organisation}"
    assert "U bent hier alleen" in cora.get("/coordinator/colleagues").text
    for _ in range(2):
        press(cora, path, path, email="dora@oost.example", name="Dora Vos", role="researcher")
    page = cora.get("/coordinator/colleagues").text
    assert "dora@oost.example" in page
    assert "Dora Vos" not in page
    with app.app_context():
        dora = accounts.by_address("dora@oost.example")
    asks = f"{path}/{dora}/researcher"
    assert "Geen onderzoeker meer?" in cora.get(asks).text
    assert press(cora, asks, asks).location == "/coordinator/colleagues"
    assert list(roles(app, cast.organisation)) == [("cora@school.example", "coordinator")]
    assert cora.get(asks).status_code == 404
    assert press(cora, "/coordinator/", asks).status_code == 404


def test_the_last_coordinator_is_not_taken_away(app: Flask, cora: FlaskClient, cast: Cast) -> None:
    own = f"/coordinator/colleagues/{cast.organisation}/{cast.coordinator}/coordinator"
    page = cora.get("/coordinator/colleagues").text
    assert own not in page
    assert "de laatste programmabegeleider blijft" in page
    assert press(cora, "/coordinator/", own).status_code == 409


def test_who_takes_her_own_role_away_leaves_the_room(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    path = f"/coordinator/colleagues/{cast.organisation}"
    press(cora, path, path, email="dora@oost.example", name="Dora Vos", role="coordinator")
    own = f"{path}/{cast.coordinator}/coordinator"
    assert press(cora, own, own).location == "/"
    assert cora.get("/coordinator/").status_code == 404
    assert cora.get(f"/coordinator/colleagues/{cast.organisation}").status_code == 404


def test_who_has_an_account_elsewhere_is_added_like_anybody_else(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.strangers()
    path = f"/coordinator/colleagues/{cast.organisation}"
    answers = []
    for email in ("zoe@school.example", "yara@school.example", "nieuw@school.example"):
        answer = press(cora, path, path, email=email, name="Iemand", role="researcher")
        page = cora.get("/coordinator/colleagues").text
        assert "Zoë" not in page
        assert "Yara" not in page
        row = next(li for li in parsed(page, "page").iter("li") if email in text_of(li))
        answers.append((answer.status_code, text_of(row).replace(email, "")))
    assert len(set(answers)) == 1


def test_a_researcher_of_an_organisation_may_know_it_and_not_change_it(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        other = people.strangers()
        organisations.join(other.organisation, cast.coordinator, "researcher")
    sign_in(client, "Cora")
    path = f"/coordinator/colleagues/{other.organisation}"
    assert client.get(path).status_code == 403
    assert press(client, "/coordinator/", path, email="x@y.example").status_code == 403
    assert client.get(f"/coordinator/colleagues/{uuid4()}").status_code == 404
    assert str(other.organisation) not in client.get("/coordinator/colleagues").text


def test_the_pages_take_few_statements_however_many_people(
    app: Flask, cora: FlaskClient, cast: Cast, queries: list[str]
) -> None:
    counts = []
    for start in (0, 40):
        with app.app_context():
            for number in range(start, start + 40):
                organisations.invite(
                    cast.organisation,
                    email=f"n{number}@school.example",
                    name="N",
                    language="nl",
                    role="coordinator",
                )
        queries.clear()
        assert cora.get("/coordinator/colleagues").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
