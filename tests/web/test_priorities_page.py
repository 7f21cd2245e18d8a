"""The step after the report: from reading it to what she will work on."""

from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.extensions import db
from surveyapp.services import choices, reports
from tests import cast as people
from tests import chosen
from tests.cast import Cast
from tests.web.proofreader import parsed
from tests.web.visitor import press, sign_in


@pytest.fixture
def hers(app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Alice's report, in which the rule names vision as a strength; she is signed in."""
    with app.app_context():
        wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
        people.freeze(wave)
        reports.release_wave(wave)
        key = people.assessment(wave)
        snapshot = reports.stored(key)
        first, *rest = snapshot.suggestions
        named = (first.model_copy(update={"kind": "strength"}), *rest)
        told = snapshot.model_copy(update={"suggestions": named})
    monkeypatch.setattr(reports, "stored", lambda _key: told)
    sign_in(client, "Alice")
    return key


def page(key: UUID) -> str:
    return f"/leader/assessments/{key}/priorities"


def send(client: FlaskClient, key: UUID, **data: str) -> TestResponse:
    named = {name.replace("__", "-"): value for name, value in data.items()}
    return press(client, page(key), page(key), **named)


def kept(app: Flask, key: UUID) -> list[tuple[str, str]]:
    with app.app_context():
        return [(one.competence, one.aim) for one in choices.of_assessment(key).priorities]


def filled(client: FlaskClient, path: str) -> dict[str, str]:
    """What the form for the choice sends as it stands."""
    forms = parsed(client.get(path).text, path).iter("form")
    form = next(one for one in forms if one.get("novalidate") is not None)
    found = {e.get("name", ""): e.get("value", "") for e in form.iter("input") if _sent(e)}
    return found | {e.get("name", ""): "" for e in form.iter("textarea")}


def _sent(field: Element) -> bool:
    return field.get("type") != "radio" or field.get("checked") is not None


def test_from_opening_the_report_to_a_kept_priority_takes_three_pages(
    app: Flask, client: FlaskClient, hers: UUID
) -> None:
    report = f"/leader/assessments/{hers}/report"
    links = [link.get("href") for link in parsed(client.get(report).text, report).iter("a")]
    assert page(hers) in links
    answer = client.post(page(hers), data=filled(client, page(hers)) | {"aim-vision": "strength"})
    assert (answer.status_code, answer.location) == (303, page(hers))
    assert "Uw keuze is bewaard." in client.get(page(hers)).text
    assert kept(app, hers) == [("vision", "strength")]
    assert "Wat u hebt gekozen" in client.get(report).text


def test_before_and_after_she_chooses_it_says_what_a_pulse_gives_away(
    client: FlaskClient, hers: UUID
) -> None:
    told = "Bij een tussenmeting zien de mensen die u vraagt wel wat uw prioriteiten zijn."
    for place in (page(hers), "/leader/"):
        assert told in client.get(place).text
    client.post(page(hers), data=filled(client, page(hers)) | {"aim-vision": "strength"})
    assert client.get(page(hers)).text.count(told) == 1


def test_who_overrules_the_rule_says_why_and_keeps_what_she_typed(
    app: Flask, client: FlaskClient, hers: UUID
) -> None:
    wanted = {"aim__people": "shortcoming", "passion__people": "4", "aim__vision": "strength"}
    refused = send(client, hers, **wanted)
    assert refused.status_code == 422
    assert 'href="#reason-people"' in refused.text
    assert '<option value="4" selected>' in refused.text
    assert kept(app, hers) == []
    reason = "Omdat het moet.\r\n\r\nEn omdat ik het wil."
    assert send(client, hers, **wanted, reason__people=reason).status_code == 303
    assert kept(app, hers) == [("vision", "strength"), ("people", "shortcoming")]
    with app.app_context():
        second = choices.of_assessment(hers).priorities[1]
    assert (second.passion, second.reason) == (4, reason.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Kies er minstens één."),
        ({"aim__vision": "hobby"}, "Kies een van deze."),
        ({"aim__vision": "strength", "need__vision": "²"}, "Kies een van deze."),
        ({"aim__vision": "strength", "passion__vision": "99"}, "Kies een van deze."),
        ({"aim__vision": "strength", "reason__vision": "é" * 2001}, "hoogstens 2.000 tekens"),
        (
            {f"aim__{n}": "strength" for n in ("vision", "people", "environment")}
            | {"aim__education-quality": "strength"},
            "Kies er hoogstens 3",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    app: Flask, client: FlaskClient, hers: UUID, data: dict[str, str], said: str
) -> None:
    refused = send(client, hers, **data)
    assert refused.status_code == 422
    assert said in refused.text
    assert kept(app, hers) == []


def test_a_plan_that_would_go_is_told_first_and_can_be_kept(
    app: Flask, client: FlaskClient, hers: UUID
) -> None:
    with app.app_context():
        chosen.store(hers)
    one = {"aim__people": "strength", "reason__people": "Een <b>reden</b>\nop twee regels"}
    asked = send(client, hers, **one)
    assert asked.status_code == 200
    assert "het plan op 2 niveaus, met 2 acties" in asked.text
    hidden = {
        e.get("name", ""): e.get("value", "")
        for e in parsed(asked.text, "ask").iter("input")
        if e.get("type") == "hidden"
    }
    assert len(kept(app, hers)) == 2
    back = client.post(page(hers), data=hidden | {"back": "1"})
    assert "op twee regels</textarea>" in back.text
    assert client.post(page(hers), data=hidden).status_code == 303
    assert kept(app, hers) == [("people", "strength")]


def test_she_changes_their_order_by_a_button(app: Flask, client: FlaskClient, hers: UUID) -> None:
    with app.app_context():
        chosen.store(hers)
    assert send(client, hers, up="vision").status_code == 303
    assert [name for name, _aim in kept(app, hers)] == ["vision", "people"]
    assert send(client, hers, up="cooking").status_code == 404


def test_once_a_later_wave_has_begun_there_is_no_form(
    app: Flask, client: FlaskClient, cast: Cast, hers: UUID
) -> None:
    with app.app_context():
        chosen.store(hers)
        people.open_wave(cast, "post")
    text = client.get(page(hers)).text
    assert "staat vast" in text
    assert "<textarea" not in text
    assert send(client, hers, aim__people="strength").status_code == 409
    assert len(kept(app, hers)) == 2


def test_nobody_else_finds_the_page(app: Flask, client: FlaskClient, hers: UUID) -> None:
    with app.app_context():
        people.strangers()
        db.session.remove()
    for name in ("Nora", "Yara", "Cora"):
        other = app.test_client()
        sign_in(other, name)
        assert other.get(page(hers)).status_code == 404


def test_an_old_page_is_told_so_and_what_she_filled_in_stands(
    app: Flask, client: FlaskClient, hers: UUID
) -> None:
    old = filled(client, page(hers))
    client.post(page(hers), data=old | {"aim-vision": "strength"})
    answer = client.post(page(hers), data=old | {"aim-people": "strength", "reason-people": "Ja"})
    assert answer.status_code == 409
    assert "intussen ergens anders gewijzigd" in answer.text
    assert ">Ja</textarea>" in answer.text
    assert kept(app, hers) == [("vision", "strength")]
