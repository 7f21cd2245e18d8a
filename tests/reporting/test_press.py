"""The press prints in a process of its own, and goes on after a document that cannot be printed."""

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
    with pytest.raises(Jammed):
        one.print(BROKEN)
    assert one.print(WHOLE).startswith(b"%PDF")
    one.close()


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "PATIENCE", 0.01)
    one = Press()
    with pytest.raises(Jammed):
        one.print(WHOLE)
    one.close()


def test_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "REPLACED_AFTER", 1)
    monkeypatch.setattr(press, "COMMAND", ["cat"])
    me, one = psutil.Process(), Press()
    before = len(me.children())
    for _ in range(2):
        assert one.print(BROKEN)
        assert len(me.children()) == before + 1
    one.close()
    assert len(me.children()) == before


def test_whose_report_is_missing_is_told_in_a_text_that_windows_reads() -> None:
    name, text = press.not_printed(["Zoë Post"], "nl")
    assert name == "Niet afgedrukt.txt"
    assert text.decode("utf-8-sig").splitlines()[2] == "Zoë Post"
    assert b"\r\n" in text
