"""The command line: bad input gets a sentence and exit code 2, never a traceback."""

import json
import os
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.cli import main
from surveyapp.core import group_report, report
from surveyapp.core.library import instrument_path
from surveyapp.core.snapshot import Snapshot
from surveyapp.services import scoring
from tests.leaders import groups_of
from tests.test_cli import ENTRY, NAME, csv, one_wave, responses, row, run, score

__all__ = ["responses"]


def refused(result: Result) -> str:
    """The sentences of a refusal."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_every_fault_of_the_responses_is_a_line(responses: Path) -> None:
    rows = [
        row("Alice", "late", "teacher"),
        row("Alice", "pre", "nobody"),
        row("Bob", "pre", "peer"),
    ]
    responses.write_text(csv(*one_wave("Alice"), *rows))
    lines = refused(score(responses)).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [f"{responses}:11", "wave"],
        [f"{responses}:12", "group"],
        [f"{responses}:13", "group"],
    ]
    assert not responses.with_name("out.json").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--instrument": "nothing"}, "There is no questionnaire 'nothing'"),
        ({"--instrument": "missing.yaml"}, "missing.yaml cannot be read"),
        ({"--instrument": "."}, ". cannot be read"),
        ({"--responses": "missing.csv"}, "missing.csv cannot be read"),
        ({"--responses": "."}, ". is a folder"),
        ({"--json": "."}, ". is a folder"),
        ({"--json": "missing/out.json"}, "The folder missing does not exist"),
        ({"--json": "./responses.csv"}, "responses.csv is what is read"),
        ({"--json": "/dev/null"}, "no ordinary file"),
        ({"--json": "x" * 300}, "File name too long"),
        ({"--pdf-dir": "missing"}, "The folder missing does not exist"),
        ({"--pdf-dir": "responses.csv"}, "The folder responses.csv does not exist"),
        ({"--language": "fr"}, "There is no language 'fr'"),
        ({"--language": "../nl"}, "There is no language '../nl'"),
        ({"--date": "yesterday"}, "--date"),
        ({"--date": "2026-02-30"}, "--date"),
        ({"--programme": "\udcff"}, "The programme"),
    ],
    ids=str,
)
def test_a_wrong_option_is_a_sentence(
    responses: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], message: str
) -> None:
    monkeypatch.chdir(responses.parent)
    options = {"--instrument": NAME, "--responses": "responses.csv", "--json": "out.json"} | change
    assert message in refused(run("score", *(part for pair in options.items() for part in pair)))


def test_an_output_that_cannot_be_replaced_is_a_sentence(
    responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "No space left" in refused(score(responses))
    assert {file.name for file in responses.parent.iterdir()} == {"responses.csv"}


def test_where_nothing_can_be_removed_either_the_sentence_is_about_what_was_wanted(
    responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as shut:
        shut.setattr(Path, "replace", closed)
        shut.setattr(Path, "unlink", closed)
        told = refused(score(responses))
    assert told == f"{responses.with_name('out.json')} cannot be written: Permission denied.\n"


def test_what_may_not_be_read_is_a_sentence(
    responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a fake, as root may read everything."""

    def closed(path: Path, *rest: Any) -> Any:
        if path == responses:
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest)

    opened: Any = Path.open
    monkeypatch.setattr(Path, "open", closed)
    assert "responses.csv cannot be read: Permission denied" in refused(score(responses))


def test_where_nothing_may_be_written_is_a_sentence(
    responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK | os.X_OK)
    assert "Nothing can be written" in refused(score(responses))


def test_a_snapshot_that_breaks_a_rule_is_not_written(
    responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(*arguments: object, **more: object) -> Snapshot:
        made = build(*arguments, **more)  # type: ignore[arg-type]
        units = [unit.model_copy(update={"identified": True}) for unit in made.units]
        return made.model_copy(update={"units": tuple(units)})

    build = report.build
    monkeypatch.setattr(scoring, "build", leaking)
    lines = refused(score(responses)).splitlines()
    assert lines[0] == "The figures break a rule:"
    assert lines[1].startswith("P4: [0].units[1].identified")
    assert not responses.with_name("out.json").exists()


def test_ctrl_c_leaves_with_130(responses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "score", interrupted)
    result = score(responses)
    assert (result.exit_code, result.stdout) == (130, "")


@pytest.fixture
def stored(responses: Path) -> Path:
    score(responses)
    return responses.with_name("out.json")


def test_every_violation_of_a_stored_report_is_a_line(stored: Path) -> None:
    data = json.loads(stored.read_text(encoding="utf-8"))
    data[1]["competences"][0]["others"] = 3.3
    data[2]["sd"] = 0.5
    stored.write_text(json.dumps(data))
    lines = refused(run("report", "check", stored)).splitlines()
    assert lines[0].startswith(f"{stored}: P9: [1].fingerprint: ")
    assert any(line.startswith(f"{stored}: P3: [1].competences[0].others: ") for line in lines)
    assert lines[-1].startswith(f"{stored}: P3: [2].sd: ")


def test_every_violation_of_a_stored_group_report_is_a_line(tmp_path: Path) -> None:
    data = json.loads(group_report.build(groups_of(6, 3), date(2026, 11, 20)).to_json())
    data["groups"][1]["leaders"] = 3
    data["whole"]["leader"] = "Alice de Vries"
    file = tmp_path / "group.json"
    file.write_text(json.dumps(data))
    lines = refused(run("report", "check", file)).splitlines()
    assert {line.rsplit(": ", 1)[0] for line in lines} == {
        f"{file}: P8: groups[1].leaders",
        f"{file}: P8: whole.leader",
    }


def test_the_other_files_are_checked_as_well(stored: Path, tmp_path: Path) -> None:
    result = run("report", "check", tmp_path / "missing.json", stored)
    assert (result.exit_code, result.stdout) == (2, f"{stored}: no faults\n")
    assert "missing.json cannot be read" in result.stderr


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"3", b"[" * 100_000])
def test_what_is_no_snapshot_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "snapshot.json"
    file.write_bytes(content)
    assert refused(run("report", "check", file)).startswith(str(file))


def test_every_fault_of_an_instrument_is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("format: instrument/1\nid: Own\n")
    lines = refused(run("instrument", "check", file)).splitlines()
    assert len(lines) > 5
    assert all(line.startswith(str(file)) for line in lines)


@pytest.mark.parametrize("content", [b"", b"\xff", b"- 1", b"a: [", b"\0", b"a: &x *x"])
def test_what_is_no_instrument_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(content)
    assert str(file) in refused(run("instrument", "check", file, tmp_path))


@pytest.mark.parametrize("command", [["show", "nothing"], ["header", "nothing"], ["show", "."]])
def test_an_unknown_instrument_is_a_sentence(command: list[str]) -> None:
    assert refused(run("instrument", *command))


@pytest.mark.parametrize("language", ["xx", "", "../nl"])
def test_an_instrument_is_not_shown_in_a_language_that_is_none(language: str) -> None:
    told = refused(run("instrument", "show", NAME, "--language", language))
    assert f"There is no language {language!r}. Choose one of: nl, en." in told


HUGE = "x" * 5000


@pytest.mark.parametrize("what", ["", ".", HUGE, "\udcff", "../../x", "/dev/null", "/dev/zero"])
@pytest.mark.parametrize(
    "command", [["instrument", "header"], ["instrument", "show"], ["instrument", "check"]]
)
def test_what_is_no_instrument_is_refused_by_every_command(command: list[str], what: str) -> None:
    assert refused(run(*command, what))


@pytest.mark.parametrize(
    "command",
    [
        ["instrument", "list", "more"],
        ["instrument", "header", NAME, NAME],
        ["instrument", "show", NAME, NAME],
        ["instrument", "check"],
        ["instrument"],
        ["report"],
        ["upgrade", "more"],
        ["serve", "more"],
        ["serve", "--port", "0"],
        ["serve", "--port", "http"],
        ["demo", "more"],
        ["demo", "--port", "65536"],
        ["demo", "--seed", "9" * 5000],
        ["demo", "--no-serve", "--folder", "/dev/null"],
        ["demo", "--no-serve", "--folder", HUGE],
    ],
    ids=lambda command: " ".join(command)[:40],
)
def test_a_wrong_kind_of_argument_is_a_sentence(command: list[str]) -> None:
    assert refused(run(*command))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_a_terminal_that_cannot_write_the_text_is_told_so(tmp_path: Path, encoding: str) -> None:
    own = tmp_path / "own.yaml"
    text = instrument_path(NAME).read_text(encoding="utf-8")
    own.write_text(text.replace("Deze schoolleider", "Đeze schoolleider"), encoding="utf-8")
    done = subprocess.run(
        [*ENTRY, "instrument", "show", own],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert done.returncode == (0 if encoding == "utf-8" else 2)
    assert (b"use a terminal in UTF-8" in done.stderr) == (encoding == "latin-1")
    assert b"Traceback" not in done.stderr


def test_a_full_disk_behind_the_output_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(message: str, *, err: bool = False) -> None:
        if not err:
            raise OSError(28, "No space left on device")
        echo(message, err=err)

    echo = click.echo
    monkeypatch.setattr(click, "echo", full)
    assert refused(run("instrument", "list")) == "The output: No space left on device.\n"


def test_where_not_even_the_sentence_can_be_written_the_exit_code_says_it() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*ENTRY, "instrument", "show", "nothing"], stdout=full, stderr=full, check=False
        )
    assert done.returncode == 2


@pytest.mark.parametrize("arguments", [["score"], ["report", "check"], ["nothing"], ["--what"]])
def test_an_incomplete_command_is_a_sentence(arguments: list[str]) -> None:
    assert "Error: " in refused(run(*arguments))


def test_the_console_entry_refuses_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ENTRY, "report", "check", tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path} is a folder: name a file in it.\n"


GOOD = csv(*one_wave("Alice"), *one_wave("Alice", "post")).encode()


@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 9), st.binary(max_size=9))))
def test_scoring_a_spoilt_file_never_shows_a_traceback(
    edits: list[tuple[int, int, bytes]],
) -> None:
    data = GOOD
    for place, length, other in edits:
        data = data[:place] + other + data[place + length :]
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder, "responses.csv"), Path(folder, "out.json")
        file.write_bytes(data)
        options = {"--instrument": NAME, "--responses": str(file), "--json": str(output)}
        arguments = ["score", *(part for pair in options.items() for part in pair)]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code in {0, 2}
        assert output.exists() == (result.exit_code == 0)
        assert result.exception is None or isinstance(result.exception, SystemExit)
