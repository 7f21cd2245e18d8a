"""The page for operators, and the files beside it, name what there is."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from surveyapp.cli import main
from surveyapp.config import Settings
from tests.permissions import mark, routes
from tests.rules import HEADING

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
FILES = DOCS / "operating"
PAGE = (DOCS / "operating.md").read_text(encoding="utf-8")
CONTAINER = (FILES / "Containerfile").read_text(encoding="utf-8")
UNITS = sorted(path for path in FILES.iterdir() if path.suffix in {".service", ".timer"})
PROGRAM = "/srv/surveyapp/.venv/bin/surveyapp"


def commands(group: click.Group = main, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by the words that are typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def test_every_command_is_explained_on_a_page() -> None:
    pages = " ".join(
        (DOCS / name).read_text(encoding="utf-8")
        for name in ("operating.md", "privacy.md", "headless.md")
    )
    named = pages.replace("run ", "surveyapp ")
    assert [name for name, _ in commands() if f"surveyapp {name}" not in named] == []


def test_no_page_and_no_command_says_she_of_somebody() -> None:
    """But for the list of tests at the end of the page on anonymity, which has their names."""
    texts = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")}
    texts["anonymity.md"] = texts["anonymity.md"].partition(HEADING)[0]
    for name, command in commands():
        texts[name] = command.get_help(click.Context(command, info_name=name))
    she = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
    assert [name for name, text in texts.items() if she.search(text)] == []


def test_every_command_on_the_page_exists_with_its_options() -> None:
    known = dict(commands())
    typed = re.findall(r"(?:^|&& )run ([a-z]+(?: [a-z-]+(?= |$))?)([^#&\n]*)", PAGE, re.MULTILINE)
    assert len(typed) > 8
    for words, rest in typed:
        name = words if words in known else words.split()[0]
        options = {option for parameter in known[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, name
    for line in re.findall(r"`surveyapp ([a-z ]+)`", PAGE):
        assert line in known, line


def test_every_setting_on_the_page_exists() -> None:
    named = set(re.findall(r"SURVEYAPP_([A-Z_]+)", PAGE + CONTAINER))
    known = {name.upper() for name in Settings.model_fields}
    assert {name.removesuffix("_FILE") for name in named} <= known


def test_every_file_that_is_linked_exists() -> None:
    for place in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (DOCS / place).exists(), place


def test_the_proxy_logs_no_address_that_is_a_key(app: Flask) -> None:
    # What comes after sending is no key, and tells who has just sent.
    keys = {"/thanks/"} | {
        rule.rule.partition("<")[0]
        for rule in routes(app)
        if mark(app, rule).startswith("by ") or "token" in rule.arguments
    }
    ((found, block),) = re.findall(r"location ~\* \^/\((.*?)\)/ \{(.*?)\}", PAGE, re.DOTALL)
    assert {f"/{one}/" for one in found.split("|")} == keys
    (told,) = re.findall(r"must not\s+write one for (.*?) either", PAGE, re.DOTALL)
    assert set(re.findall(r"`(.*?)`", told)) == keys
    assert "access_log off;" in block
    assert "error_log /dev/null crit;" in block
    assert "exclude http.log.error" in PAGE
    assert "listen 80;\n    server_name feedback.school.example;\n    access_log off;" in PAGE
    (logged,) = re.findall(r"log_format (.*)", PAGE)
    assert "$request " not in logged
    assert "$request_uri" not in logged


def test_the_container_copies_what_there_is() -> None:
    copied = [line.split()[1:-1] for line in CONTAINER.splitlines() if line.startswith("COPY ")]
    sources = [source for line in copied for source in line]
    assert {"surveyapp", "questionnaires", "reports", "requirements"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists()] == []
    for script in re.findall(r"requirements/\S+", CONTAINER):
        assert (ROOT / script).is_file()


def test_the_container_runs_a_command_that_exists_as_nobody_special() -> None:
    (arguments,) = re.findall(r'^CMD \["(\w+)"', CONTAINER, re.MULTILINE)
    command = dict(commands())[arguments]
    words = re.findall(r"--[a-z]+", CONTAINER.rpartition("\nCMD ")[2])
    assert set(words) <= {option for one in command.params for option in one.opts}
    assert CONTAINER.index("\nUSER surveyapp\n") < CONTAINER.index("\nENTRYPOINT ")
    assert "/health" in CONTAINER
    assert not re.search(r"^(ENV|ARG).*SECRET", CONTAINER, re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_what_systemd_can_read_and_runs_what_exists(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for line in re.findall(rf"ExecStart={PROGRAM} (.*)", text):
        assert any(line.startswith(name) for name, _ in commands()), line
    if unit.suffix == ".service":
        assert f"ExecStart={PROGRAM} " in text
        assert {"NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(text.splitlines())
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        return
    for other in UNITS:
        here = other.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / other.name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
