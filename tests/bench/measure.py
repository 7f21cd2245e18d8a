"""Measuring processor time and memory, and saying it in a table."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """One line of the report: what was measured, the figure, its limit, and whether it holds."""

    name: str
    figure: str
    limit: str
    holds: bool

    def row(self) -> str:
        """As a line of a Markdown table."""
        return (
            f"| {self.name} | {self.figure} | {self.limit} | {'yes' if self.holds else '**no**'} |"
        )


def processor_times(*tasks: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Median processor seconds of each task; the tasks take turns, after one turn to warm up."""
    times: list[list[float]] = [[] for _ in tasks]
    for number in range(rounds + 1):
        for task, taken in zip(tasks, times, strict=True):
            start = time.process_time()
            task()
            if number:
                taken.append(time.process_time() - start)
    return [statistics.median(taken) for taken in times]


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    head = "| what | measured | goal | holds |\n|---|---|---|---|\n"
    return head + "\n".join(result.row() for result in results) + "\n"
