"""Reports on paper: only where leaders and raters were told so, and only for her coordinators."""

from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.reporting.press import Jammed, Press, Wish
from surveyapp.services import reports, waves
from tests import cast as people
from tests import shams
from tests.cast import Cast
from tests.web.visitor import Visitor, press, sign_in

SHAM = b"%PDF sham"
TOLD_LEADER = "en aan de programmabegeleider die het voor u afdrukt"
TOLD_RATER = "De programmabegeleider drukt het rapport af"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Press, "print", lambda *_: SHAM)


@pytest.fixture
def printing(app: Flask) -> Cast:
    """A programme of which the coordinator prints the reports."""
    with app.app_context():
        return people.gather(on_paper=True)


def released(app: Flask, cast: Cast) -> UUID:
    with app.app_context():
        key = people.answered_wave(cast, teachers=3, peers=0, board=0)
        people.freeze(key)
        reports.release_wave(key)
        return key


def work_off(app: Flask) -> None:
    with app.app_context():
        people.work_off()


def place(wave: UUID, name: str) -> str:
    return f"/coordinator/waves/{wave}/work/{name}"


@pytest.mark.usefixtures("quick")
def test_all_reports_are_printed_and_downloaded_in_one_file(
    app: Flask, client: FlaskClient, printing: Cast
) -> None:
    wave = released(app, printing)
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{wave}"
    assert place(wave, "reports.zip") not in client.get(page).text
    assert client.get(place(wave, "reports.zip")).status_code == 404
    done = press(client, page, place(wave, "pdfs"))
    assert "De rapporten worden zo afgedrukt." in client.get(done.location).text
    work_off(app)
    shown = client.get(page).text
    assert "De rapporten zijn afgedrukt: 2 van 2." in shown
    assert place(wave, "reports.zip") in shown
    file = client.get(place(wave, "reports.zip"))
    assert file.headers["Cache-Control"] == "no-store"
    assert "filename=rapporten.zip" in file.headers["Content-Disposition"]
    with ZipFile(BytesIO(file.data)) as archive:
        assert len(archive.namelist()) == 2
        assert archive.read(archive.namelist()[0]) == SHAM
    file.close()
    assert "2 afgedrukte rapporten zijn gedownload." in client.get(page).text


def test_design_and_language_are_chosen_and_only_what_is_missing_is_printed_again(
    app: Flask, client: FlaskClient, printing: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave, asked = released(app, printing), list[Wish]()
    sign_in(client, "Cora")
    page, answers = f"/coordinator/waves/{wave}", [Jammed("late"), Jammed("late")]

    def print_(_self: Press, wish: Wish) -> bytes:
        asked.append(wish)
        if '"Alice' in wish.snapshot and answers:
            raise answers.pop()
        return shams.document(wish)

    monkeypatch.setattr(Press, "print", print_)
    press(client, page, place(wave, "pdfs"), design="compact", language="en")
    shown = client.get(press(client, page, place(wave, "pdfs"), design="classic").location).text
    assert "De rapporten worden al afgedrukt." in shown
    work_off(app)
    assert {(wish.design, wish.language) for wish in asked} == {("compact", "en")}
    shown = client.get(page).text
    assert "Alice de Vries: het afdrukken duurde te lang." in shown
    assert 'value="compact" selected' in shown
    asked.clear()
    press(client, page, place(wave, "pdfs"), design="compact", language="en")
    shown = client.get(page).text
    assert place(wave, "reports.zip") in shown, "it stays until the new one is whole"
    assert "Alle rapporten afdrukken" not in shown
    work_off(app)
    assert ["Alice" in wish.snapshot for wish in asked] == [True]
    assert "De rapporten zijn afgedrukt: 2 van 2." in client.get(page).text


@pytest.mark.parametrize("wrong", [{"design": "group"}, {"language": "xx"}])
def test_a_design_or_language_that_there_is_not_is_refused(
    app: Flask, client: FlaskClient, printing: Cast, wrong: dict[str, str]
) -> None:
    wave = released(app, printing)
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{wave}"
    assert press(client, page, place(wave, "pdfs"), **wrong).status_code == 404


@pytest.mark.usefixtures("quick")
def test_a_wave_that_was_promised_otherwise_has_no_such_file(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    wave = released(app, cast)
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{wave}"
    assert "Alle rapporten afdrukken" not in client.get(page).text
    assert press(client, "/coordinator/", place(wave, "pdfs")).status_code == 404
    choose = f"/coordinator/programmes/{cast.programme}/paper"
    assert press(client, choose, choose, on_paper="1").status_code == 303
    assert "Alle rapporten afdrukken" not in client.get(page).text, "what was promised stays"
    assert press(client, "/coordinator/", place(wave, "pdfs")).status_code == 404
    assert client.get(place(wave, "reports.zip")).status_code == 404


@pytest.mark.usefixtures("quick")
def test_whoever_does_not_coordinate_the_wave_never_has_the_file(
    app: Flask, client: FlaskClient, printing: Cast
) -> None:
    wave = released(app, printing)
    with app.app_context():
        people.strangers()
    sign_in(client, "Cora")
    press(client, f"/coordinator/waves/{wave}", place(wave, "pdfs"))
    work_off(app)
    for name in ("Zoë Post", "Alice"):
        other = app.test_client()
        sign_in(other, name)
        assert other.get(place(wave, "reports.zip")).status_code == 404
    assert app.test_client().get(place(wave, "reports.zip")).status_code == 303


def test_leaders_and_raters_are_told_before_the_first_question(
    app: Flask, client: FlaskClient, printing: Cast
) -> None:
    with app.app_context():
        alice = str(people.assessment(people.open_wave(printing)))
    assert TOLD_RATER in Visitor.invited(app, client, alice, "teacher").get().text
    own = Visitor.invited(app, client, alice, "self").get().text
    assert TOLD_LEADER in own
    assert "Alleen aan u" not in own


def test_nobody_is_told_so_where_it_is_not_so(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    assert TOLD_RATER not in Visitor.invited(app, client, assessment, "teacher").get().text
    assert TOLD_LEADER not in Visitor.invited(app, client, assessment, "self").get().text


def test_it_is_chosen_for_waves_that_open_from_now_on(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        before = people.open_wave(cast)
    sign_in(client, "Cora")
    choose = f"/coordinator/programmes/{cast.programme}/paper"
    assert "u ziet het niet" in client.get(f"/coordinator/programmes/{cast.programme}").text
    press(client, choose, choose, on_paper="1")
    assert "U drukt de rapporten af" in client.get(f"/coordinator/programmes/{cast.programme}").text
    with app.app_context():
        after = people.open_wave(cast, "post")
        kept = [waves.promise(wave).rules.on_paper for wave in (before, after)]
    assert kept == [False, True]
    press(client, choose, choose, on_paper="0")
    assert "u ziet het niet" in client.get(choose).text


def test_other_changes_of_a_programme_leave_it_as_it_is(
    app: Flask, client: FlaskClient, printing: Cast
) -> None:
    with app.app_context():
        wave = people.open_wave(printing)
        people.freeze(wave)
        snapshot = reports.stored(people.assessment(wave)).to_json()
    assert "on_paper" not in snapshot, "no report depends on it"
    sign_in(client, "Cora")
    edit = f"/coordinator/programmes/{printing.programme}/edit"
    page = client.get(edit).text
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    done = press(
        client,
        edit,
        edit,
        name="Anders",
        instrument=people.INSTRUMENT,
        minimum_comments="6",
        version=version,
    )
    assert done.status_code == 303
    assert (
        "U drukt de rapporten af"
        in client.get(f"/coordinator/programmes/{printing.programme}/paper").text
    )
