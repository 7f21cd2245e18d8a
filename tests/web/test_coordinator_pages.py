"""The coordinator's pages: a wave at a glance, and the steps that cannot be undone."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.extensions import db
from surveyapp.models.response import Comment
from surveyapp.services import (
    clearing,
    organisations,
    outbox,
    programmes,
    progress,
    reports,
    results,
    waves,
)
from tests import cast as people
from tests.cast import LABELS, Cast
from tests.readers import reading
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in


@pytest.fixture
def prepared(app: Flask, cast: Cast) -> UUID:
    """A wave that is not open yet."""
    closes_on = date.today() + timedelta(days=14)
    with app.app_context():
        return waves.create(cast.programme, name="pre", label=LABELS["pre"], closes_on=closes_on)


@pytest.fixture
def answered(app: Flask, cast: Cast) -> UUID:
    """An open wave with answers."""
    with app.app_context():
        return people.answered_wave(cast)


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Cora, signed in."""
    sign_in(client, "Cora")
    return client


def _state(app: Flask, wave: UUID) -> tuple[str, set[str]]:
    with app.app_context():
        return progress.view(wave).state, {row.state for row in people.rows(wave)}


def _work_off(app: Flask) -> None:
    with app.app_context():
        people.work_off()


def test_the_home_page_lists_programmes_and_their_waves(cora: FlaskClient, prepared: UUID) -> None:
    page = cora.get("/coordinator/").text
    assert "Leren leiden" in page
    assert "2 schoolleiders" in page
    assert f'href="/coordinator/waves/{prepared}"' in page
    assert "nog niet open" in page


def test_a_programme_without_waves_says_what_comes(cora: FlaskClient) -> None:
    assert "Er is nog geen meting" in cora.get("/coordinator/").text


def test_opening_asks_first_and_says_what_cannot_be_undone(
    app: Flask, cora: FlaskClient, prepared: UUID
) -> None:
    path = f"/coordinator/waves/{prepared}/open"
    assert f'href="{path}"' in cora.get(f"/coordinator/waves/{prepared}").text
    assert "kan niet ongedaan worden gemaakt" in cora.get(path).text
    assert _state(app, prepared) == ("prepared", set())
    done = press(cora, path, path)
    assert done.status_code == 303
    assert "De meting is open." in cora.get(done.location).text
    assert _state(app, prepared) == ("open", {"open"})


def test_a_wave_without_leaders_cannot_open(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = people.gather([], coordinator="Dora")
        closes_on = date.today() + timedelta(days=14)
        wave = waves.create(cast.programme, name="pre", label=LABELS["pre"], closes_on=closes_on)
    sign_in(client, "Dora")
    page = client.get(f"/coordinator/waves/{wave}").text
    assert "nog geen schoolleiders" in page
    assert "/open" not in page
    path = f"/coordinator/waves/{wave}/open"
    assert client.get(path).status_code == 409
    assert press(client, "/coordinator/", path).status_code == 409


def test_whoever_needs_attention_comes_first(app: Flask, cora: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        alice = people.assessment(wave)
        people.answer(people.tokens(alice)[0])
        for token in people.invite(alice, "teacher", 4):
            people.answer(token)
    page = parsed(cora.get(f"/coordinator/waves/{wave}").text, "")
    tables = [table for table in page.iter("table") if table.get("aria-labelledby") == "response"]
    rows = [text_of(row) for table in tables for row in table.iter("tr")][1:]
    assert rows[0].startswith("Nora Bakker")
    assert rows[1].startswith("Alice de Vries")
    assert "4 van 4" in rows[1]


@pytest.mark.rule("P1")
def test_nobody_is_named_but_the_leaders(cora: FlaskClient, answered: UUID) -> None:
    page = cora.get(f"/coordinator/waves/{answered}").text
    for name in people.RATERS:
        assert name not in page


@pytest.mark.rule("P1")
def test_totals_leave_out_groups_whose_count_would_tell(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        alice = people.assessment(wave)
        for token in (*people.invite(alice, "teacher", 4), *people.invite(alice, "board")):
            people.answer(token)
    page = cora.get(f"/coordinator/waves/{wave}").text
    assert "<strong>4 van 4</strong> beoordelaars hebben geantwoord" in page
    assert "5 van 5" not in page


def test_closing_freezes_every_report_and_releases_none(
    app: Flask, cora: FlaskClient, answered: UUID
) -> None:
    path = f"/coordinator/waves/{answered}/close"
    assert "kan niet ongedaan worden gemaakt" in cora.get(path).text
    page = cora.get(press(cora, path, path).location).text
    assert "De meting is gesloten." in page
    assert "De cijfers worden zo vastgelegd." in page
    assert _state(app, answered) == ("closed", {"open"})
    _work_off(app)
    assert "De cijfers liggen vast." in cora.get(f"/coordinator/waves/{answered}").text
    assert _state(app, answered) == ("closed", {"frozen"})


def test_releasing_hands_out_every_report(app: Flask, cora: FlaskClient, answered: UUID) -> None:
    with app.app_context():
        people.freeze(answered)
    path = f"/coordinator/waves/{answered}/release"
    assert "kan niet worden teruggenomen" in cora.get(path).text
    page = cora.get(press(cora, path, path).location).text
    assert "De rapporten worden zo uitgedeeld." in page
    assert f'href="{path}"' not in page, "it is not asked for twice"
    _work_off(app)
    page = cora.get(f"/coordinator/waves/{answered}").text
    assert "Alle rapporten zijn uitgedeeld" in page
    assert 'id="work"' not in page
    assert _state(app, answered) == ("closed", {"released"})


def test_a_freeze_that_was_interrupted_can_be_finished(
    app: Flask, cora: FlaskClient, answered: UUID
) -> None:
    with app.app_context():
        waves.close_wave(answered)
        results.freeze(people.assessment(answered))
    path = f"/coordinator/waves/{answered}/freeze"
    assert f'href="{path}"' in cora.get(f"/coordinator/waves/{answered}").text
    press(cora, path, path)
    _work_off(app)
    assert _state(app, answered) == ("closed", {"frozen"})


def test_figures_that_are_frozen_stand_though_the_database_was_busy(
    app: Flask, cora: FlaskClient, answered: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "ATTEMPTS", 1)
    close, freeze, release = (
        f"/coordinator/waves/{answered}/{step}" for step in ("close", "freeze", "release")
    )
    with app.app_context():
        engine = db.engine
    with reading(engine, Comment):
        press(cora, close, close)
        _work_off(app)
        page = cora.get(f"/coordinator/waves/{answered}").text
        assert "De cijfers liggen vast. De sporen van wat is gewist konden nog niet" in page
        assert _state(app, answered) == ("closed", {"frozen"})
        press(cora, release, release)
        _work_off(app)
        page = cora.get(f"/coordinator/waves/{answered}").text
        assert "Er is nog geen rapport uitgedeeld." in page
        assert f'href="{release}"' in page, "it can be tried again"
        assert _state(app, answered) == ("closed", {"frozen"})
    late = press(cora, release, freeze)
    assert "De cijfers liggen al vast." in cora.get(late.location).text
    assert cora.get(freeze).status_code == 303
    assert press(cora, release, release).status_code == 303
    _work_off(app)
    assert _state(app, answered) == ("closed", {"released"})


@pytest.mark.parametrize("send", [True, False])
def test_a_wave_that_opens_may_send_its_invitations_at_once(
    app: Flask, client: FlaskClient, prepared: UUID, send: bool
) -> None:
    sign_in(client, "Cora")
    path = f"/coordinator/waves/{prepared}/open"
    assert 'name="send" value="1" checked' in client.get(path).text
    assert press(client, path, path, **({"send": "1"} if send else {})).status_code == 303
    with app.app_context():
        assert outbox.counts().get("waiting", 0) == (2 if send else 0)


@pytest.mark.parametrize("step", ["open", "freeze", "release"])
def test_a_step_that_is_not_due_is_refused(
    app: Flask, cora: FlaskClient, answered: UUID, step: str
) -> None:
    path = f"/coordinator/waves/{answered}/{step}"
    assert cora.get(path).status_code == 409
    refused = press(cora, "/coordinator/", path)
    assert refused.status_code == 409
    assert "Misschien is het al gebeurd" in refused.text
    assert _state(app, answered) == ("open", {"open"})


@pytest.mark.parametrize("kind", [SurveyError, NotAllowed])
def test_what_stopped_a_step_is_told(
    cora: FlaskClient, answered: UUID, monkeypatch: pytest.MonkeyPatch, kind: type[SurveyError]
) -> None:
    def refuse(_wave: UUID) -> None:
        raise kind("Rule P2 is broken: 2 < 3 answers.")

    monkeypatch.setattr(waves, "close_wave", refuse)
    path = f"/coordinator/waves/{answered}/close"
    refused = press(cora, path, path)
    assert refused.status_code == (409 if kind is NotAllowed else 400)
    assert "Rule P2 is broken: 2 &lt; 3 answers." in refused.text
    assert "te lang open" not in refused.text


@pytest.mark.parametrize("step", ["open", "close", "freeze", "release"])
def test_no_step_is_due_once_the_reports_are_handed_out(
    app: Flask, cora: FlaskClient, answered: UUID, step: str
) -> None:
    with app.app_context():
        people.freeze(answered)
        reports.release_wave(answered)
    path = f"/coordinator/waves/{answered}/{step}"
    assert cora.get(path).status_code == 409
    assert press(cora, "/coordinator/", path).status_code == 409
    assert _state(app, answered) == ("closed", {"released"})


def test_pressing_a_button_twice_does_it_once(cora: FlaskClient, prepared: UUID) -> None:
    path = f"/coordinator/waves/{prepared}/open"
    assert press(cora, path, path).status_code == 303
    assert press(cora, "/coordinator/", path).status_code == 409


@pytest.mark.parametrize("step", ["open", "close", "freeze", "release", "deadline"])
def test_no_step_is_taken_without_the_token_of_a_page(
    app: Flask, cora: FlaskClient, answered: UUID, step: str
) -> None:
    before = _state(app, answered)
    assert cora.post(f"/coordinator/waves/{answered}/{step}").status_code == 400
    assert _state(app, answered) == before


def test_a_step_that_does_not_exist_is_not_there(cora: FlaskClient, answered: UUID) -> None:
    assert cora.get(f"/coordinator/waves/{answered}/delete").status_code == 404


def test_the_last_day_can_move(app: Flask, cora: FlaskClient, answered: UUID) -> None:
    path = f"/coordinator/waves/{answered}/deadline"
    done = press(cora, path, path, closes_on="2099-03-09", version="1")
    page = cora.get(done.location).text
    assert "De laatste dag is verzet." in page
    assert "9 maart 2099" in page


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "jaar-maand-dag"),
        ("morgen", "jaar-maand-dag"),
        ("2026-02-30", "jaar-maand-dag"),
        ("2020-01-01", "al voorbij"),
    ],
)
def test_a_last_day_that_cannot_be_is_explained(
    cora: FlaskClient, answered: UUID, written: str, said: str
) -> None:
    path = f"/coordinator/waves/{answered}/deadline"
    refused = press(cora, path, path, closes_on=written, version="1")
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{written}"' in refused.text


def test_the_last_day_of_a_closed_wave_stands(
    app: Flask, cora: FlaskClient, answered: UUID
) -> None:
    with app.app_context():
        waves.close_wave(answered)
    assert cora.get(f"/coordinator/waves/{answered}/deadline").status_code == 404


def test_a_wave_past_its_last_day_asks_to_be_closed(
    app: Flask, cora: FlaskClient, answered: UUID
) -> None:
    with app.app_context():
        waves.move_deadline(answered, date.today() - timedelta(days=1))
    assert "De laatste dag is voorbij" in cora.get(f"/coordinator/waves/{answered}").text


@pytest.mark.parametrize("page", ["", "/open", "/close", "/release", "/deadline"])
@pytest.mark.parametrize("who", ["Zoë", "Alice"])
def test_the_wave_of_another_programme_does_not_exist(
    app: Flask, client: FlaskClient, answered: UUID, page: str, who: str
) -> None:
    with app.app_context():
        people.strangers()
    sign_in(client, who)
    home = "/coordinator/" if who == "Zoë" else "/leader/"
    stranger = client.get(f"/coordinator/waves/{answered}{page}")
    assert stranger.status_code == 404
    assert stranger.text == client.get(f"/coordinator/waves/{uuid4()}{page}").text
    if page:
        assert press(client, home, f"/coordinator/waves/{answered}{page}").status_code == 404
    assert _state(app, answered) == ("open", {"open"})


def test_somebody_may_lead_and_coordinate(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        organisations.join(cast.organisation, cast.account("Alice"), "coordinator")
        programmes.create(
            organisation=cast.organisation,
            name="Van Alice",
            instrument=people.INSTRUMENT,
            coordinator=cast.account("Alice"),
        )
    sign_in(client, "Alice")
    assert 'href="/coordinator/"' in client.get("/leader/").text
    assert "Van Alice" in client.get("/coordinator/").text
