"""The leader's pages: her path, and her report."""

import io
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.extensions import db
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment
from surveyapp.services import accounts, programmes, reports, results, waves
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import Visitor, press, sign_in


@pytest.fixture
def released(app: Flask, cast: Cast) -> UUID:
    """Alice's assessment in a wave whose reports have been handed out."""
    with app.app_context():
        return people.assessment(people.released_wave(cast))


def test_before_the_first_wave_the_home_page_tells_what_comes(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Alice")
    assert "Zodra uw programmabegeleider de eerste meting opent" in client.get("/leader/").text


def test_the_self_assessment_is_the_first_step_and_opens_her_own_link(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "Zelfbeoordeling invullen" in page
    answer = press(client, "/leader/", f"/leader/assessments/{assessment}/self")
    own = Visitor.invited(app, client, assessment, "self")
    assert (answer.status_code, answer.location) == (303, f"/r/{own.token}/")
    assert own.token not in page
    with app.app_context():
        people.answer(own.token)
    assert "Zelfbeoordeling invullen" not in client.get("/leader/").text


def test_her_own_questionnaire_is_no_link_to_be_followed_by_accident(
    client: FlaskClient, assessment: str
) -> None:
    sign_in(client, "Alice")
    assert client.get(f"/leader/assessments/{assessment}/self").status_code == 405
    assert client.post(f"/leader/assessments/{assessment}/self").status_code == 400


def test_she_sees_how_many_answered_and_never_who(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    with app.app_context():
        for token in people.invite(UUID(assessment), "teacher", 5)[:2]:
            people.answer(token)
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "2 van 5 ingevuld" in page
    assert "nog 1 antwoord nodig" in page
    assert "Bob" not in page
    assert "niemand uitgenodigd" in page


def test_of_a_group_too_small_to_be_shown_no_count_is_given(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    with app.app_context():
        for token in people.invite(UUID(assessment), "board", 2)[:1]:
            people.answer(token)
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "2 uitgenodigd" in page
    assert "1 van 2" not in page


def test_after_the_last_day_nothing_can_be_filled_in(
    app: Flask, client: FlaskClient, cast: Cast, assessment: str
) -> None:
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        waves.move_deadline(wave, date.today() - timedelta(days=1))
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "De laatste dag was" in page
    assert "Zelfbeoordeling invullen" not in page


def test_a_frozen_report_is_not_there_until_it_is_handed_out(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.answered_wave(cast)
        people.freeze(wave)
        key = people.assessment(wave)
    sign_in(client, "Alice")
    assert "Uw programmabegeleider deelt het uit" in client.get("/leader/").text
    assert client.get(f"/leader/assessments/{key}/report").status_code == 404
    assert client.get(f"/leader/assessments/{key}/report.pdf").status_code == 404


READ = {"report", "report.pdf", "effect"}


def test_what_only_asks_for_the_head_of_a_page_has_read_no_report(
    app: Flask, client: FlaskClient, released: UUID
) -> None:
    sign_in(client, "Alice")
    for page in ("report", "report.pdf", "effect", "priorities", "pulse", "share"):
        answer = client.head(f"/leader/assessments/{released}/{page}")
        assert answer.status_code == 405, page
        allowed = "GET, OPTIONS" if page in READ else "GET, OPTIONS, POST"
        assert answer.headers["Allow"] == allowed, page
    with app.app_context():
        assert not db.session.get_one(Report, released).opened


def test_one_step_is_next_from_the_first_list_to_the_second_wave(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    def home() -> str:
        page = client.get("/leader/").text
        assert page.count('id="next"') == 1
        assert page.count('class="go"') == page.count("Uw volgende stap")
        return page

    sign_in(client, "Alice")
    with app.app_context():
        pre = people.prepared_wave(cast)
    assert "Uw volgende stap: wie vraagt u om feedback?" in home()
    with app.app_context():
        waves.open_wave(pre)
        key = people.assessment(pre)
        people.answer(people.tokens(key)[0])
    assert "U hoeft nu niets te doen" in home()
    with app.app_context():
        waves.close_wave(pre)
    assert "zodra uw programmabegeleider het uitdeelt" in home()
    with app.app_context():
        results.freeze_wave(pre)
        reports.release_wave(pre)
    assert "Uw volgende stap: lees uw rapport" in home()
    client.get(f"/leader/assessments/{key}/report")
    page = home()
    assert "Uw volgende stap: kies waaraan u gaat werken" in page
    assert f'href="/leader/assessments/{key}/priorities"' in page
    assert "Uw programmabegeleider plant wanneer" in page
    with app.app_context():
        people.open_wave(cast, "post")
    page = home()
    assert "Uw volgende stap: uw zelfbeoordeling" in page
    assert "De stappen van deze meting" in page
    assert f'href="/leader/assessments/{key}/report"' in page, "the first report is still there"


def test_in_the_last_week_she_is_told_what_she_can_do_and_never_who(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        key = people.assessment(people.open_wave(cast, days=5))
        people.answer(people.invite(key, "teacher", 5)[0])
        people.invite(key, "board", 2)
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert "Uw zelfbeoordeling is open tot en met" in page
    assert "Weinig mensen gevraagd: Bestuur" in page
    assert "Nog niet genoeg antwoorden: Leraren" in page
    assert "Bob" not in page


def test_of_several_programmes_the_one_that_presses_most_stands_above(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        people.open_wave(cast)
        other = people.gather(["Yara Smit"], coordinator="Zoë Post", name="Een ander programma")
        programmes.add_leader(
            other.group,
            name="Alice",
            email=people.address("Alice"),
            school="De Vaart",
            language="nl",
        )
    sign_in(client, "Alice")
    page = client.get("/leader/").text
    assert page.index("Leren leiden") < page.index("Een ander programma")
    assert page.count('class="go"') == 1
    assert "Uw programmabegeleider plant de eerste meting." in page


def test_what_was_forgotten_and_what_she_came_too_late_for_is_said(
    app: Flask, client: FlaskClient, cast: Cast, assessment: str
) -> None:
    with app.app_context():
        db.session.get_one(Assessment, UUID(assessment)).state = "forgotten"
        db.session.commit()
        address = people.address("Laura")
        programmes.add_leader(
            cast.group, name="Laura", email=address, school="De Vaart", language="nl"
        )
        accounts.set_password(address, people.PASSWORD)
    sign_in(client, "Alice")
    assert "met alle antwoorden gewist" in client.get("/leader/").text
    other = app.test_client()
    sign_in(other, "Laura")
    assert "u doet mee aan de volgende" in other.get("/leader/?lang=nl").text


def test_the_report_on_screen_has_all_main_parts(client: FlaskClient, released: UUID) -> None:
    sign_in(client, "Alice")
    assert "Uw rapport openen" in client.get("/leader/").text
    page = client.get(f"/leader/assessments/{released}/report").text
    for part in ("reading", "glance", "mirror", "competences", "words", "priorities", "account"):
        assert f'<section id="{part}"' in page
    assert '<section id="growth"' not in page
    assert page.count('class="figure"') >= 7
    assert page.count("<table") >= 8
    assert "Wat ik zie uit groep teacher, nummer 0." in page


def test_a_later_report_shows_growth(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        people.released_wave(cast)
        key = people.assessment(people.released_wave(cast, "post"))
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{key}/report").text
    assert '<section id="growth"' in page
    assert "Open teken: Beginmeting" in page


def test_reading_the_report_is_remembered(app: Flask, client: FlaskClient, released: UUID) -> None:
    def opened() -> bool:
        with app.app_context():
            return db.session.get_one(Report, released).opened

    assert opened() is False
    sign_in(client, "Alice")
    client.get(f"/leader/assessments/{released}/report")
    assert opened() is True


def test_the_report_speaks_the_language_of_the_page(client: FlaskClient, released: UUID) -> None:
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{released}/report?lang=en").text
    assert "360° report of Alice de Vries" in page
    assert "At a glance" in page


def test_the_report_is_one_file_to_keep(client: FlaskClient, released: UUID) -> None:
    sign_in(client, "Alice")
    answer = client.get(f"/leader/assessments/{released}/report.pdf")
    assert answer.mimetype == "application/pdf"
    name = "360-alice-de-vries-beginmeting.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "Alice de Vries" in pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()


def test_the_report_comes_in_brief_as_well(client: FlaskClient, released: UUID) -> None:
    sign_in(client, "Alice")
    assert "report.pdf?design=compact" in client.get(f"/leader/assessments/{released}/report").text
    answer = client.get(f"/leader/assessments/{released}/report.pdf?design=compact")
    name = "360-alice-de-vries-beginmeting-compact.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert len(pypdf.PdfReader(io.BytesIO(answer.data)).pages) <= 5
    gothic = client.get(f"/leader/assessments/{released}/report.pdf?design=gothic")
    assert gothic.status_code == 404


@pytest.mark.parametrize("page", ["report", "report.pdf"])
@pytest.mark.parametrize("who", ["Nora", "Yara", "Cora"])
def test_the_report_of_another_leader_does_not_exist(
    app: Flask, client: FlaskClient, released: UUID, page: str, who: str
) -> None:
    with app.app_context():
        people.strangers()
    sign_in(client, who)
    stranger = client.get(f"/leader/assessments/{released}/{page}")
    nobody = client.get(f"/leader/assessments/{uuid4()}/{page}")
    assert stranger.status_code == nobody.status_code == 404
    assert stranger.text == nobody.text


def test_nobody_opens_the_questionnaire_of_another_leader(
    client: FlaskClient, assessment: str
) -> None:
    sign_in(client, "Nora")
    answer = press(client, "/leader/", f"/leader/assessments/{assessment}/self")
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_only_leaders_have_a_path(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "Cora")
    assert client.get("/leader/").status_code == 404


def test_the_home_page_takes_as_many_queries_for_one_wave_as_for_four(
    app: Flask, client: FlaskClient, cast: Cast, queries: "list[str]"
) -> None:
    sign_in(client, "Alice")
    with app.app_context():
        people.open_wave(cast)
    queries.clear()
    client.get("/leader/")
    one = len(queries)
    with app.app_context():
        people.open_wave(cast, "post")
    queries.clear()
    client.get("/leader/")
    assert len(queries) == one <= 10


def test_a_report_is_opened_by_its_leader_only_through_the_service(
    context: Flask, cast: Cast, tmp_path: Path
) -> None:
    wave = people.answered_wave(cast)
    people.freeze(wave)
    key = people.assessment(wave)
    with pytest.raises(Exception, match="not been handed out"):
        reports.open_report(key)
