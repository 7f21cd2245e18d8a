"""The demo through the front door: real server, real mail, real pages, twelve PDFs."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from surveyapp import config, create_app
from surveyapp.cli import main
from surveyapp.core.checker import check
from surveyapp.core.errors import SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.demo import run
from surveyapp.demo.chosen import BOARD
from surveyapp.demo.people import COACH, LEADERS, RESEARCHER
from surveyapp.demo.rater import mind
from surveyapp.demo.story import PASSWORD
from surveyapp.extensions import db
from surveyapp.services import database
from tests.reporting.paper import text_of
from tests.web.visitor import csrf


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "surveyapp", "demo", "--no-serve", "--folder", str(folder)]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_demo_goes_from_invitation_to_twelve_reports(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    done = demo(folder)
    assert done.returncode == 0, done.stderr
    printed = [Path(line) for line in done.stdout.splitlines()]
    assert len(printed) == 12
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)
    assert "declined" in done.stderr
    assert "stopped halfway" in done.stderr

    snapshots = {path.stem: Snapshot.from_json(path.read_text()) for path in _json(folder)}
    assert all(check(path.read_text()) == [] for path in _json(folder))
    assert all((s.growth is not None) == name.endswith("-post") for name, s in snapshots.items())
    uses = {row.used for snapshot in snapshots.values() for row in snapshot.participation}
    assert "left_out" in uses, "one group stays too small"
    assert any(cell_has_cannot_judge(snapshot) for snapshot in snapshots.values())

    chosen = next(path for path in printed if path.stem == "marieke-vandijk-post")
    assert "14 maart 2025" in " ".join(text_of(chosen.read_bytes()))
    assert "2 leaders saw what became of their priorities" in done.stderr

    said: list[str] = []
    again = run.run(folder, 2026, said.append)
    assert [Path(pdf) for pdf in again.pdfs] == printed
    assert "has run before" in said[0]
    _everybody_has_something_to_read(folder, again)


def _everybody_has_something_to_read(folder: Path, told: run.Told) -> None:
    """What leaders, a coach and somebody with a link find on their pages."""
    site = create_app(config.load(run.settings(folder, 5000)))
    marieke, carla = LEADERS[0], COACH[1]
    assert marieke.name in _read(site, told.shared)
    assert all(leader.name in _read(site, "/coach/", carla) for leader in LEADERS)
    assert "11 april 2025" in _read(site, "/leader/reflections/", marieke.email)
    assert BOARD in _read(site, "/leader/shares/", marieke.email)
    assert "report.json" in _read(site, "/research/", RESEARCHER[1])
    with site.app_context():
        db.engine.dispose()


def _read(site: Flask, path: str, who: str = "") -> str:
    """A page as its reader gets it, in Dutch."""
    client = FlaskClient(site)
    if who:
        data = {"email": who, "password": PASSWORD, "csrf_token": csrf(client, "/sign-in")}
        assert client.post("/sign-in", data=data).status_code == 303
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def _json(folder: Path) -> list[Path]:
    return sorted((folder / "reports").glob("*.json"))


def cell_has_cannot_judge(snapshot: Snapshot) -> bool:
    cells = [
        cell
        for competence in snapshot.competences
        for item in competence.items
        for cell in item.cells.values()
    ]
    return any(getattr(cell, "cannot_judge", 0) for cell in cells)


def test_a_folder_that_holds_other_things_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(SurveyError, match="holds other files"):
        run.run(tmp_path, 1, lambda text: None)
    assert (tmp_path / "thesis.odt").exists()


def finished(folder: Path) -> run.Told:
    """What a demo leaves behind, in short."""
    told = run.Told(1, [str(folder / "reports/a.pdf")], {}, "/s/a/")
    (folder / "reports").mkdir()
    for name in ("secret", "surveyapp.sqlite", "reports/a.pdf"):
        (folder / name).write_text("x" * 64)
    (folder / "told.json").write_text(json.dumps(told.__dict__))
    return told


def test_a_finished_demo_is_not_told_again(tmp_path: Path) -> None:
    told = finished(tmp_path)
    assert run.run(tmp_path, 1, lambda text: None) == told


@pytest.mark.parametrize("lost", ["secret", "surveyapp.sqlite", "reports/a.pdf", "told.json"])
def test_a_demo_that_lost_something_starts_afresh(
    tmp_path: Path, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    finished(folder)
    (folder / lost).unlink()
    monkeypatch.setattr(run, "mail_server", _stopped)
    with pytest.raises(KeyboardInterrupt):
        run.run(folder, 1, lambda text: None)
    assert [path.name for path in folder.rglob("*")] == ["reports"]


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_demo_is_served_with_its_own_settings_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[config.Settings] = []
    own = {k: v for k, v in os.environ.items() if not k.startswith("SURVEYAPP_")}
    real = {"SURVEYAPP_SECRET": "r" * 40, "SURVEYAPP_SMTP_HOST": "smtp.school.example"}
    monkeypatch.setattr(os, "environ", own | real)
    monkeypatch.setattr(run, "serve", lambda *_, **__: served.append(config.load(os.environ)))
    run.serve_on(tmp_path, 5000)
    assert served[0].smtp_host == "127.0.0.1"
    assert served[0].secret.get_secret_value() == (tmp_path / "secret").read_text()


def test_a_demo_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(run, "serve", lambda *_, **__: None)
    run.serve_on(tmp_path, 5000)
    with create_app(config.load(run.settings(tmp_path, 5000))).app_context():
        assert database.up_to_date()
        db.engine.dispose()


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "what? 100% #1"
    folder.mkdir()
    database = config.load(run.settings(folder, 5000)).database
    assert str(make_url(database).database) == str(folder / "surveyapp.sqlite")


def test_a_demo_that_could_not_be_served_is_not_begun(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = ["demo", "--folder", str(folder), "--port", port]
        result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Port {port} is in use")
    assert "choose another with --port" in result.stderr
    assert not folder.exists()


def test_the_same_seed_makes_the_same_rater() -> None:
    def answers(seed: str) -> str:
        rater = mind(LEADERS[0], "teacher", 1, seed)
        points = [rater.point(f"vision-{number}") for number in range(20)]
        return json.dumps([points, rater.words("keep"), rater.words("advice")])

    assert answers("1") == answers("1")
    assert answers("1") != answers("2")
