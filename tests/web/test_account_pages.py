"""The door, signing in and out, and the language of the pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import accounts
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.web.visitor import csrf, press, sign_in


def _try(client: FlaskClient, email: str, password: str, path: str = "/sign-in") -> int:
    data = {"email": email, "password": password, "csrf_token": csrf(client, path)}
    return client.post(path, data=data).status_code


def test_the_door_shows_the_way_to_strangers(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "Inloggen" in text
    assert "een account is niet nodig" in text


@pytest.mark.parametrize(("name", "home"), [("Alice", "/leader/"), ("Cora", "/coordinator/")])
def test_the_door_leads_everybody_to_her_own_pages(
    client: FlaskClient, cast: Cast, name: str, home: str
) -> None:
    sign_in(client, name)
    assert client.get("/").location == home
    assert client.get("/sign-in").location == "/"


def test_somebody_without_a_programme_is_told_what_to_do(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        people.account("Wout")
    sign_in(client, "Wout")
    assert "Vraag uw programmabegeleider" in client.get("/").text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("cora@school.example", "not her password"),
        ("nobody@school.example", PASSWORD),
        ("' OR 1=1 --", "' OR 2=2 --"),
        ("x" * 10_000, "y" * 10_000),
        ("cora@school.example\x00", "with a sign that databases refuse"),
    ],
)
def test_which_of_the_two_was_wrong_is_not_said(
    client: FlaskClient, cast: Cast, email: str, password: str
) -> None:
    data = {"email": email, "password": password, "csrf_token": csrf(client, "/sign-in")}
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 422
    assert "horen niet bij elkaar" in answer.text
    assert password not in answer.text


def test_empty_fields_are_named(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"csrf_token": csrf(client, "/sign-in")})
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in answer.text
    assert "Vul uw wachtwoord in." in answer.text
    assert "Er kloppen nog 2 dingen niet" in answer.text


def test_an_address_may_be_typed_with_capitals_and_spaces(client: FlaskClient, cast: Cast) -> None:
    assert _try(client, "  CORA@School.Example ", PASSWORD) == 303


def test_nobody_signs_in_without_the_token_of_the_form(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/sign-in", data={"email": "cora@school.example", "password": PASSWORD})
    assert answer.status_code == 422
    assert client.get("/coordinator/").status_code == 303


def test_a_sign_in_form_that_was_open_for_too_long_says_so_and_keeps_the_address(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    data = {"email": "cora@school.example", "password": PASSWORD}
    data["csrf_token"] = csrf(client, "/sign-in")
    later = app.test_client()
    later.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    answer = later.post("/sign-in", data=data)
    assert answer.status_code == 422
    assert "<li>Dit formulier stond te lang open: probeer het nog eens.</li>" in answer.text
    assert "CSRF" not in answer.text
    assert 'value="cora@school.example"' in answer.text
    data["csrf_token"] = csrf(later, "/sign-in")
    assert later.post("/sign-in", data=data).status_code == 303


def test_after_signing_in_one_is_where_one_wanted_to_be(client: FlaskClient, cast: Cast) -> None:
    stranger = client.get("/coordinator/")
    assert stranger.location == "/sign-in?next=/coordinator/"
    other_language = 'href="?next=%2Fcoordinator%2F&amp;lang=en"'
    assert other_language in client.get(stranger.location).text
    data = {
        "email": "cora@school.example",
        "password": PASSWORD,
        "csrf_token": csrf(client, stranger.location),
    }
    assert client.post(stranger.location, data=data).location == "/coordinator/"


@pytest.mark.parametrize("way", ["/sign-in", "/sign-in/passkey", "/sign-in/mail/link"])
def test_who_signed_in_in_another_tab_is_where_she_wanted_to_be_too(
    client: FlaskClient, cast: Cast, way: str
) -> None:
    sign_in(client, "Cora")
    assert client.get(f"{way}?next=/account/").location == "/account/"
    assert client.post(f"{way}?next=//evil.example").location == "/"


@pytest.mark.parametrize(("typed", "told"), [("Nora", True), ("Cora", False)])
@pytest.mark.parametrize("way", ["/sign-in", "/sign-in/mail/link", "/sign-in/mail/password"])
def test_whoever_signs_in_where_somebody_is_already_is_told_who(
    client: FlaskClient, cast: Cast, way: str, typed: str, told: bool
) -> None:
    token = csrf(client, way)
    sign_in(client, "Cora")
    data = {"email": people.address(typed), "password": PASSWORD, "csrf_token": token}
    assert client.post(way, data=data).location == "/"
    said = "Er is hier al iemand ingelogd: Cora Jansen." in client.get("/coordinator/").text
    assert said == told


def test_what_is_not_there_for_who_is_signed_in_may_have_been_deleted(
    client: FlaskClient, cast: Cast
) -> None:
    missing = f"/coordinator/groups/{cast.coordinator}"
    sign_in(client, "Cora")
    page = client.get(missing)
    assert (page.status_code, "intussen verwijderd" in page.text) == (404, True)
    assert client.get("/nowhere").text.count("intussen verwijderd") == 1
    assert "intussen verwijderd" not in client.application.test_client().get("/nowhere").text


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "/?u=//evil.example",
        "evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(client: FlaskClient, cast: Cast, place: str) -> None:
    data = {
        "email": "cora@school.example",
        "password": PASSWORD,
        "csrf_token": csrf(client, "/sign-in"),
    }
    answer = client.post("/sign-in", query_string={"next": place}, data=data)
    assert answer.location == "/"


def test_a_form_sent_by_a_stranger_leads_to_a_page_that_can_be_opened(client: FlaskClient) -> None:
    assert client.post("/sign-out").location == "/sign-in"


def test_signing_out_takes_the_token_of_a_page(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    refused = client.post("/sign-out")
    assert refused.status_code == 400
    assert "te lang open" in refused.text
    assert client.get("/coordinator/").status_code == 200
    assert press(client, "/coordinator/", "/sign-out").status_code == 303
    assert client.get("/coordinator/").status_code == 303


def test_signing_out_is_no_link(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    assert client.get("/sign-out").status_code == 405


def test_a_chosen_language_stays_with_the_account(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    assert 'lang="nl"' in client.get("/coordinator/").text
    assert 'lang="en"' in client.get("/coordinator/?lang=en").text
    assert 'lang="en"' in client.get("/coordinator/").text
    with app.app_context():
        person = accounts.person(cast.coordinator)
        assert person is not None
        assert person.language == "en"


def test_an_unknown_language_is_ignored(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    assert 'lang="nl"' in client.get("/coordinator/?lang=xx").text


@pytest.mark.parametrize(
    ("asked", "spoken"), [("en", "en"), ("nl-BE,nl;q=0.9", "nl"), ("fr", "nl")]
)
def test_strangers_are_met_in_the_language_of_their_browser(
    client: FlaskClient, asked: str, spoken: str
) -> None:
    page = client.get("/", headers={"Accept-Language": asked})
    assert f'lang="{spoken}"' in page.text


def test_a_session_of_somebody_who_is_gone_is_a_stranger(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "6b1e8a4e-0000-4000-8000-000000000000"
    assert client.get("/leader/").status_code == 303


@pytest.mark.parametrize("path", ["/favicon.ico", "/r/", "/leader", "/.env", "/wp-login.php"])
def test_what_is_not_there_is_kindly_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path, follow_redirects=False).status_code in {404, 308}
