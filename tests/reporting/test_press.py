"""The press prints in a process of its own, and goes on after a document that cannot be printed."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict

import psutil
import pytest

from surveyapp.core import report
from surveyapp.reporting import press
from surveyapp.reporting.press import Jammed, Press, Wish
from tests.builders import plausible_round

WHOLE = Wish(report.build(plausible_round()).to_json(), "nl")
BROKEN = Wish("{}", "nl")


@pytest.mark.slow
def test_a_report_that_cannot_be_printed_harms_no_other() -> None:
    one = Press()
    with pytest.raises(Jammed) as jam:
        one.print(BROKEN)
    assert jam.value.why == "failed"
    assert one.print(WHOLE).startswith(b"%PDF")
    one.close()


def test_a_document_that_takes_too_long_is_given_up() -> None:
    one = Press(0.01)
    with pytest.raises(Jammed) as jam:
        one.print(WHOLE)
    assert jam.value.why == "late"
    one.close()


def test_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "REPLACED_AFTER", 1)
    monkeypatch.setattr(press, "COMMAND", ["cat"])
    me, one = psutil.Process(), Press()
    others = me.children()
    for _ in range(2):
        assert one.print(BROKEN)
        assert len([child for child in me.children() if child not in others]) == 1
    one.close()
    assert not [child for child in me.children() if child not in others]


TELLS = """
import os, sys
from surveyapp.reporting.press import read, write
read(sys.stdin.buffer)
write(sys.stdout.buffer, " ".join(os.environ).encode())
"""
"""A press that gives back the names of all that its environment holds."""


def test_the_press_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "COMMAND", [sys.executable, "-c", TELLS])
    monkeypatch.setenv("SURVEYAPP_SECRET", "secret")
    monkeypatch.setenv("FONTCONFIG_PATH", "/etc/fonts")
    with closing(Press()) as one:
        known = one.print(BROKEN).decode().split()
    assert "FONTCONFIG_PATH" in known
    assert not [name for name in known if name.startswith("SURVEYAPP_")]


HANGS = """
from threading import Event
from surveyapp.reporting import printer
printer.PATIENCE, printer.printed = 0.01, lambda _: Event().wait()
printer.main()
"""
"""A press with a document that never ends."""


def test_a_document_that_hangs_does_not_outlive_whoever_asked_by_much() -> None:
    content = json.dumps(asdict(BROKEN)).encode()
    asked = press.NUMBER.pack(len(content)) + content
    command = [sys.executable, "-c", HANGS]
    done = subprocess.run(command, input=asked, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
