"""Her own account: name, language, password, and signing out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import account_mail, accounts
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.builders import ALI
from tests.cast import PASSWORD, Cast
from tests.web.conftest import Clock
from tests.web.visitor import press, sign_in

ACCOUNT, NEW = "/account/", "/account/password"


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Cora, who has just signed in."""
    sign_in(client, "Cora")
    return client


def test_every_page_leads_to_the_account(cora: FlaskClient) -> None:
    assert 'href="/account/"' in cora.get("/coordinator/").text
    page = cora.get(ACCOUNT).text
    assert "cora@school.example" in page
    assert 'value="Cora Jansen"' in page


def test_she_writes_her_name_otherwise_and_reads_in_another_language(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    answer = press(cora, ACCOUNT, ACCOUNT, name=f" Cora  {ALI}-Vos\u200b ", language="en")
    assert answer.status_code == 303
    page = cora.get(ACCOUNT).text
    assert ("Saved." in page, 'lang="en"' in page) == (True, True)
    with app.app_context():
        person = accounts.person(cast.coordinator)
    assert person
    assert (person.name, person.language) == (f"Cora {ALI}-Vos", "en")


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [("", "nl", "Vul uw naam in."), ("x" * 201, "nl", "hoogstens 200 tekens")],
)
def test_a_name_that_is_none_is_told_and_kept_in_the_form(
    cora: FlaskClient, name: str, language: str, told: str
) -> None:
    answer = press(cora, ACCOUNT, ACCOUNT, name=name, language=language)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{name}"' in answer.text


def test_a_language_that_there_is_not_changes_nothing(cora: FlaskClient) -> None:
    assert press(cora, ACCOUNT, ACCOUNT, name="Cora", language="xx").status_code == 303
    assert 'lang="nl"' in cora.get(ACCOUNT).text


def test_another_password_ends_other_sessions_and_not_this_one(
    app: Flask, cora: FlaskClient
) -> None:
    other = app.test_client()
    sign_in(other, "Cora")
    assert press(cora, NEW, NEW, password="quite another one").location == ACCOUNT
    assert "Dit is nu uw wachtwoord" in cora.get(ACCOUNT).text
    assert other.get(ACCOUNT).status_code == 303
    with app.app_context():
        assert accounts.sign_in(people.address("Cora"), PASSWORD) is None
        assert accounts.sign_in(people.address("Cora"), "quite another one")


@pytest.mark.parametrize("password", ["", "short", "nine char"])
def test_a_short_password_is_refused_in_words(cora: FlaskClient, password: str) -> None:
    answer = press(cora, NEW, NEW, password=password)
    assert answer.status_code == 422
    assert "Kies een wachtwoord van minstens 10 tekens." in answer.text
    assert cora.get(ACCOUNT).status_code == 200


def test_after_a_while_she_shows_once_more_who_she_is(cora: FlaskClient, clock: Clock) -> None:
    clock.forward(minutes=16)
    asked = cora.get(NEW)
    assert asked.location == "/account/confirm?next=/account/password"
    wrong = press(cora, asked.location, asked.location, password="not hers")
    assert (wrong.status_code, "Dit is niet uw wachtwoord" in wrong.text) == (422, True)
    assert press(cora, asked.location, asked.location, password=PASSWORD).location == NEW
    assert cora.get(NEW).status_code == 200


def test_nothing_is_changed_by_a_form_that_was_left_open(
    app: Flask, cora: FlaskClient, clock: Clock
) -> None:
    clock.forward(minutes=14)
    cora.get(NEW)
    clock.forward(minutes=2)
    refused = press(cora, ACCOUNT, NEW, password="quite another one")
    assert refused.location == "/account/confirm?next=/account/"
    with app.app_context():
        assert accounts.sign_in(people.address("Cora"), PASSWORD)


def test_guesses_at_who_she_is_are_counted_as_at_the_door(cora: FlaskClient, clock: Clock) -> None:
    clock.forward(minutes=16)
    page = "/account/confirm"
    assert {press(cora, page, page, password=f"guess {n}").status_code for n in range(10)} == {422}
    assert press(cora, page, page, password=PASSWORD).status_code == 429


def test_who_has_no_password_signs_in_again(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        accounts.create(name="Wout", email="wout@school.example", language="nl")
        account_mail.ask("wout@school.example", "link")
        with transaction() as session:
            letter = account_mail.claim(session, account_mail.due(1)[0])
    assert letter
    link = letter.link.removeprefix("http://localhost")
    press(client, link, link)
    clock.forward(minutes=16)
    asked = client.get(NEW).location
    assert asked
    page = client.get(asked).text
    assert 'type="password"' not in page
    assert client.post(asked, data={"csrf_token": _token(client, asked)}).status_code == 200
    again = press(client, asked, "/account/again?next=/account/password")
    assert again.location == "/sign-in?next=/account/password"
    assert "Wout" not in client.get("/").text


def _token(client: FlaskClient, path: str) -> str:
    with client.session_transaction() as session:
        known = session["csrf_token"]
    assert known
    return client.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "javascript:x"])
def test_the_way_back_leads_to_no_other_site(cora: FlaskClient, clock: Clock, place: str) -> None:
    clock.forward(minutes=16)
    path = f"/account/confirm?next={place}"
    assert press(cora, path, path, password=PASSWORD).location == ACCOUNT


def test_a_change_makes_no_session_longer(cora: FlaskClient, clock: Clock) -> None:
    clock.forward(minutes=10)
    press(cora, NEW, NEW, password="quite another one")
    clock.forward(hours=11, minutes=51)
    assert cora.get("/coordinator/").status_code == 303


@pytest.mark.parametrize("way", ["/sign-out", "/account/again"])
def test_signing_out_ends_every_session_a_copied_cookie_too(
    app: Flask, cora: FlaskClient, way: str
) -> None:
    cookie = cora.get_cookie("session")
    assert cookie
    copied, other = app.test_client(), app.test_client()
    copied.set_cookie("session", cookie.value)
    sign_in(other, "Cora")
    assert [one.get(ACCOUNT).status_code for one in (copied, other)] == [200, 200]
    press(cora, ACCOUNT, way)
    assert [one.get(ACCOUNT).status_code for one in (cora, copied, other)] == [303, 303, 303]


def test_a_password_that_was_changed_is_told_by_mail(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    press(cora, NEW, NEW, password="quite another one")
    with app.app_context(), transaction() as session:
        letter = account_mail.claim(session, account_mail.due(1)[0])
    assert letter
    assert (letter.kind, letter.link) == ("changed", "http://localhost/sign-in")


def test_pages_of_signing_in_and_of_the_account_ask_little_of_the_database(
    cora: FlaskClient, queries: list[str]
) -> None:
    for path in (ACCOUNT, NEW, "/account/app", "/account/passkey"):
        queries.clear()
        assert cora.get(path).status_code == 200
        assert len([one for one in queries if "SELECT" in one]) <= 10, path
    press(cora, ACCOUNT, "/sign-out")
    queries.clear()
    sign_in(cora, "Cora")
    assert len(queries) <= 10
