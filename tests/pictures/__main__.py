"""Take all pictures anew, in every language, and tell how large they are.

People, answers and files are those of the demo and always the same. Dates follow the day on which
the pictures are taken, as the demo's do.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from playwright.sync_api import sync_playwright

from surveyapp import config, create_app
from surveyapp.demo import run
from surveyapp.languages import languages
from surveyapp.reporting.pdf import render_pdf
from surveyapp.services import reports
from tests.browser.conftest import SWITCHES, installed
from tests.pictures.scene import Scene, furnish
from tests.pictures.shots import shots, store, take

DEMO = Path("var/pictures")
PICTURES = Path("docs/pictures")
PAGE = 3
"""The page of the report that is shown, counted from one."""

SHARPNESS = 1.2
"""Points of a picture to a point of paper."""


def main() -> None:
    """The demo, a copy of it with more to see, and a picture of each page of it."""
    run.run(DEMO, 1, say)
    with TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        shutil.copytree(DEMO, folder)
        port = run.free_port()
        settings = run.settings(folder, port)
        app = create_app(config.load(settings))
        site = f"http://{run.HOST}:{port}"
        with app.app_context(), run.server(settings, port):
            scene = furnish()
            photograph(scene, site)
            for language in languages():
                print_page(scene, language)
    say(f"{sum(path.stat().st_size for path in PICTURES.rglob('*.png')) // 1000} kB of pictures")


def photograph(scene: Scene, site: str) -> None:
    """Every page in every language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=SWITCHES)
        for language in languages():
            for shot in shots(scene):
                take(browser, site, shot, language, PICTURES / language)
                say(f"{language}/{shot.name}")
        browser.close()


def print_page(scene: Scene, language: str) -> None:
    """A page of the report on paper."""
    paper = pypdfium2.PdfDocument(render_pdf(reports.stored(scene.report), language))
    kept = BytesIO()
    paper[PAGE - 1].render(scale=SHARPNESS).to_pil().save(kept, "PNG")
    store(kept.getvalue(), PICTURES / language / "report-page.png")


def say(text: str) -> None:
    """What has been done, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
