"""(i) Many reports on two processors against one; (j) the memory of whoever prints them."""

import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from surveyapp.reporting.press import Wish
from surveyapp.reporting.presses import Presses, processors
from tests.bench.measure import Result
from tests.bench.report import MEGABYTE, snapshot

REPORTS = 100
A_TURN = 10
"""Reports: one press and two take turns, so that other work on the machine meets both."""

MANY = 200


def wishes(number: int) -> list[Wish]:
    """So many reports, one in four in the other language and one in four in the other design."""
    text = snapshot().to_json()
    kinds = [Wish(text, "nl"), Wish(text, "nl"), Wish(text, "en"), Wish(text, "nl", "compact")]
    return [kinds[place % len(kinds)] for place in range(number)]


def two_processors() -> Iterator[Result]:
    """By the clock, as that is what more processors change."""
    whole = wishes(REPORTS)
    turns = [whole[place : place + A_TURN] for place in range(0, REPORTS, A_TURN)]
    with closing(Presses(1)) as one, closing(Presses(2)) as two:
        for presses in (one, two):
            _seconds(presses, whole[: 2 * len(presses.all)])
        pairs = [(_seconds(one, turn), _seconds(two, turn)) for turn in turns]
    ratio = statistics.median(alone / together for alone, together in pairs)
    yield Result(
        f"(i) {REPORTS} reports with two processes against one ({processors()} processors)",
        f"{ratio:.2f} × as fast",
        "at least 1.8 ×",
        ratio >= 1.8,
    )


def _seconds(presses: Presses, turn: list[Wish]) -> float:
    start = time.monotonic()
    assert all(presses.print(turn))
    return time.monotonic() - start


def memory_of_many() -> Iterator[Result]:
    """The highest peak of any process that printed some of them."""
    peak = 0
    with closing(Presses()) as presses:
        for pdf in presses.print(wishes(MANY)):
            assert pdf
            peak = max([peak, *(_peak(press.process) for press in presses.all)])
    yield Result(
        f"(j) peak memory of a process while {MANY} reports are printed",
        f"{peak / MEGABYTE:.0f} MiB",
        "at most 350 MiB",
        peak <= 350 * MEGABYTE,
    )


def _peak(process: int | None) -> int:
    """Kilobytes; nothing of a process that is just being replaced."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])
    except (OSError, IndexError):
        return 0
