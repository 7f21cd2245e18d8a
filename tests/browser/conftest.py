"""A real browser on a real server, both on this machine, and what must hold on every page."""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import (
    Browser,
    Error,
    Frame,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from surveyapp.services import duty
from tests.ports import free_port
from tests.services.test_worker import running, until

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1100, "height": 800}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passes is not wanted in every detail: that takes axe longer than to find it.
FAULTS = {"resultTypes": ["violations"]}
STANDARD = {"runOnly": {"type": "tag", "values": TAGS}, **FAULTS}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **FAULTS}
AXE = "options => axe.run(options).then(found => found.violations)"
PATIENCE = 30_000
"""Milliseconds that a page may take on a busy machine."""

WORK = 240_000
"""And what is worked on behind it: printing, and all that the worker does."""

T = TypeVar("T")

expect.set_options(timeout=PATIENCE)

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


ON_PATH = ["chromium", "chromium-browser", "google-chrome"]
ON_MACOS = [
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
]


def installed() -> str | None:
    """The browser of this machine, as `requirements/system.sh browser` finds it.

    ``None`` without one: then it is the one that Playwright downloaded. A snap does not count, as
    it sees no files of ours.
    """
    found = (shutil.which(name) for name in ON_PATH)
    on_path = [path for path in found if path and not path.startswith("/snap/")]
    return next(iter([*on_path, *(str(path) for path in ON_MACOS if path.exists())]), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this room drives the browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each gets windows of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The app behind a server on a free port."""
    server = make_server("127.0.0.1", 0, _at_once(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _at_once(app: Flask) -> WSGIApplication:
    """Answers that are whole before they leave: of whoever goes to another page while a file is on
    its way, the server of the tests would leave that file open, and some test would be blamed.
    """

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with closing(cast(ClosingIterator, app(environ, start))) as answer:
            return list(answer)

    return answered


@pytest.fixture
def worker(app: Flask, database_url: str) -> Iterator[None]:
    """The product's own worker, in a process of its own."""
    with running(database_url, free_port(), "worker"):
        with app.app_context():
            until(duty.taken)
        yield


@dataclass
class Window:
    """A page of the browser that notices what goes wrong in it."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)
    scripts: bool = True

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: Any) -> None:
        # A page that answers 404 or 422 on purpose is reported as well; see _response.
        expected = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"went elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> None:
        """Go to a page of the site."""
        self.page.goto(self.site + path)

    def check(self) -> None:
        """The page is accessible in light and dark, and fits a screen of 320 pixels.

        Without scripts only the latter: axe is one.
        """
        page = self.page
        if self.scripts:
            assert not (found := violations(page, STANDARD)), found
            page.emulate_media(color_scheme="dark")
            assert not (found := violations(page, CONTRAST)), f"in the dark: {found}"
            page.emulate_media(color_scheme="light")
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        width = at_rest(page, lambda: page.evaluate("document.documentElement.scrollWidth"))
        assert width <= 320, f"{page.url} is {width} pixels wide on a screen of 320"
        assert size is not None
        page.set_viewport_size(size)


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds."""

    def examined() -> list[Any]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found: list[Any] = page.evaluate(AXE, options)
        return found

    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in at_rest(page, examined)
        for node in one["nodes"]
    ]


def at_rest(page: Page, read: Callable[[], T]) -> T:
    """What is read from the page that the last click leads to.

    On a busy machine a click may end before its page has come, or before all of it is there; what
    is then read is taken away under its reader's hands, who reads again.
    """
    visits: list[Frame] = []

    def visit(frame: Frame) -> None:
        visits.append(frame)

    page.on("framenavigated", visit)
    try:
        for _ in range(4):
            page.wait_for_load_state()
            visits.clear()
            try:
                found = read()
            except Error:
                continue
            if not visits:
                return found
    finally:
        page.remove_listener("framenavigated", visit)
    raise AssertionError(f"{page.url} does not come to rest")


Opener = Callable[..., Window]


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Opener]:
    """Opens windows, each in a browser without memory; at the end none may have had a fault."""
    windows: list[Window] = []

    def opened(size: dict[str, int] = PHONE, *, scripts: bool = True) -> Window:
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="nl-NL",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        windows.append(Window(context.new_page(), site, scripts=scripts))
        return windows[-1]

    yield opened
    for one in windows:
        one.page.context.close()
    assert not (faults := [fault for one in windows for fault in one.faults]), faults
