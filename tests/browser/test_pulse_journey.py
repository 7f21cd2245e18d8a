"""A pulse on a telephone: the leader chooses statements, a teacher answers within two minutes."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from surveyapp.services import waves
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.cast import Cast

READING = 200
"""Words a minute that somebody reads who does not hurry."""

TAP = 3
"""Seconds to choose an answer once the statement has been read."""


@pytest.fixture
def first(app: Flask, cast: Cast) -> UUID:
    """Alice's assessment in a wave of long ago, in which she chose two priorities."""
    with app.app_context():
        wave = people.released_wave(cast, weeks_ago=20, teachers=3, peers=0, board=0)
        people.choose(people.assessment(wave), "vision", "people")
        return people.assessment(wave)


def _signed_in(window: Window) -> Page:
    window.open("/sign-in")
    page = window.page
    page.get_by_label("E-mailadres").fill("alice@school.example")
    page.get_by_label("Wachtwoord").fill(people.PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    return page


def test_a_leader_chooses_and_a_teacher_answers_within_two_minutes(
    app: Flask, window: Opener, cast: Cast, first: UUID
) -> None:
    with app.app_context():
        pulse = people.prepared_wave(cast, "pulse")
    leader = window(DESK)
    page = _signed_in(leader)
    page.get_by_role("link", name="Stellingen kiezen").click()
    leader.check()
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Deze stellingen vragen").click()
    expect(page.get_by_text("Deze hebt u zelf gekozen.")).to_be_visible()
    assert f"/leader/assessments/{first}/pulse" in page.url
    with app.app_context():
        waves.open_wave(pulse)
        token = people.invite(people.assessment(pulse))[0]
    _answers_within_two_minutes(window(PHONE), token)


def _answers_within_two_minutes(rater: Window, token: str) -> None:
    """Three pages and a thank you. What stands above the button to begin is read, and all else
    that is in the way; who also reads how she stays anonymous takes a minute more.
    """
    page = rater.page
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    rater.open(f"/r/{token}/")
    rater.check()
    words = _words(page, "h1, .lead, .facts")
    page.locator("a", has_text="Beginnen").click()
    expect(page.get_by_text("Pagina 1 van 1")).to_be_visible()
    rater.check()
    radios = page.locator('.item input[value="4"]').all()
    words += _words(page, "legend")
    for radio in radios:
        radio.check()
    page.get_by_role("button", name="Naar het overzicht").click()
    send = page.get_by_role("button", name="Mijn antwoorden versturen")
    expect(send).to_be_visible()
    page.wait_for_load_state()
    words += _words(page, "main")
    send.click()
    expect(page.get_by_text("Uw antwoorden zijn ontvangen.")).to_be_visible()
    page.wait_for_load_state()
    assert len(radios) == 4
    assert len(loads) <= 4
    taps = len(radios) + 3
    assert words / READING * 60 + taps * TAP <= 120, f"{words} words and {taps} taps"


def _words(page: Page, where: str) -> int:
    return sum(len(text.split()) for text in page.locator(where).all_inner_texts())
