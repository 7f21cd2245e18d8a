"""From a reflection to what others read of it: by a link, as a coach, and no longer."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import shares as made
from tests.browser.conftest import DESK, PHONE, WORK, Opener, Window
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast

NOTE = "Ik was drie weken in geen enkele les."
BOARD = "mevrouw Jansen van het bestuur"


@pytest.fixture
def reported(app: Flask, cast: Cast) -> None:
    """Alice has a report with priorities and a plan, and Caro coaches her learning group."""
    with app.app_context():
        made.released(cast)
        made.coach(cast)


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    ("own", "others", "scripts"),
    [(PHONE, DESK, False), (DESK, PHONE, True)],
    ids=["phone without JavaScript", "desk"],
)
def test_a_leader_reflects_and_shares_until_she_takes_it_back(
    window: Opener, own: dict[str, int], others: dict[str, int], scripts: bool
) -> None:
    alice = window(own, scripts=scripts)
    alice.open("/leader/")
    sign_in(alice.page, "Alice")
    _reflects(alice)
    link = _shares(alice, BOARD)
    reader, caro = window(others), window(others, scripts=scripts)
    reader.open(link)
    reader.check()
    reader.page.get_by_role("button", name="Lezen").click()
    _reads(reader)
    _opened_by(alice, BOARD)
    _shares(alice, "Caro Mol")
    caro.open("/coach/")
    sign_in(caro.page, "Caro")
    caro.check()
    caro.page.get_by_role("link", name="Alice de Vries").click()
    _reads(caro)
    _takes_back(alice, BOARD)
    _takes_back(alice, "Caro Mol")
    reader.open(link)
    expect(reader.page.get_by_role("heading", name="Hier is niets te lezen")).to_be_visible()
    reader.check()
    caro.open("/coach/")
    expect(caro.page.get_by_text("Met u gedeeld")).to_have_count(0)


def _reflects(alice: Window) -> None:
    """One practice with a note, stopped and gone on with; then her ratings stand."""
    page = alice.page
    page.get_by_role("link", name="Zelf reflecteren").click()
    alice.check()
    page.get_by_role("button", name="Beginnen of verdergaan").click()
    page.get_by_role("button", name="Beginnen", exact=True).click()
    expect(page.get_by_label("Uw notities")).to_be_visible()
    page.wait_for_load_state()
    for fieldset in page.locator("fieldset.item").all():
        fieldset.get_by_text("Vaak", exact=True).click()
    page.get_by_label("Uw notities").fill(NOTE)
    alice.check()
    page.get_by_role("button", name="Bewaren en voor nu stoppen").click()
    expect(page.get_by_label("Uw notities")).to_have_count(0)
    alice.open("/leader/reflections/")
    page.get_by_role("button", name="Verdergaan").click()
    expect(page.get_by_text("Uw gemiddelde: 4,0 van 5")).to_be_visible()
    page.get_by_role("button", name="Deze reflectie afronden").click()
    page.get_by_role("link", name="De notities wijzigen").click()
    page.get_by_label("Visiegestuurd werken").fill(f"{NOTE} Nu elke week.")
    page.get_by_role("button", name="De notities bewaren").click()
    expect(page.get_by_text("Nu elke week.")).to_be_visible()
    alice.check()


def _shares(alice: Window, whom: str) -> str:
    """A score and the reflection, looked at first; the link, where there is one."""
    page = alice.page
    alice.open("/leader/shares/")
    alice.check()
    page.get_by_role("link", name="Uit uw rapport").click()
    expect(page.get_by_role("button", name="Eerst bekijken")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("group", name="Scores per competentie").get_by_role("checkbox").first.check()
    for box in page.get_by_role("group", name="Uw reflecties").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Met een link" if whom == BOARD else whom).check()
    if whom == BOARD:
        page.get_by_label("Voor wie is de link?").fill(whom)
    alice.check()
    page.get_by_role("button", name="Eerst bekijken").click()
    expect(page.get_by_text("Er is nog niets gedeeld.")).to_be_visible()
    alice.check()
    page.get_by_role("button", name="Delen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gedeeld: ")
    alice.check()
    link = page.get_by_label("De link")
    return urlsplit(link.input_value()).path if link.count() else ""


def _reads(reader: Window) -> None:
    """What was ticked, and nothing of what was not; on paper too."""
    page = reader.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Alice de Vries")
    expect(page.get_by_text("Nu elke week.")).to_be_visible()
    for unticked in (made.REASON, made.GOAL, made.UNSHARED):
        expect(page.get_by_text(unticked)).to_have_count(0)
    reader.check()
    with page.expect_download(timeout=WORK) as paper:
        page.get_by_text("Downloaden als pdf").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF-")


def _opened_by(alice: Window, whom: str) -> None:
    """She sees that it was read, on screen and on paper."""
    alice.open("/leader/shares/")
    alice.page.get_by_role("link", name=whom).click()
    expect(alice.page.get_by_text("op het scherm")).to_be_visible()
    expect(alice.page.get_by_role("listitem").filter(has_text="als pdf")).to_be_visible()


def _takes_back(alice: Window, whom: str) -> None:
    alice.open("/leader/shares/")
    alice.page.get_by_role("link", name=whom).click()
    alice.page.get_by_role("button", name="Intrekken").click()
    expect(alice.page.get_by_role("status")).to_contain_text("Het is ingetrokken")
    alice.open("/leader/shares/")
    row = alice.page.get_by_role("listitem").filter(has_text=whom)
    expect(row.get_by_text("ingetrokken")).to_be_visible()
    alice.check()
