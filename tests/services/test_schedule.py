"""Invitations leave on a chosen day; a wave whose mail is stopped waits, and loses nothing."""

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.core.wave_plan import WavePlan
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import (
    audit,
    delivery,
    invitations,
    outbox,
    preparing,
    reminders,
    schedule,
    waves,
)
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox
from tests.services.moments import later

ALL = 3 + 2
"""Three raters of Alice, and the two leaders."""

INVITED, REMINDER, THANKS = "gevraagd", "Herinnering", "Dank"


class Go(Protocol):
    """What the worker does in a minute of that day and hour; how many messages left."""

    def __call__(self, day: int, hour: int = 10) -> int: ...


@pytest.fixture
def wave(context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A wave of 14 days in which nothing was sent; reminders come on day 4, 9 and 12.

    The first day begins at midnight, whenever the test runs.
    """
    later(monkeypatch, 0, 0)
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=3)
    return wave


@pytest.fixture
def minute(server: Mailer, monkeypatch: pytest.MonkeyPatch) -> Go:
    def work(day: int, hour: int = 10) -> int:
        later(monkeypatch, day, hour)
        schedule.send_planned()
        reminders.remind()
        return delivery.deliver(server)

    return work


def _on(day: int) -> date:
    return date.today() + timedelta(day)


def _did(wave: UUID) -> list[str]:
    """What was done with the mail of a wave, the first first."""
    told = ("sending planned", "planned invitations sent", "mail stopped", "mail goes on")
    return [event.action for event in audit.of_wave(wave)[::-1] if event.action in told]


def test_on_its_day_after_nine_every_invitation_leaves_once(wave: UUID, minute: Go) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    assert [minute(1, 23), minute(2, 8)] == [0, 0]
    assert minute(2, 9) == ALL
    assert [minute(2, 10), minute(3, 9)] == [0, 0]
    assert schedule.of_wave(wave).sends_on is None
    assert _did(wave) == ["sending planned", "planned invitations sent"]
    assert audit.of_wave(wave)[0].details == {"count": ALL}


def test_who_has_hers_gets_no_second_one_on_the_day(wave: UUID, minute: Go) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    invitations.send(wave)
    assert minute(1) == ALL
    people.invite(people.assessment(wave), "peer", count=2)
    assert minute(2) == 2


def test_a_day_on_which_nothing_ran_is_made_up_for_until_the_last_day(
    wave: UUID, minute: Go
) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    assert minute(15) == 0, "the last day is over"
    waves.move_deadline(wave, date.today() + timedelta(20))
    assert minute(15) == ALL


def test_a_day_that_is_taken_back_sends_nothing(wave: UUID, minute: Go) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    schedule.plan(wave, None)
    assert minute(2) == 0
    assert outbox.of_wave(wave).prepared == ALL


@pytest.mark.parametrize("day", [-1, 0, 15, 4000])
def test_a_day_that_cannot_be_is_refused(wave: UUID, day: int) -> None:
    with pytest.raises(SurveyError, match="from tomorrow until the last day"):
        schedule.plan(wave, date.today() + timedelta(day))
    assert schedule.of_wave(wave).sends_on is None


def test_only_an_open_wave_has_a_day(wave: UUID, cast: Cast, minute: Go) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    waves.close_wave(wave)
    assert minute(2) == 0
    with pytest.raises(NotAllowed, match="open it first"):
        schedule.plan(wave, date.today() + timedelta(3))
    label = people.LABELS["post"]
    prepared = waves.create(cast.programme, name="post", label=label, closes_on=date.today())
    with pytest.raises(NotAllowed, match="open it first"):
        schedule.plan(prepared, date.today())
    with pytest.raises(NotAllowed, match="before a wave opens"):
        schedule.stop(prepared)


def test_reminders_are_planned_from_the_day_on_which_invitations_leave(
    context: Flask, cast: Cast
) -> None:
    plan = WavePlan("pre", people.LABELS["pre"], closes_on=_on(14), sends_on=_on(5))
    wave = preparing.make(cast.programme, plan)
    waves.open_wave(wave)
    found = schedule.of_wave(wave)
    assert found.reminders == (_on(8), _on(11), _on(12))
    assert (found.sends_on, found.in_vain) == (_on(5), ())


def test_a_plan_says_what_will_not_come_as_it_is_meant(wave: UUID) -> None:
    schedule.plan(wave, date.today() + timedelta(9))
    found = schedule.of_wave(wave)
    assert (found.too_late, found.in_vain) == (False, (_on(4), _on(9)))
    waves.move_deadline(wave, date.today() + timedelta(8))
    assert schedule.of_wave(wave).too_late


def test_while_mail_is_stopped_nothing_leaves_and_then_everything_once(
    wave: UUID, minute: Go, postbox: Postbox
) -> None:
    invitations.send(wave)
    schedule.stop(wave)
    people.invite(people.assessment(wave), "peer", count=2)
    invitations.send(wave)
    assert [minute(0), minute(1), minute(2)] == [0, 0, 0]
    assert outbox.of_wave(wave).waiting == ALL + 2
    schedule.go_on(wave)
    assert [minute(2), minute(2)] == [ALL + 2, 0]
    assert len(set(postbox.receivers)) == len(postbox.receivers) == ALL + 2
    assert _did(wave) == ["mail stopped", "mail goes on"]


def test_stopping_and_going_on_twice_is_done_and_told_once(wave: UUID) -> None:
    for step in (schedule.go_on, schedule.stop, schedule.stop, schedule.go_on, schedule.go_on):
        step(wave)
    assert _did(wave) == ["mail stopped", "mail goes on"]
    assert not schedule.of_wave(wave).stopped


def test_another_wave_is_not_stopped_with_it(wave: UUID, minute: Go) -> None:
    other = people.strangers()
    invitations.send(wave)
    schedule.stop(wave)
    theirs = waves.of_programme(other.programme)[0].id
    invitations.send(theirs)
    assert minute(0) == 1, "Yara's own"


def test_invitations_whose_day_came_while_stopped_leave_when_it_goes_on(
    wave: UUID, minute: Go
) -> None:
    schedule.plan(wave, date.today() + timedelta(2))
    schedule.stop(wave)
    assert [minute(2), minute(3)] == [0, 0]
    assert schedule.of_wave(wave).sends_on == _on(2)
    schedule.go_on(wave)
    assert [minute(3), minute(3, 11)] == [ALL, 0]


def test_reminders_whose_day_came_while_stopped_do_not_come_afterwards(
    wave: UUID, minute: Go, postbox: Postbox
) -> None:
    invitations.send(wave)
    assert minute(0) == ALL
    schedule.stop(wave)
    assert [minute(4), minute(9)] == [0, 0]
    schedule.go_on(wave)
    assert [minute(9), minute(10)] == [0, 0]
    assert schedule.of_wave(wave).reminders == (_on(12),)
    minute(12)
    assert len(postbox.about(REMINDER)) == ALL


def test_a_day_that_has_not_reached_nine_when_it_goes_on_still_comes(
    wave: UUID, minute: Go
) -> None:
    invitations.send(wave)
    assert minute(0) == ALL
    schedule.stop(wave)
    assert minute(4, 8) == 0
    schedule.go_on(wave)
    assert [minute(4, 8), minute(4, 9)] == [0, ALL]


def test_a_reminder_that_was_on_its_way_when_mail_was_stopped_comes_once(
    wave: UUID, minute: Go, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.send(wave)
    minute(0)
    later(monkeypatch, 4)
    assert reminders.remind() == 1
    schedule.stop(wave)
    answered = people.tokens(people.assessment(wave), "teacher")[0]
    assert minute(8) == 0
    people.answer(answered)
    schedule.go_on(wave)
    minute(9)
    waiting = len(postbox.about(REMINDER))
    assert waiting == ALL - 1, "those that waited, not those of the ninth day as well"
    assert all(answered not in str(message) for message in postbox.about(REMINDER))


def test_thanks_wait_while_mail_is_stopped(wave: UUID, minute: Go, postbox: Postbox) -> None:
    invitations.send(wave)
    minute(0)
    people.answer(people.tokens(people.assessment(wave), "teacher")[0])
    schedule.stop(wave)
    people.freeze(wave)
    assert minute(1) == 0
    schedule.go_on(wave)
    assert minute(2) == len(postbox.about(THANKS)) == 1


def test_a_server_that_is_down_is_no_matter_of_a_stopped_wave(wave: UUID) -> None:
    invitations.send(wave)
    schedule.stop(wave)
    outbox.note("The mail server cannot be used.")
    assert outbox.of_wave(wave).delay == ""
