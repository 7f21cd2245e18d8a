"""Leaders and coordinators at their pages."""

from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from surveyapp.services import programmes
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, WORK, Opener
from tests.cast import PASSWORD, Cast

REPORT = "/leader/assessments/{}/report"


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("E-mailadres").fill(people.address(name))
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    page.wait_for_load_state()


@pytest.fixture
def released(app: Flask, cast: Cast) -> UUID:
    """Alice's second assessment, handed out."""
    with app.app_context():
        people.released_wave(cast)
        return people.assessment(people.released_wave(cast, "post"))


def test_signing_in_with_a_mistake_first(window: Opener, cast: Cast) -> None:
    cora = window()
    cora.open("/")
    cora.check()
    cora.page.locator("a", has_text="Inloggen").click()
    cora.page.get_by_role("button", name="Inloggen").click()
    expect(cora.page.get_by_text("Vul uw wachtwoord in.").first).to_be_visible()
    cora.check()
    sign_in(cora.page, "Cora")
    expect(cora.page.get_by_role("heading", name="Programma’s")).to_be_visible()
    cora.page.get_by_role("button", name="Uitloggen").click()
    expect(cora.page.locator("a", has_text="Inloggen")).to_be_visible()


THRICE = """button => {
  const stopped = [];
  window.onsubmit = event => stopped.push(event.defaultPrevented);
  button.click();
  button.click();
  dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
  button.click();
  return stopped;
}"""
"""Two presses at once, and one by whoever comes back to the page."""


def test_a_button_that_is_pressed_twice_sends_its_form_once(window: Opener, cast: Cast) -> None:
    cora = window()
    page = cora.page
    cora.open(f"/coordinator/programmes/{cast.programme}/groups")
    sign_in(page, "Cora")
    page.get_by_label("Naam").fill("Groep West")
    button = page.get_by_role("button", name="Leergroep toevoegen")
    assert button.evaluate(THRICE) == [False, True, False]
    expect(page.get_by_role("heading", name="Groep West")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_leader_reads_her_report_and_keeps_it(
    window: Opener, released: UUID, size: dict[str, int], tmp_path: Path
) -> None:
    alice = window(size)
    page = alice.page
    alice.open("/leader/")
    sign_in(page, "Alice")
    alice.check()
    page.locator("a", has_text="Uw rapport openen").first.click()
    page.wait_for_load_state()
    figures = page.locator(".chart")
    expect(page.locator(".chart details[open]")).to_have_count(0)
    assert page.locator(".chart .main-svg").count() < figures.count(), "drawn when it comes near"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".chart details[open]").count() > 0, "what is not drawn is a table on paper"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".chart details[open], .chart .drawing[hidden]")).to_have_count(0)
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".main-svg").first).to_be_attached()
    drawn = page.evaluate("document.querySelectorAll('.js-plotly-plot').length")
    assert drawn == figures.count() >= 10
    alice.check()
    page.get_by_text("Als tabel").first.click()
    expect(page.locator(".chart table").first).to_be_visible()
    with page.expect_download(timeout=WORK) as waiting:
        page.locator("a", has_text="Downloaden als pdf").click()
    assert waiting.value.suggested_filename == "360-alice-de-vries-eindmeting.pdf"
    waiting.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_without_javascript_the_tables_say_it_all(window: Opener, released: UUID) -> None:
    alice = window(scripts=False)
    alice.open(REPORT.format(released))
    sign_in(alice.page, "Alice")
    tables = alice.page.locator(".chart table")
    assert tables.count() >= 10
    for table in (tables.first, tables.last):
        expect(table).to_be_visible()
    expect(alice.page.locator(".drawing").first).to_be_hidden()


def test_a_leader_begins_with_her_self_assessment(window: Opener, app: Flask, cast: Cast) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        people.invite(people.assessment(wave), "teacher", 5)
    alice = window()
    alice.open("/")
    alice.page.locator("a", has_text="Inloggen").click()
    sign_in(alice.page, "Alice")
    alice.check()
    alice.page.get_by_role("button", name="Zelfbeoordeling invullen").click()
    expect(alice.page.get_by_text("Hoe kijkt u naar uw eigen leiderschap?")).to_be_visible()
    alice.open("/leader/?lang=en")
    expect(alice.page.get_by_role("heading", name="My feedback")).to_be_visible()
    alice.open("/leader/")
    expect(alice.page.get_by_role("heading", name="My feedback")).to_be_visible()


@pytest.mark.usefixtures("worker")
def test_a_coordinator_takes_a_wave_to_its_reports(
    window: Opener, app: Flask, cast: Cast, tmp_path: Path
) -> None:
    with app.app_context():
        programmes.print_reports(cast.programme, on_paper=True)
        people.answered_wave(cast)
    cora = window(DESK)
    page = cora.page
    cora.open("/coordinator/")
    sign_in(page, "Cora")
    cora.check()
    page.locator("a", has_text="Beginmeting").click()
    cora.check()
    page.locator("a", has_text="Laatste dag verzetten").click()
    page.get_by_label("Laatste dag").fill("2020-01-01")
    page.get_by_role("button", name="Laatste dag verzetten").click()
    expect(page.get_by_text("al voorbij")).to_be_visible()
    cora.check()
    page.locator("a", has_text="Terug, niets veranderen").click()
    for link, done in (
        ("Sluiten en cijfers vastleggen", "De cijfers liggen vast."),
        ("Rapporten uitdelen", "Alle rapporten zijn uitgedeeld."),
    ):
        page.locator("a", has_text=link).click()
        cora.check()
        page.get_by_role("button", name=link).click()
        # The page shows by itself when the worker is done.
        expect(page.get_by_text(done)).to_be_visible(timeout=WORK)
        cora.check()
    page.get_by_role("button", name="Alle rapporten afdrukken").click()
    expect(page.get_by_text("De rapporten zijn afgedrukt: 2 van 2.")).to_be_visible(timeout=WORK)
    cora.check()
    with page.expect_download() as waiting:
        page.locator("a", has_text="Alle rapporten downloaden").click()
    waiting.value.save_as(tmp_path / "reports.zip")
    with ZipFile(tmp_path / "reports.zip") as archive:
        assert archive.namelist() == [
            "360 Alice de Vries Beginmeting classic nl.pdf",
            "360 Nora Bakker Beginmeting classic nl.pdf",
        ]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
