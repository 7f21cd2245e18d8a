"""A leader is no rater of herself: wherever somebody is added, her account's address counts."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import Unfit
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.services import (
    addresses,
    approvals,
    copying,
    invitations,
    invitees,
    nominations,
    people,
    waves,
)
from surveyapp.services.invitations import Rater, Taken
from surveyapp.services.nominations import Wanted
from tests import cast as crew
from tests.cast import Cast
from tests.services.sheets import table
from tests.services.test_copying import POST

NEW = "a.devries@new.example"
TEAM = Rater("teacher", "Team", NEW, "nl")
ALICE = ("Groep Oost", "Alice de Vries", NEW, "De Brug")
TEAM_ROW = ("Leraren", "Team", NEW, "nl")

Freeing = Callable[[UUID, UUID], None]


def _readdressed(assessment: UUID, key: UUID) -> None:
    invitees.readdress(assessment, key, "team@right.example")


FREEING = pytest.mark.parametrize("free", [_readdressed, invitees.withdraw])


def _freed(cast: Cast, free: Freeing) -> UUID:
    """Alice's assessment; a rater had her new address, and then no more."""
    assessment = crew.assessment(crew.open_wave(cast))
    invitations.invite(assessment, [TEAM])
    query = select(Invitation.id).where(Invitation.email == NEW)
    key = db.session.scalars(query).one()
    addresses.change(crew.address("Alice"), NEW)
    free(assessment, key)
    assert not _raters()
    return assessment


def _raters() -> list[str]:
    """The groups in which somebody is asked at her new address, but for her own."""
    db.session.rollback()
    query = select(Invitation.group).where(Invitation.email == NEW, Invitation.group != "self")
    return list(db.session.scalars(query))


def _wave(cast: Cast) -> UUID:
    return waves.of_programme(cast.programme)[-1].id


@FREEING
def test_who_is_added_one_by_one(context: Flask, cast: Cast, free: Freeing) -> None:
    assessment = _freed(cast, free)
    with pytest.raises(Taken, match=NEW):
        invitations.invite(assessment, [TEAM])
    assert not _raters()


def test_for_another_leader_she_is_a_rater_as_anybody(context: Flask, cast: Cast) -> None:
    _freed(cast, _readdressed)
    invitations.invite(crew.assessment(_wave(cast), "Nora"), [TEAM])
    assert _raters() == ["teacher"]


@pytest.mark.parametrize("sent", [False, True])
def test_who_is_readdressed(context: Flask, cast: Cast, sent: bool) -> None:
    assessment = _freed(cast, _readdressed)
    invitations.invite(assessment, [Rater("teacher", "Bob", "bob@raters.example", "nl")])
    if sent:
        crew.mailed(_wave(cast))
    query = select(Invitation.id).where(Invitation.email == "bob@raters.example")
    key = db.session.scalars(query).one()
    with pytest.raises(Taken, match=NEW):
        invitees.readdress(assessment, key, NEW)
    assert not _raters()
    db.session.rollback()
    assert db.session.scalars(query).one() == key, "nothing of it was kept"


@FREEING
def test_who_was_proposed_meanwhile_and_is_approved(
    context: Flask, cast: Cast, free: Freeing
) -> None:
    _freed(cast, free)
    wave, alice = _wave(cast), crew.place(cast, "Alice")
    proposal = {"group": "teacher", "name": "Team", "email": NEW, "language": "nl"}
    db.session.add(Nomination(wave_id=wave, leader_id=alice, **proposal))
    db.session.commit()
    assert approvals.approve_all(wave) == 0
    assert not _raters()
    assert not db.session.scalars(select(Nomination)).all()


@FREEING
def test_whom_she_proposes(context: Flask, cast: Cast, free: Freeing) -> None:
    _freed(cast, free)
    wave, alice = _wave(cast), crew.place(cast, "Alice")
    outcome = nominations.propose(wave, alice, Wanted("teacher", "nl", f"Team <{NEW}>", {}))
    assert [(fault.kind, fault.about) for fault in outcome.faults] == [("own", NEW)]
    bob = Wanted("teacher", "nl", "Bob <bob@raters.example>", {})
    assert nominations.propose(wave, alice, bob).added == 1
    query = select(Nomination.id).where(Nomination.email == "bob@raters.example")
    key = db.session.scalars(query).one()
    with pytest.raises(Unfit) as refused:
        nominations.change(wave, alice, key, name="Bob", email=NEW, group="teacher", language="nl")
    assert refused.value.faults == {"email": "own"}


def test_who_is_pasted_into_a_prepared_wave(context: Flask, cast: Cast) -> None:
    wave, alice = crew.prepared_wave(cast), crew.place(cast, "Alice")
    addresses.change(crew.address("Alice"), NEW)
    outcome = approvals.add(wave, alice, Wanted("teacher", "nl", f"Team <{NEW}>", {}))
    assert [(fault.kind, fault.about) for fault in outcome.faults] == [("own", NEW)]


@FREEING
def test_who_stands_in_a_file(context: Flask, cast: Cast, free: Freeing) -> None:
    _freed(cast, free)
    found = people.preview(_wave(cast), table((*ALICE, *TEAM_ROW)))
    assert [fault.kind for fault in found.faults] == ["own address"]


def test_who_was_nominated_before_is_left_out_when_the_wave_opens(
    context: Flask, cast: Cast
) -> None:
    wave, alice = crew.prepared_wave(cast), crew.place(cast, "Alice")
    assert approvals.add(wave, alice, Wanted("teacher", "nl", f"Team <{NEW}>", {})).added
    addresses.change(crew.address("Alice"), NEW)
    waves.open_wave(wave)
    assert not _raters()


def test_who_is_taken_over_from_an_earlier_wave_is_left_out_when_it_opens(
    context: Flask, cast: Cast
) -> None:
    first = crew.open_wave(cast)
    invitations.invite(crew.assessment(first), [TEAM])
    addresses.change(crew.address("Alice"), NEW)
    waves.close_wave(first)
    again = copying.wave(first, POST, raters=True).wave
    waves.open_wave(again)
    assert _raters() == ["teacher"], "that of before, and no other"
