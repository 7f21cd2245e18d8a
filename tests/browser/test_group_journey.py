"""A learning group among its leaders: what they offer and wish, and what they do together."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import cast as people
from tests import plans
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast

LINE = "Kom kijken bij onze lesstudie."
GOAL = "Bij elkaar in de les kijken"
OFFER = "Ik kan anderen helpen met"
WISH = "Ik wil graag hulp bij"


@pytest.fixture
def chosen(app: Flask, cast: Cast) -> None:
    """Alice has chosen what to work on, and plans it still."""
    with app.app_context():
        plans.priority(people.assessment(plans.after_reports(cast)))


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESK, False)], ids=["phone", "desk without JavaScript"]
)
def test_leaders_find_who_can_help_and_what_they_do_together(
    window: Opener, size: dict[str, int], scripts: bool
) -> None:
    alice, nora = window(size, scripts=scripts), window(DESK)
    _enters(alice, "Alice")
    _says(alice, OFFER, LINE)
    _shares_her_plan(alice)
    _enters(nora, "Nora")
    _says(nora, WISH)
    fits = nora.page.get_by_role("region", name="Dit past bij elkaar")
    expect(fits.get_by_text("Alice de Vries biedt aan wat u zoekt")).to_be_visible()
    expect(fits.get_by_text(LINE)).to_be_visible()
    agenda = nora.page.get_by_role("region", name="Wat u samen doet")
    expect(agenda.get_by_text(GOAL)).to_be_visible()
    nora.check()
    _reaches_the_group(alice)
    alice.page.get_by_role("button", name="Terugnemen").click()
    expect(alice.page.get_by_role("status")).to_contain_text("niemand ziet het nog")
    _reaches_the_group(nora)
    expect(nora.page.get_by_text(LINE)).to_have_count(0)
    expect(fits).to_have_count(0)


def _enters(one: Window, name: str) -> None:
    one.open("/leader/")
    sign_in(one.page, name)
    _reaches_the_group(one)
    one.check()


def _reaches_the_group(one: Window) -> None:
    one.open("/leader/")
    one.page.get_by_role("link", name="Uw leergroep").click()
    expect(one.page.get_by_role("heading", level=1)).to_contain_text("Uw leergroep")


def _says(one: Window, what: str, line: str = "") -> None:
    """She ticks a competence, with a line if she likes."""
    page = one.page
    page.get_by_role("button", name="Iets aanbieden of hulp vragen").click()
    part = page.get_by_role("group", name=what)
    part.get_by_role("checkbox").first.check()
    part.get_by_role("textbox").first.fill(line)
    one.check()
    page.get_by_role("button", name="Dit aan mijn leergroep laten zien").click()
    expect(page.get_by_role("status")).to_contain_text("Uw leergroep ziet dit vanaf nu.")


def _shares_her_plan(alice: Window) -> None:
    """What she does with others, ticked for her group."""
    page = alice.page
    alice.open("/leader/plan")
    page.get_by_role("link", name="Het partnerschap").first.click()
    page.get_by_label("Doel", exact=True).fill(GOAL)
    page.get_by_label("Mijn leergroep mag dit lezen").check()
    alice.check()
    page.get_by_role("button", name="Bewaren en terug naar het overzicht").click()
    expect(page.get_by_role("status")).to_contain_text("Uw plan is bewaard.")
