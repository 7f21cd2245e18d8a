"""Measuring processor time and memory, and saying it in a table."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5
PAIRS = 16


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


def processor_time_of(task: Callable[[], object]) -> float:
    """Processor seconds of one turn, without the garbage of the turn before it."""
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start


def processor_times(*tasks: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Median processor seconds of each task; the tasks take turns, after one turn to warm up."""
    turns = [[processor_time_of(task) for task in tasks] for _ in range(rounds + 1)][1:]
    return [statistics.median(taken) for taken in zip(*turns, strict=True)]


def paired_ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    """Median of the ratios of neighbouring turns: for differences smaller than the noise.

    Each goes first every other time.
    """
    ratios = []
    for number in range(PAIRS + 1):
        order = (one, other) if number % 2 else (other, one)
        taken = {task: processor_time_of(task) for task in order}
        ratios.append(taken[one] / taken[other])
    return statistics.median(ratios[1:])


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    head = "| what | measured | goal | holds |\n|---|---|---|---|\n"
    return head + "\n".join(result.row() for result in results) + "\n"
