"""Who can help whom in a learning group: said by each of herself, gone once she takes it back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from surveyapp.core.errors import NotFound, Stale, Unfit
from surveyapp.extensions import db
from surveyapp.models.programme import Leader
from surveyapp.models.report import Report
from surveyapp.models.share import Exchange
from surveyapp.services import (
    access,
    disclosure,
    exchange,
    learning_groups,
    paths,
    persons,
    programmes,
    reports,
    shared_plans,
)
from surveyapp.services.exchange import LONGEST_LINE
from tests import cast as people
from tests import plans
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def alice(cast: Cast) -> UUID:
    return people.place(cast, "Alice")


@pytest.fixture
def nora(cast: Cast) -> UUID:
    return people.place(cast, "Nora")


def _other_group(cast: Cast) -> UUID:
    return programmes.add_group(cast.programme, "Andere groep")


def _move(leader: UUID, group: UUID) -> None:
    detail = learning_groups.leader(leader)
    learning_groups.change_leader(leader, detail.mark, school=detail.school, group=group)


def test_what_one_offers_meets_what_another_wishes(alice: UUID, nora: UUID) -> None:
    exchange.put(alice, {"vision": "Kom eens kijken"}, {"people": ""})
    exchange.put(nora, {"people": "Ik coach graag"}, {"vision": "Hoe begin ik?"})
    hers, theirs = exchange.of_place(alice), exchange.of_place(nora)
    assert [(one.name, one.text) for one in hers.helping("offer")] == [
        ("Nora Bakker", "Ik coach graag")
    ]
    assert [(one.name, one.text) for one in hers.helping("wish")] == [
        ("Nora Bakker", "Hoe begin ik?")
    ]
    assert [one.name for one in theirs.helping("offer")] == ["Alice de Vries"]
    assert [one.leader for one in hers.of("vision", "offer")] == [alice]
    assert not hers.alone


def test_nobody_is_a_match_for_herself(alice: UUID) -> None:
    exchange.put(alice, {"vision": ""}, {"vision": ""})
    page = exchange.of_place(alice)
    assert page.mine("offer") == page.mine("wish") == {"vision": ""}
    assert page.helping("offer") == page.helping("wish") == []


def test_who_says_nothing_is_not_named(alice: UUID, nora: UUID) -> None:
    assert exchange.of_place(alice).voices == ()
    exchange.put(alice, {"vision": ""}, {})
    assert {one.leader for one in exchange.of_place(nora).voices} == {alice}


def test_what_she_says_takes_the_place_of_what_she_said(alice: UUID, nora: UUID) -> None:
    exchange.put(nora, {"people": ""}, {})
    exchange.put(alice, {"vision": "Eerst", "people": ""}, {"environment": ""})
    exchange.put(alice, {"vision": "Dan"}, {})
    page = exchange.of_place(alice)
    assert (page.mine("offer"), page.mine("wish")) == ({"vision": "Dan"}, {})
    assert exchange.of_place(nora).mine("offer") == {"people": ""}


def test_it_is_taken_back_at_once_and_twice_does_no_harm(alice: UUID, nora: UUID) -> None:
    exchange.put(alice, {"vision": ""}, {"vision": ""})
    for _ in range(2):
        exchange.take_back(alice, "offer", "vision")
        assert [one.kind for one in exchange.of_place(nora).voices] == ["wish"]
    exchange.take_back(nora, "wish", "vision")
    assert exchange.of_place(alice).mine("wish") == {"vision": ""}


def test_nothing_is_stored_where_something_cannot_be(alice: UUID) -> None:
    exchange.put(alice, {"vision": "Blijft"}, {})
    long = "é" * (LONGEST_LINE + 1)
    with pytest.raises(Unfit) as found:
        exchange.put(alice, {"people": long, "nothing": ""}, {"vision": ""})
    assert found.value.faults == {"offer-people": "too long", "offer-nothing": "unknown"}
    assert exchange.of_place(alice).mine("offer") == {"vision": "Blijft"}


def test_only_who_leads_in_the_group_has_a_place_in_it(cast: Cast, alice: UUID) -> None:
    assert access.led_place(cast.account("Alice"), alice).id == alice
    for stranger in (cast.account("Nora"), cast.coordinator):
        with pytest.raises(NotFound):
            access.led_place(stranger, alice)


def test_who_goes_to_another_group_is_seen_by_neither(cast: Cast, alice: UUID, nora: UUID) -> None:
    priority = plans.priority(people.assessment(people.released_wave(cast)))
    plans.plan(priority, shared=True)
    exchange.put(alice, {"vision": ""}, {"people": "Hulp"})
    exchange.put(nora, {"people": ""}, {})
    other = _other_group(cast)
    _move(alice, other)
    for leader in (alice, nora):
        assert {one.leader for one in exchange.of_place(leader).voices} <= {nora}
    assert shared_plans.of_group(other) == shared_plans.of_group(cast.group) == ()
    assert exchange.of_place(alice).alone
    assert exchange.of_place(nora).mine("offer") == {"people": ""}


def test_another_school_takes_nothing_back(cast: Cast, alice: UUID) -> None:
    exchange.put(alice, {"vision": ""}, {})
    detail = learning_groups.leader(alice)
    learning_groups.change_leader(alice, detail.mark, school="Andere school", group=cast.group)
    assert exchange.of_place(alice).mine("offer") == {"vision": ""}


def test_who_is_taken_out_takes_what_she_said_along(alice: UUID, nora: UUID) -> None:
    exchange.put(alice, {"vision": ""}, {"people": ""})
    exchange.put(nora, {"vision": ""}, {})
    learning_groups.remove_leader(alice)
    assert db.session.get(Leader, alice) is None
    assert set(db.session.scalars(select(Exchange.leader_id))) == {nora}


def test_a_report_suggests_only_once_she_has_opened_it(cast: Cast, alice: UUID) -> None:
    assessment = people.assessment(people.released_wave(cast))
    assert not db.session.get_one(Report, assessment).opened
    assert exchange.suggested(alice) == {}
    content = reports.read(assessment, "nl")
    kinds = {"strength": "offer", "shortcoming": "wish"}
    rows = content.priorities.suggestions
    wanted = [kinds[row.kind] for row in rows if row.kind in kinds]
    assert list(exchange.suggested(alice).values()) == wanted


def test_the_agenda_is_what_members_share(cast: Cast, alice: UUID, nora: UUID) -> None:
    priority = plans.priority(people.assessment(people.released_wave(cast)))
    plans.plan(priority, goal="Samen lessen bezoeken", shared=True, actions=["Afspreken"])
    (plan,) = exchange.of_place(nora).plans
    assert (plan.leader, plan.goal, plan.actions[0].text) == (
        alice,
        "Samen lessen bezoeken",
        "Afspreken",
    )


def test_she_gets_what_she_said_and_it_goes_with_her(alice: UUID, nora: UUID) -> None:
    for leader in (alice, nora):
        exchange.put(leader, {"vision": "Kom eens kijken"}, {"people": ""})
    (place,) = disclosure.export(people.address("Alice"), dry_run=True)["leads"]
    assert (place["offers"], place["wishes"]) == ({"vision": "Kom eens kijken"}, {"people": ""})
    persons.erase(people.address("Alice"), dry_run=False)
    assert set(db.session.scalars(select(Exchange.leader_id))) == {nora}


def test_an_old_page_does_not_publish_again_what_was_taken_back(alice: UUID) -> None:
    exchange.put(alice, {"vision": "Kom kijken"}, {}, exchange.of_place(alice).mark)
    seen = exchange.of_place(alice).mark
    exchange.take_back(alice, "offer", "vision")
    with pytest.raises(Stale):
        exchange.put(alice, {"vision": "Kom kijken"}, {"people": ""}, seen)
    assert exchange.of_place(alice).voices == ()


def test_all_who_lead_in_the_group_are_named(alice: UUID) -> None:
    members = exchange.of_place(alice).members
    assert [name for name, _school in members] == ["Alice de Vries", "Nora Bakker"]


def test_a_coordinator_who_adds_herself_as_a_leader_does_not_read_the_page(cast: Cast) -> None:
    email = people.address("Cora Jansen")
    programmes.add_leader(cast.group, name="Cora", email=email, school="De Brug", language="nl")
    hers = db.session.scalars(select(Leader.id).where(Leader.account_id == cast.coordinator)).one()
    with pytest.raises(NotFound):
        access.led_place(cast.coordinator, hers)
    assert [path.in_group for path in paths.of_leader(cast.coordinator)] == [False]
    assert [path.in_group for path in paths.of_leader(cast.account("Alice"))] == [True]
