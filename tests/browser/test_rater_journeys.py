"""A rater on a phone in a staff room, with and without JavaScript."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.rater import answer_page, assessment, saved, token

__all__ = ["assessment", "token"]


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
        answer_page(page)
        page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Pagina 6 van 6")).to_be_visible()
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
    saved(rater.page)
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
