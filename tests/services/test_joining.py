"""Who joins or leaves an open wave: invited like the others, and not found out by the counts."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Select, func, select, update

from surveyapp.core import additions
from surveyapp.core.errors import NotAllowed
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import (
    approvals,
    glance,
    invitations,
    invitees,
    nominations,
    people,
    persons,
    progress,
    rater_lists,
    waves,
)
from surveyapp.services.context import secret
from surveyapp.services.glance_query import Wish
from surveyapp.services.invitations import Rater
from surveyapp.services.links import link_of
from surveyapp.services.nominations import Wanted
from surveyapp.services.progress import GroupProgress
from surveyapp.services.transaction import transaction
from tests import cast as crew
from tests.cast import Cast
from tests.services.sheets import ALICE, rater, table


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A wave in which four teachers are asked about Alice, and all have answered."""
    wave = crew.open_wave(cast)
    for token in crew.invite(crew.assessment(wave), "teacher", 4):
        crew.answer(token)
    return wave


@pytest.fixture
def alice(cast: Cast, wave: UUID) -> UUID:
    return crew.place(cast, "Alice")


def of_group(wave: UUID, group: str = "teacher") -> GroupProgress:
    """What the page of Alice tells of a group; that of the coordinator tells the same."""
    db.session.rollback()
    key = crew.assessment(wave)
    (hers,) = progress.progress(Assessment.id == key)
    rows = glance.glance(progress.view(wave), Wish()).rows
    theirs = next(row for row in rows if row.assessment == key)
    assert theirs.groups == hers.groups
    return next(one for one in hers.groups if one.group == group)


def told(wave: UUID, group: str = "teacher") -> tuple[int, int, bool]:
    """Answered, invited, and whether there may be more."""
    found = of_group(wave, group)
    assert not found.too_few_invited
    return found.answered, found.invited, found.or_more


def propose(wave: UUID, leader: UUID, name: str, group: str = "teacher") -> UUID:
    text = f"{name} <{name.lower()}@raters.example>"
    assert nominations.propose(wave, leader, Wanted(group, "nl", text, {})).added
    return rater_lists.rater_list(wave, leader).proposals[-1].id


def token_of(wave: UUID, name: str, group: str = "teacher") -> str:
    """The link of the one with that name."""
    key = crew.assessment(wave)
    query = select(Invitation.link).where(Invitation.assessment_id == key)
    link = db.session.scalar(query.where(Invitation.name == name))
    return next(one for one in crew.tokens(key, group) if link_of(secret(), one) == link)


@pytest.mark.rule("P1")
def test_an_addition_that_answers_moves_no_count(wave: UUID, alice: UUID) -> None:
    assert told(wave) == (4, 4, False)
    late = propose(wave, alice, "Late")
    assert told(wave) == (4, 4, False), "a proposal is nobody yet"
    assert approvals.approve(wave, [late], alice) == 1
    assert told(wave) == (4, 5, True)
    crew.answer(token_of(wave, "Late"))
    assert told(wave) == (4, 5, True)


@pytest.mark.rule("P1")
def test_an_addition_brings_no_hidden_count_out(wave: UUID, alice: UUID) -> None:
    key = crew.assessment(wave)
    for token in crew.invite(key, "peer", 2):
        crew.answer(token)
    for name in ("Eva", "Fien", "Guus"):
        approvals.approve(wave, [propose(wave, alice, name, "peer")], alice)
    found = of_group(wave, "peer")
    assert found.too_few_invited
    assert (found.answered, found.invited, found.enough) == (0, 5, False)


def _by_leader(wave: UUID, leader: UUID) -> None:
    approvals.approve(wave, [propose(wave, leader, "Late")], leader)


def _by_coordinator(wave: UUID, _leader: UUID) -> None:
    late = Rater("teacher", "Late", "late@raters.example", "nl")
    invitations.invite(crew.assessment(wave), [late])


def _by_spreadsheet(wave: UUID, _leader: UUID) -> None:
    sheet = table((*ALICE, *rater("Late")))
    assert people.import_(wave, sheet, "open")[1]


@pytest.mark.rule("P1")
@pytest.mark.parametrize("add", [_by_leader, _by_coordinator, _by_spreadsheet])
def test_whoever_adds_somebody_it_tells_the_same(
    wave: UUID, alice: UUID, add: Callable[[UUID, UUID], None]
) -> None:
    add(wave, alice)
    assert told(wave) == (4, 5, True)
    assert rater_lists.rater_list(wave, alice).count("approved") == 0, "she is on the list"


@pytest.mark.rule("P1")
def test_a_new_address_is_an_addition_too(wave: UUID) -> None:
    key = crew.assessment(wave)
    invitations.send(wave)
    first = db.session.scalars(select(Invitation.id).where(Invitation.assessment_id == key)).all()
    peers = crew.invite(key, "peer", 4)
    assert len(peers) == 4
    _sent(wave)
    (one, *_) = set(db.session.scalars(_people(key, "peer"))) - set(first)
    invitees.readdress(key, one, "other@raters.example")
    found = of_group(wave, "peer")
    assert (found.invited, found.asked) == (5, 3)


def _people(key: UUID, group: str) -> Select[UUID]:
    return select(Invitation.id).where(Invitation.assessment_id == key, Invitation.group == group)


def _sent(wave: UUID) -> None:
    """All mail of the wave has left."""
    keys = select(Invitation.id).join(Assessment).where(Assessment.wave_id == wave)
    with transaction() as session:
        going = Invitation.id.in_(keys), Invitation.state == "prepared"
        session.execute(update(Invitation).where(*going).values(state="sent"))


def test_before_the_first_link_leaves_the_list_is_still_made(context: Flask, cast: Cast) -> None:
    wave = crew.open_wave(cast)
    alice = crew.place(cast, "Alice")
    crew.invite(crew.assessment(wave), "teacher", 2)
    approvals.approve(wave, [propose(wave, alice, "Early")], alice)
    assert told(wave) == (0, 3, False)
    assert _nominations(wave) == 0, "an approved proposal became an invitation"
    invitations.send(wave)
    approvals.approve(wave, [propose(wave, alice, "Late")], alice)
    assert of_group(wave).asked == 3
    assert _nominations(wave) == 1


def _nominations(wave: UUID) -> int:
    db.session.rollback()
    count = select(func.count()).select_from(Nomination).where(Nomination.wave_id == wave)
    return db.session.scalar(count) or 0


def test_when_the_wave_closes_no_nomination_stays(wave: UUID, alice: UUID) -> None:
    approvals.approve(wave, [propose(wave, alice, "Late")], alice)
    bob = propose(wave, alice, "Bob")
    approvals.give_back(wave, alice, [bob], "Not now.")
    propose(wave, alice, "Carla")
    waves.close_wave(wave)
    assert _nominations(wave) == 0


def test_an_erased_addition_leaves_no_nomination(wave: UUID, alice: UUID) -> None:
    approvals.approve(wave, [propose(wave, alice, "Late")], alice)
    persons.erase("late@raters.example", dry_run=False)
    assert _nominations(wave) == 0
    assert told(wave) == (4, 5, True), "nothing tells what she did"


def test_nobody_is_added_behind_the_last_day_or_a_closed_wave(wave: UUID, alice: UUID) -> None:
    late = propose(wave, alice, "Late")
    _set_last_day(wave, -1)
    assert rater_lists.rater_list(wave, alice).shut == "late"
    for attempt in (
        lambda: propose(wave, alice, "Daan"),
        lambda: approvals.approve(wave, [late], alice),
        lambda: nominations.take_back(wave, alice, late),
    ):
        with pytest.raises(NotAllowed, match="last day is over"):
            attempt()
    _set_last_day(wave, 1)
    waves.close_wave(wave)
    assert rater_lists.rater_list(wave, alice).shut == "closed"
    with pytest.raises(NotAllowed, match=re.escape(additions.CLOSED)):
        propose(wave, alice, "Daan")


def _set_last_day(wave: UUID, days: int) -> None:
    day = date.today() + timedelta(days=days)
    with transaction() as session:
        session.execute(update(Wave).where(Wave.id == wave).values(closes_on=day))


def test_a_refusal_and_the_list_tell_nothing_of_an_answer(context: Flask, cast: Cast) -> None:
    """Of two raters one has answered: the leader and the coordinator see the same of both."""
    wave = crew.open_wave(cast)
    alice = crew.place(cast, "Alice")
    tokens = crew.invite(crew.assessment(wave), "teacher", 2)
    before = rater_lists.rater_list(wave, alice)
    crew.answer(tokens[0])
    db.session.rollback()
    assert rater_lists.rater_list(wave, alice) == before
    outcomes = [
        nominations.propose(wave, alice, Wanted("peer", "nl", f"X <{one}@teacher.example>", {}))
        for one in ("bob.0", "carla.1")
    ]
    assert [[fault.kind for fault in one.faults] for one in outcomes] == [["listed"], ["listed"]]


def test_proposals_of_others_cannot_be_approved_twice(wave: UUID, alice: UUID) -> None:
    late = propose(wave, alice, "Late")
    _by_coordinator(wave, alice)
    assert approvals.approve(wave, [late], alice) == 0, "she was added meanwhile"
    assert told(wave) == (4, 5, True)
    assert approvals.remove(wave, alice, [late]) == 0
    assert approvals.give_back(wave, alice, [late], "x") == 0
