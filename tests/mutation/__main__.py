"""Try every mutant and write ``docs/mutation.md``: ``make mutation``."""

import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.operators import mutants
from tests.mutation.trial import forget, module, run, survives
from tests.mutation.verdict import Count, Verdict, equivalent, page

GOAL = 0.95
CORE = Path("surveyapp/core")
CHECKER = CORE / "checker"
TESTS = Path("tests/core")
ROUNDS = ["test_promises.py", "test_hidden.py"]
EFFECT = ["test_effect.py", "test_effect_compared.py"]
RULES: dict[str, list[list[str]]] = {
    "anonymity": [["test_anonymity.py"], ROUNDS],
    "choices": [["test_choices.py"]],
    "effect": [EFFECT],
    "effect_record": [EFFECT],
    "look": [EFFECT],
    "pulse": [["test_pulse.py"]],
    "share": [["test_share.py"]],
}
"""What is tried beside the checker, and the tests that could notice: quick ones first."""

SLOW = ["test_checker_mutations.py", "test_checker_anything.py"]
GROUP = ["test_checker_group.py"]


def main(only: Sequence[str]) -> int:
    """Exit code 1 below the goal, or where the list of equivalent mutants is not true."""
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    files = [*(CORE / f"{name}.py" for name in RULES), *sorted(CHECKER.glob("*.py"))]
    verdicts = [verdict(file) for file in files if not only or told_as(file) in only]
    count = Count.of(verdicts)
    print(count.row("all"), end="")
    if not only:
        text = page(verdicts, GOAL, minutes())
        Path("docs/mutation.md").write_text(text, encoding="utf-8")
    return 0 if count.score >= GOAL and not any(one.mistaken for one in verdicts) else 1


def verdict(file: Path) -> Verdict:
    """The mutants of a module on trial, one after the other."""
    suites = suites_of(file)
    if any(run(suite) for suite in suites):
        sys.exit("The tests fail without any mutant.")
    of_checker = file.parent == CHECKER
    forget(["surveyapp.core.checker", "tests.core"] if of_checker else ["surveyapp", "tests"])
    name = module(file)
    tried = list(mutants(file.read_text(encoding="utf-8")))
    known = equivalent(name)
    survivors = [told(one.name, known) for one in tried if survives(file, one.source, suites)]
    result = Verdict(name, len(tried), survivors, known)
    print(Count.of([result]).row(name), end="", flush=True)
    print("".join(f"  not equivalent: {one}\n" for one in result.mistaken), end="", flush=True)
    return result


def suites_of(file: Path) -> list[list[str]]:
    """The tests that could notice a mistake in this module: its own, quick ones, slow ones."""
    if file.parent == CORE:
        suites = RULES[file.stem]
    else:
        quick = [path.name for path in sorted(TESTS.glob("test_checker*.py"))]
        quick = [name for name in quick if name not in [*SLOW, *GROUP]]
        own = [name for name in quick if name.startswith(f"test_checker_{file.stem}")]
        of_group = file.stem.startswith("group_")
        suites = [own, [name for name in quick if name not in own], [ROUNDS[0], *SLOW]]
        suites = [suites[0], GROUP, *suites[1:]] if of_group else [*suites, GROUP]
    paths = ([str(TESTS / name) for name in suite] for suite in suites if suite)
    return [[f"--confcutdir={TESTS}", *suite] for suite in paths]


def told_as(file: Path) -> str:
    """What a module is called on the command line: ``effect``, ``checker.pulse``."""
    return module(file).removeprefix("surveyapp.core.")


def told(survivor: str, known: Sequence[str]) -> str:
    """Say it at once: a run takes long."""
    if survivor not in known:
        print(f"  survived: {survivor}", flush=True)
    return survivor


def minutes() -> float:
    """Processor time of this run and of all that it forked."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage) / 60


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
