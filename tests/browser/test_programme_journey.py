"""A coordinator makes a programme, its groups and a wave, and copies both for the year after."""

from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from surveyapp.services import programme_views, programmes, waves
from tests import cast as people
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.test_people_journey import look
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


def go(page: Page, link: str) -> None:
    page.locator("main a", has_text=link).first.click()


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_a_new_programme_to_its_copy(
    window: Opener, app: Flask, cast: Cast, size: dict[str, int]
) -> None:
    cora = window(size, scripts=False)
    cora.open("/coordinator/")
    sign_in(cora.page, "Cora")
    for part in (_begin, _people, _rules, _copies):
        part(cora.page)
    with app.app_context():
        copy = programmes.overview(cast.coordinator)[0]
        made = programme_views.whole(copy.id)
    assert made.name == "Kopie van Samen leiden"
    assert [group.id for group in made.rules.groups][-1] == "parents"
    assert made.leaders == 1
    assert not made.waves


def _begin(page: Page) -> None:
    """A programme with its first wave, with mistakes first."""
    go(page, "Nieuw programma")
    press(page, "Programma maken")
    expect(page.get_by_text("Er kloppen nog 3 dingen niet")).to_be_visible()
    page.get_by_label("Naam van het programma").fill("Samen leiden")
    page.get_by_label("Korte reflectie").check()
    page.get_by_label("Laatste dag").fill((date.today() + timedelta(days=21)).isoformat())
    press(page, "Programma maken")
    told(page, "Het programma is gemaakt en de eerste meting staat klaar.")


def _people(page: Page) -> None:
    """A learning group with a leader, whose school is corrected."""
    go(page, "Leergroep toevoegen")
    page.get_by_label("Naam").fill("Groep West")
    press(page, "Leergroep toevoegen")
    go(page, "Schoolleider toevoegen")
    page.get_by_label("Naam").fill("Olga Prins")
    page.get_by_label("E-mailadres").fill("olga@school.example")
    page.get_by_label("School", exact=True).fill("De Kade")
    press(page, "Schoolleider toevoegen")
    told(page, "De schoolleider is toegevoegd.")
    go(page, "Olga Prins")
    page.get_by_label("School", exact=True).fill("De Brug")
    press(page, "Bewaren")
    told(page, "De schoolleider is aangepast.")


def _rules(page: Page) -> None:
    """A rater group, which wants a minimum of two in vain."""
    go(page, "Samen leiden")
    go(page, "Beoordelaarsgroep toevoegen")
    page.get_by_label("Nederlands").fill("Ouders")
    page.get_by_label("Engels").fill("Parents")
    page.get_by_role("radio", name="Anoniem").check()
    page.get_by_label("Minimum", exact=True).fill("2")
    press(page, "Beoordelaarsgroep toevoegen")
    expect(page.get_by_text("Kies een getal van 3 tot en met 20.").first).to_be_visible()
    page.get_by_label("Minimum", exact=True).fill("5")
    press(page, "Beoordelaarsgroep toevoegen")
    expect(page.get_by_text("anoniem: getoond vanaf 5 antwoorden")).to_be_visible()


def _copies(page: Page) -> None:
    """Another wave, a copy of that, and a copy of the programme."""
    go(page, "Meting klaarzetten")
    page.get_by_label("Eindmeting").check()
    page.get_by_label("Laatste dag").fill((date.today() + timedelta(days=200)).isoformat())
    press(page, "De meting klaarzetten")
    told(page, "De meting staat klaar.")
    go(page, "Deze meting kopiëren")
    expect(page.get_by_label("Engels")).to_have_value(f"Final wave {_next_year()}")
    press(page, "De meting klaarzetten")
    told(page, "De meting staat klaar.")
    go(page, "Samen leiden")
    go(page, "Dit programma kopiëren")
    page.get_by_label("Leergroepen met hun schoolleiders").check()
    press(page, "Kopie maken")
    told(page, "Het programma is gekopieerd.")


def _next_year() -> int:
    return (date.today() + timedelta(days=200 + 364)).year


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_a_programme_is_accessible(
    window: Opener, app: Flask, cast: Cast, size: dict[str, int]
) -> None:
    with app.app_context():
        wave = waves.create(
            cast.programme,
            name="pre",
            label=people.LABELS["pre"],
            closes_on=date.today() + timedelta(days=14),
        )
        leader = programme_views.whole(cast.programme).groups[0].leaders[0].id
    programme = f"/coordinator/programmes/{cast.programme}"
    group = f"/coordinator/groups/{cast.group}"
    cora = window(size)
    cora.open("/coordinator/")
    sign_in(cora.page, "Cora")
    for name, path in {
        "programme-home": "/coordinator/",
        "programme-new": "/coordinator/programmes/new",
        "programme": programme,
        "programme-edit": f"{programme}/edit",
        "programme-copy": f"{programme}/copy",
        "rater-group": f"{programme}/raters/board",
        "rater-group-new": f"{programme}/raters",
        "rater-group-remove": f"{programme}/raters/board/remove",
        "wave-new": f"{programme}/waves/new",
        "wave-edit": f"/coordinator/waves/{wave}/edit",
        "wave-copy": f"/coordinator/waves/{wave}/copy",
        "wave-remove": f"/coordinator/waves/{wave}/remove",
        "deadline": f"/coordinator/waves/{wave}/deadline",
        "group-new": f"{programme}/groups",
        "group": group,
        "group-remove": f"{group}/remove",
        "leader-new": f"{group}/leaders",
        "leader": f"/coordinator/leaders/{leader}",
        "leader-remove": f"/coordinator/leaders/{leader}/remove",
    }.items():
        cora.open(path)
        expect(cora.page.locator("h1")).to_be_visible()
        look(cora, name)


def test_the_second_of_two_sees_what_the_first_did_and_stores_hers_knowingly(
    window: Opener, cast: Cast
) -> None:
    first, second = window(DESK), window(PHONE)
    for each in (first, second):
        each.open(f"/coordinator/programmes/{cast.programme}/raters/board")
        sign_in(each.page, "Cora")
        expect(each.page.get_by_label("Nederlands")).to_have_value("Bestuur")
    first.page.get_by_label("Nederlands").fill("Raad van toezicht")
    press(first.page, "Bewaren")
    told(first.page, "De beoordelaarsgroep is veranderd.")
    second.page.get_by_label("Minimum", exact=True).fill("4")
    press(second.page, "Bewaren")
    expect(second.page.get_by_role("alert")).to_contain_text("Raad van toezicht")
    expect(second.page.get_by_label("Minimum", exact=True)).to_have_value("4")
    look(second, "clash")
    press(second.page, "Het mijne ervoor in de plaats bewaren")
    told(second.page, "De beoordelaarsgroep is veranderd.")
