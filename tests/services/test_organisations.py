"""Organisations: their people and roles, and what passes on when somebody leaves."""

import threading
from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.services import account_mail, accounts, audit, organisations, programmes
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")


def members(cast: Cast) -> list[tuple[str, str]]:
    found = organisations.people(cast.organisation).members
    return [(member.email, member.role) for member in found]


def invite(cast: Cast, name: str, role: organisations.Role = "coordinator") -> UUID:
    email = people.address(name)
    organisations.invite(cast.organisation, email=email, name=name, language="nl", role=role)
    return accounts.by_address(email)


def test_a_role_is_given_once_and_written_down(cast: Cast) -> None:
    with acting(cast.coordinator):
        for _ in range(2):
            invite(cast, "Dora Vos", "researcher")
    assert members(cast) == [
        ("cora@school.example", "coordinator"),
        ("dora@school.example", "researcher"),
    ]
    events = [(e.actor, e.action, e.details) for e in audit.everything()[:2]]
    assert sorted(events, key=lambda event: event[1]) == [
        ("Cora Jansen", "account made", {}),
        ("Cora Jansen", "role given", {"role": "researcher"}),
    ]


def test_who_is_named_keeps_her_name_and_nobody_is_told_it(cast: Cast) -> None:
    other = people.strangers()
    email = people.address("Zoë")
    organisations.invite(
        cast.organisation, email=email, name="Zo Maar", language="nl", role="coordinator"
    )
    zoe = accounts.person(other.coordinator)
    assert zoe
    assert zoe.name == "Zoë Post"
    (found,) = organisations.of_coordinator(cast.coordinator)
    assert {member.name for member in found.members} == {""}
    named = {member.name for member in organisations.people(cast.organisation).members}
    assert "Zoë Post" in named, "the operator reads it"


def test_only_a_new_account_gets_mail_that_tells_how_to_sign_in(cast: Cast) -> None:
    people.strangers()
    invite(cast, "Zoë", "researcher")
    assert account_mail.due(9) == []
    invite(cast, "Dora Vos", "researcher")
    assert len(account_mail.due(9)) == 1


def test_two_organisations_have_two_names(cast: Cast) -> None:
    key = organisations.create("Noord")
    for name in ("Noord", " Noord "):
        with pytest.raises(SurveyError, match="already"):
            organisations.create(name)
    with pytest.raises(SurveyError, match="already"):
        organisations.rename(cast.organisation, "Noord")
    organisations.rename(key, "Noord")
    organisations.rename(key, "Noord-Holland")
    assert next(row.name for row in organisations.overview()) == "Noord-Holland"
    assert [e.action for e in audit.everything()].count("organisation renamed") == 1
    with pytest.raises(SurveyError, match="missing"):
        organisations.create("  ")


def test_the_last_coordinator_stays(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="last coordinator"):
        organisations.leave(cast.organisation, cast.coordinator, "coordinator")
    with pytest.raises(NotFound):
        organisations.leave(cast.organisation, cast.coordinator, "researcher")


def test_what_she_coordinated_alone_passes_to_the_others(cast: Cast) -> None:
    dora, eva = invite(cast, "Dora Vos"), invite(cast, "Eva Mol")
    invite(cast, "Fia Bos", "researcher")
    shared = programmes.create(
        organisation=cast.organisation,
        name="Gedeeld",
        instrument=people.INSTRUMENT,
        coordinator=dora,
        groups=[people.TEACHER],
    )
    assert programmes.of_coordinator(eva) == []
    organisations.leave(cast.organisation, cast.coordinator, "coordinator")
    for key in (dora, eva):
        assert cast.programme in {row.id for row in programmes.of_coordinator(key)}
    assert shared not in {row.id for row in programmes.of_coordinator(eva)}, "Dora has it"
    assert programmes.of_coordinator(cast.coordinator) == []
    assert audit.everything()[0].action == "role taken"


def test_of_two_who_take_each_others_role_one_stays(cast: Cast, app: Flask) -> None:
    dora = invite(cast, "Dora Vos")
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def take(account: UUID) -> None:
        with app.app_context():
            start.wait()
            try:
                organisations.leave(cast.organisation, account, "coordinator")
                outcomes.append("taken")
            except NotAllowed:
                outcomes.append("last")

    threads = [threading.Thread(target=take, args=(key,)) for key in (dora, cast.coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(outcomes) == ["last", "taken"]
    assert len(members(cast)) == 1


def test_a_person_has_the_rooms_of_her_roles(cast: Cast) -> None:
    invite(cast, "Alice de Vries", "researcher")
    accounts.set_operator("cora@school.example", True)
    alice, cora = accounts.person(cast.account("Alice")), accounts.person(cast.coordinator)
    assert alice
    assert cora
    assert (alice.leads, alice.researches, alice.coordinates) == (True, True, False)
    assert (cora.coordinates, cora.operates, cora.leads, cora.coaches) == (True, True, False, False)
    accounts.set_operator("cora@school.example", False)
    cora = accounts.person(cast.coordinator)
    assert cora
    assert not cora.operates
