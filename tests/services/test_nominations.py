"""A leader proposes whom to ask, the coordinator approves or returns: until the wave opens."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError, Unfit
from surveyapp.core.pasted import LineFault
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Wave
from surveyapp.services import (
    addresses,
    approvals,
    audit,
    list_counts,
    nominations,
    own_lists,
    paths,
    persons,
    rater_lists,
    rater_load,
    waves,
)
from surveyapp.services.nominations import Outcome, Wanted
from surveyapp.services.rater_load import Load
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast

TWO = "Bob Bos <bob@raters.example>\nCarla Kok, carla@raters.example"


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A wave of Cora's programme, prepared."""
    return people.prepared_wave(cast)


@pytest.fixture
def alice(cast: Cast, wave: UUID) -> UUID:
    """Alice's place in her learning group."""
    return people.place(cast, "Alice")


def wanted(text: str, group: str = "teacher", **more: object) -> Wanted:
    return Wanted(group=group, language="nl", text=text, names={}, **more)  # type: ignore[arg-type]


def propose(wave: UUID, leader: UUID, text: str = TWO, group: str = "teacher") -> list[UUID]:
    """Propose people; their keys in the order of their names."""
    outcome = nominations.propose(wave, leader, wanted(text, group))
    assert outcome.faults == ()
    return [one.id for one in rater_lists.rater_list(wave, leader).proposals]


def states(wave: UUID, leader: UUID) -> dict[str, str]:
    db.session.rollback()
    query = select(Nomination.name, Nomination.state)
    rows = db.session.execute(
        query.where(Nomination.wave_id == wave, Nomination.leader_id == leader)
    )
    return dict(rows.all())


def test_people_are_proposed_all_at_once_or_none(wave: UUID, alice: UUID) -> None:
    assert nominations.propose(wave, alice, wanted(TWO)) == Outcome(2)
    faulty = "Daan <daan@raters.example>\nemma@raters.example\nBob <BOB@raters.example>"
    outcome = nominations.propose(
        wave, alice, wanted(faulty + "\nAlice <alice@school.example>", "peer")
    )
    assert outcome.added == 0
    assert outcome.faults == (
        LineFault(2, "no name", "emma@raters.example"),
        LineFault(3, "listed", "bob@raters.example", "teacher"),
        LineFault(4, "own", "alice@school.example"),
    )
    found = rater_lists.rater_list(wave, alice)
    assert [(one.name, one.group, one.state) for one in found.proposals] == [
        ("Bob Bos", "teacher", "proposed"),
        ("Carla Kok", "teacher", "proposed"),
    ]
    assert [group.outlook for group in found.groups] == ["left out", "nobody", "nobody"]
    assert found.groups[0].asked == 2


def test_the_same_people_may_be_proposed_for_another_leader(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    propose(wave, alice)
    assert nominations.propose(wave, people.place(cast, "Nora"), wanted(TWO)) == Outcome(2)


def test_a_group_or_language_that_there_is_not_is_told(wave: UUID, alice: UUID) -> None:
    strange = Wanted(group="parents", language="xx", text=TWO, names={})
    with pytest.raises(Unfit) as told:
        nominations.propose(wave, alice, strange)
    assert told.value.faults == {"group": "unknown", "language": "unknown"}


def test_colleagues_and_earlier_raters_can_be_chosen(cast: Cast, wave: UUID, alice: UUID) -> None:
    waves.open_wave(wave)
    people.invite(people.assessment(wave), "board", 2)
    waves.close_wave(wave)
    post = people.prepared_wave(cast, "post")
    stranger = people.strangers()
    people.invite(people.assessment(waves.of_programme(stranger.programme)[0].id, "Yara"), "peer")
    known = own_lists.known(db.session(), post, alice)
    assert [(one.name, one.wave) for one in known] == [
        ("Nora Bakker", None),
        ("Bob 0", people.LABELS["pre"]),
        ("Carla 1", people.LABELS["pre"]),
    ]
    chosen = [known[0].key, known[1].key, "leader-" + str(uuid4()), "rubbish"]
    outcome = nominations.propose(post, alice, wanted(TWO, chosen=chosen))
    assert outcome == Outcome(4)
    again = nominations.propose(post, alice, wanted("", chosen=chosen[:1]))
    assert again.faults == (LineFault(0, "listed", "nora@school.example", "teacher"),)


def test_who_was_erased_can_be_chosen_no_more_whatever_she_did(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    waves.open_wave(wave)
    tokens = people.invite(people.assessment(wave), "teacher", 2)
    post = people.prepared_wave(cast, "post")
    people.answer(tokens[0])
    for name in ("bob.0", "carla.1"):
        persons.erase(f"{name}@teacher.example", dry_run=False)
    assert [one.name for one in own_lists.known(db.session(), post, alice)] == ["Nora Bakker"]


def test_after_the_day_for_proposals_nothing_changes(wave: UUID, alice: UUID) -> None:
    (key, _) = propose(wave, alice)
    _set(wave, proposals_until=date.today())
    nominations.propose(wave, alice, wanted("Daan <daan@raters.example>"))
    _set(wave, proposals_until=date.today() - timedelta(days=1))
    assert rater_lists.rater_list(wave, alice).shut == "over"
    for attempt in _attempts(wave, alice, key):
        with pytest.raises(NotAllowed, match="is over"):
            attempt()
    assert approvals.approve(wave, [key], alice) == 1, "the coordinator goes on"
    assert approvals.add(wave, alice, wanted("Emma <emma@raters.example>")) == Outcome(1)


def _set(wave: UUID, **values: object) -> None:
    with transaction() as session:
        session.execute(update(Wave).where(Wave.id == wave).values(**values))


def _attempts(wave: UUID, leader: UUID, key: UUID) -> list[Callable[[], object]]:
    """All that a leader can do to a list."""
    return [
        lambda: nominations.propose(wave, leader, wanted("Zeno <zeno@raters.example>")),
        lambda: nominations.take_back(wave, leader, key),
        lambda: nominations.change(
            wave, leader, key, name="Z", email="z@raters.example", group="peer", language="en"
        ),
    ]


def test_a_proposal_is_changed_or_taken_back_until_it_is_approved(wave: UUID, alice: UUID) -> None:
    bob, carla = propose(wave, alice)
    nominations.change(
        wave,
        alice,
        bob,
        name="B.  Bos",
        email="BOBBY@raters.example",
        group="peer",
        language="en",
    )
    nominations.take_back(wave, alice, carla)
    (one,) = rater_lists.rater_list(wave, alice).proposals
    assert (one.name, one.email, one.group, one.language) == (
        "B. Bos",
        "bobby@raters.example",
        "peer",
        "en",
    )
    approvals.approve(wave, [bob], alice)
    for attempt in _attempts(wave, alice, bob)[1:]:
        with pytest.raises(NotAllowed, match="has been approved"):
            attempt()


def test_what_cannot_be_of_a_change_is_told_by_field(wave: UUID, alice: UUID) -> None:
    bob, _ = propose(wave, alice)

    def faults(name: str, email: str) -> dict[str, str]:
        with pytest.raises(Unfit) as told:
            nominations.change(
                wave, alice, bob, name=name, email=email, group="teacher", language="nl"
            )
        return told.value.faults

    assert faults("", "nobody") == {"email": "address", "name": "name"}
    assert faults("Bob", "carla@raters.example") == {"email": "listed"}
    assert faults("Bob", "alice@school.example") == {"email": "own"}


def test_a_proposal_comes_back_with_a_reason_and_is_proposed_again(
    cast: Cast, wave: UUID, alice: UUID
) -> None:
    bob, carla = propose(wave, alice)
    assert approvals.approve(wave, [carla], alice) == 1
    assert approvals.give_back(wave, alice, [bob, carla], "  Does not work\nwith you. ") == 2
    found = rater_lists.rater_list(wave, alice)
    assert {(one.state, one.reason) for one in found.proposals} == {
        ("returned", "Does not work with you.")
    }
    assert found.groups[0].asked == 0
    (mine,) = paths.of_leader(cast.account("Alice"))
    assert mine.chapters[0].proposals == {"proposed": 0, "approved": 0, "returned": 2}
    nominations.change(
        wave, alice, bob, name="Bob", email="bob@raters.example", group="peer", language="nl"
    )
    (one,) = (one for one in rater_lists.rater_list(wave, alice).proposals if one.id == bob)
    assert (one.state, one.reason, one.group) == ("proposed", "", "peer")
    assert approvals.give_back(wave, alice, [bob, bob], "x") == 1
    assert approvals.give_back(wave, alice, [bob], "x") == 0, "it is with her already"


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 301])
def test_nothing_is_returned_without_a_reason_that_can_be_read(
    wave: UUID, alice: UUID, reason: str
) -> None:
    keys = propose(wave, alice)
    with pytest.raises(SurveyError, match="reason"):
        approvals.give_back(wave, alice, keys, reason)
    assert set(states(wave, alice).values()) == {"proposed"}


def test_all_that_waits_is_approved_at_once(cast: Cast, wave: UUID, alice: UUID) -> None:
    keys = propose(wave, alice)
    nora = people.place(cast, "Nora")
    propose(wave, nora, "Daan <daan@raters.example>", "peer")
    approvals.give_back(wave, alice, keys[:1], "Not her.")
    assert list_counts.waiting([wave, uuid4()]) == {wave: 2}
    assert list_counts.dropped(wave) == list_counts.Dropped(proposed=2, returned=1)
    assert approvals.approve_all(wave) == 2
    assert states(wave, alice) == {"Bob Bos": "returned", "Carla Kok": "approved"}
    assert states(wave, nora) == {"Daan": "approved"}
    assert approvals.approve_all(wave) == 0, "twice is once"
    said = [event.action for event in audit.of_wave(wave)]
    assert said.count("nominations approved") == 1


def test_only_what_is_approved_is_invited_when_the_wave_opens(wave: UUID, alice: UUID) -> None:
    bob, carla = propose(wave, alice)
    propose(wave, alice, "Daan <daan@raters.example>")
    approvals.approve(wave, [bob], alice)
    approvals.give_back(wave, alice, [carla], "Left the school.")
    waves.open_wave(wave)
    assert _invited(wave) == ["Bob Bos"]
    assert states(wave, alice) == {}, "no address stays behind"


def test_a_leader_whose_address_is_now_on_her_own_list_rates_herself_only(
    wave: UUID, alice: UUID
) -> None:
    propose(wave, alice)
    approvals.approve_all(wave)
    addresses.change(people.address("Alice"), "bob@raters.example")
    waves.open_wave(wave)
    assert _invited(wave) == ["Carla Kok"]


def test_all_that_waits_in_an_open_wave_is_approved_beside_who_cannot_be(
    wave: UUID, alice: UUID
) -> None:
    waves.open_wave(wave)
    propose(wave, alice)
    addresses.change(people.address("Alice"), "bob@raters.example")
    assert approvals.approve_all(wave) == 1
    assert _invited(wave) == ["Carla Kok"]
    assert (states(wave, alice), approvals.approve_all(wave)) == ({}, 0), "nobody waits any more"


def _invited(wave: UUID) -> list[str]:
    db.session.rollback()
    query = select(Invitation.name).where(Invitation.assessment_id == people.assessment(wave))
    return sorted(db.session.scalars(query.where(Invitation.group != "self")))


def test_a_coordinator_adds_and_takes_off(wave: UUID, alice: UUID) -> None:
    assert approvals.add(wave, alice, wanted(TWO)) == Outcome(2)
    assert approvals.add(wave, alice, wanted(TWO)).faults[0].kind == "listed"
    assert set(states(wave, alice).values()) == {"approved"}
    bob, _ = [one.id for one in rater_lists.rater_list(wave, alice).proposals]
    assert approvals.remove(wave, alice, [bob, uuid4()]) == 1
    assert list(states(wave, alice)) == ["Carla Kok"]


def test_keys_of_another_list_do_nothing(cast: Cast, wave: UUID, alice: UUID) -> None:
    bob, _ = propose(wave, alice)
    nora = people.place(cast, "Nora")
    assert approvals.approve(wave, [bob], nora) == 0
    assert approvals.give_back(wave, nora, [bob], "x") == 0
    assert approvals.remove(wave, nora, [bob]) == 0
    for attempt in _attempts(wave, nora, bob)[1:]:
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        rater_lists.rater_list(uuid4(), alice)
    assert states(wave, alice)["Bob Bos"] == "proposed"


def test_the_lists_that_need_attention_come_first(cast: Cast, wave: UUID, alice: UUID) -> None:
    nora = people.place(cast, "Nora")
    six = "\n".join(f"P <p{n}@raters.example>" for n in range(6))
    propose(wave, alice, six)
    found = list_counts.overview(wave)
    assert [one.name for one in found.lists] == ["Nora Bakker", "Alice de Vries"]
    teachers = found.lists[1].groups[0]
    assert (teachers.proposed, teachers.asked, teachers.outlook) == (6, 6, "enough")
    propose(wave, nora, six, "peer")
    propose(wave, nora, "Q <q@raters.example>", "board")
    (first, *_) = list_counts.overview(wave).lists
    assert (first.leader, first.proposed, first.groups[2].outlook) == (nora, 7, "left out")
    assert found.proposed == 6


def test_load_is_counted_within_the_organisation(cast: Cast, wave: UUID, alice: UUID) -> None:
    nora = people.place(cast, "Nora")
    propose(wave, alice)
    propose(wave, nora, "Bob Bos <bob@raters.example>", "peer")
    other = people.strangers()
    later = people.prepared_wave(other, "post")
    propose(later, people.place(other, "Yara"))
    both = Load(leaders=2, minutes=24)
    assert rater_load.loads(wave)["bob@raters.example"] == both
    assert rater_load.loads(later)["bob@raters.example"].leaders == 1
    (most,) = rater_load.most_loaded(wave)
    assert (most.name, most.load) == ("Bob Bos", both)
    approvals.approve_all(wave)
    waves.open_wave(wave)
    second = people.prepared_wave(cast, "post")
    propose(second, alice)
    assert rater_load.loads(second)["bob@raters.example"].leaders == 3
    approvals.give_back(second, alice, list(_keys(second)), "x")
    assert "bob@raters.example" not in rater_load.loads(second)
    assert not both.heavy


def _keys(wave: UUID) -> list[UUID]:
    return list(db.session.scalars(select(Nomination.id).where(Nomination.wave_id == wave)))


def test_an_answer_changes_no_load(cast: Cast, wave: UUID, alice: UUID) -> None:
    propose(wave, alice)
    approvals.approve_all(wave)
    waves.open_wave(wave)
    before = rater_load.loads(wave)
    people.answer(people.tokens(people.assessment(wave), "teacher")[0])
    assert rater_load.loads(wave) == before


def test_of_two_leaders_tabs_at_once_one_is_told(app: Flask, cast: Cast) -> None:
    with app.app_context():
        wave, alice = people.prepared_wave(cast), people.place(cast, "Alice")
    start = Barrier(4)

    def one(_number: int) -> Outcome:
        with app.app_context():
            start.wait()
            return nominations.propose(wave, alice, wanted(TWO))

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(one, range(4)))
    assert sorted(outcome.added for outcome in outcomes) == [0, 0, 0, 2]
