"""A coordinator brings people from a spreadsheet: chosen, looked at, imported."""

import re
import tempfile
from datetime import date, timedelta
from io import BytesIO
from typing import get_args
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from surveyapp.core import people_sheet
from surveyapp.core.people_sheet import MAXIMUM_ROWS
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.services import spreadsheets, waves
from surveyapp.web.coordinator.people import LARGEST_PARCEL
from surveyapp.web.coordinator.wrong_cells import SAID, TROUBLES
from tests import cast as crew
from tests.cast import Cast
from tests.services import sheets
from tests.services.sheets import ALICE, TWO, leader, rater
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import csrf, press, sign_in


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """A wave of Cora's programme, prepared."""
    day = date.today() + timedelta(days=14)
    with app.app_context():
        return waves.create(cast.programme, name="pre", label=crew.LABELS["pre"], closes_on=day)


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def page_of(wave: UUID) -> str:
    return f"/coordinator/waves/{wave}/people"


def upload(
    client: FlaskClient, wave: UUID, data: bytes, name: str = "mensen.csv", token: str = ""
) -> TestResponse:
    page = page_of(wave)
    form = {"csrf_token": token or csrf(client, page), "file": FileStorage(BytesIO(data), name)}
    boundary, body = encode_multipart(form)
    return client.post(page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def parcel(page: str) -> str:
    found = re.search(r'name="parcel" value="([^"]+)"', page)
    assert found
    return found.group(1)


def bring(client: FlaskClient, wave: UUID, preview: TestResponse) -> TestResponse:
    page = page_of(wave)
    return press(client, page, f"{page}/import", parcel=parcel(preview.text))


def nominated(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Nomination).count()


def test_the_wave_leads_to_it_while_people_can_be_added(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    link = f'href="{page_of(wave)}"'
    page = f"/coordinator/waves/{wave}"
    assert link in cora.get(page).text
    with app.app_context():
        waves.open_wave(wave)
    assert link in cora.get(page).text
    assert "Deze meting is open" in cora.get(page_of(wave)).text
    with app.app_context():
        waves.close_wave(wave)
    assert link not in cora.get(page).text
    assert cora.get(page_of(wave)).status_code == 409


@pytest.mark.parametrize(("kind", "language"), [("csv", "nl"), ("xlsx", "nl"), ("xlsx", "en")])
def test_the_template_has_the_programme_s_groups_and_can_be_imported(
    cora: FlaskClient, wave: UUID, kind: str, language: str
) -> None:
    answer = cora.get(f"{page_of(wave)}.{kind}?lang={language}")
    name = {"nl": "mensen", "en": "people"}[language]
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}.{kind}"
    table = spreadsheets.read(answer.data)
    assert table.rows[0] == tuple(texts[language] for texts in people_sheet.HEADERS.values())
    assert len(table.rows) == 4, "a row for each rater group"
    preview = upload(cora, wave, answer.data, f"x.{kind}")
    assert "3 nieuwe beoordelaars" in preview.text


def test_what_is_right_is_shown_first_and_then_imported(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    rows = (*TWO, (*leader("Olga Prins", "Groep West"), *rater("Bob")))
    preview = upload(cora, wave, sheets.as_csv(*rows))
    assert preview.status_code == 200
    for told in ("1 nieuwe schoolleider", "4 nieuwe beoordelaars", "1 nieuwe leergroep"):
        assert told in preview.text
    assert nominated(app) == 0
    done = bring(cora, wave, preview)
    assert (done.status_code, done.location) == (303, f"/coordinator/waves/{wave}")
    page = cora.get(done.location).text
    assert "Nieuwe schoolleiders: 1, nieuwe beoordelaars: 4, gewijzigd: 0." in page
    assert "Er is een spreadsheet ingelezen, met 4 nieuwe beoordelaars. " in page
    assert nominated(app) == 4


def test_importing_twice_or_pressing_twice_changes_nothing(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    preview = upload(cora, wave, sheets.as_csv(*TWO))
    bring(cora, wave, preview)
    again = cora.get(bring(cora, wave, preview).location).text
    assert "Iedereen in dit bestand was al bekend: er is niets veranderd." in again
    assert "inlezen verandert niets" in upload(cora, wave, sheets.as_csv(*TWO)).text
    assert nominated(app) == 3


def test_every_wrong_cell_is_marked_with_what_to_do_and_listed_above(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    book = sheets.workbook((*TWO, (*ALICE, "Ouders", "<b>Daan</b>", "daan", "")))
    book.active.merge_cells("A2:A3")
    book.active["F3"] = "=A1"
    answer = upload(cora, wave, sheets.saved(book), "mensen.xlsx")
    assert answer.status_code == 422
    page = parsed(answer.text, "")
    (summary,) = (e for e in page.iter("div") if e.get("class") == "summary")
    listed = [text_of(item) for item in summary.iter("li")]
    assert [item.split(":")[0] for item in listed] == [
        "Cel A2", "Cel F3", "Cel E5", "Cel G5"
    ]  # fmt: skip
    cells = {e.get("id"): text_of(e) for e in page.iter("td") if e.get("id")}
    assert "samengevoegd" in cells["cell-A2"]
    assert "plakken speciaal" in cells["cell-F3"]
    assert (
        "Ouders Deze beoordelaarsgroep is er niet: schrijf een van deze: Leraren"
        in (cells["cell-E5"])
    )
    assert "naam@school.example" in cells["cell-G5"]
    assert "&lt;b&gt;Daan" in answer.text
    assert 'name="parcel"' not in answer.text
    assert nominated(app) == 0


def test_a_wrong_header_is_told_where_it_stands(cora: FlaskClient, wave: UUID) -> None:
    answer = upload(cora, wave, b"Leergroep;Telefoon;Leergroep\nOost;06;x\n")
    assert answer.status_code == 422
    for told in ("De kolom ‘School’ ontbreekt", "Een kolom met deze naam is er niet", "al in A"):
        assert told in answer.text


def test_of_very_many_faults_the_first_hundred_are_told(cora: FlaskClient, wave: UUID) -> None:
    rows = [(*ALICE, "Ouders", f"R {n}", f"r{n}@x.example", "") for n in range(150)]
    page = upload(cora, wave, sheets.as_csv(*rows)).text
    assert "Er kloppen nog 150 dingen niet" in page
    assert "En nog 50, die u ziet als deze zijn verbeterd." in page
    assert page.count("wrong-cell") == 100


def test_what_deserves_a_look_is_no_hindrance(cora: FlaskClient, wave: UUID) -> None:
    rows = [(*leader(f"L{n} Kok"), *rater("Bob")) for n in range(7)]
    book = sheets.workbook(rows)
    book.active.title = "Mensen"
    book.create_sheet("Vorig jaar").append(["Bob"])
    answer = upload(cora, wave, sheets.saved(book))
    assert answer.status_code == 200
    for told in (
        "Alleen het werkblad ‘Mensen’ is gelezen; er staat ook iets op Vorig jaar.",
        "niemand van ‘Bestuur’ gevraagd over L0 Kok, L1 Kok, L2 Kok, L3 Kok en L4 Kok.",
        "Ook over nog 2 schoolleiders niet.",
        "Bob wordt gevraagd over 7 schoolleiders: dat is erg veel.",
        "blijven zoals ze zijn: schoolleiders: 2, beoordelaars: 0.",
    ):
        assert told in answer.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7", "Dit is een pdf, wat de naam ook zegt"),
        (b"", "Dit bestand is leeg"),
        (b"x;" * 1_100_000, "groter dan 2 MB"),
        (b"PK\x03\x04", "Dit bestand is beschadigd"),
    ],
)
def test_what_is_no_spreadsheet_is_explained(
    cora: FlaskClient, wave: UUID, data: bytes, told: str
) -> None:
    answer = upload(cora, wave, data, "mensen.xlsx")
    assert (answer.status_code, told in answer.text) == (422, True)


def test_without_a_file_it_is_asked_for(cora: FlaskClient, wave: UUID) -> None:
    assert "Kies eerst een bestand." in upload(cora, wave, b"", "").text
    assert "Kies eerst een bestand." in press(cora, page_of(wave), page_of(wave)).text


def test_more_than_a_file_may_be_is_not_read_at_all(cora: FlaskClient, wave: UUID) -> None:
    assert upload(cora, wave, b"x" * (2 * spreadsheets.LARGEST)).status_code == 413


def test_a_file_is_taken_by_that_page_only(cora: FlaskClient, wave: UUID) -> None:
    for path in (f"{page_of(wave)}/import", f"/coordinator/waves/{wave}/deadline"):
        form = {"file": (BytesIO(b"x"), "x.csv")}
        refused = cora.post(path, data=form, content_type="multipart/form-data")
        assert refused.status_code == 415


def test_no_file_reaches_a_disk(
    cora: FlaskClient, wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    rows = [(*ALICE, "Leraren", f"R {n}", f"r{n}@x.example", "") for n in range(MAXIMUM_ROWS)]
    data = sheets.as_csv(*rows)
    assert len(data) > 500_000
    assert upload(cora, wave, data).status_code == 200


def test_ten_thousand_raters_go_through_the_page(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    rows = [(*ALICE, "Leraren", f"R {n}", f"r{n}@x.example", "") for n in range(MAXIMUM_ROWS)]
    preview = upload(cora, wave, sheets.as_csv(*rows))
    assert "10000 nieuwe beoordelaars" in preview.text
    assert "En nog 9975 regels." in preview.text
    assert len(parcel(preview.text)) < LARGEST_PARCEL
    assert bring(cora, wave, preview).status_code == 303
    assert nominated(app) == MAXIMUM_ROWS


def test_what_a_form_cannot_carry_is_divided(
    cora: FlaskClient, wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveyapp.web.coordinator.people.LARGEST_PARCEL", 100)
    assert "verdeel het in tweeën" in upload(cora, wave, sheets.as_csv(*TWO)).text


@pytest.mark.parametrize("changed", ["", "x", "W10.x.y"])
def test_a_preview_that_is_not_ours_or_too_old_is_not_imported(
    app: Flask, cora: FlaskClient, wave: UUID, changed: str
) -> None:
    page = page_of(wave)
    done = press(cora, page, f"{page}/import", parcel=changed)
    assert "Dit voorbeeld is te oud" in cora.get(done.location).text
    assert nominated(app) == 0


def test_a_preview_is_for_one_wave_and_one_person(
    app: Flask, cora: FlaskClient, wave: UUID, cast: Cast
) -> None:
    preview = upload(cora, wave, sheets.as_csv(*TWO))
    with app.app_context():
        label = crew.LABELS["post"]
        other = waves.create(cast.programme, name="post", label=label, closes_on=date.today())
    assert bring(cora, other, preview).location == page_of(other)
    assert nominated(app) == 0


def test_a_wave_that_opened_meanwhile_is_told_and_looked_at_again(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    preview = upload(cora, wave, sheets.as_csv(*TWO))
    with app.app_context():
        waves.open_wave(wave)
    again = bring(cora, wave, preview)
    assert again.status_code == 200
    assert "De meting is sinds dit voorbeeld veranderd." in again.text
    assert "worden er meteen uitnodigingen voor de nieuwe beoordelaars gemaakt" in again.text
    assert bring(cora, wave, again).status_code == 303
    with app.app_context():
        key = crew.assessment(wave)
        assert len(crew.tokens(key, "teacher")) == 1


def test_what_became_wrong_meanwhile_is_told(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    olga = (*leader("Olga Prins"), *rater("Bob"))
    preview = upload(cora, wave, sheets.as_csv(olga))
    with app.app_context():
        waves.open_wave(wave)
    again = bring(cora, wave, preview)
    assert again.status_code == 422
    assert "deze schoolleider doet er niet aan mee" in again.text


def test_nothing_is_read_or_imported_without_the_token_of_a_page(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    preview = upload(cora, wave, sheets.as_csv(*TWO))
    assert upload(cora, wave, sheets.as_csv(*TWO), token="x").status_code == 400
    form = {"parcel": parcel(preview.text)}
    assert cora.post(f"{page_of(wave)}/import", data=form).status_code == 400
    assert nominated(app) == 0


@pytest.mark.parametrize("who", ["Zoë", "Alice"])
def test_strangers_are_told_that_there_is_no_such_page(
    app: Flask, client: FlaskClient, wave: UUID, who: str
) -> None:
    with app.app_context():
        crew.strangers()
    sign_in(client, who)
    token = csrf(client, "/coordinator/" if who == "Zoë" else "/leader/")
    assert upload(client, wave, sheets.as_csv(*TWO), token=token).status_code == 404
    assert client.get(page_of(wave)).status_code == 404
    assert client.get(f"{page_of(wave)}.csv").status_code == 404


def test_it_can_be_read_in_english(cora: FlaskClient, wave: UUID) -> None:
    assert "One row per rater" in cora.get(f"{page_of(wave)}?lang=en").text


@pytest.mark.parametrize("leaders", [5, 500])
def test_a_preview_asks_the_database_ten_times_at_most(
    cora: FlaskClient, wave: UUID, queries: list[str], leaders: int
) -> None:
    data = sheets.as_csv(*((*leader(f"L{n} Kok"), *rater("Bob")) for n in range(leaders)))
    token = csrf(cora, page_of(wave))
    queries.clear()
    assert upload(cora, wave, data, token=token).status_code == 200
    asked = [one for one in queries if one.startswith("SELECT")]
    assert len(asked) <= 10, asked


def test_every_fault_and_every_trouble_can_be_said() -> None:
    assert set(SAID) == set(get_args(people_sheet.Kind))
    assert set(TROUBLES) == set(get_args(spreadsheets.Trouble))
