"""By keyboard alone: everything is reached in order, the focus is seen, and nothing holds it."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast

STOPS = """() => {
  const what = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = [...document.querySelectorAll(what)];
  const seen = all.filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
    && one.checkVisibility({ visibilityProperty: true }));
  const entry = name => seen.find(one => one.name === name && one.checked)
    || seen.find(one => one.name === name);
  const stops = seen.filter(one => one.type !== "radio" || one === entry(one.name));
  stops.forEach((one, number) => one.dataset.stop = number);
  return stops.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement, around = one.closest(".points label") || one;
  const style = getComputedStyle(around), box = around.getBoundingClientRect();
  return {
    stop: one === document.body ? null : Number(one.dataset.stop),
    what: one.outerHTML.slice(0, 90),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
WATCH = """
window.moved = [];
new PerformanceObserver(list => list.getEntries().forEach(one => moved.push(
  [one.value, ...one.sources.map(source => source.node?.outerHTML?.slice(0, 90))]
))).observe({ type: "layout-shift", buffered: true });
"""


def tabbed(page: Page) -> list[dict[str, Any]]:
    """What has the focus after each press of the key, until it leaves the page."""
    count = page.evaluate(STOPS)
    assert count > 5
    found: list[dict[str, Any]] = []
    # A field for a day has a stop for each of its parts.
    for _ in range(4 * count):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if found and now["stop"] in {None, 0}:
            break
        if not found or found[-1]["stop"] != now["stop"]:
            found.append(now)
    assert [one["stop"] for one in found] == list(range(count))
    assert all(one["outline"] >= 2 and one["inside"] for one in found), [
        one for one in found if one["outline"] < 2 or not one["inside"]
    ]
    return found


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_rater_reaches_everything_by_keyboard(
    app: Flask, cast: Cast, window: Opener, size: dict[str, int]
) -> None:
    with app.app_context():
        token = people.invite(people.assessment(people.open_wave(cast)))[0]
    rater = window(size)
    for number in (1, 6):
        rater.open(f"/r/{token}/{number}")
        tabbed(rater.page)


def test_a_coordinator_reaches_everything_of_a_wave_by_keyboard(
    app: Flask, cast: Cast, window: Opener
) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        people.invite(people.assessment(wave), count=4)
    cora = window(DESK)
    cora.open("/sign-in")
    sign_in(cora.page, "Cora")
    for path in (f"/coordinator/waves/{wave}", f"/coordinator/waves/{wave}/mail"):
        cora.open(path)
        tabbed(cora.page)


def test_nothing_moves_while_a_raters_page_loads_and_is_filled_in(
    app: Flask, cast: Cast, window: Opener
) -> None:
    with app.app_context():
        token = people.invite(people.assessment(people.open_wave(cast)))[0]
    rater = window(PHONE)
    page = rater.page
    page.add_init_script(WATCH)
    saved = page.locator("#saved")
    for number in ("", 1, 6, "review"):
        rater.open(f"/r/{token}/{number}")
        page.wait_for_load_state("networkidle")
        if number == 1:
            for label in page.locator(".points label:first-child").all():
                label.click()
            expect(saved).to_contain_text("opgeslagen")
        if number == 6:
            page.locator("textarea").first.fill("Bel Bob op 06-12345678.")
            expect(page.locator(".warning").first).not_to_be_empty()
        assert page.evaluate("moved") == [], f"page {number}"
