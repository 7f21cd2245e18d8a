"""A coordinator looks at a wave of many leaders, and finds one of them."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import many
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.test_staff_journeys import sign_in


@pytest.fixture
def wave(app: Flask) -> UUID:
    """An open wave with sixty leaders."""
    with app.app_context():
        return many.fill(60, states=["open"]).waves["open"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_coordinator_sees_what_is_short_and_finds_a_leader(
    window: Opener, wave: UUID, size: dict[str, int], scripts: bool
) -> None:
    cora = window(size, scripts=scripts)
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}")
    sign_in(page, "Cora")
    expect(page.get_by_role("heading", name="Wat aandacht vraagt")).to_be_visible()
    if scripts:
        cora.check()
    page.get_by_role("link", name="Volgende pagina").click()
    expect(page.get_by_text("Pagina 2 van 3")).to_be_visible()
    page.get_by_label("Naam van een schoolleider of school").fill("alice")
    page.get_by_role("button", name="Tonen").click()
    expect(page.get_by_text("1 schoolleider gevonden.")).to_be_visible()
    expect(page.get_by_role("row", name="Alice de Vries")).to_be_visible()
    if scripts:
        cora.check()
    page.get_by_role("link", name="Alle tonen").click()
    expect(page.get_by_text("Pagina 1 van 3")).to_be_visible()
    page.get_by_role("link", name="De hele geschiedenis").click()
    expect(page.get_by_role("heading", name="Geschiedenis")).to_be_visible()
    if scripts:
        cora.check()
