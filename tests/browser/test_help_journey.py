"""Help, from the middle of a questionnaire: beside it, not in its place."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import cast as people
from tests.browser.conftest import PHONE, Opener, Window
from tests.cast import Cast


@pytest.mark.rule("S7")
def test_a_rater_reads_help_and_finds_her_answers_as_she_left_them(
    app: Flask, cast: Cast, window: Opener
) -> None:
    with app.app_context():
        token = people.invite(people.assessment(people.open_wave(cast)))[0]
    rater = window(PHONE)
    rater.open(f"/r/{token}/6")
    rater.page.locator("textarea").first.fill("Blijf luisteren.")
    with rater.page.expect_popup() as opened:
        rater.page.get_by_role("link", name="Hulp bij deze pagina (nieuw tabblad)").click()
    help_ = Window(opened.value, rater.site)
    expect(help_.page.get_by_role("heading", level=1)).to_have_text("Voor beoordelaars")
    assert help_.page.evaluate("[document.referrer, window.opener]") == ["", None]
    assert token not in help_.page.url
    help_.check()
    help_.open("/help/permissions?lang=nl")
    help_.check()
    assert not help_.faults
    expect(rater.page.locator("textarea").first).to_have_value("Blijf luisteren.")
