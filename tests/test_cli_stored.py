"""``surveyapp report check --stored``: what it says of the reports in the database."""

from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.models.report import Report
from surveyapp.services import group_reports, persons
from tests import cast as people
from tests.cast import SECRET
from tests.services.test_inspection import ALICE, FIVE, changed


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database of this test in its environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


@pytest.fixture
def grouped(context: Flask) -> UUID:
    """A wave of five leaders with a group report."""
    wave = people.answered_wave(
        people.gather(FIVE, instrument="quick-reflection"), teachers=3, peers=0, board=0
    )
    people.freeze(wave)
    group_reports.freeze(wave)
    return wave


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "check", *arguments])


@pytest.mark.rule("P9")
def test_the_command_tells_what_holds_and_what_does_not(grouped: UUID) -> None:
    db.session.remove()
    result = run("--stored")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "5 reports and 1 group report hold.\n"
    key = people.assessment(grouped)
    changed(db.session.get_one(Report, key), lambda data: data.update(school="De Boog"))
    db.session.remove()
    result = run("--stored")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Leren leiden, First wave, {ALICE}: P9 fingerprint\n"


def test_the_command_tells_that_a_group_report_was_checked_alone(grouped: UUID) -> None:
    persons.erase(people.address(ALICE), dry_run=False)
    db.session.remove()
    result = run("--stored")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Leren leiden, First wave, group report: checked alone; leaders were erased since.\n"
        "4 reports and 1 group report hold.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("--stored", "file.json")])
def test_either_files_are_checked_or_the_database(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Name the files to check, or give --stored" in result.stderr
