"""A coordinator words the mail of her programme, plans when it leaves, and stops it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.test_people_journey import look
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """An open wave in which nothing was sent."""
    with app.app_context():
        return people.open_wave(cast)


@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, False), (DESK, True)], ids=["phone, no scripts", "desk"]
)
def test_mail_is_worded_planned_and_stopped(
    window: Opener, wave: UUID, size: dict[str, int], scripts: bool
) -> None:
    cora = window(size, scripts=scripts)
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}/mail")
    sign_in(page, "Cora")
    page.get_by_label("Of laat ze vanzelf vertrekken op").fill(date.today().isoformat())
    page.get_by_role("button", name="Deze dag bewaren").click()
    expect(page.get_by_text("Kies een dag vanaf morgen tot en met de laatste dag.")).to_be_visible()
    if scripts:
        look(cora, "mail-wrong")
    chosen = (date.today() + timedelta(days=2)).isoformat()
    page.get_by_label("Of laat ze vanzelf vertrekken op").fill(chosen)
    page.get_by_role("button", name="Deze dag bewaren").click()
    expect(page.get_by_label("Of laat ze vanzelf vertrekken op")).to_have_value(chosen)
    page.get_by_role("button", name="Alle mail van deze meting stopzetten").click()
    expect(page.get_by_role("heading", name="De mail van deze meting is stopgezet")).to_be_visible()
    if scripts:
        look(cora, "mail-stopped")
    page.get_by_role("button", name="Mail laten doorgaan").click()
    expect(page.get_by_role("heading", name="Stopzetten")).to_be_visible()

    page.get_by_role("link", name="Teksten van deze mails").click()
    if scripts:
        look(cora, "texts")
    page.get_by_role("link", name="Uitnodiging voor beoordelaars, Nederlands").click()
    page.get_by_label("Tekst", exact=True).fill("Hoi {iemand}\n\n{link}")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    expect(page.get_by_role("alert")).to_contain_text("{iemand} kan hier niet worden ingevuld")
    if scripts:
        look(cora, "text-wrong")
    page.get_by_label("Tekst", exact=True).fill("Hoi {naam}\n\n{link}\n\nGroet, Cora")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    expect(page.get_by_role("heading", name="Voorbeeld")).to_be_in_viewport()
    expect(page.get_by_text("Hoi Robin Bakker").first).to_be_visible()
    expect(page.get_by_text("Toegevoegd door het product")).to_be_visible()
    if scripts:
        look(cora, "text-preview")
    page.get_by_role("button", name="Deze tekst bewaren").click()
    expect(page.get_by_text("De tekst is bewaard.")).to_be_visible()
    page.get_by_role("link", name="Mailteksten").click()
    expect(page.get_by_text("eigen tekst", exact=True)).to_have_count(1)
