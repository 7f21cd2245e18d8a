"""A pulse on the pages: the leader chooses, her raters answer, the coordinator learns no item."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.core.base import text_in
from surveyapp.core.instrument import OTHERS, Instrument
from surveyapp.core.library import load_instrument
from surveyapp.extensions import db
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import invitations, pulse_items, reports, waves
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import Visitor, csrf, press, sign_in

WHOLE = load_instrument(people.INSTRUMENT)
LONG_AGO = 20


@pytest.fixture
def first(app: Flask, cast: Cast) -> UUID:
    """Alice's assessment in a wave of long ago, in which she chose two priorities."""
    with app.app_context():
        key = people.assessment(people.released_wave(cast, weeks_ago=LONG_AGO))
        people.choose(key, "vision", "people")
        return key


@pytest.fixture
def prepared(app: Flask, cast: Cast, first: UUID) -> UUID:
    """A pulse that has not opened."""
    assert first is not None
    with app.app_context():
        return people.prepared_wave(cast, "pulse")


@pytest.fixture
def pulse(app: Flask, prepared: UUID) -> UUID:
    """Alice's assessment in an open pulse."""
    with app.app_context():
        waves.open_wave(prepared)
        return people.assessment(prepared)


def tick(client: FlaskClient, page: str, items: Sequence[str]) -> TestResponse:
    """Send these statements from her page."""
    return client.post(page, data={"items": items, "csrf_token": csrf(client, "/leader/")})


def said(*competences: str) -> list[str]:
    """What the pages say of the items of these competences, and their titles."""
    found = [one for one in WHOLE.competences if one.id in competences]
    items = [text_in(item.text[OTHERS], "nl") for one in found for item in one.items]
    return [text_in(one.title, "nl") for one in found] + items


def test_she_chooses_which_statements_are_asked(
    app: Flask, client: FlaskClient, first: UUID
) -> None:
    sign_in(client, "Alice")
    page = f"/leader/assessments/{first}/pulse"
    assert client.get(page).text.count(" checked") == 5
    assert "Aangevinkt staat wat wordt gevraagd als u niets kiest" in client.get(page).text
    chosen = ["vision-1", "vision-2", "people-4"]
    assert tick(client, page, chosen).status_code == 303
    text = client.get(page).text
    assert text.count(" checked") == 3
    assert "Deze hebt u zelf gekozen" in text
    with app.app_context():
        assert pulse_items.sheet(first).asked == tuple(_by_room(first, chosen))
    assert press(client, page, page, by_rule="1").status_code == 303
    assert client.get(page).text.count(" checked") == 5


def test_nobody_is_invited_to_an_empty_form_and_she_reads_what_is_asked_besides(
    app: Flask,
    client: FlaskClient,
    first: UUID,
    prepared: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = WHOLE.model_dump(mode="json")
    for competence in data["competences"]:
        for item in competence["items"] if competence["id"] in ("vision", "people") else ():
            item["not_asked"] = ["teacher"]
    whole = Instrument.model_validate(data)
    for place in (waves, pulse_items):
        monkeypatch.setattr(place, "load_instrument", lambda _name: whole)
    sign_in(client, "Alice")
    asked = next(item for item in whole.items() if not item.not_asked)
    besides = text_in(asked.text[OTHERS], "nl")
    assert besides in client.get(f"/leader/assessments/{first}/pulse").text
    with app.app_context():
        waves.open_wave(prepared)
        (link,) = people.invite(people.assessment(prepared))
        assert len(people.asked(invitations.open_link(link))) == 1
    assert besides in client.get(f"/leader/assessments/{first}/pulse").text


def test_what_is_ticked_can_be_sent_as_it_stands_and_the_page_names_what_is_asked_besides(
    app: Flask, client: FlaskClient, first: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those of the rule teachers are asked none: theirs is a sixth, of her priorities too."""
    with app.app_context():
        _only_for_teachers(monkeypatch, "nothing")
        sixth = pulse_items.sheet(first).topics[1].statements[2]
        _only_for_teachers(monkeypatch, sixth.id)
        sheet = pulse_items.sheet(first)
    assert sheet.asked == (*sheet.ticked, sixth.id)
    assert sheet.besides == (sixth.text,)
    sign_in(client, "Alice")
    page = f"/leader/assessments/{first}/pulse"
    assert client.get(page).text.count(" checked") == 5
    assert tick(client, page, [*sheet.ticked]).status_code == 303
    assert "Deze hebt u zelf gekozen" in client.get(page).text
    assert client.get(page).text.count(text_in(sixth.text, "nl")) == 2


def _only_for_teachers(monkeypatch: pytest.MonkeyPatch, item: str) -> None:
    """Teachers are asked this one of what she chose."""
    data = WHOLE.model_dump(mode="json")
    for competence in data["competences"]:
        for one in competence["items"] if competence["id"] in ("vision", "people") else ():
            one["not_asked"] = ["peer"] if one["id"] == item else ["teacher"]
    whole = Instrument.model_validate(data)
    monkeypatch.setattr(pulse_items, "load_instrument", lambda _name: whole)


def _by_room(first: UUID, chosen: list[str]) -> list[str]:
    topics = pulse_items.sheet(first).topics
    return [one.id for topic in topics for one in topic.statements if one.id in chosen]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([], "Kies ten minste 3 stellingen"),
        (["vision-1", "people-4"], "Kies ten minste 3 stellingen"),
        (["vision-1", "vision-2", "vision-3"], "van elke prioriteit ten minste één"),
        ([f"vision-{n}" for n in range(1, 6)] + ["people-4"], "Kies ten hoogste 5 stellingen"),
        (["vision-1", "environment-1", "nothing"], "van elke prioriteit ten minste één"),
    ],
)
def test_what_cannot_be_a_pulse_is_told_and_what_was_ticked_is_kept(
    client: FlaskClient, first: UUID, items: list[str], told: str
) -> None:
    sign_in(client, "Alice")
    page = f"/leader/assessments/{first}/pulse"
    answer = tick(client, page, items)
    assert answer.status_code == 422
    assert told in answer.text
    known = [item for item in items if item.startswith(("vision", "people"))]
    assert answer.text.count(" checked") == len(known)


def test_without_priorities_she_is_told_what_to_do_first(
    app: Flask, client: FlaskClient, cast: Cast, prepared: UUID
) -> None:
    sign_in(client, "Nora")
    assert "kies die eerst" in client.get("/leader/").text
    with app.app_context():
        place = people.place(cast, "Nora")
        hers = db.session.query(Assessment).filter_by(leader_id=place).one().id
    assert "kies die eerst" in client.get(f"/leader/assessments/{hers}/pulse").text
    raters = client.get(f"/leader/waves/{prepared}/raters/{place}").text
    assert "u hebt er nog geen gekozen" in raters


def test_her_path_tells_of_the_pulse_what_is_so(
    app: Flask, client: FlaskClient, first: UUID, prepared: UUID
) -> None:
    sign_in(client, "Alice")
    page = f"/leader/assessments/{first}/pulse"
    assert page in client.get("/leader/").text
    assert "Stellingen kiezen" in client.get("/leader/").text
    with app.app_context():
        waves.open_wave(prepared)
        key = people.assessment(prepared)
    text = client.get("/leader/").text
    assert "De tussenmeting is bezig" in text
    assert "Zelfbeoordeling invullen" in text
    assert "<h1>Tussenmeting</h1>" in client.get(page).text
    assert "begonnen: deze stellingen worden voorgelegd" in client.get(page).text
    assert tick(client, page, ["vision-1"]).status_code == 409
    with app.app_context():
        _answered(key)
        people.freeze(prepared)
        reports.release_wave(prepared)
    assert f"/leader/assessments/{key}/report" in client.get("/leader/").text
    assert f"/leader/assessments/{key}/report.pdf" not in client.get("/leader/").text


def _answered(key: UUID) -> None:
    people.answer(people.tokens(key)[0])
    for number, token in enumerate(people.invite(key, count=4)):
        people.answer(token, seed=number)


def test_after_it_she_reads_a_short_report_on_screen_only(
    app: Flask, client: FlaskClient, prepared: UUID, pulse: UUID
) -> None:
    with app.app_context():
        _answered(pulse)
        people.freeze(prepared)
        reports.release_wave(prepared)
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{pulse}/report").text
    assert "Tussenmeting" in page
    assert "Beginmeting" in page
    assert all(title in page for title in said("vision")[:1] + said("people")[:1])
    assert said("environment")[0] not in page
    assert client.get(f"/leader/assessments/{pulse}/report.pdf").status_code == 404


def test_raters_are_told_what_it_is_and_answer_on_one_page(
    app: Flask, client: FlaskClient, pulse: UUID
) -> None:
    bob = Visitor.invited(app, client, str(pulse), "teacher")
    before, _words = bob.stored()
    start = bob.get().text
    assert "werkt sinds een eerdere meting aan een paar punten" in start
    assert "vraagt halverwege wat u ervan merkt" in start
    assert "<strong>2 minuten</strong>" in start
    assert "alinea voor alinea" not in start
    assert len(bob.questions(1)) == 5
    assert bob.get(2).status_code == 404
    assert bob.fill(1).location == "review"
    assert bob.post("review", send="1").status_code == 303
    assert bob.stored() == (before + 1, [])


def test_she_can_print_a_sheet_of_her_own_or_decline(
    app: Flask, client: FlaskClient, pulse: UUID
) -> None:
    bob = Visitor.invited(app, client, str(pulse), "teacher")
    assert bob.get("questionnaire.pdf").mimetype == "application/pdf"
    assert bob.get("decline").status_code == 200


def test_no_page_of_the_coordinator_tells_what_is_asked(
    app: Flask, client: FlaskClient, cast: Cast, prepared: UUID
) -> None:
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{prepared}"
    assert "<strong>1 van 2</strong>" in client.get(page).text
    assert "1 van de 2 schoolleiders" in client.get(f"{page}/open").text
    assert press(client, f"{page}/open", f"{page}/open").status_code == 303
    with app.app_context():
        key = people.assessment(prepared)
        people.invite(key)
    raters = f"/coordinator/assessments/{key}/raters"
    pages = [page, f"{page}/history", f"{page}/mail", raters, f"{page}/nominations"]
    pages += [f"/coordinator/programmes/{cast.programme}", f"{page}/close", "/coordinator/"]
    for one in pages:
        text = client.get(one).text
        assert not [words for words in said("vision", "people") if words in text]
        assert "1 van 2" not in text
    assert "questionnaire/teacher.pdf" not in client.get(raters).text
    refused = client.get(f"/coordinator/assessments/{key}/questionnaire/teacher.pdf")
    assert refused.status_code == 409


def test_a_pulse_has_neither_group_report_nor_printed_reports(
    app: Flask, client: FlaskClient, prepared: UUID, pulse: UUID
) -> None:
    with app.app_context():
        _answered(pulse)
        people.freeze(prepared)
        reports.release_wave(prepared)
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{prepared}"
    text = client.get(page).text
    assert f"{page}/group" not in text
    assert "geen groepsrapport" in client.get(f"{page}/group").text
    assert press(client, page, f"{page}/group").status_code == 409
    assert press(client, page, f"{page}/pdfs").status_code == 404


@pytest.mark.usefixtures("pulse")
def test_a_last_day_too_near_to_a_wave_that_was_opened_is_told_beside_the_field(
    app: Flask, client: FlaskClient, cast: Cast, prepared: UUID
) -> None:
    with app.app_context():
        later = people.prepared_wave(cast, "post", days=90)
        db.session.get_one(Wave, later).state = "open"
        db.session.commit()
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{prepared}/deadline"
    day = str(date.today() + timedelta(days=30))
    answer = press(client, page, page, closes_on=day, version="1")
    assert answer.status_code == 422
    assert "zitten zes weken" in answer.text
    assert f'value="{day}"' in answer.text


def test_a_pulse_is_planned_behind_another_wave_and_six_weeks_from_it(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    page = f"/coordinator/programmes/{cast.programme}/waves/new"
    assert 'value="pulse"' not in client.get(page).text
    with app.app_context():
        people.prepared_wave(cast, "pre", days=14)
    text = client.get(page).text
    assert 'value="pulse"' in text
    assert "halverwege" in text
    near = str(date.today() + timedelta(days=30))
    answer = press(client, page, page, kind="pulse", closes_on=near)
    assert answer.status_code == 422
    assert "zitten zes weken" in answer.text
    far = str(date.today() + timedelta(days=60))
    assert press(client, page, page, kind="pulse", closes_on=far).status_code == 303
    later = str(date.today() + timedelta(days=120))
    assert press(client, page, page, kind="pulse", closes_on=later).status_code == 303
    with app.app_context():
        found = waves.of_programme(cast.programme)
        assert [(one.name, one.pulse) for one in found] == [
            ("pre", False),
            ("pulse", True),
            ("pulse-2", True),
        ]


def test_who_opens_too_soon_reads_from_which_day_on(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        key = people.assessment(people.released_wave(cast))
        people.choose(key, "vision")
        pulse = people.prepared_wave(cast, "pulse", days=90)
    sign_in(client, "Cora")
    page = f"/coordinator/waves/{pulse}/open"
    text = client.get(page).text
    assert "Deze meting kan open vanaf" in text
    assert '<button type="submit">De meting openen' not in text
    assert press(client, page, page).status_code == 409


def test_an_old_page_is_told_so_and_what_was_ticked_stands(
    app: Flask, client: FlaskClient, first: UUID
) -> None:
    sign_in(client, "Alice")
    page = f"/leader/assessments/{first}/pulse"
    with app.app_context():
        seen = pulse_items.sheet(first).mark
        pulse_items.choose(first, ["vision-1", "vision-2", "people-4"], seen)
        kept = pulse_items.sheet(first).asked
    ticked = {"items": ["vision-1", "vision-2", "vision-3", "people-4"], "seen": seen}
    answer = client.post(page, data=ticked | {"csrf_token": csrf(client, "/leader/")})
    assert answer.status_code == 409
    assert "intussen ergens anders gewijzigd" in answer.text
    assert answer.text.count(" checked") == 4
    with app.app_context():
        assert pulse_items.sheet(first).asked == kept
