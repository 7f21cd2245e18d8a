"""From report to effect: she reads, chooses, plans and acts; others look again, twice."""

import json
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from surveyapp.services import reports
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener, Window
from tests.browser.rater import answer_page
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast
from tests.reporting.printed import printed
from tests.services.test_worker import until

CHOSEN = "people"
DRAWN = "document.querySelector('.chart .main-svg')?.clientWidth ?? 0"
"""How wide a figure is, where it is not being drawn anew."""


@pytest.fixture
def alone(app: Flask) -> Cast:
    """A programme with Alice as its only leader."""
    with app.app_context():
        return people.gather(["Alice de Vries"])


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_her_report_a_leader_comes_to_what_became_of_it(
    window: Opener, app: Flask, alone: Cast, size: dict[str, int]
) -> None:
    with app.app_context():
        first = people.assessment(
            people.released_wave(alone, weeks_ago=20, teachers=4, peers=3, board=0)
        )
    alice = window(size)
    _chooses(alice)
    _plans(alice)
    with app.app_context():
        pulse = people.open_wave(alone, "pulse")
        half_way = people.assessment(pulse)
        mine, *others = people.invite(half_way, "teacher", 3)
    _rater_answers(window(size), mine)
    with app.app_context():
        for number, token in enumerate((*others, *people.tokens(half_way))):
            people.answer(token, seed=number)
        people.freeze(pulse, weeks_ago=7)
        reports.release_wave(pulse)
        last = people.released_wave(alone, "post", teachers=4, peers=3, board=0)
        keys = [first, half_way, people.assessment(last)]
        files = [json.loads(reports.stored(key).to_json()) for key in keys]
    _sees_what_became(alice, files)


def _chooses(alice: Window) -> None:
    """Opening the report to the saved choice: at most four pages."""
    page = alice.page
    alice.open("/leader/")
    sign_in(page, "Alice")
    loads: list[str] = []
    page.get_by_role("button", name="Uw rapport openen").click()
    expect(page.locator("#priorities")).to_be_attached()
    page.wait_for_load_state()
    page.on("load", lambda one: loads.append(one.url))
    page.locator("#priorities a", has_text="Kies waaraan u gaat werken").click()
    alice.check()
    others = page.locator("details.others summary")
    if others.count():
        others.click()
    fields = page.locator(f"#aim-{CHOSEN}")
    fields.get_by_text("Een tekort om aan te pakken").click()
    fields.get_by_label("Waarom ik dit kies").fill("De school vraagt erom.")
    page.get_by_role("button", name="Mijn keuze bewaren").click()
    expect(page.get_by_role("heading", name="Wat u hebt gekozen")).to_be_visible()
    assert len(loads) <= 3
    alice.check()


def _plans(alice: Window) -> None:
    """One level with one action, which she has done."""
    page = alice.page
    alice.open("/leader/")
    page.locator("a.go", has_text="Uw plan maken").click()
    page.get_by_role("link", name="Schrijven: Ontwikkeling").first.click()
    page.get_by_label("Doel", exact=True).fill("Elke leraar heeft met mij over een les gesproken.")
    page.get_by_label("Wat ik ga doen").fill("Elke week een les bezoeken")
    alice.check()
    _signs_out_elsewhere(page)
    page.get_by_role("button", name="Bewaren en terug naar het overzicht").click()
    _sends_it_once_more(alice)
    page.get_by_role("button", name="Gedaan: Elke week een les bezoeken").click()
    expect(page.get_by_text("Er staat niets open.")).to_be_visible()
    alice.check()


def _signs_out_elsewhere(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Uitloggen").click()
    expect(other.locator("a", has_text="Inloggen")).to_be_visible()
    other.close()


def _sends_it_once_more(alice: Window) -> None:
    """What she typed waits in its page, while she signs in in another tab."""
    page = alice.page
    expect(page.get_by_text("Elke leraar heeft met mij over een les gesproken.")).to_be_visible()
    alice.check()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in (nieuw tabblad)").click()
    sign_in(opened.value, "Alice")
    expect(opened.value.get_by_role("button", name="Uitloggen")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Nog eens versturen").click()
    expect(page.get_by_text("als Alice de Vries")).to_be_visible()
    alice.check()
    page.get_by_role("button", name="Nog eens versturen").click()


def _rater_answers(rater: Window, token: str) -> None:
    """The few statements of a pulse, on her phone."""
    page = rater.page
    rater.open(f"/r/{token}/")
    rater.check()
    page.locator("a", has_text="Beginnen").click()
    expect(page.get_by_text("Pagina 1 van 1")).to_be_visible()
    rater.check()
    answer_page(page)
    page.get_by_role("button", name="Naar het overzicht").click()
    page.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()


def _sees_what_became(alice: Window, files: list[Any]) -> None:
    """The figures on the page are those of the snapshots, each time over the same statements."""
    page = alice.page
    alice.open("/leader/")
    page.get_by_role("link", name="Bekijk wat er van uw prioriteiten is geworden").click()
    expect(
        page.get_by_role("heading", name="Wat er van uw prioriteiten is geworden")
    ).to_be_visible()
    summary = page.locator(".chart summary")
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    summary.click()
    rows = page.locator(".chart tbody tr")
    shown = {
        row[0]: row[1:4] for row in (one.locator("th, td").all_inner_texts() for one in rows.all())
    }
    assert shown["Leraren"] == _means(files, "teacher")
    assert shown["Uzelf"] == _means(files, "self")
    expect(page.get_by_text("Elke week een les bezoeken")).to_be_visible()
    alice.check()
    _turns_her_telephone(page)


def _turns_her_telephone(page: Page) -> None:
    """Figures take the room that there is then."""
    page.set_viewport_size({"width": 800, "height": 360})
    until(lambda: 700 < page.evaluate(DRAWN) < 800)
    page.set_viewport_size({"width": 360, "height": 800})
    until(lambda: 260 < page.evaluate(DRAWN) < 360)


def _means(files: list[Any], unit: str) -> list[str]:
    """What the snapshots publish of a group in all waves, taken together again."""
    cells = [
        {
            item["id"]: item["cells"][unit]
            for competence in file["competences"]
            for item in competence["items"]
            if competence["id"] == CHOSEN and item["cells"][unit]["state"] != "suppressed"
        }
        for file in files
    ]
    shared = set(cells[0]).intersection(*cells[1:])
    assert len(shared) >= 3
    return [
        printed(sum(one[key].get("mean", 1.5) for key in shared) / len(shared)) for one in cells
    ]
