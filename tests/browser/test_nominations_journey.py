"""A leader proposes raters, one comes back and is corrected, and the wave opens with them."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.test_people_journey import look
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast

PASTED = """Bob Bos <bob@raters.example>; "Kok, Carla" <carla@raters.example>
jan.de.boer@raters.example
Emma\temma@raters
"""


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    with app.app_context():
        return people.prepared_wave(cast)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_proposal_goes_to_and_fro_until_it_is_an_invitation(
    window: Opener, app: Flask, wave: UUID, size: dict[str, int]
) -> None:
    alice = window(size)
    _propose(alice)
    cora = window(size)
    _return_one(cora, wave)
    _propose_again(alice)
    _approve_and_open(cora, wave)
    with app.app_context():
        key = people.assessment(wave)
        assert len(people.tokens(key, "teacher")) == 3
        assert len(people.tokens(key, "peer")) == 1
    _add_later(alice, cora, wave)
    with app.app_context():
        assert len(people.tokens(people.assessment(wave), "peer")) == 2


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def _propose(alice: Window) -> None:
    """Paste with mistakes, mend them, and choose a colleague."""
    page = alice.page
    alice.open("/leader/")
    sign_in(page, "Alice")
    page.locator("a", has_text="Beoordelaars voordragen").click()
    look(alice, "list-empty")
    page.get_by_label("Namen en adressen").fill(PASTED)
    _press(page, "Deze mensen voordragen")
    expect(page.get_by_text("Kies de groep").first).to_be_visible()
    page.get_by_role("radio", name="Leraren").check()
    _press(page, "Deze mensen voordragen")
    expect(page.get_by_text("Er kloppen nog 2 dingen niet")).to_be_visible()
    look(alice, "list-faults")
    page.locator(".summary a", has_text="Regel 2").click()
    name = page.get_by_label("Naam van jan.de.boer@raters.example")
    expect(name).to_be_focused()
    expect(name).to_have_value("Jan de Boer")
    page.get_by_label("Namen en adressen").fill(PASTED.rpartition("Emma")[0])
    _press(page, "Deze mensen voordragen")
    expect(page.get_by_role("status")).to_contain_text("Er zijn 3 mensen voorgedragen")
    page.get_by_text("Kies uit mensen die u al kent").click()
    page.get_by_label("Nora Bakker").check()
    page.get_by_role("radio", name="Collega-schoolleiders").check()
    _press(page, "Deze mensen voordragen")
    expect(page.get_by_role("status")).to_contain_text("Er is één persoon voorgedragen")
    look(alice, "list-proposed")


def _return_one(cora: Window, wave: UUID) -> None:
    """Look at what waits; return somebody, without a reason first."""
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}")
    sign_in(page, "Cora")
    look(cora, "wave")
    page.locator("a", has_text="De voordrachten bekijken").click()
    look(cora, "nominations")
    page.locator("th a", has_text="Alice de Vries").click()
    page.get_by_label("Bob Bos").check()
    _press(page, "Teruggeven")
    expect(page.get_by_text("Zeg waarom:")).to_be_visible()
    look(cora, "nominations-fault")
    expect(page.get_by_label("Bob Bos")).to_be_checked()
    page.get_by_label("Of geef ze terug").fill("Bob gaf les op een andere school.")
    _press(page, "Teruggeven")
    expect(page.get_by_role("status")).to_contain_text("Eén persoon is teruggegeven")
    look(cora, "nominations-returned")


def _propose_again(alice: Window) -> None:
    """Read the reason, correct the proposal, and propose it again."""
    page = alice.page
    alice.open("/leader/")
    expect(page.get_by_text("Er is 1 voordracht aan u teruggegeven.")).to_be_visible()
    look(alice, "home-returned")
    page.locator("a", has_text="Beoordelaars voordragen").click()
    expect(page.get_by_text("Bob gaf les op een andere school.")).to_be_visible()
    look(alice, "list-returned")
    page.get_by_role("link", name="Bob Bos wijzigen of terugnemen").click()
    look(alice, "proposal")
    page.get_by_label("E-mailadres").fill("bob")
    _press(page, "Opnieuw voordragen")
    expect(page.get_by_text("geen e-mailadres waar mail heen kan").first).to_be_visible()
    look(alice, "proposal-fault")
    page.get_by_label("E-mailadres").fill("bob.bos@raters.example")
    _press(page, "Opnieuw voordragen")
    expect(page.get_by_role("status")).to_contain_text("Er is één persoon voorgedragen")


def _approve_and_open(cora: Window, wave: UUID) -> None:
    """Begin to open, see what would be dropped, approve all, and open."""
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}/open")
    expect(page.get_by_text("4 voorgedragen beoordelaars zijn niet goedgekeurd")).to_be_visible()
    look(cora, "open-dropped")
    page.locator("a", has_text="De voordrachten bekijken").click()
    _press(page, "Alle 4 die wachten goedkeuren")
    expect(page.get_by_role("status")).to_contain_text("Er zijn 4 mensen goedgekeurd.")
    look(cora, "nominations-approved")
    cora.open(f"/coordinator/waves/{wave}/open")
    expect(page.get_by_text("zijn niet goedgekeurd")).to_have_count(0)
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_contain_text("De meting is open")


def _add_later(alice: Window, cora: Window, wave: UUID) -> None:
    """Somebody was forgotten: she is proposed and approved while the wave is open."""
    page = alice.page
    alice.open("/leader/")
    page.locator("a", has_text="Ontbreekt er iemand?").click()
    look(alice, "list-open")
    page.get_by_label("Namen en adressen").fill("Emma Eek, emma@raters.example")
    page.get_by_role("radio", name="Collega-schoolleiders").check()
    _press(page, "Deze mensen voordragen")
    expect(page.get_by_role("status")).to_be_visible()
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}/nominations")
    look(cora, "nominations-open")
    page.locator("th a", has_text="Alice de Vries").click()
    page.get_by_label("Emma Eek").check()
    look(cora, "nomination-open")
    _press(page, "Goedkeuren")
    expect(page.get_by_role("status")).to_contain_text("Er is één persoon goedgekeurd.")
    cora.open(f"/coordinator/waves/{wave}")
    look(cora, "wave-open")


def test_a_coordinator_adds_people_herself(window: Opener, wave: UUID) -> None:
    cora = window()
    page = cora.page
    cora.open(f"/coordinator/waves/{wave}/nominations")
    sign_in(page, "Cora")
    page.locator("th a", has_text="Nora Bakker").click()
    page.locator("a", has_text="Zelf mensen toevoegen").click()
    look(cora, "add")
    page.get_by_label("Namen en adressen").fill("Bob Bos <bob@raters.example>")
    page.get_by_role("radio", name="Bestuur").check()
    _press(page, "Deze mensen toevoegen")
    expect(page.get_by_role("status")).to_contain_text("Er is één persoon aan de lijst toegevoegd.")
    page.get_by_label("Bob Bos").check()
    _press(page, "Van de lijst halen")
    expect(page.get_by_role("status")).to_contain_text("Er is één persoon van de lijst gehaald.")
