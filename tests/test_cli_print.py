"""``surveyapp report print``: into a folder; what failed is named, and printed next time."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from surveyapp.cli import main
from surveyapp.core import report
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.reporting import press
from surveyapp.reporting.identity import carries
from surveyapp.services import reports, scoring
from tests import cast as people
from tests.builders import plausible_round
from tests.cast import SECRET
from tests.reporting import cases, paper
from tests.test_cli import responses, score

__all__ = ["responses"]

PRESS = """
import json, os, signal, sys
from surveyapp.reporting.press import Wish, read, write
from tests.shams import document
while True:
    try:
        asked = Wish(**json.loads(read(sys.stdin.buffer)))
    except EOFError:
        break
    if json.loads(asked.snapshot)["leader"] == {dies!r}:
        os.kill(os.getpid(), signal.SIGKILL)
    write(sys.stdout.buffer, document(asked))
"""
"""A press that prints quickly, and is killed with the report of one leader."""


def a_press(monkeypatch: pytest.MonkeyPatch, dies: str = "") -> None:
    monkeypatch.setattr(press, "COMMAND", [sys.executable, "-c", PRESS.format(dies=dies)])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["report", "print", *map(str, arguments)])


def named(leader: str) -> Snapshot:
    return report.build(replace(plausible_round(), leader=leader))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A file with the snapshots of three leaders."""
    path = tmp_path / "stored.json"
    snapshots = [named(leader) for leader in ("Alice", "Bob", "Charlie")]
    path.write_text(scoring.in_one_file(snapshots), encoding="utf-8")
    return path


def test_what_a_killed_press_did_not_print_is_named_and_printed_by_the_next_call(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    a_press(monkeypatch, dies="Bob")
    result = run(stored, "--to", folder, "--language", "en", "--design", "compact")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "Not printed: Bob: printing stopped halfway, perhaps because memory ran out."
    )
    assert result.stdout == f"2 of 3 reports in {folder}\n"
    assert len(list(folder.iterdir())) == 2
    a_press(monkeypatch)
    result = run(stored, "--to", folder, "--language", "en", "--design", "compact")
    assert (result.exit_code, result.stdout) == (0, f"3 of 3 reports in {folder}\n")
    assert result.stderr == "1/1 360 Bob First wave compact en.pdf\n"
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


def test_scored_reports_are_printed_by_the_same_press_and_one_that_fails_harms_no_other(
    responses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_press(monkeypatch, dies="Bob")
    result = score(responses, "--pdf-dir", tmp_path, "--presses", "2")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[1:] == [
        "1/3 Alice-pre.pdf",
        "2/3 Alice-post.pdf",
        "Not printed: Bob: printing stopped halfway, perhaps because memory ran out.",
    ]
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    a_press(monkeypatch)
    assert score(responses, "--pdf-dir", tmp_path).exit_code == 0
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_a_disk_that_fills_up_ends_the_call_with_a_sentence_and_what_is_there_is_whole(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> None:
        if "Bob" in target.name:
            raise OSError(28, "No space left on device")
        move(path, target)

    a_press(monkeypatch)
    folder = tmp_path / "reports"
    folder.mkdir()
    with monkeypatch.context() as disk:
        move = Path.replace
        disk.setattr(Path, "replace", full)
        result = run(stored, "--to", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    bob = folder / "360 Bob Beginmeting classic nl.pdf"
    assert result.stderr.splitlines()[1:] == [f"{bob} cannot be written: No space left on device."]
    assert [path.name for path in folder.iterdir()] == ["360 Alice Beginmeting classic nl.pdf"]
    result = run(stored, "--to", folder)
    assert (result.exit_code, result.stdout) == (0, f"3 of 3 reports in {folder}\n")


def a_full_disk(monkeypatch: pytest.MonkeyPatch, for_: str) -> None:
    """Nothing can be written of one leader; the report of Alice could not be printed before."""
    move = Path.replace

    def full(path: Path, target: Path) -> None:
        if for_ in target.name:
            raise OSError(28, "No space left on device")
        move(path, target)

    a_press(monkeypatch, dies="Alice")
    monkeypatch.setattr(Path, "replace", full)


ALICE_STOPPED = "Not printed: Alice: printing stopped halfway, perhaps because memory ran out."


def test_where_the_disk_fills_up_what_could_not_be_printed_before_is_named_too(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_full_disk(monkeypatch, "Charlie")
    result = run(stored, "--to", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    charlie = tmp_path / "360 Charlie Beginmeting classic nl.pdf"
    assert result.stderr.splitlines()[1:] == [
        ALICE_STOPPED,
        f"{charlie} cannot be written: No space left on device.",
    ]


def test_where_the_disk_fills_up_scored_reports_that_could_not_be_printed_are_named_too(
    responses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_full_disk(monkeypatch, "Bob")
    result = score(responses, "--pdf-dir", tmp_path, "--presses", "2")
    assert (result.exit_code, result.stdout) == (2, "")
    *named, full = result.stderr.splitlines()[1:]
    assert named == [ALICE_STOPPED] * 2, "once per wave"
    assert full.endswith(".pdf cannot be written: No space left on device.")


def test_a_folder_that_vanishes_ends_the_call_with_a_sentence(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(_path: Path, target: Path) -> None:
        shutil.rmtree(target.parent)
        raise FileNotFoundError(2, "No such file or directory")

    a_press(monkeypatch)
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr(Path, "replace", vanished)
    result = run(stored, "--to", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("nl.pdf cannot be written: No such file or directory.\n")


def test_a_report_that_was_exchanged_is_printed_anew(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_press(monkeypatch)
    run(stored, "--to", tmp_path)
    [file] = tmp_path.glob("360 Bob *.pdf")
    file.write_bytes(b"%PDF of another report")
    assert run(stored, "--to", tmp_path).stderr == f"1/1 {file.name}\n"


@pytest.mark.parametrize("case", [cases.first, cases.post])
def test_a_document_is_known_as_that_of_its_snapshot(case: cases.Case) -> None:
    document = paper.document(case)
    assert carries(document, case().fingerprint)
    assert not carries(document, cases.pooled().fingerprint)


def test_a_fingerprint_is_found_whatever_signs_it_is_written_in() -> None:
    fingerprint = b"()\\0123456789abc".hex() * 2
    assert carries(b"/ID [(\\(\\)\\\\0123456789abc) (x)]", fingerprint)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name the files to print, or give --wave"),
        (("--design", "loud", "file.json"), "There is no design “loud”."),
        (("--language", "xx", "file.json"), "There is no language"),
        (("missing.json",), "cannot be read"),
    ],
)
def test_bad_input_gets_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run("--to", tmp_path, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.rule("P9")
def test_a_snapshot_that_breaks_a_rule_is_not_printed(tmp_path: Path, stored: Path) -> None:
    stored.write_text(stored.read_text(encoding="utf-8").replace("Alice", "Alicia"), "utf-8")
    result = run(stored, "--to", tmp_path)
    assert (result.exit_code, list(tmp_path.glob("*.pdf"))) == (2, [])
    assert "P9" in result.stderr


@pytest.fixture
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database of this test in its environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


def handed_out(*, on_paper: bool) -> UUID:
    cast = people.gather(instrument="quick-reflection", on_paper=on_paper)
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(wave)
    reports.release_wave(wave)
    db.session.remove()
    return wave


@pytest.mark.usefixtures("context", "_settings")
def test_the_reports_of_a_wave_are_printed_in_the_language_of_each_leader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_press(monkeypatch)
    wave = handed_out(on_paper=True)
    result = run("--wave", str(wave), "--to", tmp_path)
    assert (result.exit_code, result.stdout) == (0, f"2 of 2 reports in {tmp_path}\n")
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert [name.split()[1] for name in names] == ["Alice", "Nora"]
    assert all(name.endswith("classic nl.pdf") for name in names)
    last = select(AuditEvent.action).order_by(AuditEvent.at.desc())
    assert db.session.scalars(last).first() == "reports taken"


@pytest.mark.usefixtures("context", "_settings")
def test_what_was_promised_to_leaders_and_raters_holds_on_the_shell_as_well(tmp_path: Path) -> None:
    result = run("--wave", str(handed_out(on_paper=False)), "--to", tmp_path)
    assert (result.exit_code, list(tmp_path.glob("*.pdf"))) == (2, [])
    assert result.stderr == "The reports of this wave are for its leaders only.\n"
