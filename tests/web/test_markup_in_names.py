"""HTML, other scripts and emoji, wherever somebody may write: they are text on every page."""

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.services import reports
from tests import cast as people
from tests import many
from tests.conftest import new_app
from tests.web.test_paper_pages import words
from tests.web.test_ten_queries import Place, browser, objects, paths, rules
from tests.web.visitor import sign_in

NAME = "Alice <b onmouseover=x>Bos</b> & “مدير” 🎉"
COMMENT = "<script>alert(1)</script> {{ 7*7 }}"
ARABIC = "مديرة ممتازة تستمع إلينا 👩‍🏫"
NAMES = {
    ("account", "name"),
    ("invitation", "name"),
    ("leader", "name"),
    ("leader", "school"),
    ("nomination", "name"),
    ("passkey", "name"),
    ("programme", "name"),
}
"""Where a name of somebody or something stands that people write."""

SPOKEN = 40
"""Pages that show one of these names at least, so that this test does not look past them."""

APART = 20
"""Pages at least with such a name in a sentence, of which it does not turn the rest round."""


@pytest.fixture
def place(upgraded: Path, tmp_path: Path) -> Iterator[Place]:
    """A product in which everybody and everything has that name."""
    path = tmp_path / "names.sqlite"
    shutil.copy(upgraded, path)
    app = new_app(f"sqlite:///{path}")
    with app.app_context():
        found = Place(app, objects(many.fill(5, programmes=2)))
        for table, column in NAMES:
            db.session.execute(update(metadata.tables[table]).values({column: NAME}))
        label = metadata.tables["wave"].c.label
        db.session.execute(update(label.table).values(label={"nl": NAME, "en": NAME}))
        db.session.commit()
        db.session.remove()
    yield found
    with app.app_context():
        db.engine.dispose()


def test_a_name_of_html_is_text_on_every_page(place: Place) -> None:
    spoken, apart = set(), set()
    for rule in rules(place.app):
        if rule.rule.endswith((".pdf", ".js", ".zip")):
            continue
        client = browser(place, rule)
        for path in paths(rule, place):
            page = client.get(path)
            assert page.status_code < 500, f"{rule.endpoint} cannot be opened"
            if page.mimetype != "text/html":
                continue
            assert "<b onm" not in page.text, f"{rule.endpoint} takes a name for HTML"
            if escape(NAME, quote=False) in page.text:
                spoken.add(rule.endpoint)
            if f"\u2068{escape(NAME, quote=False)}\u2069" in page.text:
                apart.add(rule.endpoint)
            isolates = re.search('value="[^"]*[\u2068\u2069]', page.text)
            assert not isolates, f"{rule.endpoint} would store the signs around a name"
    assert len(apart) > APART, sorted(apart)
    assert len(spoken) > SPOKEN, sorted(spoken)


@pytest.fixture
def report(app: Flask) -> str:
    """The report of somebody with that name, with such comments of five teachers."""
    with app.app_context():
        cast = people.gather([NAME], name=NAME)
        wave = people.open_wave(cast)
        assessment = people.assessment(wave, NAME)
        for number, token in enumerate(people.invite(assessment, count=7)):
            people.answer(token, number, {"keep": f"{COMMENT}\n{ARABIC}"})
        people.freeze(wave)
        reports.release_wave(wave)
        return f"/leader/assessments/{assessment}/report"


def test_markup_and_other_scripts_are_text_in_the_report_on_screen_and_on_paper(
    client: FlaskClient, report: str
) -> None:
    sign_in(client, "Alice")
    screen = client.get(report).text
    assert escape(COMMENT, quote=False) in screen
    assert ARABIC in screen
    assert escape(NAME, quote=False) in screen
    assert not re.search(r"<b onm|<script>alert", screen)
    paper = " ".join(words(client.get(f"{report}.pdf").data))
    assert COMMENT in paper
    assert "Alice <b onmouseover=x>Bos</b> &" in paper
    for script in ("مدير", "🎉"):
        assert script in paper
