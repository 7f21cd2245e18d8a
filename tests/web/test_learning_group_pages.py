"""A coordinator keeps learning groups and their leaders in order, one at a time."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import programme_views, programmes
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import press, sign_in

OLGA = {"name": "Olga Prins", "email": "olga@school.example", "school": "Zuid", "language": "nl"}


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Cora, signed in."""
    sign_in(client, "Cora")
    return client


def leader_of(app: Flask, cast: Cast, name: str) -> UUID:
    with app.app_context():
        rows = [row for one in programme_views.whole(cast.programme).groups for row in one.leaders]
        return next(row.id for row in rows if row.name.startswith(name))


def test_a_group_is_added_renamed_and_removed(cora: FlaskClient, cast: Cast) -> None:
    new = f"/coordinator/programmes/{cast.programme}/groups"
    assert press(cora, new, new, name=" ").status_code == 422
    group = press(cora, new, new, name="Groep West").location
    assert "In deze groep zit nog niemand." in cora.get(group).text
    press(cora, group, group, name="Groep Noord", version="Groep West")
    assert "Groep Noord" in cora.get(f"/coordinator/programmes/{cast.programme}").text
    told = press(cora, group, group, name="Groep Zuid", version="Groep West")
    assert told.status_code == 409
    assert "nu: Groep Noord" in told.text
    assert 'value="Groep Zuid"' in told.text
    assert press(cora, group, group, name="Groep Zuid").status_code == 409
    gone = press(cora, f"{group}/remove", f"{group}/remove")
    assert "De leergroep is verwijderd." in cora.get(gone.location).text
    assert cora.get(group).status_code == 404


def test_a_group_with_leaders_says_why_it_stays(cora: FlaskClient, cast: Cast) -> None:
    path = f"/coordinator/groups/{cast.group}/remove"
    assert "In deze groep zitten 2 schoolleiders" in cora.get(path).text
    assert press(cora, path, path).status_code == 409


def test_a_leader_is_added_by_a_form(cora: FlaskClient, cast: Cast) -> None:
    path = f"/coordinator/groups/{cast.group}/leaders"
    page = cora.get(press(cora, path, path, **OLGA).location).text
    assert "De schoolleider is toegevoegd." in page
    assert "Olga Prins" in page
    again = press(cora, path, path, **OLGA)
    assert again.status_code == 422
    assert "al schoolleider in dit programma" in again.text
    assert 'value="olga@school.example"' in again.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Vul de naam in."),
        ({"email": "olga"}, "Vul een e-mailadres in"),
        ({"email": "x" * 300}, "Vul een e-mailadres in"),
        ({"school": " "}, "Vul de school in."),
        ({"school": "x" * 201}, "hoogstens 200 tekens"),
        ({"language": "xx"}, "Kies een van deze."),
    ],
)
def test_what_is_wrong_with_a_leader_is_said_beside_the_field(
    cora: FlaskClient, cast: Cast, change: dict[str, str], said: str
) -> None:
    path = f"/coordinator/groups/{cast.group}/leaders"
    refused = press(cora, path, path, **OLGA | change)
    assert refused.status_code == 422
    assert said in refused.text


def test_an_address_of_another_organisation_is_answered_like_any_other(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.strangers()
    path = f"/coordinator/groups/{cast.group}/leaders"
    known = press(cora, path, path, **OLGA | {"email": people.address("Zoë")})
    unknown = press(cora, path, path, **OLGA)
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)


def test_a_leader_gets_another_school_and_group(app: Flask, cora: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        west = programmes.add_group(cast.programme, "Groep West")
    path = f"/coordinator/leaders/{leader_of(app, cast, 'Alice')}"
    seen = f"{cast.group}/De Brug"
    form = {"school": "De Kade", "group": str(west), "version": seen}
    moved = cora.get(press(cora, path, path, **form).location).text
    assert "De schoolleider is aangepast." in moved
    assert "Alice de Vries" in moved
    told = press(cora, path, path, **form | {"school": "Elders"})
    assert told.status_code == 409
    assert "nu: De Kade" in told.text
    assert 'value="Elders"' in told.text
    with app.app_context():
        other = people.strangers()
    form["group"] = str(other.group)
    assert press(cora, path, path, **form).status_code == 422


def test_a_leader_is_taken_out_before_a_wave_and_stays_afterwards(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    alice, nora = (leader_of(app, cast, name) for name in ("Alice", "Nora"))
    path = f"/coordinator/leaders/{alice}/remove"
    assert "Het account blijft van de eigenaar." in cora.get(path).text
    assert "doet niet meer mee" in cora.get(press(cora, path, path).location).text
    assert cora.get(path).status_code == 404
    with app.app_context():
        people.open_wave(cast)
    path = f"/coordinator/leaders/{nora}/remove"
    assert "Daarom blijft zij of hij in het programma." in cora.get(path).text
    assert press(cora, path, path).status_code == 409


def test_a_leader_with_an_account_elsewhere_is_called_as_she_was_written_here(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.strangers()
    new = f"/coordinator/groups/{cast.group}/leaders"
    yara = OLGA | {"name": "Y. Pietersen", "email": "yara@school.example"}
    told = {press(cora, new, new, **one).status_code for one in (OLGA, yara)}
    assert told == {303}
    with app.app_context():
        people.open_wave(cast)
        wave = programme_views.whole(cast.programme).waves[0].id
    for path in (f"programmes/{cast.programme}", f"groups/{cast.group}", f"waves/{wave}"):
        page = cora.get(f"/coordinator/{path}").text
        assert "Y. Pietersen" in page
        assert "Yara" not in page
