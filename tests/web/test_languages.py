"""Whoever chooses another language keeps it, and stays where she is."""

from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.web.speech import in_language

KEY = "6b1e8a4e-0000-4000-8000-000000000000"


def test_a_stranger_walks_on_in_the_language_that_she_chose(client: FlaskClient) -> None:
    page = client.get("/sign-in?lang=en", headers={"Accept-Language": "nl"}).text
    for way in ("/sign-in/mail/link", "/sign-in/mail/password"):
        assert f'href="{way}?lang=en"' in page
    assert 'href="/sign-in/mail/link"' in client.get("/sign-in").text


@pytest.mark.parametrize(
    "place", ["/sign-in?next=/coordinator/&lang=en", "/sign-in/mail/link?lang=en"]
)
def test_who_comes_from_elsewhere_is_led_to_this_same_address(
    client: FlaskClient, place: str
) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    page = unescape(client.get(place, headers=elsewhere).text)
    path, _, query = place.partition("?")
    assert f'{path}?{urlencode(parse_qsl(query))}"' in page


def test_a_session_that_is_needed_is_asked_for_in_it(client: FlaskClient) -> None:
    place = client.get("/coordinator/?lang=en").location
    assert '<html lang="en"' in client.get(place, headers={"Accept-Language": "nl"}).text


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        (f"/coordinator/waves/{KEY}/mail/reminders", f"/coordinator/waves/{KEY}/mail"),
        (f"/coordinator/waves/{KEY}/people/import", f"/coordinator/waves/{KEY}/people"),
        (f"/leader/assessments/{KEY}/plan/actions/{KEY}", f"/leader/assessments/{KEY}/plan"),
        ("/account/again", "/account"),
        ("/sign-out", "/"),
        ("/sign-in", ""),
    ],
)
def test_an_answer_to_a_form_leads_to_a_page_that_can_be_opened(
    app: Flask, place: str, leads_to: str
) -> None:
    with app.test_request_context(place, method="POST"):
        assert in_language("en") == f"{leads_to}?lang=en"
