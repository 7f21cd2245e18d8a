"""The page of all questionnaires of an address, in the hands of whoever has its link."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import invitations, responses, waves
from surveyapp.services.invitations import Rater
from surveyapp.services.links import OVERVIEW, link_of, token
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.web.visitor import Visitor

EMAIL = "bob.0@teacher.example"


@pytest.fixture
def place(app: Flask, cast: Cast, bob: Visitor) -> str:
    """Where Bob, who is asked about Alice and Nora, finds both."""
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        nora = people.assessment(wave, "Nora")
        invitations.invite(nora, [Rater("teacher", "Bob Bos", EMAIL, "nl")])
        people.mailed(wave)
    link = link_of(SECRET, bob.token)
    assert link
    return f"/o/{token(SECRET, link, OVERVIEW)}/"


def choices(page: str) -> list[str]:
    return re.findall(r'name="open" value="([^"]+)"', page)


@pytest.mark.rule("S4", "S7")
def test_leak_09_the_overview_leads_on_and_shows_no_link(
    client: FlaskClient, bob: Visitor, place: str
) -> None:
    """No link of a questionnaire in the page that lists them, nor in the answer that leads on."""
    page = client.get(place).text
    assert "Alice de Vries" in page
    assert "Nora Bakker" in page
    assert bob.token not in page
    assert EMAIL not in page
    answers = [client.post(place, data={"open": choice}) for choice in choices(page)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert f"/r/{bob.token}/" in {answer.location for answer in answers}
    assert {answer.data for answer in answers} == {b""}
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_it_stays_when_one_was_sent_and_a_second_press_leads_back_to_it(
    app: Flask, client: FlaskClient, bob: Visitor, place: str
) -> None:
    before = choices(client.get(place).text)
    bob.fill(1)
    assert "Verder" in client.get(place).text
    assert bob.post("review", send="1").status_code == 303
    page = client.get(place).text
    assert "Verstuurd" in page
    assert len(choices(page)) == 1
    for wish in [*before, "", "x", "é" * 5000]:
        answer = client.post(place, data={"open": wish})
        back = wish not in choices(page)
        assert answer.status_code == 303
        assert (answer.location == "./") is back


@pytest.mark.rule("S4")
@pytest.mark.parametrize("end", ["/o/x/", "/o/%00/", f"/o/{'a' * 24}/"])
def test_a_forged_or_cut_link_is_no_page(client: FlaskClient, place: str, end: str) -> None:
    for path in (end, place[:-4] + "/", place.replace("/o/", "/r/")):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"open": "x"}).status_code == 404


def test_after_the_wave_it_explains_itself(
    app: Flask, client: FlaskClient, cast: Cast, place: str
) -> None:
    with app.app_context():
        waves.close_wave(waves.of_programme(cast.programme)[0].id)
    for answer in (client.get(place), client.post(place, data={"open": "x"})):
        assert answer.status_code == 410
        assert "werkt niet meer" in answer.text
        assert "Alice" not in answer.text


def test_it_speaks_the_language_of_the_message_and_any_other(
    client: FlaskClient, place: str
) -> None:
    english = {"Accept-Language": "en"}
    assert 'lang="nl"' in client.get(place, headers=english).text
    assert "Your questionnaires" in client.get(place + "?lang=en").text


def test_the_language_that_was_chosen_goes_along(
    client: FlaskClient, bob: Visitor, place: str
) -> None:
    english = place + "?lang=en"
    page = client.get(english).text
    assert client.post(english, data={"open": "x"}).location == "./?lang=en"
    assert client.post(place + "?lang=xx", data={"open": "x"}).location == "./"
    found = [client.post(english, data={"open": one}).location for one in choices(page)]
    assert all('<html lang="en"' in client.get(one).text for one in found)
    assert '<html lang="en"' in bob.get(1).text
    client.post(place, data={"open": choices(page)[0]})
    assert '<html lang="en"' in bob.get(1).text, "where nothing was chosen, it stays"


def test_a_questionnaire_in_the_language_of_the_page_is_not_begun_by_opening_it(
    client: FlaskClient, place: str
) -> None:
    dutch = place + "?lang=nl"
    for one in choices(client.get(dutch).text):
        client.post(dutch, data={"open": one})
    assert "Verder" not in client.get(place).text


def test_nothing_waits_when_all_was_sent(app: Flask, client: FlaskClient, place: str) -> None:
    for choice in choices(client.get(place).text):
        path = client.post(place, data={"open": choice}).location
        with app.app_context():
            people.answer(path.split("/")[2])
    page = client.get(place).text
    assert "Er wacht niets op u" in page
    assert choices(page) == []


def test_it_asks_the_database_one_question_however_many_there_are(
    client: FlaskClient, place: str, queries: list[str]
) -> None:
    client.get(place)
    queries.clear()
    client.get(place)
    assert len([one for one in queries if one.startswith("SELECT")]) == 1


@pytest.mark.rule("S5")
def test_leak_17_what_was_filled_in_stands_not_in_the_overview(
    app: Flask, client: FlaskClient, bob: Visitor, place: str
) -> None:
    """A resumed draft on a shared computer: the list says that there is one, and nothing of it."""
    with app.app_context():
        responses.save(invitations.open_link(bob.token), {}, {"keep": "Blijf luisteren."})
    answer = client.get(place)
    assert "luisteren" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
