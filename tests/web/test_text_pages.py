"""The pages of mail texts: write, look, keep; what is wrong stands beside the field."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.services import texts
from surveyapp.services.texts import Text
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in

BODY = "Hoi {naam}\n\n{link}\n\nGroet, <Cora>"


@pytest.fixture
def page(app: Flask, client: FlaskClient, cast: Cast) -> str:
    """Cora is signed in; the address of the texts of her programme, which has an open wave."""
    with app.app_context():
        people.open_wave(cast)
    sign_in(client, "Cora")
    return f"/coordinator/programmes/{cast.programme}/texts"


def _read(answer: TestResponse) -> str:
    return text_of(parsed(answer.text, "texts"))


def _send(client: FlaskClient, page: str, button: str, **data: str) -> TestResponse:
    fields = {"subject": "Vraag", "body": BODY, "version": "1"} | data
    return press(client, page, page, **{button: "1"}, **fields)


def _stored(app: Flask, programme: UUID, kind: str = "invitation") -> Text:
    with app.app_context():
        return texts.editable(programme, kind, "nl").text


def test_every_kind_and_language_leads_to_its_text(client: FlaskClient, page: str) -> None:
    overview = client.get(page)
    assert _read(overview).count("tekst van het product") >= 10
    for kind in texts.KINDS:
        for code in ("nl", "en"):
            assert f"{page}/{kind}/{code}" in overview.text
            assert client.get(f"{page}/{kind}/{code}").status_code == 200
    for wrong in ("invitation/xx", "nothing/nl", "release/nl"):
        assert client.get(f"{page}/{wrong}").status_code == 404


def test_a_text_is_looked_at_before_it_is_kept(
    app: Flask, client: FlaskClient, cast: Cast, page: str
) -> None:
    before = _stored(app, cast.programme)
    answer = _send(client, f"{page}/invitation/nl", "preview")
    told = _read(answer)
    assert answer.status_code == 200
    assert "Dit is nog niet bewaard." in told
    assert "Hoi Robin Bakker Vragenlijst openen http://localhost/r/xxxx" in told
    assert "Groet, <Cora>" in told
    assert "Toegevoegd door het product Uw antwoorden zijn anoniem." in told
    assert _stored(app, cast.programme) == before
    assert _send(client, f"{page}/invitation/nl", "keep").status_code == 303
    assert _stored(app, cast.programme) == Text("Vraag", BODY)
    assert "De tekst is bewaard." in _read(client.get(f"{page}/invitation/nl"))
    assert "eigen tekst" in _read(client.get(page))


def test_the_products_words_are_filled_in_and_count_once_they_are_kept(
    app: Flask, client: FlaskClient, cast: Cast, page: str
) -> None:
    one = f"{page}/thanks/nl"
    product = _stored(app, cast.programme, "thanks")
    _send(client, one, "keep", body="Dank, {naam}")
    answer = _send(client, one, "product", body="Dank, {naam}", version="2")
    assert "De vragenlijst is nu gesloten." in _read(answer)
    assert "Dit is nog niet bewaard." in _read(answer)
    assert _stored(app, cast.programme, "thanks").body == "Dank, {naam}"
    fields = {"subject": product.subject, "body": product.body, "version": "2"}
    _send(client, one, "keep", **fields)
    assert "Deze mails hebben de tekst van het product" in _read(client.get(one))


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
    app: Flask, client: FlaskClient, cast: Cast, page: str
) -> None:
    before = _stored(app, cast.programme)
    for button in ("preview", "keep"):
        wrong = {"subject": "", "body": "Hoi {adres} <b>"}
        answer = _send(client, f"{page}/invitation/nl", button, **wrong)
        told = _read(answer)
        assert answer.status_code == 422
        assert "Schrijf een onderwerp." in told
        assert "{adres} kan hier niet worden ingevuld. U kunt gebruiken: {naam}," in told
        assert "Zet {link} één keer op een eigen regel" in told
        assert "Hoi {adres} &lt;b&gt;</textarea>" in answer.text
        assert 'id="preview"' not in answer.text
    assert _stored(app, cast.programme) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "x" * 20_000},
        {"body": "y\n" * 100_000},
        {"body": "{link}\n" * 90},
        {"subject": "{link}"},
        {"subject": "\x00\r\n"},
    ],
)
def test_bad_input_is_told(client: FlaskClient, page: str, fields: dict[str, str]) -> None:
    for button in ("preview", "keep"):
        assert _send(client, f"{page}/invitation/nl", button, **fields).status_code == 422


def test_the_second_of_two_is_told_and_keeps_her_text(
    app: Flask, client: FlaskClient, cast: Cast, page: str
) -> None:
    one = f"{page}/reminder/nl"
    _send(client, one, "keep", subject="Van de eerste")
    for version in ("1", "0", "", "nonsense", "9" * 30):
        answer = _send(client, one, "keep", subject="Van de tweede", version=version)
        assert answer.status_code == 409
        assert "Iemand anders heeft dit programma intussen gewijzigd" in _read(answer)
        assert "Van de eerste" in _read(answer)
        assert 'value="Van de tweede"' in answer.text
        assert 'name="version" value="2"' in answer.text
    assert _stored(app, cast.programme, "reminder").subject == "Van de eerste"
    assert _send(client, one, "keep", subject="Van de tweede", version="2").status_code == 303


def test_strangers_find_no_texts(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        people.strangers()
    for name in ("Zoë", "Yara"):
        other = app.test_client()
        sign_in(other, name)
        for place in (page, f"{page}/invitation/nl", f"{page}/nothing/xx"):
            assert other.get(place).status_code == 404
            assert other.post(place).status_code in {400, 404, 405}


@pytest.mark.parametrize("place", ["", "/invitation/nl", "/reminder/en"])
def test_a_page_takes_few_statements(
    client: FlaskClient, page: str, queries: list[str], place: str
) -> None:
    client.get(page + place)
    queries.clear()
    client.get(page + place)
    assert len(queries) <= 10, "\n".join(queries)
    if place:
        queries.clear()
        _send(client, page + place, "keep", version="7")
        assert len(queries) <= 20, "the page, and keeping it: \n" + "\n".join(queries)
