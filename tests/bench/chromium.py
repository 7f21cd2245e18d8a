"""(h) A report against Chromium, kept warm, that prints the same HTML."""

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Page, sync_playwright

from surveyapp.reporting import pdf
from surveyapp.reporting.design import design
from tests.bench.measure import Result, processor_time_of
from tests.bench.report import snapshot
from tests.bench.server import processor_time
from tests.browser.conftest import SWITCHES, installed

TURNS = 5
A_TURN = 4
"""Documents: the system counts the time of another process in hundredths of a second."""


def against_chromium() -> Iterator[Result]:
    """Both in turn, in processor time; Chromium's is that of all its processes."""
    made, folder = snapshot(), design().folder
    base = f'<head><base href="{folder.as_uri()}/">'
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        document = Path(place) / "report.html"
        document.write_text(pdf.render_html(made).replace("<head>", base, 1), encoding="utf-8")
        before = set(psutil.Process().children(recursive=True))
        browser = playwright.chromium.launch(executable_path=installed(), args=SWITCHES)
        family = set(psutil.Process().children(recursive=True)) - before
        page = browser.new_page()
        _print(page, document)
        pairs = [
            (processor_time_of(lambda: pdf.render_pdf(made)), _taken(family, page, document))
            for _ in range(TURNS)
        ]
        browser.close()
    ours = statistics.median(own for own, _ in pairs)
    ratio = statistics.median(own / other for own, other in pairs)
    yield Result(
        "(h) report against Chromium, kept warm, printing the same HTML",
        f"{ratio:.2f} × ({ours:.2f} s)",
        "none",
        True,
    )


def _taken(family: set[psutil.Process], page: Page, document: Path) -> float:
    """Seconds that the browser computes for one document."""
    browser = min(family, key=lambda process: process.create_time())
    return _difference(browser, lambda: [_print(page, document) for _ in range(A_TURN)]) / A_TURN


def _difference(process: psutil.Process, task: Callable[[], object]) -> float:
    start = processor_time(process)
    task()
    return processor_time(process) - start


def _print(page: Page, document: Path) -> bytes:
    page.goto(document.as_uri())
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
