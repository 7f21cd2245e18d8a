"""What a rater reads before and after: what is shown of her group, and what never."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.core.rater_group import RaterGroup
from surveyapp.services import waves
from tests import cast as people
from tests.cast import KNOWN_BOARD, PEER, TEACHER, Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor

STRICT = TEACHER.model_copy(update={"minimum": 8})


def _gathered(app: Flask, *groups: RaterGroup, comments: int = 5) -> tuple[UUID, UUID]:
    """An open wave with these groups, and Alice's assessment in it."""
    with app.app_context():
        cast = people.gather(groups=groups, minimum_comments=comments)
        wave = people.open_wave(cast)
        return wave, people.assessment(wave)


def _shown(text: str, name: str = "shown") -> list[str]:
    page = parsed(text, name)
    lists = (e for e in page.iter("ul") if e.get("class") == name)
    return [text_of(item) for element in lists for item in element.iter("li")]


def _both(app: Flask, client: FlaskClient, group: str, *groups: RaterGroup, **rules: int) -> str:
    """The first page of a rater, after looking whether the thank-you page promises the same."""
    wave, assessment = _gathered(app, *groups, **rules)
    first = Visitor.invited(app, client, str(assessment), group).get().text
    thanks = client.get(f"/thanks/{wave}/{group}?lang=nl").text
    for name in ("shown", "never"):
        assert _shown(first, name) == _shown(thanks, name) != []
    return first


def test_the_numbers_are_those_of_her_group_and_wave(app: Flask, client: FlaskClient) -> None:
    peer = PEER.model_copy(update={"minimum": 4})
    shown = _shown(_both(app, client, "peer", TEACHER, peer, comments=6))
    assert "als minstens 4 mensen een vraag beantwoorden" in shown[0]
    assert "‘Collega-schoolleiders’" in shown[0]
    assert "samen met andere kleine groepen" in shown[1]
    assert "minstens 7 mensen een vraag beantwoorden" in shown[2]
    assert "minstens 6 mensen" in shown[3]


def test_a_high_minimum_holds_for_everything(app: Flask, client: FlaskClient) -> None:
    shown = _shown(_both(app, client, "teacher", STRICT, PEER))
    assert all("minstens 8 mensen" in shown[place] for place in (0, 2, 3))


def test_a_group_that_has_none_to_join_reads_so(app: Flask, client: FlaskClient) -> None:
    shown = _shown(_both(app, client, "teacher", TEACHER, KNOWN_BOARD))
    assert shown[1] == "Bij minder: niets"


def test_counts_and_what_we_recognise_are_promised_as_they_are(
    app: Flask, client: FlaskClient
) -> None:
    never = _shown(_both(app, client, "teacher", TEACHER), "never")
    assert never[1:] == [
        "Wie heeft geantwoord: alleen hoeveel mensen van een groep",
        "Wanneer iemand heeft geantwoord: dat wordt niet bewaard",
        "Namen van uitgenodigden, e-mailadressen en telefoonnummers in de teksten, "
        "voor zover wij die herkennen",
    ]


@pytest.mark.parametrize("group", ["board", "self"])
def test_who_is_not_anonymous_is_promised_nothing_about_when(
    app: Flask, client: FlaskClient, group: str
) -> None:
    text = _both(app, client, group, TEACHER, KNOWN_BOARD)
    assert not [line for line in _shown(text, "never") if "anneer" in line]


def test_an_identified_group_is_promised_no_more_than_is_kept(
    app: Flask, client: FlaskClient
) -> None:
    text = _both(app, client, "board", TEACHER, KNOWN_BOARD)
    assert "ook als maar één persoon antwoordt" in _shown(text)[0]
    assert "onder de naam van uw groep" in _shown(text)[1]
    for promise in ("Wat één persoon antwoordde", "Wie heeft geantwoord", "ook wij niet"):
        assert promise not in text


def test_the_leader_reads_what_becomes_of_hers(app: Flask, client: FlaskClient) -> None:
    text = _both(app, client, "self", TEACHER)
    assert "in uw eigen rapport" in _shown(text)[0]
    assert "achterhouden" not in text


def test_before_and_after_tell_what_the_coordinator_does_and_when_all_is_erased(
    app: Flask, client: FlaskClient, assessment: str, cast: Cast
) -> None:
    bob = Visitor.invited(app, client, assessment, "teacher")
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
    for text in (bob.get().text, client.get(f"/thanks/{wave}/teacher?lang=nl").text):
        assert "zonder de groepen, en er met opgaaf van reden een achterhouden" in text
        assert "Wat u typte, wordt dan vernietigd." in text
        assert "worden 30 dagen daarna gewist" in text


def test_after_sending_the_address_holds_no_link_and_tells_until_when(
    app: Flask, bob: Visitor, cast: Cast
) -> None:
    bob.fill(1)
    sent = bob.post("review", send="1")
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0]
        assert sent.location == f"/thanks/{wave.id}/teacher?lang=nl"
    thanks = bob.client.get(sent.location).text
    assert bob.token not in thanks
    assert "Alice" not in thanks
    assert "Daarna worden de cijfers berekend, één keer." in thanks


@pytest.mark.parametrize("group", ["nobody", "pool", "others", "Teacher", "%00"])
def test_thanks_for_a_group_that_there_is_not_is_no_page(
    app: Flask, client: FlaskClient, group: str
) -> None:
    wave, _ = _gathered(app, TEACHER)
    assert client.get(f"/thanks/{wave}/{group}").status_code == 404


def test_thanks_for_a_wave_that_there_is_not_or_not_yet_is_no_page(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        prepared = waves.create(
            cast.programme, name="x", label={"nl": "X"}, closes_on=date(2099, 1, 1)
        )
    for wave in (uuid4(), prepared, "nonsense"):
        assert client.get(f"/thanks/{wave}/teacher").status_code == 404
