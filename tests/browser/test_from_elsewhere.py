"""A strict cookie stays at home when a link on another site is followed: webmail, an intranet."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


@pytest.fixture
def webmail(site: str) -> Iterator[str]:
    """Another site, with a link to a leader's page in a message."""

    class Message(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f'<!doctype html><title>Mail</title><a href="{site}/leader/?lang=nl">Read</a>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Message)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # The product is at 127.0.0.1: by its name, the same machine is another site.
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser without memory, that may leave the site."""
    context = chromium.new_context(locale="nl-NL", java_script_enabled=request.param)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_who_is_signed_in_follows_a_link_in_webmail_to_her_page(
    page: Page, site: str, webmail: str, cast: Cast
) -> None:
    page.goto(f"{site}/sign-in")
    sign_in(page, "Alice")
    expect(page).to_have_url(f"{site}/leader/")
    page.goto(webmail)
    seen: list[str] = []
    page.on("response", lambda one: seen.append(f"{one.status} {one.url}"))
    page.get_by_text("Read").click()
    expect(page.get_by_role("heading", name="Mijn feedback")).to_be_visible()
    expect(page).to_have_url(f"{site}/leader/?lang=nl")
    pages = [one for one in seen if "/static/" not in one]
    assert pages == [f"200 {site}/leader/?lang=nl"] * 2


def test_who_is_not_signed_in_comes_to_the_form_and_from_there_to_the_page(
    page: Page, site: str, webmail: str, cast: Cast
) -> None:
    page.goto(webmail)
    page.get_by_text("Read").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    sign_in(page, "Alice")
    expect(page.get_by_role("heading", name="Mijn feedback")).to_be_visible()
