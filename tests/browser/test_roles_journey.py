"""From an operator to a coordinator and a coach: each gets in and sees her own room."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from surveyapp.services import accounts, organisations
from tests import cast as people
from tests.browser.conftest import PHONE, Opener
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


@pytest.fixture
def ada(app: Flask, cast: Cast) -> None:
    """Ada runs the installation; Dora and Caro have accounts, and no room yet."""
    with app.app_context():
        for name in ("Ada Prins", "Dora Vos", "Caro Mol"):
            people.account(name)
        accounts.set_operator(people.address("Ada"), True)


@pytest.mark.usefixtures("ada")
def test_an_operator_makes_an_organisation_and_its_coordinator_finds_her_room(
    window: Opener,
) -> None:
    operator = window(PHONE)
    operator.open("/operator/")
    sign_in(operator.page, "Ada")
    operator.check()
    operator.page.locator("a", has_text="Nieuwe organisatie").click()
    operator.check()
    operator.page.get_by_label("Naam van de organisatie").fill("Opleiders Oost")
    operator.page.get_by_role("button", name="Organisatie maken").click()
    expect(operator.page.get_by_text("Niemand kan hier nog programma’s maken")).to_be_visible()
    operator.check()
    operator.page.locator("a", has_text="Iemand toevoegen").click()
    operator.page.get_by_role("button", name="Toevoegen").click()
    expect(operator.page.locator("#email-wrong")).to_be_visible()
    operator.check()
    operator.page.get_by_label("E-mailadres").fill(people.address("Dora"))
    operator.page.get_by_label("Naam", exact=True).fill("Dora Vos")
    operator.page.get_by_role("button", name="Toevoegen").click()
    expect(operator.page.get_by_text(people.address("Dora"))).to_be_visible()
    operator.check()
    dora = window()
    dora.open("/")
    dora.page.locator("a", has_text="Inloggen").click()
    sign_in(dora.page, "Dora")
    dora.page.locator("a", has_text="Collega’s").click()
    expect(dora.page.get_by_text("U bent hier alleen")).to_be_visible()
    dora.check()


@pytest.mark.usefixtures("ada")
def test_a_coordinator_adds_a_coach_who_sees_her_group(
    app: Flask, window: Opener, cast: Cast
) -> None:
    with app.app_context():
        dora = accounts.by_address(people.address("Dora"))
        organisations.join(cast.organisation, dora, "coordinator")
    cora = window()
    cora.open(f"/coordinator/groups/{cast.group}/coaches")
    sign_in(cora.page, "Cora")
    cora.check()
    cora.page.get_by_label("E-mailadres").fill(people.address("Caro"))
    cora.page.get_by_label("Naam", exact=True).fill("Caro Mol")
    cora.page.get_by_role("button", name="Toevoegen").click()
    expect(cora.page.get_by_text("De coach is toegevoegd.")).to_be_visible()
    cora.page.locator("a", has_text="Weghalen").click()
    cora.check()
    cora.open(f"/coordinator/programmes/{cast.programme}/coordinators")
    cora.check()
    cora.page.get_by_role("button", name=f"Toevoegen: {people.address('Dora')}").click()
    expect(cora.page.get_by_text("De collega begeleidt dit programma nu ook.")).to_be_visible()
    cora.open(f"/coordinator/colleagues/{cast.organisation}/{dora}/coordinator")
    cora.check()
    caro = window(PHONE)
    caro.open("/coach/")
    sign_in(caro.page, "Caro")
    expect(caro.page.get_by_role("heading", name="Mijn groepen")).to_be_visible()
    caro.check()
