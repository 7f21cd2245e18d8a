"""Take all pictures anew, or those that are named, in every language; tell how large they are.

People, answers and files are those of the demo and always the same. Dates follow the day on which
the pictures are taken, as the demo's do.
"""

import shutil
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pypdfium2
from playwright.sync_api import sync_playwright

from surveyapp import config, create_app
from surveyapp.demo import run
from surveyapp.demo.mailbox import mail_server
from surveyapp.languages import languages
from surveyapp.reporting.pdf import render_pdf
from surveyapp.services import reports
from tests.browser.conftest import SWITCHES, installed
from tests.pictures.scene import Scene, furnish
from tests.pictures.shots import shots, store, take

DEMO = Path("var/pictures")
PICTURES = Path("docs/pictures")
GLANCE = 3
"""The page of the report that shows all at a glance."""

PATIENCE = 120
"""Seconds that a document may take on a busy machine."""

SHARPNESS = 1.2
"""Points of a picture to a point of paper."""


def main(only: Sequence[str]) -> None:
    """The demo, a copy of it with more to see, and a picture of each page of it."""
    run.run(DEMO, 1, say)
    with TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        shutil.copytree(DEMO, folder)
        port, smtp_port = run.free_port(), run.free_port()
        settings = run.settings(folder, port) | {"SURVEYAPP_SMTP_PORT": str(smtp_port)}
        app = create_app(config.load(settings))
        site = f"http://{run.HOST}:{port}"
        with (
            mail_server(folder / "mail", smtp_port),
            run.server(settings, port),
            app.app_context(),
        ):
            scene = furnish()
            photograph(scene, site, only)
            for language in languages():
                print_pages(scene, site, language)
    say(f"{sum(path.stat().st_size for path in PICTURES.rglob('*.png')) // 1000} kB of pictures")


def photograph(scene: Scene, site: str, only: Sequence[str]) -> None:
    """Every page, or those that are named, in every language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=SWITCHES)
        for language in languages():
            for shot in (one for one in shots(scene) if one.name in only or not only):
                take(browser, site, shot, language, PICTURES / language)
                say(f"{language}/{shot.name}")
        browser.close()


def print_pages(scene: Scene, site: str, language: str) -> None:
    """A page of the report, and the letter in front of a printed questionnaire."""
    sheet = httpx.get(f"{site}{scene.rater}questionnaire.pdf?lang={language}", timeout=PATIENCE)
    print_page(sheet.raise_for_status().content, 1, language, "rater-paper")
    report = render_pdf(reports.stored(scene.report), language)
    print_page(report, GLANCE, language, "report-page")


def print_page(document: bytes, number: int, language: str, name: str) -> None:
    """A page of a document on paper, the first being 1."""
    kept = BytesIO()
    page = pypdfium2.PdfDocument(document)[number - 1]
    page.render(scale=SHARPNESS).to_pil().save(kept, "PNG")
    store(kept.getvalue(), PICTURES / language / f"{name}.png")


def say(text: str) -> None:
    """What has been done, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
