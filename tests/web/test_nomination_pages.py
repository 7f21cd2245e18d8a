"""Pages on which raters are proposed, approved and returned: by whom, and in which words."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.services import (
    approvals,
    list_counts,
    nominations,
    organisations,
    rater_lists,
    waves,
)
from surveyapp.services.nominations import Wanted
from tests import cast as people
from tests.builders import ALI
from tests.cast import Cast
from tests.web.visitor import csrf, press, sign_in

TWO = "Bob Bos <bob@raters.example>\r\nCarla Kok <carla@raters.example>"


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    with app.app_context():
        return people.prepared_wave(cast)


@pytest.fixture
def alice(app: Flask, cast: Cast) -> UUID:
    with app.app_context():
        return people.place(cast, "Alice")


@pytest.fixture
def full(app: Flask, wave: UUID, alice: UUID) -> UUID:
    """The wave, in which Alice has proposed Bob and Carla."""
    put(app, wave, alice)
    return wave


def hers(wave: UUID, leader: UUID) -> str:
    return f"/leader/waves/{wave}/raters/{leader}"


def page_of(wave: UUID, leader: UUID | str = "") -> str:
    return f"/coordinator/waves/{wave}/nominations" + (f"/{leader}" if leader else "")


def send(client: FlaskClient, path: str, **data: object) -> TestResponse:
    return client.post(path, data=data | {"csrf_token": csrf(client, path)})


def propose(client: FlaskClient, path: str, text: str = TWO, **data: object) -> TestResponse:
    return send(client, path, **({"people": text, "group": "teacher", "language": "nl"} | data))


def listed(app: Flask, wave: UUID, leader: UUID) -> dict[str, str]:
    """Who is on the list, and in which state."""
    with app.app_context():
        return {one.name: one.state for one in rater_lists.rater_list(wave, leader).proposals}


def keys(app: Flask, wave: UUID, leader: UUID) -> list[str]:
    with app.app_context():
        return [str(one.id) for one in rater_lists.rater_list(wave, leader).proposals]


def put(app: Flask, wave: UUID, leader: UUID, text: str = TWO, group: str = "teacher") -> None:
    with app.app_context():
        outcome = nominations.propose(wave, leader, Wanted(group, "nl", text, {}))
        assert outcome.added


def test_a_leader_proposes_several_people_at_once(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Alice")
    home = client.get("/leader/").text
    assert "wie vraagt u om feedback?" in home
    assert hers(wave, alice) in home
    page = client.get(hers(wave, alice)).text
    for part in ("Leraren", "Anoniem: getoond als groep vanaf 3", "nog niemand", "Nora Bakker"):
        assert part in page
    answer = propose(client, hers(wave, alice))
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Er zijn 2 mensen voorgedragen" in page
    assert "te weinig: hun antwoorden zouden nergens worden getoond" in page
    assert listed(app, wave, alice) == {"Bob Bos": "proposed", "Carla Kok": "proposed"}
    assert "2 voorgedragen, 0 goedgekeurd" in client.get("/leader/").text


def test_a_name_that_is_pasted_keeps_the_joiners_of_its_script(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Alice")
    text = f"{ALI} Bo\u200ds <bob@raters.example>"
    assert propose(client, hers(wave, alice), text).status_code == 303
    assert listed(app, wave, alice) == {f"{ALI} Bos": "proposed"}


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Alice")
    text = "Daan\r\njan.de.boer@raters.example\r\nalice@school.example Alice\r\n<i>\r\nEva <eva@x>"
    answer = propose(client, hers(wave, alice), text, group="", language="xx", chosen="leader-x")
    assert answer.status_code == 422
    assert "Kies de groep" in answer.text
    assert "Kies een van de talen." in answer.text
    answer = propose(client, hers(wave, alice), text, group="peer", language="en")
    assert answer.status_code == 422
    for sentence in (
        "Regel 1: Bij ‘Daan’ staat geen e-mailadres",
        "Regel 2: De naam van jan.de.boer@raters.example ontbreekt",
        "Regel 4: Bij ‘&lt;i&gt;’ staat geen e-mailadres",
        "Regel 3: alice@school.example is het adres van de schoolleider zelf",
        "Regel 5: ‘eva@x’ is geen e-mailadres",
    ):
        assert sentence in answer.text
    assert 'value="Jan de Boer"' in answer.text, "a name is suggested"
    assert "&lt;i&gt;" in answer.text
    assert re.search(r'value="peer" checked', answer.text)
    assert re.search(r'value="en" selected', answer.text)
    assert listed(app, wave, alice) == {}


def test_names_that_are_missing_are_given_beside_the_text(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Alice")
    bare = "jan@raters.example; Piet Puk <piet@raters.example>"
    given = {"address": "jan@raters.example", "name": "Jan Jansen"}
    assert propose(client, hers(wave, alice), bare).status_code == 422
    assert propose(client, hers(wave, alice), bare, **given).status_code == 303
    assert set(listed(app, wave, alice)) == {"Jan Jansen", "Piet Puk"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Noem iemand"),
        ("\r\n \t", "Noem iemand"),
        ("Naam; E-mail", "Noem iemand"),
        ("x" * 50_001, "Dit is te veel tegelijk: plak hoogstens 50000 tekens in 2000 regels."),
        ("\r\n" * 2_000 + "x", "Dit is te veel tegelijk"),
        ("".join(f"P <p{n}@raters.example>;" for n in range(301)), "hoogstens 300"),
        ("\0<\ud7ff@", "is geen e-mailadres"),
    ],
)
def test_too_little_and_too_much_are_told(
    client: FlaskClient, wave: UUID, alice: UUID, text: str, sentence: str
) -> None:
    sign_in(client, "Alice")
    answer = propose(client, hers(wave, alice), text)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_many_faults_are_told_some_at_a_time(client: FlaskClient, wave: UUID, alice: UUID) -> None:
    sign_in(client, "Alice")
    answer = propose(client, hers(wave, alice), "\r\n".join(f"Naam{n}" for n in range(60)))
    assert "Er kloppen nog 60 dingen niet" in answer.text
    assert "Regel 50:" in answer.text
    assert "Regel 51:" not in answer.text
    assert "En nog 10" in answer.text


def test_a_proposal_is_returned_read_corrected_and_approved(
    app: Flask, client: FlaskClient, cast: Cast, wave: UUID, alice: UUID
) -> None:
    put(app, wave, alice)
    bob, carla = keys(app, wave, alice)
    sign_in(client, "Cora")
    assert "2 voorgedragen beoordelaars wachten op u" in client.get("/coordinator/").text
    assert (
        "2 voorgedragen beoordelaars wachten op u." in client.get(f"/coordinator/waves/{wave}").text
    )
    path = page_of(wave, alice)
    answer = send(client, path, do="return", chosen=bob, reason="Werkt hier <niet> meer.")
    assert answer.status_code == 303
    assert send(client, path, do="approve", chosen=carla).status_code == 303
    leader = app.test_client()
    sign_in(leader, "Alice")
    assert "Er is 1 voordracht aan u teruggegeven." in leader.get("/leader/").text
    page = leader.get(hers(wave, alice)).text
    assert "Uw programmabegeleider schrijft: Werkt hier &lt;niet&gt; meer." in page
    one = f"{hers(wave, alice)}/{bob}"
    assert "Opnieuw voordragen" in leader.get(one).text
    wrong = send(leader, one, name="", email="carla@raters.example", group="x", language="y")
    assert wrong.status_code == 422
    for sentence in ("Vul een naam in", "staat al op uw lijst"):
        assert sentence in wrong.text
    right = {"name": "Bob", "email": "bob.bos@raters.example", "group": "peer", "language": "en"}
    assert send(leader, one, **right).status_code == 303
    assert listed(app, wave, alice) == {"Bob": "proposed", "Carla Kok": "approved"}
    assert leader.get(f"{hers(wave, alice)}/{carla}").status_code == 409, "it is approved"
    assert press(client, page_of(wave), f"{page_of(wave)}/approve").status_code == 303
    assert set(listed(app, wave, alice).values()) == {"approved"}
    history = client.get(f"/coordinator/waves/{wave}").text
    assert "Er is 1 voorgedragen beoordelaar aan de schoolleider teruggegeven." in history


def test_a_leader_takes_a_proposal_back(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    put(app, wave, alice)
    bob, _ = keys(app, wave, alice)
    sign_in(client, "Alice")
    one = f"{hers(wave, alice)}/{bob}"
    assert send(client, one, take_back="1").status_code == 303
    assert list(listed(app, wave, alice)) == ["Carla Kok"]
    assert client.get(one).status_code == 409


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Kies wat er met hen moet gebeuren."),
        ({"do": "destroy"}, "Kies wat er met hen moet gebeuren."),
        ({"do": "approve"}, "Vink eerst iemand aan."),
        ({"do": "approve", "chosen": "rubbish"}, "Vink eerst iemand aan."),
    ],
)
def test_a_coordinator_is_told_what_is_missing(
    client: FlaskClient, full: UUID, alice: UUID, data: dict[str, object], sentence: str
) -> None:
    sign_in(client, "Cora")
    answer = send(client, page_of(full, alice), **data)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(" ", "Zeg waarom"), ("x" * 301, "Gebruik hoogstens 300 tekens.")],
)
def test_a_reason_is_asked_and_what_was_ticked_stays(
    app: Flask, client: FlaskClient, full: UUID, reason: str, sentence: str
) -> None:
    with app.app_context():
        (leader,) = {one.leader for one in list_counts.overview(full).lists if one.proposed}
    sign_in(client, "Cora")
    chosen = keys(app, full, leader)[:1]
    path = page_of(full, leader)
    answer = send(client, path, do="return", chosen=chosen, reason=reason)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count(" checked") == 1
    assert reason.strip() in answer.text


def test_a_coordinator_adds_and_takes_off(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Cora")
    path = page_of(wave, alice)
    assert propose(client, f"{path}/add", "bob@raters.example").status_code == 422
    assert propose(client, f"{path}/add").status_code == 303
    assert set(listed(app, wave, alice).values()) == {"approved"}
    answer = send(client, path, do="remove", chosen=keys(app, wave, alice))
    assert "Er zijn 2 mensen van de lijst gehaald." in client.get(answer.location).text
    assert listed(app, wave, alice) == {}


def test_the_most_loaded_are_listed_with_their_minutes(
    app: Flask, client: FlaskClient, cast: Cast, wave: UUID, alice: UUID
) -> None:
    put(app, wave, alice)
    with app.app_context():
        nora = people.place(cast, "Nora")
    put(app, wave, nora, "Bob Bos <bob@raters.example>", "peer")
    sign_in(client, "Cora")
    page = client.get(page_of(wave)).text
    assert "Wie het meest wordt gevraagd" in page
    assert "2 schoolleiders, ongeveer 24 minuten" in page
    assert "bevraagd over 2 schoolleiders" in client.get(page_of(wave, alice)).text


def test_opening_says_what_is_dropped(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    put(app, wave, alice)
    bob, _ = keys(app, wave, alice)
    with app.app_context():
        approvals.give_back(wave, alice, [UUID(bob)], "x")
    sign_in(client, "Cora")
    page = client.get(f"/coordinator/waves/{wave}/open").text
    assert "1 voorgedragen beoordelaar is niet goedgekeurd" in page
    assert "1 beoordelaar is teruggegeven aan de schoolleider" in page
    assert send(client, f"/coordinator/waves/{wave}/open").status_code == 303
    assert listed(app, wave, alice) == {}


def test_after_the_day_the_page_says_so(
    app: Flask, client: FlaskClient, cast: Cast, wave: UUID, alice: UUID
) -> None:
    sign_in(client, "Alice")
    put(app, wave, alice)
    with app.app_context():
        people.stop_proposals(wave)
    page = client.get(hers(wave, alice)).text
    assert "U kon mensen voordragen tot en met" in page
    assert "<textarea" not in page
    token = csrf(client, "/leader/")
    data = {
        "people": "Z <z@raters.example>",
        "group": "peer",
        "language": "nl",
        "csrf_token": token,
    }
    assert client.post(hers(wave, alice), data=data).status_code == 409
    bob, _ = keys(app, wave, alice)
    assert client.get(f"{hers(wave, alice)}/{bob}").status_code == 409


def test_an_addition_is_proposed_approved_and_invited(
    app: Flask, client: FlaskClient, wave: UUID, alice: UUID
) -> None:
    with app.app_context():
        approvals.add(wave, alice, Wanted("teacher", "nl", TWO, {}))
        waves.open_wave(wave)
    leader = app.test_client()
    sign_in(leader, "Alice")
    assert "Ontbreekt er iemand?" in leader.get("/leader/").text
    page = leader.get(hers(wave, alice)).text
    assert "de lijst staat vast" in page
    assert "Bob Bos" in page
    assert propose(leader, hers(wave, alice), "Bob <bob@raters.example>").status_code == 422
    assert propose(leader, hers(wave, alice), "Emma <emma@raters.example>").status_code == 303
    sign_in(client, "Cora")
    assert "1 wacht op u" in client.get(page_of(wave)).text
    (emma,) = keys(app, wave, alice)
    assert client.get(f"{page_of(wave, alice)}/add").status_code == 409
    answer = send(client, page_of(wave, alice), do="approve", chosen=emma)
    assert "Er is één persoon goedgekeurd." in client.get(answer.location).text
    with app.app_context():
        assert len(people.tokens(people.assessment(wave), "teacher")) == 3
    assert listed(app, wave, alice) == {}, "she is on the list now"
    assert "Emma" in leader.get(hers(wave, alice)).text


@pytest.mark.parametrize("name", ["Zoë", "Yara", "Nora"])
def test_strangers_find_no_list(
    app: Flask, client: FlaskClient, full: UUID, alice: UUID, name: str
) -> None:
    bob, _ = keys(app, full, alice)
    with app.app_context():
        other = people.strangers()
        theirs = people.prepared_wave(other, "post")
        yara = people.place(other, "Yara")
    sign_in(client, name)
    form = {"csrf_token": csrf(client, "/coordinator/" if name == "Zoë" else "/leader/")}
    form |= {"do": "approve", "chosen": bob, "people": TWO, "group": "peer", "language": "nl"}
    for path in (
        hers(full, alice),
        hers(theirs, alice),
        hers(full, yara),
        f"{hers(full, alice)}/{bob}",
        page_of(full),
        f"{page_of(full)}/approve",
        page_of(full, alice),
        page_of(theirs, alice),
        page_of(full, yara),
        f"{page_of(full, alice)}/add",
    ):
        codes = client.get(path).status_code, client.post(path, data=form).status_code
        assert codes in {(404, 404), (404, 405), (405, 404)}, path
    assert set(listed(app, full, alice).values()) == {"proposed"}


def test_a_proposal_of_another_list_is_none_of_hers(
    app: Flask, client: FlaskClient, cast: Cast, full: UUID, alice: UUID
) -> None:
    bob, _ = keys(app, full, alice)
    with app.app_context():
        nora = people.place(cast, "Nora")
    sign_in(client, "Nora")
    path = f"{hers(full, nora)}/{bob}"
    assert client.get(path).status_code == 409
    data = {"take_back": "1", "csrf_token": csrf(client, "/leader/")}
    assert client.post(path, data=data).status_code == 409
    assert len(listed(app, full, alice)) == 2


def test_a_coordinator_of_two_programmes_mixes_no_lists(
    app: Flask, client: FlaskClient, cast: Cast, wave: UUID, alice: UUID
) -> None:
    """The leader of one programme has no list in a wave of another, for anybody."""
    with app.app_context():
        other = people.strangers()
        organisations.join(other.organisation, cast.coordinator, "coordinator")
        theirs = people.prepared_wave(other, "post")
    sign_in(client, "Cora")
    assert client.get(page_of(theirs)).status_code == 404
    assert client.get(page_of(theirs, alice)).status_code == 404


@pytest.mark.parametrize("leaders", [2, 40])
def test_no_page_asks_the_database_more_with_more_people(
    app: Flask, client: FlaskClient, queries: list[str], leaders: int
) -> None:
    names = [f"Leider{number} Achternaam" for number in range(leaders)]
    with app.app_context():
        cast = people.gather(names)
        wave = people.prepared_wave(cast)
        first = people.place(cast, "Leider0")
        for name in names:
            text = "\n".join(f"P <p{number}@raters.example>" for number in range(leaders))
            place = people.place(cast, name.split()[0])
            nominations.propose(wave, place, Wanted("teacher", "nl", text, {}))
    sign_in(client, "Cora")
    for opened in (False, True):
        for path in (
            "/coordinator/",
            f"/coordinator/waves/{wave}",
            page_of(wave),
            page_of(wave, first),
        ):
            queries.clear()
            assert client.get(path).status_code == 200
            assert len(queries) <= 10, (opened, path, queries)
        leader = app.test_client()
        sign_in(leader, "Leider0")
        for path in ("/leader/", hers(wave, first)):
            queries.clear()
            assert leader.get(path).status_code == 200
            assert len(queries) <= 10, (opened, path, queries)
        if not opened:
            with app.app_context():
                approvals.approve_all(wave)
                waves.open_wave(wave)
                nominations.propose(
                    wave, first, Wanted("peer", "nl", "Late <late@raters.example>", {})
                )
