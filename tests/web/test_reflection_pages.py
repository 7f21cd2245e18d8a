"""A leader alone with the standard: one practice a page, stored as she goes, and her history."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.core.library import load_guide
from surveyapp.core.reflection import LONGEST_NOTE, Page
from surveyapp.extensions import db
from surveyapp.models.reflection import Reflection
from surveyapp.services import reflections
from tests import cast as people
from tests import plans
from tests.cast import Cast
from tests.web.visitor import press, sign_in

OVERVIEW = "/leader/reflections/"
VISION = load_guide("vo-2021").practices[0]


@pytest.fixture
def alice(cast: Cast) -> UUID:
    """Alice's account."""
    return cast.account("Alice")


@pytest.fixture
def page(client: FlaskClient, alice: UUID) -> str:
    """The address of a reflection that she has just begun, before any wave."""
    assert alice.version == 4
    sign_in(client, "Alice")
    answer = press(client, OVERVIEW, OVERVIEW, standard="vo-2021")
    assert answer.status_code == 303
    return answer.location or ""


def _rated(client: FlaskClient, page: str, button: str = "next", note: str = "") -> str:
    here = f"{page}/practices/vision"
    sent = {"rate-vision-1": "4", "rate-vision-2": "3", "rate-vision-3": "", "note": note}
    answer = press(client, here, here, **sent, **{button: "1"})
    assert answer.status_code == 303
    return answer.location or ""


def _done(app: Flask, account: UUID, **ratings: int) -> UUID:
    given = {name.replace("_", "-"): value for name, value in ratings.items()}
    with app.app_context():
        key = reflections.begin(account, "vo-2021")
        reflections.save(account, key, "vision", Page(ratings=given, note="Meer vragen."))
        reflections.finish(account, key)
        return key


def test_before_any_wave_the_empty_page_says_how_to_begin(client: FlaskClient, alice: UUID) -> None:
    assert alice.version == 4
    sign_in(client, "Alice")
    page = client.get(OVERVIEW).text
    assert "Hier staat nog niets" in page
    assert "Niemand anders leest dit" in page
    assert OVERVIEW in client.get("/leader/").text


def test_each_page_is_stored_and_leads_on_and_back(client: FlaskClient, page: str) -> None:
    assert _rated(client, page) == f"{page}/practices/people"
    again = client.get(f"{page}/practices/vision").text
    assert 'name="rate-vision-1" value="4" checked' in again
    assert again.count(" checked") == 2
    here = f"{page}/practices/people"
    assert press(client, here, here, back="1").location == f"{page}/practices/vision"
    assert _rated(client, page, "back") == page
    assert _rated(client, page, "stop") == page
    last = f"{page}/practices/environment"
    assert press(client, last, last, next="1").location == page


def test_whoever_left_goes_on_where_she_stopped(client: FlaskClient, page: str) -> None:
    _rated(client, page, "stop")
    overview = client.get(OVERVIEW).text
    assert "U hebt er één nog niet afgerond" in overview
    assert page in overview
    assert f'role="button" class="go" href="{page}/practices/people"' in client.get(page).text
    assert press(client, OVERVIEW, OVERVIEW, standard="vo-2021").location == page


def test_a_rating_is_taken_back_by_leaving_it_open(client: FlaskClient, page: str) -> None:
    _rated(client, page)
    here = f"{page}/practices/vision"
    press(client, here, here, **{"rate-vision-1": "", "rate-vision-2": "3"}, next="1")
    assert "Uw gemiddelde: 3,0 van 5" in client.get(page).text


def test_what_is_no_point_of_the_scale_is_left_open(client: FlaskClient, page: str) -> None:
    here = f"{page}/practices/vision"
    press(client, here, here, **{"rate-vision-1": "6", "rate-vision-2": "²", "rate-x": "3"})
    assert "Niet gescoord." in client.get(page).text


def test_a_note_that_is_too_long_is_told_beside_it_and_kept(client: FlaskClient, page: str) -> None:
    here, long = f"{page}/practices/vision", "é" * (LONGEST_NOTE + 1)
    answer = press(client, here, here, **{"rate-vision-1": "2"}, note=long, next="1")
    assert answer.status_code == 422
    assert "4.001 tekens" in answer.text
    assert long in answer.text
    assert 'value="2" checked' in answer.text
    _done_page = f"{page}/notes"
    answer = press(client, _done_page, _done_page, **{"note-people": long})
    assert answer.status_code == 422
    assert 'id="note-people-wrong"' in answer.text
    assert long in answer.text


def test_it_is_finished_once_something_is_rated(client: FlaskClient, page: str) -> None:
    assert "/finish" not in client.get(page).text
    assert press(client, f"{page}/notes", f"{page}/finish").status_code == 409
    _rated(client, page, note="Eerst\nvragen")
    assert press(client, page, f"{page}/finish").location == page
    done = client.get(page).text
    assert "Uw reflectie is afgerond" in done
    assert "Uw gemiddelde: 3,5 van 5" in done
    assert "opengelaten" in done
    assert "Welk besluit van de afgelopen maand" in done
    assert client.get(f"{page}/practices/vision").location == page
    assert press(client, f"{page}/notes", f"{page}/practices/vision").location == page


def test_notes_are_changed_afterwards_and_ratings_are_not(
    app: Flask, client: FlaskClient, alice: UUID
) -> None:
    key = _done(app, alice, vision_1=4)
    sign_in(client, "Alice")
    page = f"/leader/reflections/{key}"
    press(client, f"{page}/notes", f"{page}/notes", **{"note-vision": "<b>Anders</b>"})
    told = client.get(page).text
    assert "&lt;b&gt;Anders&lt;/b&gt;" in told
    assert "Uw gemiddelde: 4,0 van 5" in told


def test_deleting_asks_first_and_takes_it_out_of_the_history(
    app: Flask, client: FlaskClient, alice: UUID
) -> None:
    key = _done(app, alice, vision_1=4)
    sign_in(client, "Alice")
    page = f"/leader/reflections/{key}"
    assert "kan niet ongedaan" in client.get(f"{page}/delete").text
    assert page in client.get(OVERVIEW).text
    assert press(client, f"{page}/delete", f"{page}/delete").location == OVERVIEW
    assert client.get(page).status_code == 404
    assert "Hier staat nog niets" in client.get(OVERVIEW).text


def test_her_history_stands_as_a_figure_and_as_a_table(
    app: Flask, client: FlaskClient, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, rating in ((date(2026, 3, 2), 2), (date(2026, 6, 2), 5)):
        monkeypatch.setattr(reflections, "today", lambda day=day: day)
        _done(app, alice, vision_1=rating)
    sign_in(client, "Alice")
    page = client.get(OVERVIEW).text
    assert page.count("<svg") == 1, "of what she never rated there is nothing to draw"
    assert "2,0 op 2 maart 2026, 5,0 op 2 juni 2026." in page
    assert "U hebt dit nog niet gescoord." in page
    assert page.count("<td>2,0</td>") == page.count("<td>5,0</td>") == 1
    assert page.count("<td>–</td>") == 8


def test_more_than_a_dozen_times_are_drawn_from_the_latest(
    app: Flask, client: FlaskClient, alice: UUID
) -> None:
    for _ in range(14):
        _done(app, alice, vision_1=3)
    sign_in(client, "Alice")
    page = client.get(OVERVIEW).text
    assert "2 eerdere keren zijn niet getekend" in page
    assert page.count("<td>3,0</td>") == 12


def test_a_practice_leads_to_where_she_plans(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        assessment = people.assessment(people.released_wave(cast))
        plans.priority(assessment, "people")
    key = _done(app, cast.account("Alice"), vision_1=3)
    sign_in(client, "Alice")
    page = client.get(f"/leader/reflections/{key}").text
    assert page.count(f"/leader/assessments/{assessment}/priorities#aim-") == 4
    assert f"/leader/assessments/{assessment}/plan#priority-people" in page


def test_an_edition_that_is_not_there_cannot_be_chosen(client: FlaskClient, alice: UUID) -> None:
    assert alice.version == 4
    sign_in(client, "Alice")
    for standard in ("", "../instruments/leadership-360", "vo-2030"):
        answer = press(client, OVERVIEW, OVERVIEW, standard=standard)
        assert answer.status_code == 422
        assert "Kies een van deze." in answer.text


def test_one_that_cannot_be_opened_says_so_and_can_be_deleted(
    app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context():
        db.session.query(Reflection).one().sealed = b"of another secret" * 3
        db.session.commit()
    assert "niet te openen" in client.get(OVERVIEW).text
    assert "kan niet meer worden geopend" in client.get(page).text
    assert client.get(f"{page}/practices/vision").location == page
    assert client.get(f"{page}/notes").location == page
    assert press(client, f"{page}/delete", f"{page}/delete").status_code == 303


@pytest.mark.parametrize("name", ["Nora", "Cora Jansen"])
def test_for_everybody_else_it_does_not_exist(client: FlaskClient, page: str, name: str) -> None:
    press(client, "/leader/", "/sign-out")
    sign_in(client, name)
    for part in ("", "/practices/vision", "/notes", "/delete"):
        assert client.get(page + part).status_code == 404


def test_a_practice_that_the_guide_has_not_is_no_page(client: FlaskClient, page: str) -> None:
    assert client.get(f"{page}/practices/direction").status_code == 404


@pytest.mark.parametrize(
    ("part", "field"), [("practices/vision", "note"), ("notes", "note-vision")]
)
def test_an_old_page_is_told_so_and_what_was_typed_stands(
    client: FlaskClient, page: str, part: str, field: str
) -> None:
    here = f"{page}/{part}"
    seen = client.get(here).text.partition('name="seen" value="')[2][:16]
    _rated(client, page, note="Van de telefoon")
    answer = press(client, here, here, seen=seen, **{field: "Van de laptop"})
    assert answer.status_code == 409
    assert "intussen ergens anders gewijzigd" in answer.text
    assert "Van de laptop</textarea>" in answer.text
    assert "Van de telefoon" in client.get(page).text
