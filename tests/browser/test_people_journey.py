"""A coordinator brings her people from a spreadsheet, with a mistake first, and opens the wave."""

import os
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect

from surveyapp.services import waves
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast
from tests.services import sheets

SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    day = date.today() + timedelta(days=14)
    with app.app_context():
        return waves.create(cast.programme, name="pre", label=people.LABELS["pre"], closes_on=day)


def look(window: Window, name: str) -> None:
    """Check the page, and keep a picture where somebody asked for one."""
    window.check()
    if SHOTS:
        size = window.page.viewport_size
        width = size["width"] if size else 0
        window.page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_people_come_from_a_spreadsheet(
    window: Opener, app: Flask, wave: UUID, size: dict[str, int], tmp_path: Path
) -> None:
    cora = window(size)
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}")
    sign_in(page, "Cora")
    page.locator("a", has_text="Mensen uit een spreadsheet").click()
    look(cora, "choose")
    with page.expect_download() as waiting:
        page.locator("a", has_text="Sjabloon voor Excel").click()
    assert waiting.value.suggested_filename == "mensen.xlsx"
    page.get_by_role("button", name="Bestand nakijken").click()
    expect(page.get_by_text("Kies eerst een bestand.")).to_be_visible()
    look(cora, "no-file")
    olga = (*sheets.leader("Olga Prins", "Groep West"), *sheets.rater("Bob"))
    rows = (*sheets.TWO, olga)
    spoilt = (*rows, (*sheets.ALICE, "Ouders", "Daan", "daan", ""))
    for name, some in (("faulty", spoilt), ("right", rows)):
        (tmp_path / f"{name}.xlsx").write_bytes(sheets.saved(sheets.workbook(some)))
    page.get_by_label("Spreadsheet").set_input_files(tmp_path / "faulty.xlsx")
    page.get_by_role("button", name="Bestand nakijken").click()
    expect(page.get_by_text("Er kloppen nog 2 dingen niet")).to_be_visible()
    look(cora, "faults")
    page.locator(".summary a", has_text="Cel G6").click()
    expect(page.locator("#cell-G6")).to_be_in_viewport()
    page.locator("a", has_text="Bestand opnieuw kiezen").click()
    page.get_by_label("Spreadsheet").set_input_files(tmp_path / "right.xlsx")
    page.get_by_role("button", name="Bestand nakijken").click()
    expect(page.get_by_text("4 nieuwe beoordelaars")).to_be_visible()
    look(cora, "preview")
    page.get_by_role("region", name="De eerste regels").focus()
    page.get_by_role("button", name="Deze mensen inlezen").click()
    expect(page.get_by_role("status")).to_contain_text("De mensen zijn ingelezen.")
    look(cora, "imported")
    for role in ("a[role=button]", "main form button"):
        page.locator(role, has_text="Meting openen").click()
    expect(page.get_by_text("de uitnodigingen zijn onderweg")).to_be_visible()
    with app.app_context():
        alice = people.assessment(wave)
        assert len(people.tokens(alice, "teacher")) == len(people.tokens(alice, "board")) == 1
        assert len(people.tokens(people.assessment(wave, "Olga"), "teacher")) == 1
