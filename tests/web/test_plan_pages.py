"""A leader's plan on the screen: written level by level, kept whatever goes wrong."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.extensions import db
from surveyapp.models.plan import Action
from surveyapp.services import plans as service
from surveyapp.services.plans import LevelDetail
from tests import cast as people
from tests import plans
from tests.cast import Cast
from tests.web.proofreader import parsed
from tests.web.visitor import sign_in

SOON = (date.today() + timedelta(days=2)).isoformat()
"""A day to come, also where a run goes on over midnight."""


def fields_of(page: str, path: str) -> dict[str, list[str]]:
    """What the form of a page holds."""
    found: dict[str, list[str]] = {}
    for element in parsed(page, path).iter():
        name = element.get("name")
        if element.tag == "input" and element.get("type") not in {"checkbox", "radio"} and name:
            found.setdefault(name, []).append(element.get("value", ""))
        elif element.tag == "textarea" and name:
            found[name] = [element.text or ""]
        elif element.tag == "select" and name:
            chosen = [one for one in element if one.get("selected") is not None]
            found[name] = [one.get("value", "") for one in chosen]
    return found


class Planner:
    """Alice, signed in, who chose to work on vision."""

    def __init__(self, app: Flask, client: FlaskClient, wave: UUID) -> None:
        self.app, self.client, self.wave = app, client, wave
        self.assessment = people.assessment(wave)
        self.priority = plans.priority(self.assessment)
        self.plan = f"/leader/assessments/{self.assessment}/plan"
        sign_in(client, "Alice")

    def page(self, level: str = "me") -> str:
        return f"{self.plan}/vision/{level}"

    def fields(self, path: str) -> dict[str, list[str]]:
        """What the form of a page holds."""
        return fields_of(self.client.get(path).text, path)

    def write(self, level: str = "me", **typed: str) -> TestResponse:
        """Send the form of a level with these fields in place of what stands there."""
        data = self.fields(self.page(level)) | {name: [text] for name, text in typed.items()}
        return self.client.post(self.page(level), data=data)

    def stands(self, level: str = "me") -> LevelDetail:
        with self.app.app_context():
            found = service.of_assessment(self.assessment).priority("vision").levels
            return next(one for name, one in found.items() if name == level)

    def press(self, **button: str) -> TestResponse:
        """Press a button beside the first action in the overview."""
        token = self.fields(self.page())["csrf_token"][0]
        action = self.stands().actions[0].id
        path = f"{self.plan}/actions/{action}"
        return self.client.post(path, data=button | {"csrf_token": token})


@pytest.fixture
def alice(app: Flask, client: FlaskClient, cast: Cast) -> Planner:
    with app.app_context():
        return Planner(app, client, plans.after_reports(cast))


def test_what_she_writes_is_kept_and_shown(alice: Planner) -> None:
    answer = alice.write(goal="Twee lessen per week\r\nbezoeken", due="2027-03-01", keep="1")
    assert (answer.status_code, answer.location) == (303, alice.plan)
    assert alice.stands().goal == "Twee lessen per week\nbezoeken"
    page = alice.client.get(alice.plan).text
    assert "Twee lessen per week" in page
    assert "1 maart 2027" in page


def test_one_button_leads_from_level_to_level(alice: Planner) -> None:
    assert alice.write(on="1").location == alice.page("school")
    assert alice.write("school", on="1").location == alice.page("partnership")
    assert alice.write("partnership", on="1").location == alice.plan


def test_an_idea_comes_into_the_plan_by_one_press_with_all_that_was_typed(alice: Planner) -> None:
    answer = alice.write(goal="Richting", take="vision-me-4")
    assert answer.status_code == 303
    stands = alice.stands()
    assert stands.goal == "Richting"
    assert [one.text[:12] for one in stands.actions] == ["Nee zeggen t"]
    alice.write(take="vision-me-4")
    alice.write(take="vision-school-1")
    alice.write(take="nothing")
    assert alice.stands().actions == stands.actions, "once, and of this level only"
    page = alice.client.get(alice.page()).text
    assert "The Fifth Discipline" in page
    assert "Deze ideeën zijn door dit project geschreven." in page


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(alice: Planner) -> None:
    long, typed = "x" * 2001, {"due-new": "morgen", "text-new": "Lezen", "help": "Nora"}
    answer = alice.write(goal=long, take="vision-me-1", **typed)
    assert answer.status_code == 422
    for kept in ("morgen", "Lezen", "Nora", long, "Elke week één overleg"):
        assert kept in answer.text
    assert 'href="#due-new-0"' in answer.text
    answer = alice.write(goal=long, **{"text-new": "Lezen"})
    assert "2.001 tekens" in answer.text
    assert answer.status_code == 422
    answer = alice.write(**{"due-new": SOON, "remind_on-new": date.today().isoformat()})
    assert "Schrijf op wat u gaat doen" in answer.text
    assert "Kies een dag vanaf morgen" in answer.text
    assert alice.stands() == LevelDetail("me")


def test_an_old_page_is_told_so_and_kept_knowingly(alice: Planner) -> None:
    old = alice.fields(alice.page())
    alice.write(goal="Van de telefoon", **{"text-new": "Van de telefoon"})
    answer = alice.client.post(alice.page(), data=old | {"goal": ["Van de laptop"]})
    assert answer.status_code == 409
    assert "intussen ergens anders gewijzigd" in answer.text
    assert "Van de laptop" in answer.text
    assert alice.stands().goal == "Van de telefoon"
    seen = {"seen": [alice.stands().mark]}
    answer = alice.client.post(alice.page(), data=old | seen | {"goal": ["Van de laptop"]})
    assert answer.status_code == 303
    assert alice.stands().goal == "Van de laptop"
    assert [one.text for one in alice.stands().actions] == ["Van de telefoon"]


def test_what_is_sent_twice_is_stored_once(alice: Planner) -> None:
    sent = alice.fields(alice.page()) | {"text-new": ["Lezen"], "due-new": [SOON]}
    assert alice.client.post(alice.page(), data=sent).status_code == 303
    alice.press(state="doing")
    again = alice.client.post(alice.page(), data=sent)
    assert again.status_code == 409
    assert "Een nieuwe actie" in again.text, "an empty one"
    shown = fields_of(again.text, alice.page())
    assert shown["line"] == [alice.stands().actions[0].id.hex, "new"]
    assert alice.client.post(alice.page(), data=shown).status_code == 303
    (action,) = alice.stands().actions
    assert (action.text, action.course.state) == ("Lezen", "doing")
    twice = alice.fields(alice.page()) | {"text-new": ["Lezen"]}
    alice.client.post(alice.page(), data=twice)
    assert len(alice.stands().actions) == 2, "she may write the same once more"


def test_an_action_goes_on_by_one_press_and_back(alice: Planner) -> None:
    alice.write(**{"text-new": "Lezen", "due-new": SOON})
    assert alice.press(state="done").status_code == 303
    assert alice.stands().actions[0].course.done_on == date.today()
    assert "Toch niet gedaan" in alice.client.get(alice.plan).text
    alice.press(state="doing")
    assert alice.stands().actions[0].course.done_on is None
    assert alice.press(state="flying").status_code == 400


def test_a_reminder_is_turned_off_by_one_press(alice: Planner) -> None:
    alice.write(**{"text-new": "Lezen", "remind_on-new": SOON})
    assert "Geen herinnering" in alice.client.get(alice.plan).text
    alice.press(remind_no_more="1")
    assert alice.stands().actions[0].course.remind_on is None


def test_what_is_late_and_what_reminded_is_told_gently(alice: Planner) -> None:
    alice.write(**{"text-new": "Lezen"})
    with alice.app.app_context():
        row = db.session.query(Action).one()
        row.due = row.reminded_on = date(2026, 11, 3)
        db.session.commit()
    page = alice.client.get(alice.plan).text
    assert "de dag was 3 november 2026" in page
    assert "U wilde hier op 3 november 2026 aan worden herinnerd." in page
    assert 'class="wrong"' not in page
    with alice.app.app_context():
        row = db.session.query(Action).one()
        row.remind_on = row.reminded_on
        db.session.commit()
    page = alice.client.get(alice.plan).text
    assert "aan worden herinnerd, maar die mail kon niet worden bezorgd." in page
    assert "Mail op" not in page
    alice.press(remind_no_more="1")
    assert "aan worden herinnerd" not in alice.client.get(alice.plan).text


def test_deleting_asks_first_and_keeps_what_was_typed(alice: Planner) -> None:
    alice.write(**{"text-new": "Weg ermee"})
    key = alice.stands().actions[0].id
    answer = alice.write(goal="Blijft", remove=key.hex)
    assert answer.location == f"{alice.plan}/actions/{key}/delete"
    assert alice.stands().goal == "Blijft"
    assert "Weg ermee" in alice.client.get(answer.location).text
    token = alice.fields(answer.location)["csrf_token"][0]
    alice.client.post(answer.location, data={"csrf_token": token})
    assert alice.stands().actions == ()
    assert alice.client.get(answer.location).status_code == 404


def test_only_the_partnership_can_be_shared_and_it_is_said_what_is_read(alice: Planner) -> None:
    assert "Mijn leergroep mag dit lezen" not in alice.client.get(alice.page()).text
    assert "niets van uw rapport" in alice.client.get(alice.page("partnership")).text
    alice.write("partnership", goal="Samen", shared="1")
    assert alice.stands("partnership").shared
    assert "gedeeld met uw leergroep" in alice.client.get(alice.plan).text
    alice.write("partnership")
    assert not alice.stands("partnership").shared


def test_mail_leads_to_her_plan(alice: Planner) -> None:
    assert alice.client.get("/leader/plan").location == alice.plan


def test_who_has_no_plan_or_several_sees_a_list(
    app: Flask, client: FlaskClient, alice: Planner, cast: Cast
) -> None:
    with app.app_context():
        plans.priority(people.assessment(plans.after_reports(cast, "post")))
    assert client.get("/leader/plan").text.count("0 open acties") == 2
    assert 'href="/leader/plan"' in client.get("/leader/").text, "of a wave that is over, too"
    client.post("/sign-out", data={"csrf_token": alice.fields(alice.page())["csrf_token"][0]})
    sign_in(client, "Nora")
    assert "U hebt nog geen plan" in client.get("/leader/plan").text
    assert 'href="/leader/plan"' not in client.get("/leader/").text


def test_without_priorities_the_page_leads_to_the_choice(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        key = people.assessment(plans.after_reports(cast))
    sign_in(client, "Alice")
    page = client.get(f"/leader/assessments/{key}/plan").text
    assert f"/leader/assessments/{key}/priorities" in page
    assert client.get(f"/leader/assessments/{key}/plan/vision/me").status_code == 404


def test_before_the_report_and_for_others_there_is_no_plan(
    app: Flask, client: FlaskClient, alice: Planner, cast: Cast
) -> None:
    alice.write(**{"text-new": "Lezen"})
    with app.app_context():
        noras = people.assessment(alice.wave, "Nora")
        prepared = people.assessment(people.open_wave(cast, "post"))
    action = alice.stands().actions[0].id
    token = {"csrf_token": alice.fields(alice.page())["csrf_token"][0]}
    for path in (
        f"/leader/assessments/{noras}/plan",
        f"/leader/assessments/{prepared}/plan",
        f"{alice.plan}/people/me",
        f"{alice.plan}/vision/everywhere",
        f"{alice.plan}/actions/{uuid4()}/delete",
        f"/leader/assessments/{noras}/plan/actions/{action}/delete",
    ):
        assert client.get(path).status_code == 404, path
    assert (
        client.post(f"{alice.plan}/actions/{uuid4()}", data=token | {"state": "done"}).status_code
        == 404
    )
    client.post("/sign-out", data=token)
    sign_in(client, "Nora")
    assert client.get(alice.page()).status_code == 404
    assert client.get(f"{alice.plan}/actions/{action}/delete").status_code == 404


def test_nobody_who_coordinates_reads_a_plan(alice: Planner, client: FlaskClient) -> None:
    alice.write(goal="Alleen van mij")
    client.post("/sign-out", data={"csrf_token": alice.fields(alice.page())["csrf_token"][0]})
    sign_in(client, "Cora")
    for path in (alice.plan, alice.page(), "/leader/plan"):
        assert client.get(path).status_code == 404
