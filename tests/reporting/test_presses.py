"""Presses print together, in order; what befalls one of them befalls no report."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing

import psutil
import pytest

from surveyapp.core import report
from surveyapp.reporting import press, presses
from surveyapp.reporting.press import Jammed, Press, Wish
from surveyapp.reporting.presses import Presses, processors
from tests.builders import plausible_round

ECHO = ["cat"]
"""A press that gives back what it is given."""

WHOLE = Wish(report.build(plausible_round()).to_json(), "nl")


@pytest.mark.slow
def test_a_press_that_is_killed_with_a_report_prints_it_anew() -> None:
    with closing(Presses(1)) as one:
        [first] = one.print([WHOLE])
        os.kill(one.all[0].process or 0, signal.SIGKILL)
        english = Wish(WHOLE.snapshot, "en", "compact")
        again, other = one.print([WHOLE, english])
    assert again == first
    assert isinstance(other, bytes)
    assert other.startswith(b"%PDF")
    assert other != first


def test_reports_come_in_their_order_whoever_is_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    wishes = [Wish(str(number), "nl") for number in range(9)]
    monkeypatch.setattr(Press, "print", lambda _, wish: wish.snapshot.encode())
    with closing(Presses(3)) as three:
        assert list(three.print([*wishes, None])) == [*b"0 1 2 3 4 5 6 7 8".split(), None]


def test_what_jams_is_tried_once_more_and_then_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def jams(_self: Press, wish: Wish) -> bytes:
        tried.append(wish.snapshot)
        if wish.snapshot == "always" or tried.count("once") == 1:
            raise Jammed("late")
        return b"%PDF"

    monkeypatch.setattr(Press, "print", jams)
    with closing(Presses(1)) as one:
        wishes = [Wish(name, "nl") for name in ("once", "always", "never")]
        first, always, last = one.print(wishes)
    assert (first, last) == (b"%PDF", b"%PDF")
    assert isinstance(always, Jammed)
    assert always.why == "late"
    assert tried == ["once", "once", "always", "always", "never"]


def test_no_more_is_read_than_is_soon_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Press, "print", lambda _, wish: wish.snapshot.encode())
    read: list[int] = []

    def wishes() -> Iterator[Wish]:
        for number in range(50):
            read.append(number)
            yield Wish(str(number), "nl")

    with closing(Presses(2)) as two:
        assert next(two.print(wishes())) == b"0"
        assert len(read) == presses.AHEAD * 2


def test_whoever_stops_in_the_middle_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(press, "COMMAND", ECHO)
    me = psutil.Process()
    before = len(me.children())
    with closing(Presses(2)) as two:
        assert next(two.print([WHOLE] * 8))
        assert len(me.children()) > before
    assert len(me.children()) == before


def test_there_is_one_for_each_processor_unless_somebody_sets_another_number() -> None:
    with closing(Presses()) as some, closing(Presses(3)) as three:
        assert len(some.all) == processors() >= 1
        assert len(three.all) == 3


ENDS_BADLY = """
import os, resource, signal
from surveyapp.reporting import printer
resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))
def printed(wish):
    if wish.snapshot == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return b"%PDF" + bytes(2**30 if wish.snapshot == "too large" else 1)
printer.printed = printed
printer.main()
"""
"""A press that may have half a gigabyte, and is killed in the middle of one report."""


def test_who_is_killed_or_runs_out_of_memory_in_a_report_harms_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(press, "COMMAND", [sys.executable, "-c", ENDS_BADLY])
    wishes = [Wish(name, "nl") for name in ("a", "killed", "b", "too large", "c")]
    with closing(Presses(2)) as two:
        printed = list(two.print(wishes))
    why = [one.why if isinstance(one, Jammed) else "" for one in printed]
    assert why == ["", "ended", "", "ended", ""]
