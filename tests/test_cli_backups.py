"""``surveyapp backup`` and ``restore`` at the keyboard: what they say, refuse and leave behind."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import waves
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import SECRET, Cast


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of this test in their environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "today.backup"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    assert "@" not in result.output
    return result.stdout


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_what_was_backed_up_is_restored_where_there_was_nothing(
    context: Flask, cast: Cast, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.released_wave(cast)
    db.session.remove()
    result = run("backup", file)
    assert done(result).endswith(f" rows in {file}\n")
    assert result.stderr == ""
    monkeypatch.setenv("SURVEYAPP_DATABASE", f"sqlite:///{tmp_path}/new/place.sqlite")
    said = done(run("restore", file)).splitlines()
    assert said[0].startswith("Restored: ")
    assert said[0].endswith(" UTC.")
    assert [line.partition(":")[0] for line in said[1:3]] == ["Erased", "Erased"]
    assert "erased on request since then is back" in said[3]
    assert done(run("retention", "apply", "--dry-run"))


def test_a_backup_during_a_wave_says_what_it_may_tell(
    context: Flask, cast: Cast, file: Path
) -> None:
    wave = people.open_wave(cast)
    db.session.remove()
    result = run("backup", file)
    assert result.exit_code == 0
    assert result.stderr.startswith("1 wave not frozen yet: ")
    waves.close_wave(wave)
    db.session.remove()
    assert "1 wave not frozen yet" in run("backup", file, "--overwrite").stderr


def test_mail_that_waits_is_told(context: Flask, cast: Cast, file: Path) -> None:
    people.invite(people.assessment(people.open_wave(cast)))
    with transaction() as session:
        invitation = session.scalars(select(Invitation.id)).first()
        session.add(OutboxMessage(invitation_id=invitation, kind="drill"))
    db.session.remove()
    done(run("backup", file))
    assert "even if sent since" in done(run("restore", file, "--replace", "--yes"))


@pytest.mark.usefixtures("cast")
def test_nothing_is_replaced_unasked(file: Path) -> None:
    done(run("backup", file))
    assert "--replace" in refused(run("restore", file))
    assert "add --yes" in refused(run("restore", file, "--replace"))
    assert "Restored: " in done(run("restore", file, "--replace", "--yes"))


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_at_a_terminal_one_is_asked(file: Path, answer: bytes, code: int) -> None:
    done(run("backup", file))
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    command = [sys.executable, "-m", "surveyapp", "restore", str(file), "--replace"]
    result = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert result.returncode == code, result.stderr
    assert ("Restored: " in result.stdout) == (code == 0)
    assert ("Nothing was restored." in result.stderr) == (code == 1)


@pytest.mark.usefixtures("cast")
def test_a_file_that_is_there_is_overwritten_only_when_asked(file: Path) -> None:
    done(run("backup", file))
    assert "--overwrite" in refused(run("backup", file))
    done(run("backup", file, "--overwrite"))


@pytest.mark.usefixtures("cast")
def test_a_full_disk_gets_a_sentence_and_leaves_the_old_backup(file: Path) -> None:
    done(run("backup", file))
    before = file.read_bytes()
    script = f"ulimit -f 1; exec {sys.executable} -m surveyapp backup {file} --overwrite"
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    assert "What was there before is untouched." in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert file.read_bytes() == before


@pytest.mark.usefixtures("cast")
def test_a_folder_or_a_place_that_is_not_there_is_refused(file: Path, tmp_path: Path) -> None:
    assert "is a folder" in refused(run("backup", tmp_path))
    assert "does not exist" in refused(run("backup", tmp_path / "no" / "where"))
    assert "cannot be read" in refused(run("restore", file, "--replace", "--yes"))
    file.write_text("years of work")
    assert "no whole backup" in refused(run("restore", file, "--replace", "--yes"))
