"""What became of the mutants, and the page that tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

LISTED = Path(__file__).with_name("equivalent.yaml")

PAGE = """# Mutation testing

Do the tests notice when a rule is wrong? `make mutation` makes one small mistake after another in
`core/anonymity`, in what makes other documents of published figures (`effect`, `look`, `share`,
`pulse`, `choices`) and in every module of the checker, runs their tests on each, and writes this
page. At least {goal:.0%} of the mutants must be caught.

{table}
*Equivalent* mutants behave like the original whatever they read; `tests/mutation/equivalent.yaml`
names each with the reason, and the run fails where one of them is caught after all or is there no
more. The score leaves them out; caught of all are {plain:.1%}.

How: comparisons turned round and moved by their boundary, conditions dropped, `and` for `or`,
other arithmetic, whole numbers one off and others a tenth off, truth values and texts changed,
`min` for `max`, `any` for `all`, members of sets and filters left out, results and steps forgotten;
in functions and in the constants of a module alike. Each mutant is tried in a forked process on the
tests of the rules in `tests/core`, with the same few generated rounds every time
(`HYPOTHESIS_PROFILE=mutation`). It is caught by a test or an import that fails, or by a minute of
processor time; files stay as they are. The run took {minutes:.0f} minutes of processor time.
`.venv/bin/python -m tests.mutation share checker.growth` tries two modules only and writes no page.

## Survivors

{survivors}
"""


HEAD = """| module | mutants | caught | equivalent | survived | score |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Verdict:
    """One module: the number of its mutants, who survived, who is listed as equivalent."""

    module: str
    mutants: int
    survivors: Sequence[str]
    equivalent: Sequence[str]

    @property
    def missed(self) -> list[str]:
        """The survivors that do differ from the original."""
        return [name for name in self.survivors if name not in self.equivalent]

    @property
    def mistaken(self) -> list[str]:
        """What is listed as equivalent, but was caught or does not exist."""
        return [name for name in self.equivalent if name not in self.survivors]


@dataclass(frozen=True)
class Count:
    """Mutants of one or more modules."""

    mutants: int
    survived: int
    missed: int

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> "Count":
        """All of these modules together."""
        return cls(
            sum(one.mutants for one in verdicts),
            sum(len(one.survivors) for one in verdicts),
            sum(len(one.missed) for one in verdicts),
        )

    @property
    def caught(self) -> int:
        """How many were noticed."""
        return self.mutants - self.survived

    @property
    def score(self) -> float:
        """Caught of those that can be."""
        return self.caught / (self.caught + self.missed)

    @property
    def plain(self) -> float:
        """Caught of all."""
        return self.caught / self.mutants

    def row(self, name: str) -> str:
        """A line of the table."""
        counts = (self.mutants, self.caught, self.survived - self.missed, self.missed)
        return f"| {name} | {' | '.join(map(str, counts))} | {self.score:.1%} |\n"


def equivalent(module: str) -> list[str]:
    """The mutants of a module that are known to be equivalent."""
    rows = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return [row["mutant"] for row in rows.get(module, [])]


def page(verdicts: Sequence[Verdict], goal: float, minutes: float) -> str:
    """The text of ``docs/mutation.md``."""
    rows = [Count.of([one]).row(f"`{one.module}`") for one in verdicts]
    survivors = [f"- `{one.module}` {name}" for one in verdicts for name in one.missed]
    return PAGE.format(
        goal=goal,
        table=HEAD + "".join(rows) + Count.of(verdicts).row("all"),
        plain=Count.of(verdicts).plain,
        minutes=minutes,
        survivors="\n".join(survivors) or "None.",
    )
