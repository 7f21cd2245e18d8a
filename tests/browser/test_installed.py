"""The browser is found where this machine has it, alike by the tests and by what sets them up."""

import subprocess
from pathlib import Path

import pytest

from tests.browser import conftest

SYSTEM = Path(__file__).parents[2] / "requirements" / "system.sh"


def set_up_finds_one(path: Path) -> bool:
    command = ["/bin/sh", str(SYSTEM), "browser"]
    return subprocess.run(command, env={"PATH": str(path)}, check=False).returncode == 0


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_on_the_path_is_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert conftest.installed() == str(tmp_path / name)
    assert set_up_finds_one(tmp_path)


def test_an_application_of_macos_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = tmp_path / "Google Chrome"
    chrome.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(conftest, "ON_MACOS", [tmp_path / "Chromium", chrome])
    assert conftest.installed() == str(chrome)


def test_without_one_it_is_the_browser_that_playwright_brings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(conftest, "ON_MACOS", [])
    assert conftest.installed() is None


def test_a_snap_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "ON_MACOS", [])
    monkeypatch.setattr("shutil.which", lambda name: f"/snap/bin/{name}")
    assert conftest.installed() is None
