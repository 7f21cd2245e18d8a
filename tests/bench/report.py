"""The cost of a report: (a) against plain text, (b) of its snapshot, (c) its memory."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html
from weasyprint import HTML

from surveyapp.core import report
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import Rules
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting import pdf
from surveyapp.reporting.design import design
from tests.bench.measure import Result, paired_ratio, processor_times
from tests.builders import POST, PRE, plausible_round

RATERS = {SELF: 1, "teacher": 14, "peer": 7, "board": 4}
PARAGRAPH = (
    "Wie leiding geeft aan een school, doet dat zelden alleen. Een plan krijgt vorm in gesprekken, "
    "in de les en op de gang, en het wordt pas iets als anderen erin meegaan. "
)
MEGABYTE = 1024


def rounds() -> tuple[Round, Round]:
    """A first and a later round of 25 raters with the real instrument, and comments."""
    instrument = load_instrument("leadership-360")
    comments = [
        Comment(group, question.id, f"{PARAGRAPH} ({group} {place})")
        for question in instrument.open_questions
        for group, count in RATERS.items()
        for place in range(count // 2)
    ]
    first, later = (
        plausible_round(
            instrument,
            seed=seed,
            wave=wave,
            counts=RATERS,
            comments=comments,
            promise=Rules(groups=instrument.rater_groups),
        )
        for seed, wave in ((1, PRE), (2, POST))
    )
    return first, later


def snapshot() -> Snapshot:
    """The snapshot of the later round, with growth."""
    first, later = rounds()
    return report.build(later, [first])


def without_charts(document: str) -> str:
    """The same document with every drawing taken out."""
    tree = lxml_html.document_fromstring(document)
    for drawing in tree.xpath("//*[local-name()='svg'] | //img"):
        drawing.drop_tree()
    return str(lxml_html.tostring(tree, encoding="unicode", doctype="<!doctype html>"))


def set_pages(document: str) -> object:
    """Set a document as the product does."""
    folder = design("classic").folder
    fetcher = pdf.DesignFetcher(folder)
    with pdf.calm():
        page = HTML(string=document, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
        return page.write_pdf(**pdf.OPTIONS)


def plain_text(pages: int) -> str:
    """So many full pages of plain text, set as plainly as can be."""
    style = (
        "@page {size: A4; margin: 25mm} body {font: 10.5pt/1.5 serif} section {break-after: page}"
    )
    page = f"<section>{f'<p>{PARAGRAPH * 3}</p>' * 6}</section>"
    head = f"<html lang='nl'><head><title>Plain</title><style>{style}</style></head>"
    return f"{head}<body>{page * pages}</body></html>"


def tagged_text(plain: str) -> bytes:
    """The same, tagged and in the report's typeface."""
    folder = design("classic").folder
    faces = '<link rel="stylesheet" href="css/fonts.css"><style>'
    own = plain.replace("<style>", faces).replace("1.5 serif", '1.5 "Source Sans 3"')
    fetcher = pdf.DesignFetcher(folder)
    page = HTML(string=own, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
    pages: bytes = page.write_pdf(**pdf.OPTIONS)
    return pages


def against_plain_text() -> Iterator[Result]:
    """(a) and (b)."""
    made = snapshot()
    first, later = rounds()
    document = pdf.render_html(made)
    pages = len(pdf.lay_out(made, "nl", design("classic")).pages)
    plain, bare = plain_text(pages), without_charts(document)
    assert len(HTML(string=plain).render().pages) == pages
    whole, text, tagged, figures = processor_times(
        lambda: pdf.render_pdf(made),
        lambda: HTML(string=plain).write_pdf(),
        lambda: tagged_text(plain),
        lambda: report.build(later, [first]),
    )
    ratio = whole / text
    charts = paired_ratio(lambda: set_pages(document), lambda: set_pages(bare)) - 1
    yield Result(
        f"(a) report of {pages} pages against as many pages of plain text",
        f"{ratio:.2f} × ({whole:.2f} s)",
        "at most 2.0 ×",
        ratio <= 2,
    )
    yield Result(
        "(a) the same against plain text that is tagged and in the same typeface",
        f"{whole / tagged:.2f} ×",
        "none",
        True,
    )
    yield Result("(a) what the charts add", f"{charts:+.0%}", "at most +15 %", charts <= 0.15)
    share = figures / whole
    yield Result(
        "(b) snapshot of 25 raters × 40 items against its PDF",
        f"1/{1 / share:.0f}",
        "under 1/20",
        share < 1 / 20,
    )


def memory() -> Iterator[Result]:
    """(c) the peak of a process that prints one report."""
    program = "from tests.bench.report import print_one; print_one()"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    peak = float(done.stdout) / MEGABYTE
    yield Result("(c) peak memory of one report", f"{peak:.0f} MiB", "below 300 MiB", peak < 300)


def print_one() -> None:
    """Print one report and tell the peak memory of this process in kilobytes."""
    pdf.render_pdf(snapshot())
    print(peak_memory())


def peak_memory() -> int:
    """Kilobytes. Not by ``getrusage`` on Linux: it counts what the parent used at the fork."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
