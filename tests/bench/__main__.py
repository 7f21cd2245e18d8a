"""Run every benchmark and write ``docs/benchmarks.md``."""

import sys
from pathlib import Path

from tests.bench.aggregate import many_responses
from tests.bench.freezing import freezing
from tests.bench.glance import wave_page
from tests.bench.measure import table
from tests.bench.report import against_plain_text, memory
from tests.bench.server import questionnaires

TEXT = """# Benchmarks

What the product costs, as ratios measured in one run: machines differ and are shared, ratios
travel. Repeat with `make bench`, which writes this page. Times in brackets are processor time on
the machine of that run (two shared cores) and only give an idea.

{table}
How: every figure is the median of five turns after one to warm up, the things compared taking turns
in one process, in processor time. (a) sets the report of a later wave with growth and comments, and
as many full pages of plain text; the charts' share compares the same document with every drawing
taken out, as the median of sixteen pairs of turns. (c) is the peak of a fresh process. (d) runs
`surveyapp serve` on SQLite and a bare Flask app on the same server side by side; six times in turn,
ten questionnaires are answered at each through real HTTP, and the median of the six ratios counts.
The bare app validates the same WTForms pages and stores nothing. (e) reads and aggregates through
the functions that freezing uses. (f) freezes an assessment of the second wave through the service:
shuffling, figures with growth, the independent check beside the earlier report, and storing. (g)
opens the page for a coordinator who is signed in, on SQLite, without the network; the ratio is the
median of sixteen pairs of turns.
"""


def main() -> int:
    """Exit code 1 where a goal is missed."""
    results = []
    for bench in (against_plain_text, memory, questionnaires, many_responses, freezing, wave_page):
        for result in bench():
            print(result.row(), flush=True)
            results.append(result)
    page = Path(__file__).parents[2] / "docs" / "benchmarks.md"
    page.write_text(TEXT.format(table=table(results)), encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
