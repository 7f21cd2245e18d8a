"""What a rater is told while she writes: her own words by which people may be recognised."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import invitations
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import KNOWN_BOARD, TEACHER
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor

KARIN = "Herkenbaar: ‘Karin’. Het rapport laat dit weg, andere namen misschien niet."


@pytest.fixture
def carla(app: Flask, client: FlaskClient, assessment: str) -> Visitor:
    """A teacher, where Karin of the board was invited as well."""
    with app.app_context():
        karin = Rater("board", "Karin Bos", "karin@board.example", "nl")
        invitations.invite(UUID(assessment), [karin])
    return Visitor.invited(app, client, assessment, "teacher")


def _warnings(visitor: Visitor, page: str | int) -> list[str]:
    said = (e for e in visitor.page(page).iter() if e.get("class") == "warning")
    return [text for element in said if (text := text_of(element))]


def test_saving_while_typing_tells_what_the_report_will_mask(carla: Visitor) -> None:
    answer = carla.post(6, keep="Karin weet het.", change="Meer rust.", autosave="1")
    assert (answer.status_code, answer.json) == (200, {"keep": KARIN})
    assert carla.draft().texts["keep"] == "Karin weet het."


def test_several_words_stand_in_one_sentence(carla: Visitor) -> None:
    text = "Karin Bos, 06-12345678 en karin@x.nl"
    answer = carla.post(6, keep=text, autosave="1")
    assert answer.get_json()["keep"].startswith(
        "Herkenbaar: ‘Karin Bos’, ‘06-12345678’ en ‘karin@x.nl’."
    )


def test_nothing_is_told_once_it_is_gone(carla: Visitor) -> None:
    carla.post(6, keep="Karin weet het.", autosave="1")
    answer = carla.post(6, keep="Men weet het.", autosave="1")
    assert (answer.status_code, answer.data) == (204, b"")


def test_p7_the_other_names_stand_in_no_page_and_no_answer(carla: Visitor) -> None:
    answer = carla.post(6, keep="Karin weet het.", autosave="1")
    pages = [carla.get(page).text for page in ("", 1, 6, "review", "decline")]
    for text in [answer.text, *pages]:
        assert "Bos" not in text
        assert "Bob" not in text
        assert "board.example" not in text


def test_without_javascript_the_page_and_the_overview_tell_it(carla: Visitor) -> None:
    assert carla.post(6, keep="Karin weet het.", next="1").location == "review"
    assert _warnings(carla, 6) == [KARIN]
    assert _warnings(carla, "review") == [f"{KARIN} Tekst veranderen"]
    links = [e.get("href") for e in carla.page("review").iter("a")]
    assert "6#keep" in links


def test_the_field_names_the_place_of_its_warning(carla: Visitor) -> None:
    page = carla.page(6)
    fields = {e.get("name"): e.get("aria-describedby") for e in page.iter("textarea")}
    assert fields["keep"] == "keep-warning"
    place = next(e for e in page.iter("p") if e.get("id") == "keep-warning")
    assert place.get("role") == "status"
    assert not text_of(place)


def test_a_text_with_a_name_can_be_sent_all_the_same(carla: Visitor) -> None:
    carla.post(6, keep="Karin weet het.", next="1")
    assert carla.post("review", send="1").status_code == 303
    assert carla.stored() == (1, ["Karin weet het."])


@pytest.mark.parametrize(("group", "warned"), [("board", True), ("self", False)])
def test_who_is_not_anonymous_is_warned_too_but_not_the_leader(
    app: Flask, client: FlaskClient, group: str, warned: bool
) -> None:
    with app.app_context():
        cast = people.gather(groups=(TEACHER, KNOWN_BOARD))
        assessment = str(people.assessment(people.open_wave(cast)))
        people.invite(UUID(assessment), "teacher")
    visitor = Visitor.invited(app, client, assessment, group)
    answer = visitor.post(6, keep="Bob, 06-12345678", autosave="1")
    assert answer.status_code == (200 if warned else 204)
    for page in (6, "review"):
        told = _warnings(visitor, page)
        assert ["‘Bob’ en ‘06-12345678’" in one for one in told] == [True] * warned


def test_a_text_that_cannot_be_kept_is_told_how_long_it_is(carla: Visitor) -> None:
    carla.post(6, change="Karin weet het.", autosave="1")
    answer = carla.post(6, keep="Karin " * 900, autosave="1")
    too_long = "Deze tekst heeft 5.399 tekens en er is ruimte voor 4.000: maak hem korter."
    assert (answer.status_code, answer.json) == (422, {"keep": too_long, "change": KARIN})


@pytest.mark.parametrize(
    ("page", "extra"), [("", 0), (1, 0), (6, 1), ("review", 1), ("decline", 0)]
)
def test_only_pages_that_show_her_words_ask_for_names(
    carla: Visitor, queries: list[str], page: str | int, extra: int
) -> None:
    carla.post(6, keep="Karin weet het.", autosave="1")
    carla.get(page)
    queries.clear()
    carla.get(page)
    asked = [query for query in queries if query.startswith("SELECT")]
    assert len(asked) == 2 + extra, asked


def test_saving_an_answer_on_a_scale_asks_for_no_names(carla: Visitor, queries: list[str]) -> None:
    carla.post(6, keep="Karin weet het.", autosave="1")
    queries.clear()
    assert carla.post(1, **{"vision-1": "4", "autosave": "1"}).status_code == 204
    assert not [query for query in queries if "SELECT invitation.name" in query]


def test_a_warning_speaks_the_language_of_the_page(carla: Visitor) -> None:
    carla.post(language="en")
    answer = carla.post(6, keep="Karin knows.", autosave="1")
    assert answer.get_json()["keep"].startswith("Recognisable: “Karin”. The report leaves this out")


def test_a_warning_is_text_whatever_was_written(carla: Visitor) -> None:
    carla.post(6, keep="<b>x@y.nl</b> http://<script>alert(1)</script>", next="1")
    page = carla.get("review").text
    assert "<script>alert" not in page
    assert parsed(page, "review") is not None
