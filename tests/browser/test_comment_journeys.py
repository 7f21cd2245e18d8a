"""The coordinator at the comments, before the reports are handed out."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import cast as people
from tests.browser.conftest import DESK, PHONE, WORK, Opener
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast

HURTFUL = "Zij kan er niets van en dat weet iedereen."
WRITTEN = (
    HURTFUL,
    "Luistert goed, ook als het druk is.",
    "Luistert goed, ook als het druk is.",
    "هي قائدة جيدة وتستمع إلى الجميع",
    f"Een lang verhaal over {'schoolontwikkelingssamenwerkingsverband' * 3}. " * 4,
)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_coordinator_withholds_a_comment_and_hands_out_the_rest(
    window: Opener, app: Flask, cast: Cast, size: dict[str, int]
) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        tokens = people.invite(people.assessment(wave), count=5)
        for token, text in zip(tokens, WRITTEN, strict=True):
            people.answer(token, texts={"keep": text})
        people.freeze(wave)
    cora = window(size)
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}")
    sign_in(page, "Cora")
    cora.check()
    page.locator("a", has_text="Lees de opmerkingen vóór het uitdelen").click()
    expect(page.get_by_text("2 keer geschreven")).to_be_visible()
    cora.check()
    page.locator("li", has_text=HURTFUL).get_by_text("Achterhouden …").click()
    cora.check()
    page.get_by_role("button", name="Deze opmerking achterhouden").click()
    expect(page.get_by_text("Kies een reden")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_focused()
    cora.check()
    page.get_by_label("De opmerking is kwetsend").check()
    page.get_by_role("button", name="Deze opmerking achterhouden").click()
    expect(page.get_by_role("status")).to_contain_text("achtergehouden en vernietigd")
    expect(page.get_by_text(HURTFUL)).to_have_count(0)
    expect(page.get_by_text("die was kwetsend")).to_be_visible()
    cora.check()
    page.locator("a", has_text="Terug naar de meting").click()
    page.locator("a", has_text="Rapporten uitdelen").click()
    page.get_by_role("button", name="Rapporten uitdelen").click()
    expect(page.get_by_text("Alle rapporten zijn uitgedeeld.")).to_be_visible(timeout=WORK)
    expect(page.get_by_text("Lees de opmerkingen")).to_have_count(0)
