"""Leaks that really happened: what pages, scripts and exports gave away."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

import surveyapp
from surveyapp.core.library import load_instrument
from surveyapp.core.response_file import header
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import delivery, disclosure, invitations, reports, waves
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import Cast
from tests.conftest import database_url
from tests.leaks.story import posting
from tests.leaks.tables import everything
from tests.web.visitor import Visitor, press, sign_in

__all__ = ["database_url"]

PAGES = ("", *range(1, 7), "review", "decline")
SCRIPTS = Path(surveyapp.__file__).parent / "web" / "static"
HIDDEN = "Dit schreef een van twee bestuurders."


def answered(bob: Visitor) -> None:
    """Bob fills in everything and says something."""
    for page in range(1, 6):
        bob.fill(page)
    bob.post(6, keep="Blijf luisteren.", next="1")


def test_leak_06_nobody_is_told_at_the_moment_that_somebody_answers(
    app: Flask, bob: Visitor, cast: Cast
) -> None:
    """A notification at the moment somebody answers."""
    with posting() as (postbox, mailer):
        app.extensions["settings"] = mailer.settings
        answered(bob)
        assert bob.post("review", send="1").status_code == 303
        assert postbox.messages == []
        with app.app_context():
            wave = waves.of_programme(cast.programme)[0].id
            invitations.send(wave)
            delivery.deliver(Mailer(app.extensions["settings"]))
        assert postbox.messages, "this server does take mail"
    client = app.test_client()
    sign_in(client, "Alice")
    assert 'role="status"' not in client.get("/leader/").text


def test_leak_09_the_link_stands_in_no_page_script_or_header(
    app: Flask, client: FlaskClient, bob: Visitor, assessment: str
) -> None:
    """The link's token in the page's HTML or in scripts."""
    answered(bob)
    for answer in [bob.get(page) for page in PAGES] + [bob.post("review", send="1"), bob.get()]:
        assert bob.token not in answer.text.lower() + str(answer.headers).lower()
    for script in SCRIPTS.glob("*.js"):
        # A script knows the address that it runs at; it may say it to nobody else.
        said = script.read_text(encoding="utf-8")
        assert not re.search(r"location\.href|document\.(URL|referrer)|https?://|sendBeacon", said)
    own = Visitor.invited(app, client, assessment, "self")
    sign_in(client, "Alice")
    to_herself = press(client, "/leader/", f"/leader/assessments/{assessment}/self")
    assert own.token in str(to_herself.headers), "and this would have found it"


def test_leak_10_no_export_says_more_of_a_rater_than_her_group(app: Flask, cast: Cast) -> None:
    """An export with profile columns."""
    instrument = load_instrument(people.INSTRUMENT)
    questions = {*instrument.columns, *(one.id for one in instrument.open_questions)}
    assert set(header(instrument)) - questions == {"leader", "wave", "group"}
    with app.app_context():
        wave = people.released_wave(cast)
        exported = reports.stored(people.assessment(wave)).to_json()
        about_bob = disclosure.export("bob.0@teacher.example", dry_run=False)["invitations"]
        raters = [row for row in everything()["invitation"] if "alice@" not in row]
    assert "Alice de Vries" in exported
    assert [row["state"] for row in about_bob] == ["submitted"] * len(cast.leaders)
    assert "Wat ik zie uit groep" in exported
    assert "Wat ik zie uit groep" not in json.dumps(about_bob)
    private = re.findall(r"[a-z.]+\d@[a-z]+\.example|[0-9a-f]{32}", " ".join(raters))
    assert len(private) > 20
    assert [value for value in private if value in exported] == []


def test_leak_11_an_answer_shows_in_a_count_and_nowhere_else(
    app: Flask, client: FlaskClient, bob: Visitor, cast: Cast, assessment: str
) -> None:
    """A visible side effect per answer."""
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        invitations.invite(UUID(assessment), [Rater("board", "Wil", "wil@board.example", "nl")])
        tokens = people.tokens(UUID(assessment), "board")
    small, others = Visitor(app, client, tokens[0]), _watchers(app, assessment, wave)
    before = [page() for page in others]
    people_answer(small)
    assert [page() for page in others] == before, "one of a group of one: nothing moves"
    with app.app_context():
        more = [Rater("teacher", f"T {n}", f"t{n}@teacher.example", "nl") for n in range(4)]
        invitations.invite(UUID(assessment), more)
    before = [page() for page in others]
    people_answer(bob)
    after = [page() for page in others]
    assert after != before, "of a group of five the count moves"
    assert [re.sub(r"\d+", "#", page) for page in after] == [
        re.sub(r"\d+", "#", page) for page in before
    ]


def people_answer(visitor: Visitor) -> None:
    with visitor.app.app_context():
        people.answer(visitor.token)


def _watchers(app: Flask, assessment: str, wave: UUID) -> list[Callable[[], str]]:
    """The pages of the leader, the coordinator and another rater, without what is random."""
    with app.app_context():
        other = Visitor(app, app.test_client(), people.invite(UUID(assessment), "peer", 3)[0])
    alice, cora = app.test_client(), app.test_client()
    sign_in(alice, "Alice")
    sign_in(cora, "Cora")
    return [
        lambda: _plain(alice.get("/leader/").text),
        lambda: _plain(cora.get("/coordinator/").text),
        lambda: _plain(cora.get(f"/coordinator/waves/{wave}").text),
        lambda: _plain(other.get().text),
        lambda: _plain(other.get(1).text),
    ]


def _plain(page: str) -> str:
    return re.sub(r'name="(csrf_token|sheet\.id)"[^>]*', "", page)


def test_leak_13_a_response_takes_no_name(app: Flask, bob: Visitor) -> None:
    """Named and anonymous questions in one response."""
    instrument = load_instrument(people.INSTRUMENT)
    known = {*instrument.columns, *(question.id for question in instrument.open_questions)}
    asked = {name for page in range(1, 7) for name in bob.questions(page)}
    assert asked
    assert asked <= known
    extra = {"name": "Zwaantje", "email": "zwaantje@school.example", "group": "Zwaantje"}
    bob.post(6, keep="Blijf luisteren.", next="1", **extra)
    assert bob.draft().texts == {"keep": "Blijf luisteren."}
    bob.post("review", send="1", **extra)
    with app.app_context():
        held = str(everything())
    assert "Blijf luisteren." in held
    assert "waantje" not in held


@pytest.fixture
def two_of_a_board(app: Flask, cast: Cast) -> UUID:
    """Alice's report, in which the answers of two people are left out."""
    with app.app_context():
        wave = people.open_wave(cast)
        key = people.assessment(wave)
        for group, count in (("teacher", 7), ("peer", 5)):
            for token in people.invite(key, group, count):
                people.answer(token, texts={"keep": f"Van een {group}."})
        for token in people.invite(key, "board", 2):
            people.answer(token, texts={"keep": HIDDEN}, level=1)
        people.freeze(wave)
        reports.release_wave(wave)
        return key


def test_leak_14_what_is_hidden_is_not_sent_at_all(
    client: FlaskClient, two_of_a_board: UUID
) -> None:
    """Hidden in the browser only."""
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{two_of_a_board}/report").text
    assert "Van een teacher." in page
    assert HIDDEN not in page
    assert "Van een peer." in page
    drawn = [
        json.loads(found) for found in re.findall(r'class="figure">(.*?)</script>', page, re.S)
    ]
    assert drawn
    assert not [figure for figure in drawn if "Bestuur" in json.dumps(figure)]
    assert [figure for figure in drawn if "Leraren" in json.dumps(figure)]


def test_leak_17_a_shared_computer_keeps_nothing_of_who_was_here(
    app: Flask, client: FlaskClient, bob: Visitor, assessment: str
) -> None:
    """A resumed draft on a shared computer."""
    answered(bob)
    assert "Blijf luisteren." in bob.get(6).text, "with her link, on any computer"
    carla = Visitor.invited(app, client, assessment, "peer")
    for page in PAGES:
        answer = carla.get(page)
        assert "Blijf luisteren." not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
    bob.post("review", send="1")
    for page in PAGES:
        gone = bob.get(page)
        assert gone.status_code == 410
        assert "Blijf luisteren." not in gone.text
    for script in SCRIPTS.glob("*.js"):
        said = script.read_text(encoding="utf-8")
        assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", said)


def test_leak_19_the_threshold_holds_in_every_view(
    app: Flask, client: FlaskClient, two_of_a_board: UUID
) -> None:
    """The threshold in one view but not in charts, insights or API."""
    sign_in(client, "Alice")
    address = f"/leader/assessments/{two_of_a_board}/report"
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{address}.pdf").data))
    with app.app_context():
        views = {
            "paper": " ".join(page.extract_text() for page in paper.pages),
            "page": client.get(address).text,
            "snapshot": reports.stored(two_of_a_board).to_json(),
        }
    for name, view in views.items():
        assert "Van een teacher." in view, name
        assert HIDDEN not in view, name
    snapshot = json.loads(views["snapshot"])
    assert {unit["id"] for unit in snapshot["units"]} == {"teacher", "peer"}
    figures = json.dumps([snapshot["competences"], snapshot["suggestions"], snapshot["growth"]])
    assert '"teacher"' in figures
    assert '"board"' not in figures
