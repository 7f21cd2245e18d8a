"""Presses that print together: one process per processor, and the reports come in their order.

A thread stands at each press and waits for it. Of one that dies with its report, killed or out of
memory, a new one is started and the report is tried once more; all others are unharmed.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from surveyapp.reporting.press import Jammed, Press, Wish

TRIES = 2
"""So often a report is tried before it is given up."""

AHEAD = 2
"""Reports a press that are asked for before the first of them is taken: none waits for another."""

Printed = bytes | Jammed | None
"""A report as PDF, or why it could not be printed; nothing where nothing was wished."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Presses:
    """So many presses, or one per processor; they print until they are closed."""

    def __init__(self, number: int = 0) -> None:
        self.all = [Press() for _ in range(number or processors())]
        self._idle: SimpleQueue[Press] = SimpleQueue()
        for press in self.all:
            self._idle.put(press)
        self._threads = ThreadPoolExecutor(len(self.all), "press")
        self._closed = False

    def print(self, wishes: Iterable[Wish | None]) -> Iterator[Printed]:
        """Each report in the order in which it was wished, and nothing where nothing was.

        A wish is looked at when its turn comes: a wave of any size fits in memory.
        """
        waiting: deque[Future[Printed]] = deque()
        for wish in wishes:
            waiting.append(self._threads.submit(self._print, wish))
            if len(waiting) >= AHEAD * len(self.all):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """Stop printing at once, and leave no process behind."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for press in self.all:
            press.stop()
        self._threads.shutdown()
        for press in self.all:
            press.close()

    def _print(self, wish: Wish | None) -> Printed:
        if wish is None:
            return None
        press = self._idle.get()
        try:
            return self._tried(press, wish)
        finally:
            self._idle.put(press)

    def _tried(self, press: Press, wish: Wish) -> Printed:
        jammed = None
        for _ in range(TRIES):
            if self._closed:
                break
            try:
                return press.print(wish)
            except Jammed as error:
                # Whatever was the matter with the process, the next one has not got it.
                press.close()
                jammed = error
        return jammed
