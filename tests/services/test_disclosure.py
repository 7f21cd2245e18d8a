"""What is held about a person is handed over to her, and nothing of others."""

import json
from datetime import date

import pytest

from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.services import (
    audit,
    coaching,
    disclosure,
    invitations,
    organisations,
    persons,
    reports,
    responses,
)
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast
from tests.services.asked import ADDRESS, NAME, invited, mail, nominated
from tests.traces import traces

ALICE = "alice@school.example"


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_rater_gets_her_invitations_and_nothing_that_was_answered(cast: Cast) -> None:
    _, token = invited(cast)
    responses.save(invitations.open_link(token), {}, {"keep": "Half klaar."})
    mail()
    data = disclosure.export(ADDRESS, dry_run=False)
    assert data["invitations"] == [
        {
            "programme": "Leren leiden",
            "wave": people.LABELS["pre"],
            "about": "Alice de Vries",
            "school": "De Brug",
            "name": NAME,
            "group": "peer",
            "language": "nl",
            "state": "prepared",
            "draft": True,
            "mail": {"invitation": "waiting"},
        }
    ]
    assert (data["account"], data["leads"], data["assessments"], data["deeds"]) == (
        None,
        [],
        [],
        [],
    )
    assert "Half klaar" not in json.dumps(data)
    assert "encrypted" in data["not_included"][0]


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_leader_gets_her_reports_and_never_who_was_asked_about_her(cast: Cast) -> None:
    wave = people.released_wave(cast)
    data = disclosure.export(ALICE, dry_run=False)
    snapshot = reports.stored(people.assessment(wave))
    assert data["assessments"][0]["report"] == json.loads(snapshot.to_json())
    assert data["leads"] == [
        {"programme": "Leren leiden", "group": "Groep Oost", "school": "De Brug"}
        | {"offers": {}, "wishes": {}}
    ]
    assert [row["group"] for row in data["invitations"]] == ["self"]
    written = json.dumps(data)
    for name in ("@teacher.example", "@peer.example", *people.RATERS):
        assert name not in written


@pytest.mark.usefixtures("context")
def test_a_report_that_was_not_handed_out_is_not_handed_over(cast: Cast) -> None:
    people.freeze(people.answered_wave(cast))
    (row,) = disclosure.export(ALICE, dry_run=False)["assessments"]
    assert (row["state"], row["report"]) == ("frozen", None)
    assert row["frozen_on"] == date.today().isoformat()


@pytest.mark.usefixtures("context")
def test_a_coordinator_gets_her_deeds_and_no_password(cast: Cast) -> None:
    with acting(cast.coordinator):
        people.open_wave(cast)
    data = disclosure.export("cora@school.example", dry_run=False)
    assert [deed["action"] for deed in data["deeds"]] == ["wave opened", "wave made"]
    assert data["deeds"][0]["at"].endswith("+00:00")
    assert (data["account"]["password"], data["account"]["coordinates"]) == (
        "set",
        ["Leren leiden"],
    )
    assert str(db.session.get_one(Account, cast.coordinator).password_hash) not in json.dumps(data)


@pytest.mark.usefixtures("context")
def test_an_export_names_her_roles_and_erasing_takes_them(cast: Cast) -> None:
    organisations.join(cast.organisation, cast.account("Alice"), "researcher")
    coaching.give(cast.group, email=ALICE, name="Alice", language="nl")
    data = disclosure.export(ALICE, dry_run=True)["account"]
    assert data["roles"] == [{"organisation": "Opleider van Cora Jansen", "role": "researcher"}]
    assert data["coaches"] == [{"programme": "Leren leiden", "group": "Groep Oost"}]
    assert data["operator"] is False
    persons.erase(ALICE, dry_run=False)
    assert organisations.people(cast.organisation).count("researcher") == 0
    assert coaching.of_group(cast.group).coaches == ()
    assert traces(ALICE) == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_whoever_was_nominated_gets_that_and_a_leader_never_for_whom(cast: Cast) -> None:
    nominated(cast)
    (row,) = disclosure.export(ADDRESS, dry_run=False)["nominations"]
    assert row == {
        "programme": "Leren leiden",
        "wave": people.LABELS["pre"],
        "about": "Alice de Vries",
        "school": "De Brug",
        "name": NAME,
        "group": "teacher",
        "language": "nl",
        "state": "approved",
        "reason": "",
    }
    assert ADDRESS not in json.dumps(disclosure.export(ALICE, dry_run=False))


@pytest.mark.usefixtures("context")
def test_a_dry_run_of_an_export_leaves_no_event(cast: Cast) -> None:
    people.open_wave(cast)
    before = len(audit.everything())
    told = disclosure.export(ALICE, dry_run=True)
    assert len(audit.everything()) == before
    assert disclosure.export(ALICE, dry_run=False) == told
    assert list(told) == [
        "format",
        "made_on",
        "address",
        "account",
        "leads",
        "assessments",
        "invitations",
        "nominations",
        "reflections",
        "shares",
        "shared_with",
        "deeds",
        "not_included",
    ]
