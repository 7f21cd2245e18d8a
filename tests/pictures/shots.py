"""Which pictures there are, and how each is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Browser, Page

from surveyapp.demo.people import COACH, COORDINATOR, LEADERS, OPERATOR
from surveyapp.demo.story import PASSWORD
from tests.pictures.scene import Scene

PHONE: Any = {"width": 360, "height": 640}
DESK: Any = {"width": 1000, "height": 720}
COLUMNS = [
    *("Leergroep", "Schoolleider", "E-mail schoolleider", "School"),
    *("Beoordelaarsgroep", "Beoordelaar", "E-mail beoordelaar"),
]
COLOURS = 256
"""Enough for pages and reports, and a third of the bytes that all would take."""


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who is signed in, the page, and what is done there first."""

    name: str
    who: str
    path: str
    before: Callable[[Page], None] = lambda page: None
    phone: bool = False


def shots(scene: Scene) -> list[Shot]:
    """Every picture of a page."""
    leader, coordinator = LEADERS[0].email, COORDINATOR[1]
    wave = "/coordinator/waves"
    return [
        Shot("rater-first", "", scene.rater, phone=True),
        Shot("rater-questions", "", f"{scene.rater}1", _answered, phone=True),
        Shot("rater-review", "", f"{scene.rater}review", phone=True),
        Shot("rater-overview", "", scene.overview, phone=True),
        Shot("sign-in", "", "/sign-in", phone=True),
        Shot("leader-home", leader, "/leader/"),
        Shot("leader-raters", leader, f"/leader/waves/{scene.prepared}/raters/{scene.leader}"),
        Shot("report-screen", leader, f"/leader/assessments/{scene.report}/report", _to_figure),
        Shot("programme", coordinator, f"/coordinator/programmes/{scene.programme}"),
        Shot("wave", coordinator, f"{wave}/{scene.open}"),
        Shot("nominations", coordinator, f"{wave}/{scene.prepared}/nominations"),
        Shot("people-preview", coordinator, f"{wave}/{scene.prepared}/people", _wrong_file),
        Shot("coach-home", COACH[1], "/coach/"),
        Shot("operator-home", OPERATOR[1], "/operator/"),
    ]


def _answered(page: Page) -> None:
    """The first two statements of a page are answered."""
    for name in list(dict.fromkeys(_names(page)))[:2]:
        page.locator(f"input[type=radio][name='{name}'][value='4']").check(force=True)
    page.locator("fieldset").first.evaluate("one => one.scrollIntoView()")
    page.evaluate("window.scrollBy(0, -16)")
    page.evaluate("document.activeElement.blur()")


def _names(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "input[type=radio]", "all => all.map(one => one.name)"
    )
    return found


def _to_figure(page: Page) -> None:
    """The first figure is drawn, and in sight."""
    glance = page.locator("#glance")
    glance.evaluate("one => one.scrollIntoView()")
    glance.locator(".main-svg").first.wait_for()
    glance.evaluate("one => one.scrollIntoView()")


def _wrong_file(page: Page) -> None:
    """A spreadsheet with two wrong cells has been sent."""
    page.locator("input[type=file]").set_input_files(
        {
            "name": "mensen.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": _spreadsheet(),
        }
    )
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def _spreadsheet() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    leader = LEADERS[0]
    asked = (("Leraren", "Anna de Boer", "anna@school"), ("Ouders", "Bram Jansen", "b@x.example"))
    sheet.append(
        [
            "Leergroep",
            "Schoolleider",
            "E-mail schoolleider",
            "School",
            "Beoordelaarsgroep",
            "Beoordelaar",
            "E-mail beoordelaar",
        ]
    )
    for row in asked:
        sheet.append(["Leergroep Noord", leader.name, leader.email, leader.school, *row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def take(browser: Browser, site: str, shot: Shot, language: str, folder: Path) -> None:
    """One picture, as somebody at a telephone or desk sees the page in her language."""
    context = browser.new_context(
        viewport=PHONE if shot.phone else DESK,
        device_scale_factor=1.5 if shot.phone else 1,
        locale=language,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shot.who:
        _sign_in(page, site, shot.who)
    answer = page.goto(f"{site}{shot.path}?lang={language}")
    if answer is None or not answer.ok:
        raise RuntimeError(f"There is no page for {shot.name}.")
    _speak(page, language)
    shot.before(page)
    store(page.screenshot(animations="disabled", clip=_filled(page)), folder / f"{shot.name}.png")
    context.close()


def _filled(page: Page) -> Any:
    """What can be seen without scrolling, but for the empty rest of a short page."""
    below: float = page.evaluate(
        "Math.max(...[...document.querySelector('main').children]"
        ".map(one => one.getBoundingClientRect().bottom))"
    )
    size: Any = page.viewport_size
    height = min(size["height"], max(size["height"] / 3, below + 24))
    return {"x": 0, "y": 0, "width": size["width"], "height": height}


def _sign_in(page: Page, site: str, who: str) -> None:
    page.goto(f"{site}/sign-in")
    page.fill("input[name=email]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _speak(page: Page, language: str) -> None:
    """A questionnaire is answered in the language of its buttons, whatever the browser says."""
    button = page.locator(f"button[name=language][value={language}]")
    if button.count():
        with page.expect_navigation():
            button.click()
        page.wait_for_load_state()


def store(picture: bytes, path: Path) -> None:
    """The picture with few colours."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
