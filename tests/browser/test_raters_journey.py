"""A coordinator adds a rater, makes a link anew, corrects an address and withdraws somebody."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect

from surveyapp.services import invitations
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """An open wave in which four teachers have been sent their links."""
    with app.app_context():
        wave = people.open_wave(cast)
        people.invite(people.assessment(wave), count=4)
        people.mailed(wave)
    return wave


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_is_done_about_one_rater(window: Opener, wave: UUID, size: dict[str, int]) -> None:
    cora = window(size, scripts=False)
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}")
    sign_in(page, "Cora")
    page.locator("tr", has_text="Alice de Vries").get_by_text("Wie er wordt gevraagd").click()
    page.get_by_role("button", name="Beoordelaar toevoegen").click()
    page.get_by_role("button", name="Deze beoordelaar toevoegen").click()
    expect(page.locator(".summary")).to_be_visible()
    page.get_by_label("Naam").fill("Petra")
    page.get_by_label("E-mailadres").fill("petra@school.example")
    page.get_by_role("button", name="Deze beoordelaar toevoegen").click()
    expect(page.get_by_role("status")).to_contain_text("De beoordelaar is toegevoegd.")
    for link, button, told in (
        ("Nieuwe link", "Nieuwe link maken", "De link is vernieuwd."),
        ("Adres verbeteren", "Adres verbeteren", "Het adres is verbeterd."),
        ("Intrekken", "Intrekken", "De uitnodiging is ingetrokken."),
    ):
        row = page.locator("tr", has=page.get_by_text("Bob 0")).first
        row.get_by_text(link, exact=True).click()
        if link == "Adres verbeteren":
            page.get_by_label("Nieuw adres").fill("bob@school.example")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status")).to_contain_text(told)
    # The one at the new address had not left yet: it is as if it had never been.
    expect(page.locator("tr", has_text="Bob 0")).to_have_count(1)
    expect(page.locator("tr", has_text="Bob 0")).to_contain_text("ingetrokken")


@pytest.mark.parametrize("path", ["", "/add", "/address", "/renew", "/withdraw"])
def test_each_page_can_be_used_by_everybody(
    window: Opener, app: Flask, wave: UUID, path: str
) -> None:
    with app.app_context():
        key = people.assessment(wave)
        bob = invitations.open_link(people.tokens(key, "teacher")[0]).id
    place = f"/coordinator/assessments/{key}/raters"
    cora = window(PHONE)
    cora.open(place + (path if path in {"", "/add"} else f"/{bob}{path}"))
    sign_in(cora.page, "Cora")
    cora.check()
