"""Another address for an account: what of her own questionnaires goes along, and what has ended."""

from collections.abc import Collection
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.core.errors import LinkGone
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Fate
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import (
    accounts,
    addresses,
    audit,
    delivery,
    disclosure,
    invitations,
    outbox,
    reminders,
    responses,
    waves,
)
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox, listening
from tests.services.moments import later

NEW = "a.devries@new.example"


def _letters() -> list[tuple[str, str]]:
    """To whom what leaves now, and its subject."""
    postbox = Postbox()
    with listening(postbox) as mailer:
        delivery.deliver(mailer)
    return sorted((one["To"].addresses[0].addr_spec, one["Subject"]) for one in postbox.messages)


@pytest.mark.rule("S4", "S5")
def test_the_link_in_her_old_mail_is_dead_and_a_new_one_leaves(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    people.mailed(wave)
    key = people.assessment(wave)
    old = invitations.own_token(key)
    responses.save(invitations.open_link(old), {"vision-1": 4}, {"keep": "Half klaar."})
    addresses.change(people.address("Alice"), NEW)
    with pytest.raises(LinkGone):
        invitations.open_link(old)
    again = invitations.open_link(invitations.own_token(key))
    assert responses.draft(again).texts == {"keep": "Half klaar."}
    assert [letter for letter in _letters() if "feedback" in letter[1]] == [
        (NEW, "Uw nieuwe link: feedback voor Alice de Vries")
    ]


def test_where_nothing_left_or_the_wave_is_closed_no_new_link_leaves(
    context: Flask, cast: Cast
) -> None:
    people.prepared_wave(cast)
    closed = people.open_wave(cast, "post")
    people.mailed(closed)
    waves.close_wave(closed)
    addresses.change(people.address("Alice"), NEW)
    db.session.rollback()
    assert "renewal" not in db.session.scalars(select(OutboxMessage.kind)).all()


@pytest.mark.rule("S4")
def test_what_is_about_herself_goes_to_her_account_also_where_a_rater_has_that_address(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, wave = people.address("Alice"), people.open_wave(cast)
    hers, noras = people.assessment(wave), people.assessment(wave, "Nora")
    invitations.invite(hers, [invitations.Rater("teacher", "Team", NEW, "nl")])
    invitations.invite(noras, [invitations.Rater("teacher", "Alice", old, "nl")])
    people.mailed(wave)
    addresses.change(old, NEW)
    assert (NEW, "Uw nieuwe link: feedback voor Alice de Vries") in _letters()
    later(monkeypatch, days=5)
    assert reminders.remind() == 1
    letters = _letters()
    own = [to for to, subject in letters if "uw zelfbeoordeling" in subject]
    assert own == [NEW, people.address("Nora")]
    about = [subject for to, subject in letters if to == old]
    assert about == ["Herinnering: uw feedback voor Nora Bakker"], "nobody knows that it is she"
    asked = disclosure.export(NEW, dry_run=False)["invitations"]
    assert sorted((one["group"], bool(one["mail"])) for one in asked) == [
        ("self", True),
        ("teacher", True),
    ]
    addresses.change(NEW, "again@new.example")
    db.session.rollback()
    stands = db.session.scalars(select(Invitation.email).where(Invitation.group == "self"))
    assert set(stands) == {"again@new.example", people.address("Nora")}


def test_a_rater_who_is_added_at_that_address_meanwhile_is_seen(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, looked = people.assessment(people.open_wave(cast)), _too_early(monkeypatch, times=1)
    invitations.invite(alice, [invitations.Rater("teacher", "Team", NEW, "nl")])
    addresses.change(people.address("Alice"), NEW)
    db.session.rollback()
    query = select(Invitation.email).where(Invitation.assessment_id == alice)
    assert set(db.session.scalars(query)) == {None, NEW}
    assert len(looked) == 2
    assert [one.action for one in audit.everything()].count("address set") == 1


def test_what_cannot_be_stored_the_second_time_either_is_not_tried_again(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, looked = people.assessment(people.open_wave(cast)), _too_early(monkeypatch, times=9)
    invitations.invite(alice, [invitations.Rater("teacher", "Team", NEW, "nl")])
    with pytest.raises(IntegrityError):
        addresses.change(people.address("Alice"), NEW)
    assert len(looked) == 2
    assert accounts.by_address(people.address("Alice")) == cast.account("Alice")


def _too_early(monkeypatch: pytest.MonkeyPatch, times: int) -> list[UUID]:
    """Whoever looks for raters at an address finds nobody yet, so many times; the looks."""
    looks: list[UUID] = []
    find = addresses._asked_at

    def look(session: Session, email: str, assessments: Collection[UUID]) -> set[UUID]:
        looks.extend(assessments)
        return set() if len(looks) <= times else find(session, email, assessments)

    monkeypatch.setattr(addresses, "_asked_at", look)
    return looks


def test_a_coordinator_reads_where_a_refused_message_about_herself_went(
    context: Flask, cast: Cast
) -> None:
    wave = people.open_wave(cast)
    rater = invitations.Rater("teacher", "Team", NEW, "nl")
    invitations.invite(people.assessment(wave), [rater])
    people.mailed(wave)
    addresses.change(people.address("Alice"), NEW)
    for key in outbox.due(10):
        with transaction() as session:
            outbox.claim(session, key)
        outbox.settle(key, Fate("refused", "550 no such mailbox"))
    assert [one.address for one in outbox.of_wave(wave).troubles] == [NEW]
