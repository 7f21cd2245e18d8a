"""A rater with several leaders, and one with a sheet of paper, on a phone without scripts."""

from flask import Flask

from surveyapp.services import codes, invitations
from surveyapp.services.invitations import Rater
from surveyapp.services.links import OVERVIEW, PAPER, link_of, token
from tests import cast as people
from tests.browser.conftest import Opener, Window
from tests.cast import SECRET

LEADERS = ("Alice de Vries", "Nora Bakker", "Maria van der Wetering-Oosterhuis")


def asked_about_three(app: Flask) -> bytes:
    """The link of an invitation of Bob, who was asked about three leaders."""
    with app.app_context():
        wave = people.open_wave(people.gather(LEADERS))
        for leader in LEADERS:
            assessment = people.assessment(wave, leader)
            bob = Rater("teacher", "Bob Bos", "bob@raters.example", "nl")
            invitations.invite(assessment, [bob])
        people.mailed(wave)
        first = people.assessment(wave, "Alice")
        link = link_of(SECRET, people.tokens(first, "teacher")[0])
    assert link
    return link


def type_code(phone: Window, code: str) -> None:
    phone.page.get_by_label("Uw code").fill(code)
    phone.page.get_by_role("button", name="Verder").click()


def test_all_questionnaires_from_one_page_and_one_from_paper(app: Flask, window: Opener) -> None:
    link = asked_about_three(app)
    phone = window(scripts=False)
    page = phone.page
    phone.open("/")
    page.get_by_role("link", name="Typ een code").click()
    paper = codes.grouped(token(SECRET, link, PAPER))
    phone.check()
    type_code(phone, paper[:-2])
    assert "deze heeft er 22" in page.content()
    phone.check()
    type_code(phone, paper.lower().replace("-", " "))
    page.get_by_role("group").first.get_by_text("Vaak").click()
    phone.check()
    page.get_by_role("button", name="Nakijken").last.click()
    assert page.get_by_role("radio", checked=True).count() == 1
    phone.check()
    page.get_by_role("button", name="Deze antwoorden versturen").click()
    assert "Uw antwoorden zijn ontvangen" in page.content()
    phone.open(f"/p/{token(SECRET, link, PAPER)}/")
    assert "werkt niet meer" in page.content()
    phone.check()
    phone.open(f"/o/{token(SECRET, link, OVERVIEW)}/")
    assert page.get_by_role("listitem").count() == 3
    assert page.get_by_role("button", name="Invullen").count() == 2
    phone.check()
    page.get_by_role("button", name="Invullen").first.click()
    page.get_by_text("Op uw telefoon, of op papier").click()
    square = page.get_by_role("img", name="Vierkante code")
    square.scroll_into_view_if_needed()
    phone.check()
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_text("Vaak").first.click()
    page.get_by_role("button", name="Verder").click()
    phone.open(f"/o/{token(SECRET, link, OVERVIEW)}/")
    assert page.get_by_role("button", name="Verder").count() == 1
