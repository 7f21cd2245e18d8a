"""The demo through the front door: real server, real mail, real pages, twelve PDFs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from surveyapp.core.checker import check
from surveyapp.core.errors import SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.demo import run
from surveyapp.demo.people import LEADERS
from surveyapp.demo.rater import mind


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "surveyapp", "demo", "--no-serve", "--folder", str(folder)]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_demo_goes_from_invitation_to_twelve_reports(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    done = demo(folder)
    assert done.returncode == 0, done.stderr
    printed = [Path(line) for line in done.stdout.splitlines()]
    assert len(printed) == 12
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)
    assert "declined" in done.stderr
    assert "stopped half-way" in done.stderr

    snapshots = {path.stem: Snapshot.from_json(path.read_text()) for path in _json(folder)}
    assert all(check(path.read_text()) == [] for path in _json(folder))
    assert all((s.growth is not None) == name.endswith("-post") for name, s in snapshots.items())
    uses = {row.used for snapshot in snapshots.values() for row in snapshot.participation}
    assert "left_out" in uses, "one group stays too small"
    assert any(cell_has_cannot_judge(snapshot) for snapshot in snapshots.values())

    again = demo(folder)
    assert again.returncode == 0
    assert again.stdout == done.stdout
    assert "has run before" in again.stderr


def _json(folder: Path) -> list[Path]:
    return sorted((folder / "reports").glob("*.json"))


def cell_has_cannot_judge(snapshot: Snapshot) -> bool:
    cells = [
        cell
        for competence in snapshot.competences
        for item in competence.items
        for cell in item.cells.values()
    ]
    return any(getattr(cell, "cannot_judge", 0) for cell in cells)


def test_a_folder_that_holds_other_things_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(SurveyError, match="holds other files"):
        run.run(tmp_path, 1, lambda text: None)
    assert (tmp_path / "thesis.odt").exists()


def test_the_same_seed_makes_the_same_rater() -> None:
    def answers(seed: str) -> str:
        rater = mind(LEADERS[0], "teacher", 1, seed)
        points = [rater.point(f"vision-{number}") for number in range(20)]
        return json.dumps([points, rater.words("keep"), rater.words("advice")])

    assert answers("1") == answers("1")
    assert answers("1") != answers("2")
