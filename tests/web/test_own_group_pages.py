"""A learning group among its leaders: offers, wishes, and what they do together."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.extensions import db
from surveyapp.models.plan import Action
from surveyapp.services import coaching, exchange
from surveyapp.services.exchange import LONGEST_LINE
from tests import cast as people
from tests import plans
from tests.cast import Cast
from tests.web.visitor import press, sign_in


@pytest.fixture
def alice(app: Flask, cast: Cast) -> UUID:
    """Alice's place in the group."""
    with app.app_context():
        return people.place(cast, "Alice")


@pytest.fixture
def nora(app: Flask, cast: Cast) -> UUID:
    """Nora's place in the same group."""
    with app.app_context():
        return people.place(cast, "Nora")


def _page(leader: UUID, name: str = "") -> str:
    return f"/leader/groups/{leader}/{name}"


def _say(client: FlaskClient, leader: UUID, *said: str, **lines: str) -> int:
    here = _page(leader, "mine")
    sent = {name.replace("_", "-"): line for name, line in lines.items()}
    # Ticks of the same name: a list.
    return press(client, here, here, **sent, said=list(said)).status_code  # type: ignore[arg-type]


def test_an_empty_page_is_kind_and_says_who_sees_it(client: FlaskClient, alice: UUID) -> None:
    sign_in(client, "Alice")
    assert _page(alice) in client.get("/leader/").text
    page = client.get(_page(alice)).text
    assert "Nog niemand heeft iets aangeboden of gevraagd" in page
    assert "Nog niemand deelt een actie" in page
    assert "niet uw programmabegeleider" in page
    assert page.count("Nora Bakker") == 1, "named as a member, and nothing else is said of her"


def test_what_is_ticked_is_shown_to_the_group_and_meets_its_match(
    app: Flask, client: FlaskClient, alice: UUID, nora: UUID
) -> None:
    with app.app_context():
        exchange.put(nora, {"people": "<i>Bel mij</i>"}, {"vision": ""})
    sign_in(client, "Alice")
    said = ("offer-vision", "wish-people")
    assert _say(client, alice, *said, offer_vision=" Kom  kijken ") == 303
    page = client.get(_page(alice)).text
    assert "Uw leergroep ziet dit vanaf nu." in page
    assert "Nora Bakker biedt aan wat u zoekt: Ontwikkeling van medewerkers." in page
    assert "Nora Bakker zoekt wat u aanbiedt: Visiegestuurd werken." in page
    assert "&lt;i&gt;Bel mij&lt;/i&gt;" in page
    assert "Kom kijken" in page
    assert 'value="offer-vision" checked' in client.get(_page(alice, "mine")).text


def test_a_line_without_a_tick_is_asked_about_and_kept(client: FlaskClient, alice: UUID) -> None:
    sign_in(client, "Alice")
    here = _page(alice, "mine")
    answer = press(client, here, here, **{"offer-vision": "Kom kijken"})
    assert answer.status_code == 422
    assert "Vink dit ook aan" in answer.text
    assert 'value="Kom kijken"' in answer.text
    assert "Kom kijken" not in client.get(_page(alice)).text


def test_a_line_that_is_too_long_is_told_beside_it_and_kept(
    client: FlaskClient, alice: UUID
) -> None:
    sign_in(client, "Alice")
    here, long = _page(alice, "mine"), "é" * (LONGEST_LINE + 1)
    answer = press(client, here, here, **{"wish-people": long, "said": "wish-people"})
    assert answer.status_code == 422
    assert 'id="wish-people-wrong"' in answer.text
    assert long in answer.text
    assert 'value="wish-people" checked' in answer.text


def test_a_tick_for_what_is_no_competence_says_nothing(client: FlaskClient, alice: UUID) -> None:
    sign_in(client, "Alice")
    assert _say(client, alice, "offer-nothing", "praise-vision") == 303
    assert "Nog niemand heeft iets aangeboden" in client.get(_page(alice)).text


def test_it_is_taken_back_with_one_button(
    app: Flask, client: FlaskClient, alice: UUID, nora: UUID
) -> None:
    with app.app_context():
        exchange.put(alice, {"vision": "Kom kijken"}, {})
        exchange.put(nora, {"vision": "Ook ik"}, {})
    sign_in(client, "Alice")
    back = _page(alice, "take-back")
    for _ in range(2):
        answer = press(client, _page(alice, "mine"), back, kind="offer", competence="vision")
        assert answer.status_code == 303
    page = client.get(_page(alice)).text
    assert "Kom kijken" not in page
    assert "Ook ik" in page


def test_her_report_suggests_to_her_alone_and_ticks_nothing(
    client: FlaskClient, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "suggested", lambda _: {"vision": "offer", "people": "wish"})
    sign_in(client, "Alice")
    page = client.get(_page(alice, "mine")).text
    assert page.count("Uw rapport noemt dit een kracht om in uit te blinken.") == 1
    assert page.count("Uw rapport noemt dit een tekort om aan te pakken.") == 1
    assert " checked" not in page
    assert "Uw rapport noemt" not in client.get(_page(alice)).text


def test_what_members_share_of_their_plans_is_the_agenda(
    app: Flask, client: FlaskClient, cast: Cast, nora: UUID
) -> None:
    with app.app_context():
        priority = plans.priority(people.assessment(people.released_wave(cast)))
        day = date(2027, 3, 1)
        plan = plans.plan(priority, due=day, shared=True)
        db.session.add(Action(plan_id=plan, position=0, text="Afspreken", due=date(2027, 4, 2)))
        db.session.commit()
        plans.plan(priority, "me", goal="Alleen van mij", actions=["Niet hier"])
    sign_in(client, "Nora")
    page = client.get(_page(nora)).text
    for told in (
        "Samen lessen bezoeken",
        "Alice de Vries",
        "Afspreken",
        "Gepland · tot en met 2 april",
        "Tot en met 1 maart",
    ):
        assert told in page
    assert "Alleen van mij" not in page
    assert "Niet hier" not in page


def test_what_no_button_sends_reaches_no_database(
    client: FlaskClient, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, str]] = []
    monkeypatch.setattr(exchange, "take_back", lambda _leader, *what: taken.append(what))
    sign_in(client, "Alice")
    here, back = _page(alice, "mine"), _page(alice, "take-back")
    for kind in ("", "praise", "offer\x00x"):
        assert press(client, here, back, kind=kind, competence="vision").status_code == 400
    assert press(client, here, back, kind="offer", competence="vision\x00").status_code == 303
    assert taken == [("offer", "vision")]


@pytest.mark.parametrize("name", ["Nora", "Cora Jansen"])
def test_who_has_not_this_place_is_told_that_there_is_none(
    app: Flask, client: FlaskClient, cast: Cast, alice: UUID, name: str
) -> None:
    with app.app_context():
        coaching.give(cast.group, email=people.address("Cora"), name="Cora", language="nl")
        exchange.put(alice, {"vision": "Kom kijken"}, {})
    sign_in(client, name)
    for part in ("", "mine"):
        assert client.get(_page(alice, part)).status_code == 404
    home = "/leader/" if name == "Nora" else "/coordinator/"
    sent = {"kind": "offer", "competence": "vision"}
    assert press(client, home, _page(alice, "take-back"), **sent).status_code == 404
    with app.app_context():
        assert exchange.of_place(alice).mine("offer") == {"vision": "Kom kijken"}


def test_pages_of_coordinators_and_coaches_say_nothing_of_it(
    app: Flask, client: FlaskClient, cast: Cast, alice: UUID
) -> None:
    with app.app_context():
        coaching.give(cast.group, email=people.address("Cora"), name="Cora", language="nl")
        exchange.put(alice, {"vision": "Kom kijken"}, {})
    sign_in(client, "Cora Jansen")
    for page in ("/coach/", f"/coordinator/groups/{cast.group}", f"/coordinator/leaders/{alice}"):
        assert "Kom kijken" not in client.get(page).text


def test_an_old_page_is_told_so_and_what_was_typed_stands(
    app: Flask, client: FlaskClient, alice: UUID
) -> None:
    with app.app_context():
        seen = exchange.of_place(alice).mark
        exchange.put(alice, {"vision": "Van de telefoon"}, {})
    sign_in(client, "Alice")
    here = _page(alice, "mine")
    typed = {"said": "wish-people", "wish-people": "Van de laptop"}
    answer = press(client, here, here, seen=seen, **typed)
    assert answer.status_code == 409
    assert "intussen ergens anders gewijzigd" in answer.text
    assert 'value="Van de laptop"' in answer.text
    assert "Van de laptop" not in client.get(_page(alice)).text
