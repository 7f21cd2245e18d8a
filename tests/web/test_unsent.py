"""What was typed while a session ended: given back to its writer, and to nobody else."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

import surveyapp.web
from surveyapp.core.plan import ENTRIES
from surveyapp.web import unsent
from surveyapp.web.coordinator.inputs import Choice
from surveyapp.web.leader.sharing import Ticks
from tests import cast as people
from tests import plans
from tests.cast import Cast
from tests.web.conftest import Clock
from tests.web.proofreader import parsed
from tests.web.test_plan_pages import Planner
from tests.web.visitor import csrf, press, sign_in

TYPED = {"goal": "Twee lessen per week\r\nbezoeken", "due": "2027-03-01", "keep": "1"}


@pytest.fixture
def alice(app: Flask, client: FlaskClient, cast: Cast) -> Planner:
    with app.app_context():
        return Planner(app, client, plans.after_reports(cast))


def form(alice: Planner) -> dict[str, list[str]]:
    """A form of her plan with what she typed."""
    return alice.fields(alice.page()) | {name: [text] for name, text in TYPED.items()}


def given_back(answer: TestResponse) -> dict[str, list[str]]:
    """What the form of the page would send."""
    fields: dict[str, list[str]] = {}
    for one in parsed(answer.text, "given back").iter("input"):
        fields.setdefault(one.get("name", ""), []).append(one.get("value", ""))
    return fields


def to_sign_in(page: str) -> str:
    """Where whoever is signed out is led, to come back to this page."""
    return f"/sign-in?next={page}"


def test_what_she_typed_comes_back_and_is_kept_once_she_has_signed_in(
    alice: Planner, clock: Clock
) -> None:
    typed = form(alice)
    clock.forward(hours=13)
    kept = alice.client.post(alice.page(), data=typed)
    assert (kept.status_code, "U bent uitgelogd" in kept.text) == (403, True)
    assert "Twee lessen per week" in kept.text
    assert 'href="/sign-in" target="_blank"' in kept.text
    assert "Set-Cookie" not in kept.headers
    once_more = alice.client.post(alice.page(), data=given_back(kept))
    assert once_more.status_code == 403, "pressed too early, nothing is lost"
    sign_in(alice.client, "Alice")
    asked = alice.client.post(alice.page(), data=given_back(once_more))
    assert (asked.status_code, "als Alice de Vries" in asked.text) == (400, True)
    assert alice.stands().goal == "", "a token of before is none"
    assert alice.client.post(alice.page(), data=given_back(asked)).status_code == 303
    assert alice.stands().goal == "Twee lessen per week\nbezoeken"


def test_whoever_signs_in_next_neither_gets_nor_sends_what_she_typed(
    app: Flask, alice: Planner, clock: Clock
) -> None:
    typed = form(alice)
    clock.forward(hours=13)
    kept = given_back(alice.client.post(alice.page(), data=typed))
    sign_in(alice.client, "Nora")
    refused = alice.client.post(alice.page(), data=kept)
    assert (refused.status_code, "Twee lessen" in refused.text) == (400, False)
    assert alice.stands().goal == ""


def test_a_change_of_password_in_another_tab_loses_nothing(alice: Planner) -> None:
    typed = form(alice)
    new = "/account/password"
    assert press(alice.client, new, new, password="quite another one").status_code == 303
    asked = alice.client.post(alice.page(), data=typed)
    assert (asked.status_code, asked.text.count("<blockquote")) == (400, 1)
    assert alice.client.post(alice.page(), data=given_back(asked)).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "no token of ours"])
def test_what_came_from_no_page_of_hers_is_given_back_to_nobody(
    app: Flask, client: FlaskClient, alice: Planner, token: str
) -> None:
    data = {"goal": "geplant door een ander", "csrf_token": token}
    stranger = app.test_client()
    assert stranger.post(alice.page(), data=data).location == to_sign_in(alice.page())
    refused = client.post(alice.page(), data=data)
    assert (refused.status_code, "geplant" in refused.text) == (400, False)


def test_the_token_of_a_page_without_account_tells_no_writer(app: Flask, alice: Planner) -> None:
    with app.test_request_context():
        data = {"goal": "geplant door een ander", "csrf_token": generate_csrf()}
    asked = app.test_client().post(alice.page(), data=data)
    assert asked.location == to_sign_in(alice.page())


def test_passwords_and_codes_are_never_given_back(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    path = "/account/password"
    token = given_back(client.get(path))["csrf_token"][0]
    clock.forward(hours=13)
    data = {"password": "quite another one", "csrf_token": token}
    assert client.post(path, data=data).location == to_sign_in(path)


def test_a_step_in_which_nothing_was_typed_is_taken_anew(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Cora")
    token = given_back(client.get("/coordinator/"))["csrf_token"][0]
    clock.forward(hours=13)
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"


@pytest.mark.parametrize(("hours", "back"), [(35, True), (37, False)])
def test_a_day_after_a_session_could_last_its_forms_tell_no_writer_any_more(
    app: Flask, alice: Planner, clock: Clock, hours: int, back: bool
) -> None:
    planted = form(alice) | {"goal": ["geplant door een ander"]}
    clock.forward(hours=hours)
    answer = app.test_client().post(alice.page(), data=planted)
    assert ("geplant" in answer.text, answer.location is None) == (back, back)
    sign_in(alice.client, "Alice")
    answer = alice.client.post(alice.page(), data=planted)
    assert (answer.status_code, "geplant" in answer.text) == (400, back)


@pytest.mark.parametrize(
    "pressed",
    [
        {"send": "1"},
        {"state": "done"},
        {"chosen": "0b8f", "do": "approve", "reason": ""},
        {"rate-vision-1": "4", "seen": "a0b1", "next": "1"},
        {"closes_on": "2027-03-01", "version": "c2d3"},
        {"rate-vision-1": "4", "rate-vision-2": "5", "rate-vision-3": ""},
    ],
)
def test_what_is_soon_chosen_and_pressed_again_is_looked_at_on_its_page(
    alice: Planner, clock: Clock, pressed: dict[str, str]
) -> None:
    token = form(alice)["csrf_token"][0]
    clock.forward(hours=13)
    data = pressed | {"csrf_token": token}
    asked = alice.client.post(alice.page(), data=data)
    assert asked.location == to_sign_in(alice.page())


def test_many_ticks_come_back_to_whoever_ticked(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, "Alice")
    begin = "/leader/reflections/"
    begun = press(client, begin, begin, standard="vo-2021").location
    page = f"{begun}/practices/vision"
    names = set(re.findall('name="(rate-[^"]+)"', client.get(page).text))
    typed = dict.fromkeys(names, "4") | {"next": "1", "csrf_token": csrf(client, page)}
    clock.forward(hours=13)
    kept = client.post(page, data=typed)
    goes_along = f"{len(names)} keuzes van u gaan mee"
    assert (kept.status_code, goes_along in kept.text) == (403, True)
    sign_in(client, "Nora")
    assert goes_along not in client.post(page, data=given_back(kept)).text
    press(client, "/account/", "/sign-out")
    sign_in(client, "Alice")
    asked = client.post(page, data=given_back(kept))
    assert (asked.status_code, goes_along in asked.text) == (400, True)
    assert client.post(page, data=given_back(asked)).status_code == 303
    assert client.get(page).text.count('value="4" checked') == len(names)


def test_one_word_is_given_back_and_the_page_says_what_sending_does(
    alice: Planner, clock: Clock
) -> None:
    typed = {"csrf_token": form(alice)["csrf_token"], "goal": "bezoeken", "keep": "1"}
    clock.forward(hours=13)
    kept = alice.client.post(alice.page(), data=typed)
    quotes = [one.text for one in parsed(kept.text, "given back").iter("blockquote")]
    assert quotes == ["bezoeken"]
    assert "doet hetzelfde als de knop waarop u eerder drukte" in kept.text


def test_what_came_with_a_file_is_not_given_back_without_it(
    app: Flask, client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    with app.app_context():
        path = f"/coordinator/waves/{people.open_wave(cast)}/people"
    sign_in(client, "Cora")
    typed = {"csrf_token": csrf(client, path), "note": "Twee lessen per week"}
    clock.forward(hours=13)
    assert client.post(path, data=typed).status_code == 403
    assert client.post(path, data=typed | {"file": _file()}).location == to_sign_in(path)


def _file() -> tuple[BytesIO, str]:
    return BytesIO(b"a;b"), "people.csv"


FIXED = re.compile(
    r"""<(?:select|button|input\ type="(?:hidden|checkbox|radio)")
        (?=[^>]*\bname="(?P<name>[a-z_]+)[-"])  (?![^>]*\bvalue="1")""",
    re.VERBOSE,
)
ELSEWHERE = {"account", "rater"}
"""Where nothing is given back: what is typed there says how she signs in, or has no account."""


def test_every_field_that_is_no_words_of_ones_own_is_known_as_such() -> None:
    pages = Path(surveyapp.web.__file__).parent / "templates"
    names = {
        found["name"]
        for page in pages.rglob("*.html")
        if page.parent.name not in ELSEWHERE
        for found in FIXED.finditer(page.read_text())
    }
    # The address stands beside a name.
    assert unsent.TICKED < unsent.CHOSEN
    assert names - unsent.CHOSEN == {unsent.TOKEN, "address"}
    assert not unsent.CHOSEN & {*ENTRIES, "name", "label", "text", "reason", "note", "people"}


def test_every_choice_of_a_form_is_known_as_one(app: Flask) -> None:
    kinds = (Choice, Ticks, wtforms.SelectField, wtforms.BooleanField, wtforms.HiddenField)
    names = {
        (form.__name__, name)
        for form in _all(wtforms.Form)
        if form.__module__.startswith("surveyapp.web.")
        and form.__module__.split(".")[2] not in ELSEWHERE
        for name, field in vars(form).items()
        if issubclass(getattr(field, "field_class", object), kinds)
    }
    unknown = {one for one in names if one[1] not in unsent.CHOSEN}
    assert unknown == {("CopyProgramme", "people")}, "which stands beside a name"


def _all(kind: type) -> list[type]:
    below: list[type] = kind.__subclasses__()
    return below + [one for sub in below for one in _all(sub)]
