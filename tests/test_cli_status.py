"""``surveyapp status``: numbers about the installation, and an exit code for whoever watches it."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import update

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.models.job import Job
from surveyapp.services import work
from surveyapp.services.context import now
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.ports import free_port

ROOMY, FULL = 80_000_000_000, 1_000


class Usage(NamedTuple):
    """What a disk says, in bytes."""

    free: int


class Nobody:
    """A mail server that must get no mail."""

    async def handle_DATA(self, *_: object) -> str:
        raise AssertionError("a status sends no mail")


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds this database, no mail server, and room on the disk."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)
    monkeypatch.setenv("SURVEYAPP_SMTP_PORT", str(free_port()))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(ROOMY))


@pytest.fixture
def _mail_server(monkeypatch: pytest.MonkeyPatch) -> Any:
    port = free_port()
    controller = Controller(Nobody(), hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("SURVEYAPP_SMTP_PORT", str(port))
    yield
    controller.stop()


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["status", *arguments])
    assert "@" not in result.output
    assert not [name for name in (*people.RATERS, "Alice", "Nora") if name in result.output]
    return result


@pytest.mark.usefixtures("_mail_server")
def test_an_installation_that_does_well_says_so(context: Flask, cast: Cast) -> None:
    people.released_wave(cast, "pre")
    people.open_wave(cast, "post")
    db.session.remove()
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Database: sqlite, up to date (schema 0")
    assert lines[1] == "Room beside it: 80.0 GB"
    assert lines[2] == "Waves: 1 closed, 1 open"
    assert lines[3] == "Assessments: 2 open, 2 released"
    assert lines[4] == "Mail server: answers"
    assert lines[6:8] == ["Jobs: none", "Worker: none"]
    assert lines[8] == "Due to be forgotten: 0 invitations, 0 reports"


@pytest.mark.usefixtures("_mail_server")
def test_a_program_reads_the_same(context: Flask, cast: Cast) -> None:
    people.open_wave(cast)
    db.session.remove()
    found = json.loads(run("--json").stdout)
    assert found["waves"] == {"open": 1}
    assert found["free"] == ROOMY
    assert (found["mail_server"], found["faults"]) == (True, [])


@pytest.mark.usefixtures("context")
def test_a_mail_server_that_is_gone_has_to_be_mended() -> None:
    result = run()
    assert result.exit_code == 1
    assert "Mail server: does not answer" in result.stdout
    assert "SURVEYAPP_SMTP_HOST" in result.stderr
    assert json.loads(run("--json").stdout)["mail_server"] is False


@pytest.mark.usefixtures("context", "_mail_server")
def test_a_full_disk_has_to_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(FULL))
    result = run()
    assert result.exit_code == 1
    assert "little room" in result.stderr


def test_a_database_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEYAPP_DATABASE", f"sqlite:///{tmp_path}/none.sqlite")
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "surveyapp upgrade" in result.stderr


@pytest.mark.usefixtures("_mail_server")
def test_work_that_nobody_does_has_to_be_mended(context: Flask, cast: Cast) -> None:
    work.ask(people.open_wave(cast), "freeze", "nl")
    assert run().exit_code == 0, "it has only just been asked for"
    with transaction() as session:
        session.execute(update(Job).values(at=now() - 2 * work.LATE))
    db.session.remove()
    result = run()
    assert result.exit_code == 1
    assert "Jobs: 1 waiting" in result.stdout
    assert "start `surveyapp worker`" in result.stderr
