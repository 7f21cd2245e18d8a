"""A rater on a phone in a staff room, with and without JavaScript and reception."""

from contextlib import nullcontext
from time import monotonic
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, Route, expect

from surveyapp.extensions import db
from surveyapp.models.response import Response
from surveyapp.services import waves
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.cast import Cast


@pytest.fixture
def assessment(app: Flask, cast: Cast) -> UUID:
    """Alice's assessment, open."""
    with app.app_context():
        return people.assessment(people.open_wave(cast))


@pytest.fixture
def token(app: Flask, assessment: UUID) -> str:
    """The link of a teacher."""
    with app.app_context():
        return people.invite(assessment)[0]


def _answer_page(page: Page, value: str = "4") -> None:
    for radio in page.locator(f'.item input[value="{value}"]').all():
        radio.check()


def _saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(" · opgeslagen")


def _walk(window: Window, token: str, *, check: bool) -> None:
    page = window.page

    def look() -> None:
        if check:
            window.check()

    window.open(f"/r/{token}/")
    look()
    page.locator("a", has_text="Beginnen").click()
    look()
    for number in range(1, 6):
        expect(page.get_by_text(f"Pagina {number} van 6")).to_be_visible()
        _answer_page(page)
        page.get_by_role("button", name="Verder").click()
    look()
    page.get_by_label("Wat moet deze schoolleider vooral blijven doen?").fill("Blijf luisteren.")
    page.get_by_role("button", name="Naar het overzicht").click()
    expect(page.get_by_text("Blijf luisteren.")).to_be_visible()
    look()
    page.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    look()
    window.open(f"/r/{token}/")
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    look()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_rater_answers_everything(window: Opener, token: str, size: dict[str, int]) -> None:
    _walk(window(size), token, check=True)


def test_a_rater_answers_everything_without_javascript(window: Opener, token: str) -> None:
    _walk(window(scripts=False), token, check=False)


def test_an_interrupted_rater_goes_on_on_another_device_in_the_other_language(
    window: Opener, token: str
) -> None:
    phone = window()
    phone.open(f"/r/{token}/6")
    phone.page.locator("textarea").first.fill("Blijf luisteren.")
    phone.page.get_by_role("button", name="English").click()
    expect(phone.page.get_by_text("Page 6 of 6")).to_be_visible()
    expect(phone.page.locator("textarea").first).to_have_value("Blijf luisteren.")
    phone.open(f"/r/{token}/1")
    phone.page.locator('input[name="vision-1"][value="5"]').check()
    expect(phone.page.locator("#saved")).to_have_text(" · saved")
    desk = window(DESK)
    desk.open(f"/r/{token}/")
    desk.page.locator("a", has_text="Continue where you were").click()
    expect(desk.page.locator('input[name="vision-1"][value="5"]')).to_be_checked()
    desk.page.locator('input[name="vision-2"][value="4"]').check()
    desk.page.get_by_role("button", name="Nederlands").click()
    expect(desk.page.get_by_text("Pagina 1 van 6")).to_be_visible()
    expect(desk.page.locator('input[name="vision-2"][value="4"]')).to_be_checked()


def test_another_language_half_way_keeps_what_was_chosen(window: Opener, token: str) -> None:
    rater = window(scripts=False)
    rater.open(f"/r/{token}/1")
    rater.page.locator('input[name="vision-2"][value="2"]').check()
    rater.page.get_by_role("button", name="English").click()
    expect(rater.page.get_by_text("Page 1 of 6")).to_be_visible()
    expect(rater.page.locator('input[name="vision-2"][value="2"]')).to_be_checked()
    expect(rater.page.locator("html")).to_have_attribute("lang", "en")


def test_the_summary_of_open_questions_has_the_focus(window: Opener, token: str) -> None:
    rater = window()
    rater.open(f"/r/{token}/1")
    rater.page.locator('input[name="vision-1"][value="5"]').check()
    rater.page.get_by_role("button", name="Verder").click()
    summary = rater.page.get_by_role("alert")
    expect(summary).to_be_focused()
    rater.check()
    summary.get_by_role("link").first.click()
    expect(rater.page.locator("#vision-2")).to_be_in_viewport()
    rater.page.get_by_role("button", name="Verder zonder antwoord").click()
    expect(rater.page.get_by_text("Pagina 2 van 6")).to_be_visible()


def test_a_text_that_is_too_long_is_explained(window: Opener, token: str) -> None:
    rater = window()
    rater.open(f"/r/{token}/6")
    area, below = rater.page.locator("textarea").first, rater.page.locator("#keep-warning")
    area.fill("x" * 50_000)
    expect(below).to_contain_text("50.000 tekens en er is ruimte voor 4.000")
    expect(area).to_have_value("x" * 50_000)
    rater.check()
    area.fill("x" * 5000)
    rater.page.get_by_role("button", name="Naar het overzicht").click()
    expect(rater.page.get_by_role("alert")).to_contain_text("Eén antwoord kan niet")
    expect(area).to_have_value("x" * 5000)
    rater.check()
    area.fill("x" * 4000)
    expect(rater.page.locator("#saved")).to_have_text(" · opgeslagen")
    expect(below).to_be_empty()
    assert {fault[:3] for fault in rater.faults} == {"422"}
    rater.faults.clear()


def test_the_keyboard_is_enough_and_enter_goes_on(window: Opener, token: str) -> None:
    rater = window(DESK)
    rater.open(f"/r/{token}/1")
    keys = rater.page.keyboard
    for _ in range(9):
        rater.page.keyboard.press("Tab")
        if rater.page.evaluate("document.activeElement.type") == "radio":
            break
    for _ in range(9):
        keys.press("Space")
        keys.press("ArrowDown")
        keys.press("Tab")
    rater.page.locator('input[name="vision-1"]:checked').press("Enter")
    expect(rater.page.get_by_text("Pagina 2 van 6")).to_be_visible()
    expect(rater.page.locator("html")).to_have_attribute("lang", "nl")


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
    _answer_page(rater.page)
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
    deadline = monotonic() + 10
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
    _saved(rater.page)
    assert [fault[:3] for fault in rater.faults] == ["429"]
    rater.faults.clear()


def test_a_rater_declines(window: Opener, token: str) -> None:
    rater = window()
    rater.open(f"/r/{token}/")
    rater.page.locator("a", has_text="Ik doe liever niet mee").click()
    rater.check()
    rater.page.get_by_role("button", name="Ik doe niet mee").click()
    expect(rater.page.get_by_role("heading", name="Dank u wel voor uw bericht")).to_be_visible()
    rater.check()


def test_a_mistyped_link_is_explained(window: Opener, token: str) -> None:
    rater = window()
    rater.open("/r/nothing-like-a-link/")
    expect(rater.page.get_by_role("heading", name="Deze pagina bestaat niet")).to_be_visible()
    rater.check()


def test_identified_groups_and_leaders_read_their_own_first_page(
    app: Flask, window: Opener
) -> None:
    with app.app_context():
        cast = people.gather(
            ["Alice de Vries"],
            coordinator="Dora",
            groups=(people.TEACHER, people.KNOWN_BOARD),
        )
        assessment = people.assessment(people.open_wave(cast))
        board, own = people.invite(assessment, "board")[0], people.tokens(assessment)[0]
    rater = window()
    for link, heading in (
        (board, "Uw antwoorden zijn herkenbaar"),
        (own, "Wie ziet uw antwoorden?"),
    ):
        rater.open(f"/r/{link}/")
        expect(rater.page.get_by_role("heading", name=heading)).to_be_visible()
        rater.check()


@pytest.fixture
def second(app: Flask, assessment: UUID) -> str:
    """The link of a teacher, where Carla was invited as well."""
    with app.app_context():
        return people.invite(assessment, count=2)[0]


def test_a_name_is_noticed_while_typing_and_the_text_can_be_sent(
    window: Opener, second: str
) -> None:
    rater = window()
    rater.open(f"/r/{second}/6")
    area = rater.page.locator("textarea").first
    warning = rater.page.locator("#keep-warning")
    expect(warning).to_be_empty()
    area.press_sequentially("Carla helpt mij")
    expect(warning).to_contain_text("Herkenbaar: ‘Carla’.")
    expect(area).to_be_focused()
    expect(area).to_have_accessible_description(
        "Herkenbaar: ‘Carla’. Het rapport laat dit weg, andere namen misschien niet."
    )
    rater.check()
    area.fill("Een collega helpt mij")
    expect(warning).to_be_empty()
    area.fill("Carla helpt mij, bel 06 12345678")
    expect(warning).to_contain_text("‘Carla’ en ‘06 12345678’")
    rater.page.get_by_role("button", name="Naar het overzicht").click()
    expect(rater.page.get_by_text("Herkenbaar: ‘Carla’")).to_be_visible()
    rater.check()
    rater.page.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(rater.page.get_by_role("heading", name="Dank u wel")).to_be_visible()


def test_a_warning_moves_nothing_on_a_phone(window: Opener, second: str) -> None:
    rater = window()
    rater.open(f"/r/{second}/6")
    last = rater.page.locator("textarea").last
    place = "area => area.getBoundingClientRect().top + scrollY"
    rater.page.locator("textarea").first.fill("Carla helpt mij")
    last.focus()
    before = last.evaluate(place)
    expect(rater.page.locator("#keep-warning")).to_contain_text("Carla")
    _saved(rater.page)
    assert last.evaluate(place) == before


def test_without_javascript_the_overview_notices_a_name(window: Opener, second: str) -> None:
    rater = window(scripts=False)
    rater.open(f"/r/{second}/6")
    rater.page.locator("textarea").first.fill("Carla helpt mij")
    rater.page.get_by_role("button", name="Naar het overzicht").click()
    expect(rater.page.get_by_text("Herkenbaar: ‘Carla’")).to_be_visible()
    rater.page.get_by_role("link", name="Tekst veranderen").click()
    expect(rater.page.locator("#keep")).to_be_in_viewport()
    rater.page.locator("textarea").first.fill("Een collega helpt mij")
    rater.page.get_by_role("button", name="Naar het overzicht").click()
    expect(rater.page.get_by_text("Herkenbaar")).to_have_count(0)
    rater.page.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(rater.page.get_by_role("heading", name="Dank u wel")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_on_anonymity_is_found_and_accessible(
    window: Opener, token: str, language: str, size: dict[str, int]
) -> None:
    rater = window(size)
    rater.open(f"/anonymity?lang={language}")
    rater.check()
    rater.open(f"/r/{token}/")
    rater.page.get_by_role("link", name="Zo houden wij dit anoniem").first.click()
    heading = rater.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Zo houden wij dit anoniem")
