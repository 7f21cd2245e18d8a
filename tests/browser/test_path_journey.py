"""A leader's home, from the first list to the second wave, in every state it has."""

from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.models.wave import Wave
from surveyapp.services import reports, results, waves
from tests import cast as people
from tests import plans
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


def make_a_plan(alice: Window) -> None:
    """From an idea to an action that is done; what was typed before stays."""
    page = alice.page
    page.get_by_role("button", name="Uw plan maken").click()
    alice.check()
    page.get_by_role(
        "link", name="Schrijven: Visiegestuurd werken, Mijn eigen functioneren"
    ).click()
    page.get_by_label("Doel").fill("Nee durven zeggen")
    page.get_by_role("button", name="In mijn plan zetten: Nee zeggen").click()
    expect(page.get_by_label("Doel")).to_have_value("Nee durven zeggen")
    alice.check()
    page.get_by_role("button", name="Bewaren en terug naar het overzicht").click()
    page.get_by_role("button", name="Gedaan: Nee zeggen").click()
    expect(page.get_by_text("Er staat niets open")).to_be_visible()
    alice.check()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_leader_is_led_from_step_to_step(
    window: Opener, app: Flask, cast: Cast, size: dict[str, int]
) -> None:
    alice = window(size)
    page = alice.page

    def see(step: str) -> None:
        alice.open("/leader/")
        expect(page.get_by_role("heading", name=step)).to_be_visible()
        expect(page.locator(".go")).to_have_count(1 if step.startswith("Uw") else 0)
        alice.check()

    alice.open("/leader/")
    sign_in(page, "Alice")
    expect(page.get_by_text("U hoeft nog niets te doen.")).to_be_visible()
    alice.check()
    with app.app_context():
        wave = people.prepared_wave(cast)
        day = date.today() + timedelta(days=3)
        db.session.execute(update(Wave).where(Wave.id == wave).values(proposals_until=day))
        db.session.commit()
    see("Uw volgende stap: wie vraagt u om feedback?")
    expect(page.get_by_text("Ongeveer de helft van de gevraagde mensen")).to_be_visible()
    with app.app_context():
        waves.open_wave(wave)
        waves.move_deadline(wave, date.today() + timedelta(days=5))
        key = people.assessment(wave)
        for token in people.invite(key, "teacher", 5)[:2]:
            people.answer(token)
        people.invite(key, "board", 2)
    see("Uw volgende stap: uw zelfbeoordeling")
    expect(page.get_by_text("Nog niet genoeg antwoorden: Leraren")).to_be_visible()
    with app.app_context():
        for token in (*people.tokens(key), *people.tokens(key, "teacher")[2:]):
            people.answer(token)
    see("U hoeft nu niets te doen")
    with app.app_context():
        waves.close_wave(wave)
        results.freeze_wave(wave)
        reports.release_wave(wave)
    see("Uw volgende stap: lees uw rapport")
    page.get_by_role("button", name="Uw rapport openen").click()
    expect(page.locator("#priorities")).to_be_attached()
    see("Uw volgende stap: kies waaraan u gaat werken")
    with app.app_context():
        plans.priority(key)
    see("Uw volgende stap: maak een plan")
    make_a_plan(alice)
    with app.app_context():
        people.open_wave(cast, "post")
    see("Uw volgende stap: uw zelfbeoordeling")
    page.get_by_text("De stappen van deze meting").click()
    expect(page.get_by_text("Verstuurd. Uw eigen beeld")).to_be_visible()
    alice.check()
