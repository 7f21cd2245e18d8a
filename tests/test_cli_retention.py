"""The command line on keeping and forgetting: what it says, what it refuses, what it writes."""

import json
import os
import pty
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from surveyapp.cli import main
from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.services import audit, persons, reports, results, waves
from surveyapp.services import people as bring
from surveyapp.services.context import acting, now
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.services import sheets

ALICE, BOB = "alice@school.example", "bob.0@teacher.example"


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of this test in their environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


@pytest.fixture
def old(context: Flask, cast: Cast) -> Cast:
    """A wave that was handed out five years ago."""
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    waves.close_wave(wave)
    results.freeze_wave(wave, date.today() - timedelta(days=1825))
    reports.release_wave(wave)
    db.session.remove()
    return cast


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def told(result: Result) -> str:
    """What a command says that goes well; nobody is named in it."""
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    assert "@" not in result.stdout
    assert not [name for name in (*people.RATERS, "Alice", "Nora") if name in result.stdout]
    return result.stdout


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.usefixtures("old")
def test_what_is_due_is_told_first_and_then_done() -> None:
    day = date.today() - timedelta(days=30)
    year = date.today() - timedelta(days=1825)
    due = (
        f"{{0}}: names, addresses and links of 8 invitations, frozen by {day}.\n"
        f"{{0}}: 2 reports with 8 responses, 8 invitations, 0 group reports, frozen by {year}.\n"
    )
    for _ in range(2):
        assert told(run("retention", "apply", "--dry-run")) == due.format("Would be erased")
    assert told(run("retention", "apply")) == due.format("Erased")
    assert "0 invitations, frozen" in told(run("retention", "apply"))


@pytest.mark.usefixtures("context")
def test_settings_decide_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_KEEP_ADDRESSES_DAYS", "0")
    assert f"frozen by {date.today()}" in told(run("retention", "apply", "--dry-run"))
    monkeypatch.setenv("SURVEYAPP_KEEP_REPORTS_DAYS", "29")
    assert "SURVEYAPP_KEEP_REPORTS_DAYS is wrong" in refused(run("retention", "apply"))


@pytest.mark.usefixtures("old")
def test_a_leader_is_erased_when_somebody_says_yes() -> None:
    would = told(run("person", "erase", ALICE, "--dry-run"))
    assert would == (
        "Would be erased: the account.\n"
        "Would be erased: the place in 1 group, 1 assessment, 1 report, 4 responses, "
        "4 invitations.\n"
    )
    done = would.replace("Would be erased", "Erased")
    assert told(run("person", "erase", ALICE, "--yes")) == done
    assert "Nothing is held about alice@school.example." in refused(
        run("person", "erase", ALICE, "--yes")
    )


def test_nominations_are_told_of_with_the_rest(context: Flask, cast: Cast) -> None:
    day = date.today() - timedelta(days=30)
    wave = waves.create(cast.programme, name="pre", label=people.LABELS["pre"], closes_on=day)
    bring.import_(wave, sheets.table(*sheets.TWO), "prepared")
    db.session.remove()
    said = told(run("person", "erase", ALICE, "--yes"))
    assert said.splitlines()[-1] == "Erased: 2 nominations."
    said = told(run("retention", "apply", "--dry-run"))
    assert f"frozen by {day}, and 1 nomination of waves that never opened.\n" in said


def test_a_rater_is_told_what_stays(context: Flask, cast: Cast) -> None:
    people.invite(people.assessment(people.open_wave(cast)))
    db.session.remove()
    said = told(run("person", "erase", BOB.upper(), "--yes"))
    assert said.splitlines() == [
        "Withdrawn: 1 invitation as a rater; the link is dead.",
        "Stays: name and address in 1 invitation of waves without figures, so that the name is "
        "masked and nobody is asked twice; they go with the other addresses, after the freeze, or "
        "at once if this command is run again then.",
        "Stays: what a rater answered, which cannot be found.",
    ]


def test_whether_a_rater_answered_is_not_told(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    for leader in ("Alice", "Nora"):
        (token,) = people.invite(people.assessment(wave, leader))
        if leader == "Alice":
            people.answer(token)
    db.session.remove()
    stays = (
        "Stays: name and address in 2 invitations of waves without figures, so that the name is "
        "masked and nobody is asked twice; they go with the other addresses, after the freeze, or "
        "at once if this command is run again then."
    )
    said = [
        "{1}: 2 invitations as a rater; the link is dead.",
        stays,
        "Stays: what a rater answered, which cannot be found.",
    ]
    dry = told(run("person", "erase", BOB, "--dry-run")).splitlines()
    assert dry == [line.format("Would be erased", "Would be withdrawn") for line in said]
    done = told(run("person", "erase", BOB, "--yes")).splitlines()
    assert done == [line.format("Erased", "Withdrawn") for line in said]
    again = told(run("person", "erase", BOB, "--yes")).splitlines()
    assert again == [stays, "Stays: what a rater answered, which cannot be found."]


def test_a_coordinator_is_told_that_her_account_stays(cast: Cast) -> None:
    said = told(run("person", "erase", people.address("Cora"), "--yes"))
    assert said == "Stays: the account, because it coordinates a programme.\n"


@pytest.mark.usefixtures("old")
def test_without_a_terminal_nobody_is_erased_unasked() -> None:
    assert "add --yes" in refused(run("person", "erase", ALICE))
    assert persons.erase(ALICE, dry_run=True).assessments == 1


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("\x04", 1)])
def test_on_a_terminal_the_person_at_the_keyboard_decides(answer: str, code: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode() + b"\n")
    done = subprocess.run(
        [sys.executable, "-m", "surveyapp", "person", "erase", ALICE],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code, done.stderr
    assert "Would be erased" in done.stdout
    assert (" Erased: the account." in done.stdout) == (code == 0)
    if code:
        assert persons.erase(ALICE, dry_run=True).account == "erased"
        return
    with pytest.raises(NotFound):
        persons.erase(ALICE, dry_run=True)


@pytest.mark.usefixtures("old")
def test_an_export_is_a_new_file_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "alice.json"
    parts = "1 account, 1 assessment, 1 report, 1 invitation, 0 nominations, 0 deeds"
    would = told(run("person", "export", ALICE, "--out", file, "--dry-run"))
    assert would == f"This would be handed over: {parts}.\n"
    assert not file.exists()
    result = run("person", "export", ALICE, "--out", file)
    assert (result.exit_code, result.stderr) == (0, f"{parts} in {file}\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text(encoding="utf-8"))["address"] == ALICE
    before = file.read_bytes()
    assert "is there already" in refused(run("person", "export", ALICE, "--out", file))
    assert file.read_bytes() == before


@pytest.mark.usefixtures("old")
def test_an_export_without_a_file_goes_to_the_output() -> None:
    result = run("person", "export", BOB)
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert (data["format"], data["account"], len(data["invitations"])) == ("person/1", None, 2)


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("place", ["missing/alice.json", "", "."])
def test_an_export_that_cannot_be_written_is_a_sentence(tmp_path: Path, place: str) -> None:
    assert refused(run("person", "export", ALICE, "--out", tmp_path / place))
    assert "person exported" not in {event.action for event in audit.everything()}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "address", ["nobody@school.example", "alice", "", " ", "\udcff", "x" * 5000]
)
@pytest.mark.parametrize("command", [["erase", "--yes"], ["erase", "--dry-run"], ["export"]])
def test_an_address_of_nobody_is_a_sentence(command: list[str], address: str) -> None:
    assert refused(run("person", *command, address))


def test_the_audit_log_is_a_line_for_each_deed(context: Flask, cast: Cast) -> None:
    with acting(cast.coordinator):
        wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=2)
    db.session.remove()
    lines = told(run("audit")).splitlines()
    assert [line.split("  ")[0][:10] for line in lines] == [f"{now():%Y-%m-%d}"] * len(lines)
    assert lines[0].split(maxsplit=2)[2].split("  ")[0] == "(operator)"
    assert "raters invited" in lines[0]
    assert lines[0].endswith("Leren leiden, First wave  count: 2")
    assert "Cora Jansen" in lines[1]
    assert "wave opened" in lines[1]
    tomorrow = date.today() + timedelta(days=2)
    result = run("audit", "--since", str(tomorrow))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Nothing was done since {tomorrow}.\n"
    assert (
        told(run("audit", "--since", str(date.today() - timedelta(days=2)))).splitlines() == lines
    )


@pytest.mark.usefixtures("app")
def test_an_empty_audit_log_is_a_sentence() -> None:
    result = run("audit")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing was done yet.\n")


COMMANDS = [
    ["retention", "apply"],
    ["audit"],
    ["person", "export", ALICE],
    ["person", "erase", ALICE, "--yes"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_was_not_upgraded_is_a_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEYAPP_DATABASE", f"sqlite:///{tmp_path}/new.sqlite")
    assert "run `surveyapp upgrade` first" in refused(run(*command))


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "--since", "yesterday"],
        ["audit", "more"],
        ["retention"],
        ["retention", "apply", "more"],
        ["person"],
        ["person", "erase"],
        ["person", "erase", ALICE, BOB],
        ["person", "export", ALICE, "--yes"],
    ],
    ids=" ".join,
)
def test_a_wrong_kind_of_argument_is_a_sentence(command: list[str]) -> None:
    assert refused(run(*command))
