"""The page of a wave tells what the worker does with it: what waits, runs, and failed."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from surveyapp.models.job import Job
from surveyapp.reporting.unprinted import Unprinted
from surveyapp.services import duty, printing, waves, work, worker
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.web.proofreader import parsed
from tests.web.visitor import press, sign_in


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """A closed wave of which the figures are to be frozen."""
    with app.app_context():
        key = people.answered_wave(cast, teachers=3, peers=0, board=0)
        waves.close_wave(key)
        work.ask(key, "freeze", "nl")
        return key


@pytest.fixture
def cora(client: FlaskClient, wave: UUID) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def _become(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Job).values(**values))


def _page(cora: FlaskClient, wave: UUID) -> str:
    return str(cora.get(f"/coordinator/waves/{wave}").text)


def test_what_waits_is_told_with_a_bar_that_has_no_end_yet(cora: FlaskClient, wave: UUID) -> None:
    page = _page(cora, wave)
    assert "De cijfers worden zo vastgelegd." in page
    [bar] = parsed(page, "").iter("progress")
    assert bar.get("value") is None
    assert "Laat zien hoe ver het is" in page


def test_what_runs_tells_how_far_it_is(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    _become(app, state="running", done=1, total=2)
    page = _page(cora, wave)
    assert "1 van 2 rapporten" in page
    [bar] = parsed(page, "").iter("progress")
    assert (bar.get("value"), bar.get("max")) == ("1", "2")


def test_the_script_of_the_page_asks_for_the_same(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    _become(app, state="running", done=1, total=2)
    answer = cora.get(f"/coordinator/waves/{wave}/work")
    assert answer.headers["Cache-Control"] == "no-store"
    [one] = answer.json or []
    assert one.pop("job")
    assert one == {
        "sentence": "De cijfers worden vastgelegd: 1 van 2 rapporten.",
        "done": 1,
        "total": 2,
        "ended": False,
    }
    _become(app, state="done")
    [one] = cora.get(f"/coordinator/waves/{wave}/work").json or []
    assert one["ended"]


def test_what_waits_for_long_without_a_worker_says_what_to_do(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    _become(app, at=now() - 2 * work.LATE)
    assert "het achtergrondwerk van deze site staat stil" in _page(cora, wave)
    mine = duty.Duty()
    with app.app_context():
        assert mine.take()
    assert "wacht tot ander werk op deze site klaar is" in _page(cora, wave)
    mine.leave()


@pytest.mark.parametrize(
    "fault",
    [work.DIED_TWICE, work.UNFORESEEN, worker.NOT_ALL_FROZEN, worker.BUSY, worker.CHANGED],
)
def test_what_failed_says_why_and_can_be_tried_again(
    app: Flask, cora: FlaskClient, wave: UUID, fault: str
) -> None:
    _become(app, state="failed", done=1, total=2, fault=fault)
    page = _page(cora, wave)
    assert "Niet alle cijfers konden worden vastgelegd." in page
    assert fault not in page
    path = f"/coordinator/waves/{wave}/freeze"
    assert f'href="{path}"' in page
    press(cora, path, path)
    assert "De cijfers worden zo vastgelegd." in _page(cora, wave)


def test_while_a_step_is_taken_no_other_one_is(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    page = _page(cora, wave)
    for step in ("freeze", "release"):
        path = f"/coordinator/waves/{wave}/{step}"
        assert f'href="{path}"' not in page
        done = press(cora, "/coordinator/", path)
        assert "Eén stap tegelijk" in cora.get(done.location).text
    with app.app_context():
        assert [one.kind for one in work.of_wave(wave)] == ["freeze"]


def test_a_failure_that_was_mended_otherwise_is_not_shown_any_more(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    with app.app_context():
        people.work_off()
    _become(app, state="failed", fault=work.DIED_TWICE)
    assert "Niet alle cijfers" not in _page(cora, wave)


def test_whose_report_could_not_be_printed_is_told_by_name_with_the_reason(
    app: Flask, cora: FlaskClient, wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    _become(app, state="done", kind="pdfs", done=1, total=2, fault=worker.SOME_MISSING)
    missing = [Unprinted("Alice de Vries", "ended"), Unprinted("سارة", "late")]
    monkeypatch.setattr(printing, "missing", lambda _wave, _language: missing)
    page = _page(cora, wave)
    assert "<li>Alice de Vries: het afdrukken hield halverwege op" in page
    assert "<li>\u2068سارة\u2069: het" in page, "a name from right to left turns no line round"
    assert "1 van 2" in page


def test_every_fault_is_said_in_a_sentence_of_the_page(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    for fault in (*work.FAULTS, *worker.FAULTS):
        for kind in ("freeze", "release", "pdfs"):
            _become(app, state="failed", kind=kind, fault=fault)
            assert cora.get(f"/coordinator/waves/{wave}").status_code == 200
            assert cora.get(f"/coordinator/waves/{wave}/work").status_code == 200
