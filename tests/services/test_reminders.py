"""Reminders and thanks: everybody of a wave at once, on days that no answer has to do with."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import (
    audit,
    delivery,
    invitations,
    outbox,
    persons,
    reminders,
    results,
    waves,
)
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox
from tests.services.moments import later

ALL = 4 + 2
"""Four raters of Alice, and the two leaders."""

REMINDER, THANKS = "Herinnering", "Dank"


@pytest.fixture
def wave(context: Flask, cast: Cast, server: Mailer) -> UUID:
    """A wave of 14 days in which everybody got her invitation today."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=4)
    invitations.send(wave)
    delivery.deliver(server)
    return wave


def _days(wave: UUID) -> list[int]:
    return [(day - date.today()).days for day in reminders.coming(wave)]


@pytest.mark.parametrize(
    ("length", "days"), [(14, [4, 9, 12]), (21, [7, 14, 19]), (3, [1, 2]), (1, []), (0, [])]
)
def test_a_wave_begins_with_a_plan(length: int, days: list[int]) -> None:
    planned = reminders.planned(date.today(), date.today() + timedelta(days=length))
    assert [(date.fromisoformat(day) - date.today()).days for day in planned] == days


def test_on_its_day_everybody_who_is_missing_is_reminded_once(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = people.tokens(people.assessment(wave), "teacher")
    people.answer(tokens[0])
    invitations.decline(tokens[1])
    assert _days(wave) == [4, 9, 12]
    for day, hour in ((3, 23), (4, 8)):
        later(monkeypatch, day, hour)
        assert reminders.remind() == 0, "neither the day before nor before nine"
    later(monkeypatch, 4, 9)
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    delivery.deliver(server)
    missing = postbox.about(REMINDER)
    assert len(missing) == ALL - 2
    for token in tokens[2:]:
        assert any(token in str(message.get_body(("plain",))) for message in missing)
    assert _days(wave) == [9, 12]
    event = audit.of_wave(wave)[0]
    assert (event.action, event.details) == ("reminders sent", {}), "never how many"


def test_whoever_answers_before_her_reminder_leaves_gets_none(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 4)
    reminders.remind()
    people.answer(people.tokens(people.assessment(wave), "teacher")[0])
    delivery.deliver(server)
    assert len(postbox.about(REMINDER)) == ALL - 1
    people.invite(people.assessment(wave), "peer")
    invitations.send(wave)
    delivery.deliver(server)
    assert reminders.remind() == delivery.deliver(server) == 0, "nobody is reminded alone"


def test_reminders_on_their_way_reach_nobody_who_is_erased_or_whose_wave_is_closed(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 4)
    reminders.remind()
    persons.erase("bob.0@teacher.example", dry_run=False)
    assert delivery.deliver(server, lambda: len(postbox.about(REMINDER)) < 2) == 2
    waves.close_wave(wave)
    assert (delivery.deliver(server), len(postbox.about(REMINDER))) == (0, 2)
    reminded = {one["To"].addresses[0].addr_spec for one in postbox.about(REMINDER)}
    assert "bob.0@teacher.example" not in reminded


def test_days_on_which_nothing_ran_are_made_up_for_by_one_reminder(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 10)
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    delivery.deliver(server)
    assert len(postbox.about(REMINDER)) == ALL
    assert _days(wave) == [12]


def test_nobody_has_two_reminders_waiting(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server that puts one address off for days stops no other one."""
    postbox.answer = lambda address: "450 busy" if address.startswith("bob") else None
    for day in (4, 9):
        later(monkeypatch, day)
        assert reminders.remind() == 1
        delivery.deliver(server)
    assert len(postbox.about(REMINDER)) == 2 * (ALL - 1)
    assert outbox.counts()["waiting"] == 1


def test_after_the_last_day_or_the_end_nobody_is_reminded(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 15)
    assert reminders.remind() == 0
    waves.close_wave(wave)
    later(monkeypatch, 4)
    assert reminders.remind() == 0
    with pytest.raises(NotAllowed, match="nobody is reminded any more"):
        reminders.plan(wave, [])


def test_other_days_can_be_planned_three_in_all(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.plan(wave, [date.today() + timedelta(days) for days in (14, 2, 2)])
    assert _days(wave) == [2, 14]
    for wrong in (0, -1, 15):
        with pytest.raises(SurveyError, match="from tomorrow until the last day"):
            reminders.plan(wave, [date.today() + timedelta(days=wrong)])
    later(monkeypatch, 2)
    reminders.remind()
    four = [date.today() + timedelta(days) for days in (5, 6, 7)]
    with pytest.raises(SurveyError, match="At most 3 reminders"):
        reminders.plan(wave, four)
    reminders.plan(wave, four[:2])
    assert _days(wave) == [5, 6]
    reminders.plan(wave, [])
    assert _days(wave) == []


@pytest.mark.rule("P1")
def test_how_many_days_are_left_to_plan_does_not_tell_whether_anybody_was_missing(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in people.tokens(people.assessment(wave), "teacher"):
        people.answer(token)
    db.session.execute(update(Invitation).where(Invitation.group == SELF).values(state="submitted"))
    db.session.commit()
    later(monkeypatch, 4)
    assert reminders.remind() == 1
    assert outbox.counts() == {"sent": ALL}, "nobody was missing"
    with pytest.raises(SurveyError, match="choose 2 days"):
        reminders.plan(wave, [date.today() + timedelta(days) for days in (5, 6, 7)])


def test_each_of_three_reminders_reaches_whoever_is_still_missing(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in _days(wave):
        later(monkeypatch, day)
        assert reminders.remind() == 1
        delivery.deliver(server)
    assert len(postbox.about(REMINDER)) == 3 * ALL


def test_raters_who_answered_are_thanked_at_once_and_only_after_the_end(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    key = people.assessment(wave)
    for token in [*people.tokens(key, "teacher")[:2], people.tokens(key)[0]]:
        people.answer(token)
    assert delivery.deliver(server) == 0
    people.freeze(wave)
    assert delivery.deliver(server) == len(postbox.about(THANKS)) == 2
    answered = select(Invitation.email).where(Invitation.state == "submitted")
    raters = set(db.session.scalars(answered.where(Invitation.group == "teacher")))
    assert {m["To"].addresses[0].addr_spec for m in postbox.about(THANKS)} == raters
    assert all("/r/" not in str(m.get_body(("plain",))) for m in postbox.about(THANKS))


def test_with_a_later_reminder_a_leader_is_told_once_that_answers_are_missing(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of Alice nobody has answered; of Nora nobody was asked. No group and no number is named."""
    people.answer(people.tokens(people.assessment(wave))[0])
    for day, told in ((4, 0), (9, 1), (12, 1)):
        later(monkeypatch, day)
        reminders.remind()
        delivery.deliver(server)
        assert len(postbox.about("Hoe het staat")) == told
    (message,) = postbox.about("Hoe het staat")
    assert message["To"].addresses[0].addr_spec == people.address("Alice")
    body = message.get_body(("plain",))
    assert body
    text = body.get_content()
    assert "http://localhost/leader/" in text
    assert "/r/" not in text
    assert "Leraren" not in text


def test_a_leader_whose_groups_have_enough_answers_is_told_nothing(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in people.tokens(people.assessment(wave), "teacher")[:3]:
        people.answer(token)
    for day in (4, 9):
        later(monkeypatch, day)
        reminders.remind()
        delivery.deliver(server)
    assert not postbox.about("Hoe het staat")


def test_a_leader_is_not_told_what_is_no_longer_so_when_the_mail_leaves(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (4, 9):
        later(monkeypatch, day)
        reminders.remind()
    for token in people.tokens(people.assessment(wave), "teacher")[:3]:
        people.answer(token)
    notices = select(func.count()).where(OutboxMessage.kind == outbox.NOTICE)
    assert db.session.scalar(notices) == 1
    delivery.deliver(server)
    assert not postbox.about("Hoe het staat")
    assert db.session.scalar(notices) == 0


def test_the_freeze_forgets_who_was_reminded(wave: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (4, 9):
        later(monkeypatch, day)
        reminders.remind()
    kinds = select(OutboxMessage.kind).distinct()
    assert {"reminder-1", "notice"} < set(db.session.scalars(kinds))
    waves.close_wave(wave)
    results.freeze_wave(wave)
    assert set(db.session.scalars(kinds)) == {"invitation"}


def test_coordinators_are_told_of_invitations_only(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was reminded or thanked in vain tells who has answered."""
    postbox.answer = lambda address: "550 gone"
    people.answer(people.tokens(people.assessment(wave), "teacher")[0])
    before = outbox.of_wave(wave)
    later(monkeypatch, 4)
    reminders.remind()
    delivery.deliver(server)
    waves.close_wave(wave)
    delivery.deliver(server)
    assert outbox.counts()["refused"] == ALL - 1 + 1
    assert outbox.of_wave(wave) == before
    with pytest.raises(NotAllowed):
        outbox.send_again(wave, "refused")
