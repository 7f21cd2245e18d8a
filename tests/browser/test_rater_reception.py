"""A rater whose connection comes and goes: what waits, what arrives late, what is sent twice."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from time import monotonic

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, Route, expect

from surveyapp.extensions import db
from surveyapp.models.response import Response
from surveyapp.services import waves
from tests.browser.conftest import DESK, PATIENCE, PHONE, Opener
from tests.browser.rater import answer_page, assessment, saved, token
from tests.cast import Cast

__all__ = ["assessment", "token"]

MOVED = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 100))"""
"""How much of the page moved by itself."""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_without_reception_a_page_waits_and_goes_on_when_it_is_back(
    window: Opener, token: str, size: dict[str, int]
) -> None:
    rater = window(size)
    rater.open(f"/r/{token}/1")
    hold, online = rater.page.locator("#on-hold"), rater.page.context.set_offline
    online(True)
    rater.page.locator('input[name="vision-1"][value="3"]').check()
    expect(rater.page.locator("#saved")).to_contain_text("geen verbinding")
    answer_page(rater.page)
    rater.page.get_by_role("button", name="Verder").click()
    expect(hold).to_contain_text("laat deze pagina open")
    rater.check()
    assert rater.page.evaluate(MOVED) == 0
    rater.page.locator('input[name="vision-1"][value="2"]').check()
    online(False)
    expect(rater.page.get_by_text("Pagina 2 van 6")).to_be_visible()
    expect(hold).to_be_empty()
    rater.open(f"/r/{token}/1")
    expect(rater.page.locator('input[name="vision-1"][value="2"]')).to_be_checked()
    expect(rater.page.locator('input[name="vision-2"][value="4"]')).to_be_checked()


def test_without_reception_answers_are_sent_once_with_two_presses(
    app: Flask, window: Opener, token: str
) -> None:
    rater = window()
    rater.open(f"/r/{token}/6")
    area = rater.page.locator("textarea").first
    area.fill("Blijf luisteren.")
    rater.page.get_by_role("button", name="Naar het overzicht").dblclick()
    send = rater.page.get_by_role("button", name="Mijn antwoorden versturen")
    expect(send).to_be_visible()
    rater.page.wait_for_load_state()
    rater.page.context.set_offline(True)
    send.click()
    expect(rater.page.locator("#on-hold")).to_contain_text("Geen verbinding")
    rater.check()
    rater.page.context.set_offline(False)
    expect(rater.page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    rater.page.go_back()
    expect(rater.page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    with app.app_context():
        assert db.session.query(Response).count() == 1


HIDDEN_ONCE_SENT = """addEventListener("submit", event => {
  if (!event.defaultPrevented) document.dispatchEvent(new Event("visibilitychange"));
})"""


def test_a_page_whose_questionnaire_closes_keeps_what_stands_on_it(
    app: Flask, window: Opener, cast: Cast, token: str
) -> None:
    rater = window()
    rater.open(f"/r/{token}/6")
    with app.app_context():
        waves.close_wave(waves.of_programme(cast.programme)[0].id)
    area = rater.page.locator("textarea").first
    area.fill("Blijf luisteren.")
    expect(rater.page.locator("#on-hold")).to_contain_text("Deze link werkt niet meer")
    expect(area).to_have_value("Blijf luisteren.")
    rater.check()
    rater.page.evaluate(HIDDEN_ONCE_SENT)
    posts: list[Request] = []
    rater.page.on("request", lambda one: posts.append(one) if one.method == "POST" else None)
    rater.page.get_by_role("button", name="Naar het overzicht").click()
    expect(rater.page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    assert [one.resource_type for one in posts] == ["fetch", "document"], "not once more"
    expect(rater.page.locator("blockquote")).to_have_text("Blijf luisteren.")
    rater.check()
    assert {fault[:3] for fault in rater.faults} == {"410"}
    rater.faults.clear()


def _hold_autosaves(page: Page) -> list[Route]:
    """Keep what the page saves by itself on the way, until it is let go."""
    held: list[Route] = []

    def on_the_way(route: Route) -> None:
        if "autosave" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/r/*/*", on_the_way)
    return held


def _wait_for(page: Page, held: list[Route], number: int) -> None:
    """Let the page go on until so many autosaves are on hold: its clock says nothing of ours."""
    deadline = monotonic() + PATIENCE / 1000
    while len(held) < number and monotonic() < deadline:
        page.wait_for_timeout(20)
    assert len(held) == number


def test_one_autosave_is_under_way_at_a_time_and_the_latest_answer_wins(
    window: Opener, token: str
) -> None:
    rater = window()
    rater.open(f"/r/{token}/1")
    held = _hold_autosaves(rater.page)
    for value in "345":
        with rater.page.expect_request("**/1") if value == "3" else nullcontext():
            rater.page.locator(f'input[name="vision-1"][value="{value}"]').check()
        rater.page.wait_for_timeout(500)
    assert len(held) == 1
    assert "vision-1=3" in (held[0].request.post_data or "")
    held[0].continue_()
    _wait_for(rater.page, held, 2)
    assert "vision-1=5" in (held[1].request.post_data or "")
    with rater.page.expect_response("**/1"):
        held[1].continue_()
    rater.page.unroute_all()
    rater.page.reload()
    expect(rater.page.locator('input[name="vision-1"][value="5"]')).to_be_checked()


def test_an_autosave_under_way_is_called_off_when_the_page_is_sent(
    window: Opener, token: str
) -> None:
    rater = window()
    rater.open(f"/r/{token}/1")
    held = _hold_autosaves(rater.page)
    with rater.page.expect_request("**/1"):
        rater.page.locator('input[name="vision-1"][value="3"]').check()
    rater.page.locator('input[name="vision-1"][value="5"]').check()
    with rater.page.expect_event("requestfailed", lambda one: "autosave" in (one.post_data or "")):
        rater.page.get_by_role("button", name="Terug", exact=True).click()
    expect(rater.page.locator("a", has_text="Verder waar u was")).to_be_visible()
    assert len(held) == 1
    rater.page.unroute_all()
    rater.open(f"/r/{token}/1")
    expect(rater.page.locator('input[name="vision-1"][value="5"]')).to_be_checked()


def test_an_autosave_that_came_too_often_is_sent_again_when_the_server_says(
    window: Opener, token: str
) -> None:
    rater = window()
    rater.page.clock.install()
    rater.open(f"/r/{token}/1")
    # From now on no time goes by but what is said here, however long the page takes.
    rater.page.clock.pause_at(datetime.now() + timedelta(hours=1))
    held = _hold_autosaves(rater.page)
    rater.page.locator('input[name="vision-1"][value="3"]').check()
    rater.page.clock.run_for(300)
    _wait_for(rater.page, held, 1)
    with rater.page.expect_response("**/1"):
        held[0].fulfill(status=429, headers={"Retry-After": "30"})
    expect(rater.page.locator("#saved")).to_contain_text("zo meteen nog een poging")
    rater.page.clock.run_for(29_000)
    rater.page.wait_for_timeout(500)
    assert len(held) == 1
    rater.page.unroute_all()
    rater.page.clock.run_for(1_000)
    saved(rater.page)
    assert [fault[:3] for fault in rater.faults] == ["429"]
    rater.faults.clear()
