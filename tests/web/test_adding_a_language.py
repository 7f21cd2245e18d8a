"""Adding a language is one folder: with it, pages, mail and reports speak that language."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.languages import languages
from surveyapp.mailing.messages import Invite, compose
from surveyapp.mailing.texts import KINDS
from surveyapp.reporting.pdf import render_html
from surveyapp.services import reports, texts
from tests import cast as people
from tests import pseudo
from tests.cast import Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor, sign_in


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    """The product with one more folder."""
    with pseudo.spoken(tmp_path / "translations"):
        yield


def test_it_can_be_chosen_beside_the_others() -> None:
    assert languages() == ("nl", "en", pseudo.CODE)


def test_pages_speak_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        wave = people.prepared_wave(cast)
        place = people.place(cast, "Alice")
    _speaks(client, "/sign-in", "E-mail address")
    _speaks(client, "/anonymity", "One group.")
    sign_in(client, "Alice")
    _speaks(client, "/leader/", "Your next step: whom do you ask?")
    _speaks(client, f"/leader/waves/{wave}/raters/{place}", "Names and addresses")
    coordinator = app.test_client()
    sign_in(coordinator, "Cora")
    wave_page = f"/coordinator/waves/{wave}"
    _speaks(coordinator, wave_page, "The wave was prepared.")
    _speaks(coordinator, f"{wave_page}/people", "A template to begin with")
    assert coordinator.get(f"{wave_page}/people.csv?lang={pseudo.CODE}").status_code == 200
    for kind in KINDS:
        page = f"/coordinator/programmes/{cast.programme}/texts/{kind}/{pseudo.CODE}"
        _speaks(coordinator, page, "Save this text")


def _speaks(client: FlaskClient, path: str, said: str) -> None:
    answer = client.get(f"{path}?lang={pseudo.CODE}")
    assert answer.status_code == 200, path
    page = parsed(answer.text, path)
    assert page.get("lang") == pseudo.CODE
    text = text_of(page)
    assert pseudo.accented(said) in text, path
    assert not [one for one in pseudo.sentences() if one in text], path


def test_a_questionnaire_that_is_not_there_in_it_says_in_which_language_it_is(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    bob = Visitor.invited(app, client, assessment, "teacher")
    bob.post("", language=pseudo.CODE)
    first = text_of(bob.page())
    assert pseudo.accented("The questions are not available in this language") in first
    questions = bob.page(1)
    assert questions.get("lang") == pseudo.CODE
    assert {one.get("lang") for one in questions.iter("legend")} == {"nl"}
    assert next(questions.iter("h1")).get("lang") == "nl"
    bob.post("", language="en")
    assert {one.get("lang") for one in bob.page(1).iter("legend")} == {None}
    assert "are not available in this language" not in text_of(bob.page())


def test_mail_speaks_it(app: Flask, cast: Cast) -> None:
    invite = Invite(
        address="http://localhost/r/x",
        leader="Alice",
        school="De Brug",
        programme="Leren leiden",
        closes_on=date(2026, 12, 18),
        minutes=12,
        language=pseudo.CODE,
        own=False,
        identified=False,
        code="ABCD-EFGH",
        code_page="http://localhost/code",
    )
    for kind in KINDS:
        letter = compose(kind, invite, "Bob")
        assert pseudo.accented("Dear ") in str(letter.parts[0])
        with app.app_context():
            product = texts.product(kind, pseudo.CODE)
            assert texts.preview(cast.programme, kind, pseudo.CODE, product).parts


def test_a_report_speaks_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        key = people.assessment(wave)
        for token in (*people.tokens(key), *people.invite(key, "teacher", 5)):
            people.answer(token)
        people.freeze(wave)
        reports.release_wave(wave)
        html = render_html(reports.stored(key), pseudo.CODE)
    assert f'lang="{pseudo.CODE}"' in html
    assert pseudo.accented("Action plan") in html
    sign_in(client, "Alice")
    _speaks(client, f"/leader/assessments/{key}/report", "As a table")
