"""Every page, as it is and as it comes back from an empty form, for everybody who can open it.

The routes and what stands in their addresses are those of tests/web/test_ten_queries.py, so that
a new page is found by itself. Of the addresses of one route, each make of page is opened once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.routing import Rule

from surveyapp.extensions import db
from surveyapp.web import limits
from surveyapp.web.permissions import MARK
from tests import many
from tests.browser.conftest import CONTRAST, PATIENCE, STANDARD, at_rest, violations
from tests.web.test_ten_queries import WHO, Place, enter, objects, paths, rules

NO_PAGE = {"figures.plotly", "people.template", "group.pdf", "leader.report_pdf", "work.download"}
"""Files, which take long to make."""

DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""A window of 1280 pixels at 200 %."""

MAKE = re.compile(
    r"<(?:(\w+)[^>]*?\bclass=\"([^\"]*)\"|(form|fieldset|table|details|select|meter))"
)
EMPTY = """form => {
  for (const field of form.elements) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = false;
    else if (!["hidden", "submit", "button", "select-one"].includes(field.type)) field.value = "";
  }
  const button = [...form.elements].find(one => one.type === "submit");
  form.append(Object.assign(document.createElement("input"), {
    type: "hidden", name: button.name, value: button.value
  }));
  HTMLFormElement.prototype.submit.call(form);
}"""
"""Sent as without scripts, by its first button."""

ASKING = "main form[method=post]:has(:is(input:not([type=hidden]), textarea, fieldset))"
FORM = re.compile(
    r"<form[^>]*method=\"post\"(?s:.*?)<(?:input type=\"(?!hidden)|textarea|fieldset)"
)
CUT_OFF = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const cut = [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
    const style = getComputedStyle(one), hides = ["hidden", "clip"].includes(style.overflowX);
    const own = one.matches("input, .drawing, .drawing *");
    return hides && !own && one.clientWidth && one.scrollWidth > one.clientWidth + 1;
  });
  // What is typed may be longer than its field, and figures are drawn anew in their own time.
  return [...(wide > 0 ? [`${wide} too wide`] : []), ...cut.map(one => one.outerHTML.slice(0, 90))];
}"""


@dataclass(frozen=True)
class Keyboard:
    """Somebody's browser: one that asks the app itself, and a real one."""

    client: FlaskClient
    context: BrowserContext


@pytest.fixture
def place(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A product with something in every place; nobody comes too often."""
    for limit in ("of_account", "of_link", "costly"):
        monkeypatch.setattr(limits, limit, lambda _key: None)
    with app.app_context():
        found = Place(app, objects(many.fill(5, programmes=3)))
        db.session.remove()
    return found


@pytest.fixture
def keyboards(chromium: Browser, place: Place, site: str) -> Iterator[dict[str, Keyboard]]:
    """By name: nobody known, Alice and Cora."""
    found = {}
    for name in ("", *dict.fromkeys((WHO["leader"], "Cora"))):
        client = FlaskClient(place.app)
        context = chromium.new_context(viewport=DESK, locale="nl-NL", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        if name:
            enter(client, name)
            cookie = client.get_cookie("session")
            assert cookie is not None
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        found[name] = Keyboard(client, context)
    yield found
    for one in found.values():
        one.context.close()


def pages(place: Place, who: str, client: FlaskClient) -> list[str]:
    """What this person can open, each make of page once."""
    found = []
    for rule in rules(place.app):
        if _for(place.app, rule) == who and rule.endpoint not in NO_PAGE:
            makes: set[frozenset[Any]] = set()
            for path in paths(rule, place):
                make = _make(client, path)
                if make and make not in makes:
                    makes.add(make)
                    found.append(path)
    return found


def _for(app: Flask, rule: Rule) -> str:
    return WHO.get(getattr(app.view_functions[rule.endpoint], MARK), "Cora")


def _make(client: FlaskClient, path: str) -> frozenset[Any]:
    """Which parts a page has; nothing where there is no page."""
    answer = client.get(path, buffered=True)
    page = answer.status_code == 200 and answer.mimetype == "text/html"
    return frozenset(MAKE.findall(answer.text)) if page else frozenset()


def faults(page: Page) -> Sequence[str]:
    """What axe finds in light and dark, and what is cut off in narrow windows."""
    found = violations(page, STANDARD)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, CONTRAST)]
    page.emulate_media(color_scheme="light")
    for size in (NARROW, ZOOMED):
        page.set_viewport_size(size)
        cut: list[str] = at_rest(page, lambda: page.evaluate(CUT_OFF))
        found += [f"at {size['width']}: {one}" for one in cut]
    page.set_viewport_size(DESK)
    return [f"{page.url}: {one}" for one in found]


@pytest.mark.slow
def test_every_page_and_every_form_that_comes_back_empty_is_accessible(
    place: Place, keyboards: dict[str, Keyboard], site: str
) -> None:
    """Who can open what is found out once for both; forms are sent when all has been looked at."""
    opened = {name: pages(place, name, one.client) for name, one in keyboards.items()}
    assert all(opened.values())
    looked_at = [
        found for name, one in keyboards.items() for found in _looks(one, site, opened[name])
    ]
    sent = [found for name, one in keyboards.items() for found in _sent(one, site, opened[name])]
    assert len(sent) >= 20
    wrong = [fault for found in (*looked_at, *sent) for fault in found]
    assert not wrong, "\n".join(wrong)


def _looks(keyboard: Keyboard, site: str, paths: list[str]) -> Iterator[Sequence[str]]:
    """What is wrong with each page: in light and dark, narrow and zoomed."""
    page = keyboard.context.new_page()
    for path in paths:
        page.goto(site + path)
        yield faults(page)


def _sent(keyboard: Keyboard, site: str, paths: list[str]) -> Iterator[Sequence[str]]:
    """What is wrong with each form that is refused when it is sent empty."""
    page = keyboard.context.new_page()
    for path in paths:
        if not FORM.search(keyboard.client.get(path, buffered=True).text.partition("<main")[2]):
            continue
        page.goto(site + path)
        if not page.locator(ASKING).count():
            continue
        with page.expect_navigation() as answer:
            page.locator(ASKING).first.evaluate(EMPTY)
        assert answer.value.status < 500, page.url
        if answer.value.status == 422:
            assert page.locator(":is(.wrong, .summary)").count(), page.url
            yield [f"{page.url}: {one}" for one in violations(page, STANDARD)]
