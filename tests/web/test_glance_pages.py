"""The page of a wave with many leaders: pages, filters, and nothing told that was hidden."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import invitations, waves
from tests import cast as people
from tests import many
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import sign_in

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@pytest.fixture
def wave(app: Flask) -> UUID:
    """An open wave of Cora's with thirty leaders."""
    with app.app_context():
        return many.fill(30, states=["open"]).waves["open"]


@pytest.fixture
def cora(client: FlaskClient, wave: UUID) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def table(text: str, heading: str) -> list[str]:
    """The rows of the table under a heading."""
    tables = [
        one for one in parsed(text, "").iter("table") if one.get("aria-labelledby") == heading
    ]
    return [text_of(row) for one in tables for row in one.iter("tr")][1:]


def test_leaders_stand_on_pages(cora: FlaskClient, wave: UUID) -> None:
    path = f"/coordinator/waves/{wave}"
    first, second = cora.get(path).text, cora.get(f"{path}?page=2").text
    assert (len(table(first, "response")), len(table(second, "response"))) == (25, 5)
    assert not set(table(first, "response")) & set(table(second, "response"))
    assert "Pagina 1 van 2" in first
    assert 'href="?page=2#response"' in first
    assert 'rel="next"' not in second
    assert 'href="?page=1#response"' in second


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "9" * 30, "1e9", "99"])
def test_a_page_that_cannot_be_is_another_one(cora: FlaskClient, wave: UUID, asked: str) -> None:
    page = cora.get(f"/coordinator/waves/{wave}", query_string={"page": asked})
    assert page.status_code == 200
    assert f"Pagina {2 if asked == '99' else 1} van 2" in page.text


def test_leaders_are_found_and_all_can_be_shown_again(cora: FlaskClient, wave: UUID) -> None:
    path = f"/coordinator/waves/{wave}"
    page = cora.get(path, query_string={"name": " alice "}).text
    assert [row[:14] for row in table(page, "response")] == ["Alice de Vries"]
    assert "1 schoolleider gevonden." in page
    assert 'value="alice"' in page
    assert f'href="{path}#response"' in page
    group = re.search(r'<option value="([^"]+)">Leergroep 2<', page)
    assert group
    found = cora.get(path, query_string={"group": group[1]}).text
    assert len(table(found, "response")) == many.IN_A_GROUP
    assert f'<option value="{group[1]}" selected>' in found


def test_pages_of_what_was_found_keep_what_was_looked_for(cora: FlaskClient, wave: UUID) -> None:
    page = cora.get(f"/coordinator/waves/{wave}?name=school&group=").text
    assert "28 schoolleiders gevonden." in page
    assert 'href="?name=school&amp;group=&amp;page=2#response"' in page


@pytest.mark.parametrize("group", ["x", "0" * 32, "'", "6b1e8a4e-0000-4000-8000-000000000000"])
def test_a_learning_group_that_is_none_finds_nobody_or_all(
    cora: FlaskClient, wave: UUID, group: str
) -> None:
    page = cora.get(f"/coordinator/waves/{wave}", query_string={"group": group})
    assert page.status_code == 200
    assert len(table(page.text, "response")) in {0, 25}


def test_strange_names_are_looked_for_and_shown_safely(cora: FlaskClient, wave: UUID) -> None:
    for name in ("<script>", "%", "\x00", "é" * 5000, '"', "' or 1=1 --"):
        page = cora.get(f"/coordinator/waves/{wave}", query_string={"name": name})
        assert page.status_code == 200
        assert "<script>" not in page.text
    assert "0 schoolleiders gevonden." in page.text


def test_warnings_come_first_and_raters_are_weighed_in_words(cora: FlaskClient, wave: UUID) -> None:
    page = cora.get(f"/coordinator/waves/{wave}").text
    places = [page.index(f'id="{heading}"') for heading in ("attention", "enough", "response")]
    assert places == sorted(places)
    assert "kunnen het minimum nooit halen, omdat er te weinig zijn uitgenodigd" in page
    teachers = table(page, "enough")[0]
    assert "te tonen vanaf 3, stabiel vanaf zo’n 6" in teachers
    rows = " ".join(table(page, "response"))
    assert "nog 1 antwoord nodig om te tonen" in rows
    assert "hooguit te tonen samen met andere kleine groepen: apart kan vanaf 3" in rows
    english = cora.get(f"/coordinator/waves/{wave}?lang=en&page=2").text
    assert "enough to be shown; about 6 give a steadier picture" in english
    assert "enough for a steady picture" in english


def test_of_a_closed_wave_no_answers_are_asked_for(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    with app.app_context():
        waves.close_wave(wave)
    page = cora.get(f"/coordinator/waves/{wave}").text
    assert "nodig om te tonen" not in page
    assert "Wat ontbrak" in page


@pytest.mark.rule("P1")
@pytest.mark.parametrize("how_many", [1, 2])
def test_what_a_hidden_group_answers_changes_no_page_filter_or_total(
    app: Flask, client: FlaskClient, how_many: int
) -> None:
    names = [f"Leider{number} Jansen" for number in range(30)]
    with app.app_context():
        cast = people.gather(names)
        wave = people.open_wave(cast)
        for row in people.rows(wave)[:3]:
            people.invite(row.assessment, "teacher", 4)
        asked = people.rows(wave)[1]
        hidden = people.invite(asked.assessment, "board", 2)
        invitations.send(wave)
    sign_in(client, "Cora")
    before = _all_pages(client, wave, asked.leader, cast)
    with app.app_context():
        for token in hidden[:how_many]:
            people.answer(token)
    assert _all_pages(client, wave, asked.leader, cast) == before
    with app.app_context():
        people.answer(people.tokens(people.rows(wave)[0].assessment, "teacher")[0])
    assert _all_pages(client, wave, asked.leader, cast) != before, "what is told does change"


def _all_pages(client: FlaskClient, wave: UUID, leader: str, cast: Cast) -> list[str]:
    """Whatever a coordinator can open to compare, without what is new on every page."""
    path = f"/coordinator/waves/{wave}"
    wishes = ["", "?page=2", f"?name={leader}", "?name=brug&page=2", f"?group={cast.group}"]
    places = [f"{path}{wish}" for wish in wishes]
    places += [f"{path}/close", f"{path}/mail", f"{path}/history", "/coordinator/"]
    return [TOKEN.sub("", client.get(place).text) for place in places]
