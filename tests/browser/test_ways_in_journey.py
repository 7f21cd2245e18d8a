"""A rater with several leaders, and one with a sheet of paper, on a phone without scripts."""

from flask import Flask
from playwright.sync_api import expect

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


def look_at_every_state(window: Window, paper: str, overview: str) -> None:
    """The pages as they come, and after a mistake."""
    page = window.page
    window.open("/code")
    type_code(window, "abc")
    window.check()
    window.open(f"/p/{paper}/")
    page.get_by_role("group").first.get_by_text("Vaak").click()
    page.get_by_role("button", name="Nakijken").last.click()
    window.check()
    window.open(f"/o/{overview}/")
    window.check()
    page.get_by_role("button", name="Invullen").first.click()
    page.get_by_text("Op uw telefoon, of op papier").click()
    expect(page.get_by_role("img", name="Vierkante code")).to_be_visible()
    window.check()


def test_all_questionnaires_from_one_page_and_one_from_paper(app: Flask, window: Opener) -> None:
    link = asked_about_three(app)
    paper, overview = (token(SECRET, link, what) for what in (PAPER, OVERVIEW))
    look_at_every_state(window(), paper, overview)
    phone = window(scripts=False)
    page = phone.page
    phone.open("/")
    page.get_by_role("link", name="Typ een code").click()
    type_code(phone, codes.grouped(paper)[:-2])
    expect(page.get_by_role("alert")).to_contain_text("deze heeft er 22")
    type_code(phone, codes.grouped(paper).lower().replace("-", " "))
    page.get_by_role("group").first.get_by_text("Vaak").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Nakijken").last.click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    page.get_by_role("button", name="Deze antwoorden versturen").click()
    expect(page.get_by_text("Uw antwoorden zijn ontvangen")).to_be_visible()
    phone.open(f"/p/{paper}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze code werkt niet meer")
    phone.open(f"/o/{overview}/")
    expect(page.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("button", name="Invullen")).to_have_count(2)
    page.get_by_role("button", name="Invullen").first.click()
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_text("Vaak").first.click()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_be_visible()
    phone.open(f"/o/{overview}/")
    expect(page.get_by_role("button", name="Verder")).to_have_count(1)


TWICE = """button => {
  const stopped = [];
  window.onsubmit = event => stopped.push(event.defaultPrevented);
  button.click();
  button.click();
  return stopped;
}"""


def test_answers_from_paper_that_are_sent_by_two_presses_are_thanked_for(
    app: Flask, window: Opener
) -> None:
    paper = token(SECRET, asked_about_three(app), PAPER)
    phone = window()
    page = phone.page
    phone.open(f"/p/{paper}/")
    page.get_by_role("group").first.get_by_text("Vaak").click()
    page.get_by_role("button", name="Nakijken").last.click()
    button = page.get_by_role("button", name="Deze antwoorden versturen")
    assert button.evaluate(TWICE) == [False, True]
    expect(page.get_by_text("Uw antwoorden zijn ontvangen")).to_be_visible()
