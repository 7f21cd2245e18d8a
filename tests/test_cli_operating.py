"""The command line for operators: whatever is wrong with their machine is told in a sentence."""

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from surveyapp import create_app, serve
from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.services import database

PASSWORD = "geheim-van-de-school"
NOWHERE = f"postgresql+psycopg://survey:{PASSWORD}@127.0.0.1:1/surveyapp"


def operate(command: str, database: str, *options: str) -> str:
    """What a command says that has to be refused."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("SURVEYAPP_")}
    settings = {"SURVEYAPP_SECRET": "s" * 40, "SURVEYAPP_DATABASE": database}
    done = subprocess.run(
        [sys.executable, "-m", "surveyapp", command, *options],
        env=own | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert PASSWORD not in done.stderr
    return done.stderr


@pytest.mark.parametrize("command", ["serve", "upgrade", "worker"])
def test_a_database_that_does_not_answer_is_named_without_its_password(command: str) -> None:
    told = operate(command, NOWHERE)
    assert "Connection refused" in told
    assert "SURVEYAPP_DATABASE" in told


@pytest.mark.parametrize("command", ["serve", "upgrade", "worker"])
def test_a_file_that_is_no_database_is_refused(command: str, tmp_path: Path) -> None:
    file = tmp_path / "thesis.odt"
    file.write_text("years of work " * 99)
    told = operate(command, f"sqlite:///{file}")
    assert "file is not a database. Check SURVEYAPP_DATABASE." in told
    assert file.read_text() == "years of work " * 99


def test_a_server_without_the_folder_of_its_database_is_refused(tmp_path: Path) -> None:
    told = operate("serve", f"sqlite:///{tmp_path}/missing/surveyapp.sqlite")
    assert "unable to open database file. Check SURVEYAPP_DATABASE." in told


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "surveyapp.sqlite"
    settings = Settings(secret=SecretStr("s" * 40), database=f"sqlite:///{file}")
    with create_app(settings).app_context():
        database.upgrade()
        db.engine.dispose()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)] == [0o700, 0o600]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = operate("upgrade", f"sqlite:///{tmp_path}/file/var/surveyapp.sqlite")
    assert "Not a directory" in told
    assert "SURVEYAPP_DATABASE" in told


def test_the_database_of_a_later_version_is_left_alone(upgraded: Path, tmp_path: Path) -> None:
    file = tmp_path / "later.sqlite"
    shutil.copy(upgraded, file)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    told = operate("upgrade", f"sqlite:///{file}")
    assert "made by another version" in told
    assert "9999" in told


def test_a_port_in_use_is_refused_before_the_server_starts(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = operate("serve", database_url, "--port", port)
    assert told.startswith(f"Port {port} is in use")
    assert "--port" in told


@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.1", "", "a" * 300, "\udcff"])
def test_an_address_of_no_use_is_refused(host: str) -> None:
    with pytest.raises(SurveyError, match=r"hoose another --host\.$"):
        serve.free(host, 5000)


def test_an_unused_port_stays_unused_after_it_was_tried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert serve.free("localhost", port) in {"127.0.0.1", "::1"}
    assert serve.free("127.0.0.1", port) == "127.0.0.1"
