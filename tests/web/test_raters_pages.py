"""The page of the people asked about a leader: add, correct, make anew, withdraw."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.services import invitations, organisations, team, waves
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in

GOOD = {"name": "Petra", "address": "petra@school.example", "group": "teacher", "language": "nl"}


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """An open wave in which Bob and two more teachers have been sent their links."""
    with app.app_context():
        wave = people.open_wave(cast)
        people.invite(people.assessment(wave), count=3)
        people.mailed(wave)
    return wave


@pytest.fixture
def page(app: Flask, wave: UUID) -> str:
    with app.app_context():
        return f"/coordinator/assessments/{people.assessment(wave)}/raters"


@pytest.fixture
def cora(client: FlaskClient, wave: UUID) -> FlaskClient:
    sign_in(client, "Cora")
    return client


@pytest.fixture
def bob(app: Flask, wave: UUID) -> UUID:
    with app.app_context():
        return invitations.open_link(_token(app, wave)).id


def _token(app: Flask, wave: UUID) -> str:
    """The link of a teacher, found by its name."""
    tokens = people.tokens(people.assessment(wave), "teacher")
    return tokens[0]


def _read(answer: TestResponse) -> str:
    return " ".join(text_of(parsed(answer.text, "raters")).split())


def test_the_wave_leads_to_the_list_and_the_list_to_each_step(
    cora: FlaskClient, wave: UUID, page: str, bob: UUID
) -> None:
    assert f'href="{page}"' in cora.get(f"/coordinator/waves/{wave}").text
    told = cora.get(page).text
    for name in ("Bob 0", "Carla 1", "Daan 2", "bob.0@teacher.example"):
        assert name in told
    for step in ("address", "renew", "withdraw"):
        assert f'href="{page}/{bob}/{step}"' in told
        assert cora.get(f"{page}/{bob}/{step}").status_code == 200


def test_a_rater_is_added_and_what_is_wrong_is_told_beside_each_field(
    cora: FlaskClient, page: str
) -> None:
    added = press(cora, f"{page}/add", f"{page}/add", **GOOD)
    assert added.status_code == 303
    assert "petra@school.example" in cora.get(page).text
    again = press(cora, f"{page}/add", f"{page}/add", **GOOD)
    assert again.status_code == 422
    assert "Op dit adres is al iemand over deze schoolleider gevraagd" in again.text
    wrong = {"name": " ", "address": "petra at school", "group": "janitor", "language": "xx"}
    answer = press(cora, f"{page}/add", f"{page}/add", **wrong)
    assert answer.status_code == 422
    assert "Er zijn 4 dingen" in _read(answer) or "4 dingen" in _read(answer)
    assert "petra at school" in answer.text, "what was typed is kept"
    huge = press(cora, f"{page}/add", f"{page}/add", **(GOOD | {"name": "x" * 5000}))
    assert huge.status_code == 422
    assert press(cora, f"{page}/add", f"{page}/add").status_code == 422


def test_an_address_is_corrected(cora: FlaskClient, page: str, bob: UUID) -> None:
    path = f"{page}/{bob}/address"
    for wrong in ("", "bob at school", "carla.1@teacher.example", "x" * 5000):
        assert press(cora, path, path, address=wrong).status_code == 422
    assert press(cora, path, path, address="bob@school.example").status_code == 303
    told = _read(cora.get(page))
    assert "bob@school.example" in told
    assert "ingetrokken" in told
    assert "Van 1" not in told


def test_each_step_is_told_and_stands_in_the_history(
    cora: FlaskClient, wave: UUID, page: str, bob: UUID
) -> None:
    for step, sentence in (
        ("renew", "De link is vernieuwd."),
        ("withdraw", "De uitnodiging is ingetrokken."),
    ):
        path = f"{page}/{bob}/{step}"
        assert press(cora, path, path).status_code == 303
        assert sentence in _read(cora.get(page))
    history = cora.get(f"/coordinator/waves/{wave}").text
    assert "Er is 1 link vernieuwd." in history
    assert "Er is 1 uitnodiging ingetrokken." in history
    assert cora.get(f"{page}/{bob}/renew").status_code == 409
    assert cora.post(f"{page}/{bob}/renew").status_code == 400, "without a token of the form"


def test_before_a_link_is_renewed_the_page_says_what_else_the_message_opened(
    cora: FlaskClient, page: str, bob: UUID
) -> None:
    said = "weg naar al haar of zijn vragenlijsten"
    assert said in _read(cora.get(f"{page}/{bob}/renew"))
    assert said not in _read(cora.get(f"{page}/{bob}/withdraw"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Wat misschien al is ingevuld"), ("en", "Anything filled in so far waits")],
)
def test_the_page_that_renews_a_link_does_not_say_that_anything_was_filled_in(
    cora: FlaskClient, page: str, bob: UUID, language: str, said: str
) -> None:
    assert said in _read(cora.get(f"{page}/{bob}/renew?lang={language}"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "geen e-mailadres waar mail heen kan"), ("en", "not an e-mail address that mail can")],
)
def test_a_complete_address_is_not_called_incomplete(
    cora: FlaskClient, page: str, bob: UUID, language: str, said: str
) -> None:
    path = f"{page}/{bob}/address?lang={language}"
    for whole in ("josé@school.example", "bob@school.localhost"):
        assert said in press(cora, path, path, address=whole).text


def test_the_old_link_is_a_dead_one_that_tells_nothing(
    app: Flask, cora: FlaskClient, wave: UUID, page: str, bob: UUID
) -> None:
    with app.app_context():
        token = _token(app, wave)
    path = f"{page}/{bob}/renew"
    press(cora, path, path)
    answer = app.test_client().get(f"/r/{token}/")
    assert answer.status_code == 410
    assert "Bob" not in answer.text


def test_strangers_leaders_and_who_is_rated_herself_find_nothing(
    app: Flask, client: FlaskClient, cast: Cast, page: str, bob: UUID
) -> None:
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        people.strangers()
        nora = page.replace(str(people.assessment(wave)), str(people.assessment(wave, "Nora")))
        organisations.join(cast.organisation, cast.account("Alice"), "coordinator")
        team.add(cast.programme, cast.account("Alice"))
    paths = ["", "/add", *(f"/{bob}/{step}" for step in ("address", "renew", "withdraw"))]
    sign_in(client, "Zoë")
    assert {client.get(page + path).status_code for path in paths} == {404}
    alice = app.test_client()
    sign_in(alice, "Alice")
    assert {alice.get(page + path).status_code for path in paths} == {404}
    assert alice.get(nora).status_code == 200
    shown = alice.get(f"/coordinator/waves/{wave}").text
    assert nora in shown
    assert page not in shown
    assert alice.get(f"{nora}/{bob}/renew").status_code == 404, "Bob is not asked about Nora"
    assert alice.get(f"{nora}/{uuid4()}/withdraw").status_code == 404


def test_after_the_last_day_and_after_closing_there_is_nothing_to_do(
    app: Flask, cora: FlaskClient, wave: UUID, page: str, bob: UUID
) -> None:
    with app.app_context():
        people.freeze(wave)
    assert cora.get(page).status_code == 409
    assert cora.get(f"{page}/{bob}/renew").status_code == 409
    assert page not in cora.get(f"/coordinator/waves/{wave}").text


def test_the_list_asks_the_database_little_whatever_its_length(
    app: Flask, cora: FlaskClient, wave: UUID, page: str, queries: list[str]
) -> None:
    def asked() -> int:
        queries.clear()
        cora.get(page)
        return len([one for one in queries if one.startswith("SELECT")])

    few = asked()
    with app.app_context():
        people.invite(people.assessment(wave), "peer", 120)
    assert asked() == few <= 10
