"""The pages about the headless path and the snapshot say what is so."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from surveyapp.cli import main
from surveyapp.core.anonymity import cell
from surveyapp.core.group_report import GroupSnapshot
from surveyapp.core.library import load_instrument
from surveyapp.core.response_file import rounds
from surveyapp.core.snapshot import Below, Published, Snapshot

DOCS = Path(__file__).parent.parent / "docs"
HEADLESS = (DOCS / "headless.md").read_text(encoding="utf-8")
SNAPSHOT = (DOCS / "snapshot.md").read_text(encoding="utf-8")
ELSEWHERE = {
    "Competence",
    "Importance",
    "Instrument",
    "Item",
    "OpenQuestion",
    "Point",
    "Reliability",
    "Scale",
}
"""Parts of the instrument, which has a page of its own."""


def test_the_schema_is_that_of_the_code() -> None:
    stored = (DOCS / "snapshot.schema.json").read_text(encoding="utf-8")
    assert stored == Snapshot.schema_text(), (
        'Write it again: python -c "from surveyapp.core.snapshot import Snapshot; '
        "print(Snapshot.schema_text(), end='')\" > docs/snapshot.schema.json"
    )


def test_the_schema_of_group_reports_is_that_of_the_code() -> None:
    stored = (DOCS / "group.schema.json").read_text(encoding="utf-8")
    assert stored == GroupSnapshot.schema_text(), (
        'Write it again: python -c "from surveyapp.core.group_report import GroupSnapshot; '
        "print(GroupSnapshot.schema_text(), end='')\" > docs/group.schema.json"
    )


@pytest.mark.parametrize("text", [Snapshot.schema_text(), GroupSnapshot.schema_text()])
def test_every_field_of_the_snapshots_is_explained(text: str) -> None:
    schema: dict[str, Any] = json.loads(text)
    parts = [part for name, part in schema["$defs"].items() if name not in ELSEWHERE]
    fields = {name for part in [schema, *parts] for name in part.get("properties", {})}
    words = {word for code in re.findall(r"`([^`]+)`", SNAPSHOT) for word in code.split(".")}
    assert fields - words == set()


def test_the_example_can_be_scored() -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", HEADLESS, re.DOTALL)
    found = rounds(
        example.encode(),
        "example.csv",
        load_instrument("quick-reflection"),
        frozen_on=date(2026, 11, 22),
        programme="",
    )
    assert list(found) == ["Alice de Vries"]


@pytest.mark.parametrize("name", ["score", "report check", "instrument list", "instrument check"])
def test_every_option_of_the_commands_is_explained(name: str) -> None:
    command: click.Command = main
    for part in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[part]
    assert f"`surveyapp {name}" in HEADLESS
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert re.search(f"`{parameter.opts[0]}[ `]", HEADLESS)


def test_the_page_says_of_below_what_the_rule_does() -> None:
    (row,) = [line for line in SNAPSHOT.splitlines() if line.startswith("| `below` |")]
    assert "an anonymous mean below 1.5, whatever the answers were" in row
    answers = np.array([1, 1, 2], dtype=np.uint8)
    assert isinstance(cell(answers, minimum=3, identified=False), Below)
    assert isinstance(cell(answers, minimum=3, identified=True), Published)


def test_the_readme_names_commands_that_there_are() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    first_steps = re.findall(r"bin/surveyapp (\w+)(?: (\w+))?", readme)
    assert ("organisation", "create") in first_steps
    for name, part in first_steps:
        command = main.commands[name]
        assert not isinstance(command, click.Group) or part in command.commands
