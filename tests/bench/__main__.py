"""Run every benchmark and write ``docs/benchmarks.md``; with names, run those and write nothing."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.aggregate import many_responses
from tests.bench.batch import memory_of_many, two_processors
from tests.bench.chromium import against_chromium
from tests.bench.freezing import freezing
from tests.bench.glance import wave_page
from tests.bench.measure import Result, table
from tests.bench.report import against_plain_text, memory
from tests.bench.server import questionnaires

TEXT = """# Benchmarks

What the product costs, as ratios measured in one run: machines differ and are shared, ratios
travel. Repeat with `make bench`, which writes this page. Times in brackets are processor time on
the machine of that run (two shared cores) and only give an idea.

{table}
How: every figure is the median of five turns after one to warm up, the things compared taking turns
in one process, in processor time. (a) sets the report of a later wave with growth and comments, and
as many full pages of plain text: once as plainly as WeasyPrint can, without tags, and once tagged
as PDF/UA-1 and in the report's own typeface, as the report itself is; the charts' share compares
the same document with every drawing taken out, as the median of sixteen pairs of turns. (c) is the
peak of a fresh process. (d) runs `surveyapp serve` on SQLite and a bare Flask app on the same
server side by side; six times in turn, ten questionnaires are answered at each through real HTTP,
and the median of the six ratios counts. The bare app validates the same WTForms pages and stores
nothing. (e) reads and aggregates through the functions that freezing uses. (f) freezes an
assessment of the second wave through the service: shuffling, figures with growth, the independent
check beside the earlier report, and storing. (g) opens the page for a coordinator who is signed in,
on SQLite, without the network; the ratio is the median of sixteen pairs of turns. (h) compares with
a Chromium that runs already and prints the same page with tags; its processor time is that of all
its processes. (i) is by the clock, one process and two taking turns at ten reports of both designs
and languages each, the median of ten pairs; where other programs take both processors, two
processes get little more than one. (j) looks at every process that prints, after every report.

What (a) is made of: WeasyPrint takes its time per box, not per page. A cell of a table costs 0.4 ms
at least (parsing and style 0.06, layout 0.2, painting 0.1, writing and tags 0.05), however it is
displayed: the same 1,200 cells as table, floats, inline blocks, absolutely placed or as blocks with
negative margins took 0.64, 0.55, 0.69, 0.62 and 0.56 s. The report has 790 cells in 150 rows (900
before growth became one table, which took 5 to 7 % of the time away), each
number a cell with its headers, as who listens to a table needs it. Parsing the page is 6 %, style
11 %, layout 41 %, painting 26 %, writing 6 %, and what PDF/UA adds is 7 % in all; no rule of the
style sheets costs more than the noise of a busy machine, some 8 %. Without any table the same
report is at 1.3 ×. With each table as one drawing, its figures as letters of the drawing and no
table for who listens, it is at 2.9 ×; with the figures of each row in one drawing nothing is
gained, as letters in a drawing are set one by one. So 2.0 × is out of reach while every number is
text in a tagged table, and we keep the tables. Of more than one report, more processors take the
time away: (i). The five pages of competences are half of it all. Tried on them in pairs of turns:
the figures of a row as one run of text took 9 % off these pages, four columns of the groups as one
3 %, scales without words 9 % (half of it kept: the second scale of a page has digits only), no
picture at all 15 %, all of it but the pictures 27 %, which would be 14 % of the report, at 3.8 ×,
for tables without headers. Looking for dead objects once at the end is 16 %: WeasyPrint leaves
176,000 that point at each other, and only a process for each document would save that.

`python -m tests.bench NAME …` runs single parts: report, memory, questionnaires, responses,
freezing, glance, chromium, processors, many.
"""


BENCHES: dict[str, Callable[[], Iterable[Result]]] = {
    "report": against_plain_text,
    "memory": memory,
    "questionnaires": questionnaires,
    "responses": many_responses,
    "freezing": freezing,
    "glance": wave_page,
    "chromium": against_chromium,
    "processors": two_processors,
    "many": memory_of_many,
}


def main(*names: str) -> int:
    """Exit code 1 where a goal is missed, 2 where there is no such benchmark."""
    if unknown := set(names) - set(BENCHES):
        print(f"There is no {', '.join(sorted(unknown))}. Choose among: {', '.join(BENCHES)}.")
        return 2
    results = []
    for name in names or BENCHES:
        for result in BENCHES[name]():
            print(result.row(), flush=True)
            results.append(result)
    if not names:
        page = Path(__file__).parents[2] / "docs" / "benchmarks.md"
        page.write_text(TEXT.format(table=table(results)), encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
