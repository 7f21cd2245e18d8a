"""The command line: what the commands do with good input."""

import json
import os
import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from surveyapp.core import group_report
from surveyapp.core.checker import check_all
from surveyapp.core.library import instrument_names, instrument_path, load_instrument
from surveyapp.core.report import build
from surveyapp.core.response_file import header
from surveyapp.core.snapshot import Snapshot
from surveyapp.services import scoring
from tests.builders import plausible_round
from tests.leaders import groups_of

NAME = "quick-reflection"
QUICK = load_instrument(NAME)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def row(leader: str, wave: str, group: str, answer: int = 4) -> str:
    """A response with one answer to everything that this group is asked."""
    hidden = {item.id for item in QUICK.items() if group in item.not_asked}
    hidden |= {name for name in QUICK.columns if name.endswith("-then")}
    values = ["" if name in hidden else str(answer) for name in QUICK.columns]
    return ",".join([leader, wave, group, *values, *("" for _ in QUICK.open_questions)])


def csv(*rows: str) -> str:
    return "\n".join([",".join(header(QUICK)), *rows]) + "\n"


def one_wave(leader: str, wave: str = "pre", answer: int = 4) -> list[str]:
    return [
        row(leader, wave, "self", answer),
        *[row(leader, wave, "teacher", answer)] * 6,
        *[row(leader, wave, "peer", answer)] * 2,
    ]


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    file = tmp_path / "responses.csv"
    file.write_text(csv(*one_wave("Alice"), *one_wave("Alice", "post", 5), *one_wave("Bob")))
    return file


def score(responses: Path, *more: str | Path) -> Result:
    output = responses.with_name("out.json")
    return run("score", "--instrument", NAME, "--responses", responses, "--json", output, *more)


def snapshots(folder: Path) -> list[Snapshot]:
    data = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return [Snapshot.from_json(json.dumps(one)) for one in data]


def test_scoring_gives_a_snapshot_per_leader_and_wave(responses: Path) -> None:
    result = score(responses, "--date", "2026-11-22", "--programme", "Leren leiden")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("3 snapshots in ")
    found = snapshots(responses.parent)
    assert [(s.leader, s.wave.id) for s in found] == [
        ("Alice", "pre"),
        ("Alice", "post"),
        ("Bob", "pre"),
    ]
    assert {(s.programme, s.frozen_on) for s in found} == {("Leren leiden", date(2026, 11, 22))}


def test_a_post_wave_is_compared_with_the_pre_wave_of_the_same_leader(responses: Path) -> None:
    score(responses)
    growth = [one.growth for one in snapshots(responses.parent)]
    assert (growth[0], growth[2]) == (None, None)
    assert growth[1] is not None
    change = growth[1].competences[0].units["teacher"]
    assert (growth[1].since.id, change.before, change.after) == ("pre", 4.0, 5.0)


def test_without_a_date_and_a_programme_there_are_defaults(responses: Path) -> None:
    score(responses, "--language", "en")
    found = snapshots(responses.parent)[0]
    assert found.programme == QUICK.title["en"]
    assert abs((date.today() - found.frozen_on).days) <= 1


def test_the_same_answers_give_the_same_file(responses: Path) -> None:
    output = responses.with_name("out.json")
    score(responses, "--date", "2026-11-22")
    before = output.read_bytes()
    score(responses, "--date", "2026-11-22")
    assert output.read_bytes() == before


def test_what_is_written_is_for_its_owner_only_and_leaves_no_scraps(responses: Path) -> None:
    score(responses)
    assert (responses.with_name("out.json").stat().st_mode & 0o777) == 0o600
    assert {file.name for file in responses.parent.iterdir()} == {"responses.csv", "out.json"}


def test_what_is_written_passes_the_gate(responses: Path) -> None:
    score(responses)
    output = responses.with_name("out.json")
    assert check_all(output.read_text(encoding="utf-8")) == []
    result = run("report", "check", output, output)
    assert (result.exit_code, result.stdout) == (0, f"{output}: no faults\n" * 2)


def test_a_stored_group_report_passes_the_gate_as_well(tmp_path: Path) -> None:
    file = tmp_path / "group.json"
    text = group_report.build(groups_of(6, 3), date(2026, 11, 20)).to_json()
    file.write_text(text, encoding="utf-8")
    result = run("report", "check", file)
    assert (result.exit_code, result.stdout) == (0, f"{file}: no faults\n")


@pytest.mark.slow
def test_every_snapshot_has_a_report(responses: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    result = score(responses, "--pdf-dir", folder, "--language", "en")
    assert result.exit_code == 0
    assert {file.name for file in folder.iterdir()} == {
        "Alice-pre.pdf",
        "Alice-post.pdf",
        "Bob-pre.pdf",
    }
    assert all(file.read_bytes().startswith(b"%PDF") for file in folder.iterdir())
    assert result.stderr.splitlines()[1:] == [
        "1/3 Alice-pre.pdf",
        "2/3 Alice-post.pdf",
        "3/3 Bob-pre.pdf",
    ]


def names(*leaders: str) -> list[str]:
    made = build(plausible_round(counts={"self": 1}))
    return scoring.file_names(made.model_copy(update={"leader": one}) for one in leaders)


@pytest.mark.parametrize(
    ("leader", "name"),
    [
        ("Alice de Vries", "Alice-de-Vries"),
        ("../../etc/passwd", "etc-passwd"),
        ("A/B\\C:D", "A-B-C-D"),
        ("..", "leader"),
        ("", "leader"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("محمد علي", "محمد-علي"),
        ("अनिता", "अनिता"),
        ("李小龍", "李小龍"),
        ("\x1b[31m\0", "31m"),
    ],
)
def test_a_file_name_is_the_leaders_name_in_any_script(leader: str, name: str) -> None:
    assert names(leader) == [f"{name}-pre.pdf"]


def test_file_names_are_unique_also_where_capitals_do_not_count() -> None:
    expected = ["Jan-B-pre.pdf", "JAN-B-pre-2.pdf", "Jan-B-pre-3.pdf"]
    assert names("Jan B", "JAN B", "Jan/B") == expected


def test_a_file_name_fits_every_file_system() -> None:
    (name,) = names("李" * 300)
    assert len(name.encode()) <= 124
    assert name.endswith("李-pre.pdf")


def test_instruments_are_listed_with_their_length() -> None:
    result = run("instrument", "list")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == instrument_names()
    assert "12 items, 3 minutes" in result.stdout


def test_every_shipped_instrument_is_without_faults() -> None:
    files = [instrument_path(name) for name in instrument_names()]
    result = run("instrument", "check", *files)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "".join(f"{file}: no faults\n" for file in files)


def test_an_instrument_is_shown_with_the_ids_that_a_file_of_responses_needs() -> None:
    result = run("instrument", "show", NAME, "--language", "en")
    assert result.exit_code == 0
    assert all(f"  {item.id}: " in result.stdout for item in QUICK.items())
    assert run("instrument", "header", NAME).stdout == csv()


def test_an_instrument_may_be_a_file(responses: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(instrument_path(NAME).read_bytes())
    output = tmp_path / "out.json"
    result = run("score", "--instrument", own, "--responses", responses, "--json", output)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "group", [[], ["report"], ["instrument"], ["score"], ["retention"], ["person"], ["audit"]]
)
def test_every_command_explains_itself(group: list[str]) -> None:
    result = run(*group, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_the_console_script_tells_its_version() -> None:
    script = Path(sys.executable).with_name("surveyapp")
    told = subprocess.run([script, "--version"], capture_output=True, text=True, check=True).stdout
    assert told == f"surveyapp {metadata.version('surveyapp')}\n"


def test_a_version_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    result = run("--version")
    assert (result.exit_code, result.stdout) == (
        0,
        "surveyapp (not installed: run from its source)\n",
    )


ENTRY = [sys.executable, "-c", "from surveyapp.cli import main; main()"]


def test_the_console_entry_scores_a_file(responses: Path) -> None:
    output = responses.with_name("out.json")
    arguments = [
        "score",
        "--instrument",
        NAME,
        "--responses",
        str(responses),
        "--json",
        str(output),
    ]
    done = subprocess.run([*ENTRY, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    checked = subprocess.run([*ENTRY, "report", "check", output], capture_output=True, check=False)
    assert checked.returncode == 0


def test_the_help_needs_neither_figures_nor_paper() -> None:
    code = "import sys; from surveyapp.cli import main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert not {"numpy", "scipy", "sqlalchemy", "weasyprint"} & set(done.stdout.split())
