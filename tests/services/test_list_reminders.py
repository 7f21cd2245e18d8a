"""A leader whose list of raters is short is told before the day until which she proposes."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.wave import Wave
from surveyapp.services import approvals, delivery, list_reminders, waves
from surveyapp.services.nominations import Wanted
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox

TODAY = date.today()
"""Read once: a test that runs over midnight has one day all the same."""
LIST = "Wie vraagt u om feedback?"


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A prepared wave in which people are proposed until tomorrow."""
    wave = people.prepared_wave(cast)
    until(wave, 1)
    return wave


def until(wave: UUID, days: int) -> None:
    day = TODAY + timedelta(days=days)
    db.session.execute(update(Wave).where(Wave.id == wave).values(proposals_until=day))
    db.session.commit()


def at(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    moment = datetime.combine(TODAY, time(hour)).astimezone()
    monkeypatch.setattr(list_reminders, "now", lambda: moment)


def test_whose_list_is_short_is_told_once_after_nine(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 8)
    assert list_reminders.remind() == 0
    at(monkeypatch, 9)
    assert (list_reminders.remind(), list_reminders.remind()) == (2, 0)
    delivery.deliver(server)
    told = postbox.about(LIST)
    assert {one["To"].addresses[0].addr_spec for one in told} == {
        people.address("Alice"),
        people.address("Nora"),
    }
    body = told[0].get_body(("plain",))
    assert body
    assert "http://localhost/leader/" in body.get_content()
    assert list_reminders.remind() == 0, "nor after it has left"


def test_a_leader_with_two_short_lists_is_told_about_each(
    wave: UUID, cast: Cast, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 9)
    assert list_reminders.remind() == 2
    until(people.prepared_wave(cast, "post"), 1)
    assert (list_reminders.remind(), list_reminders.remind()) == (2, 0)
    assert delivery.deliver(server) == len(postbox.about(LIST)) == 4


def test_an_address_that_is_refused_is_not_tried_again_and_again(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox.answer = lambda address: "550 gone"
    at(monkeypatch, 9)
    assert list_reminders.remind() == 2
    delivery.deliver(server)
    assert list_reminders.remind() == delivery.deliver(server) == 0


@pytest.mark.parametrize("days", [-1, 7, 30])
def test_long_before_and_after_the_day_nobody_is_told(
    wave: UUID, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(wave, days)
    at(monkeypatch, 9)
    assert list_reminders.remind() == 0


def test_who_has_enough_people_on_her_list_is_not_told(
    cast: Cast, wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(cast, wave)
    at(monkeypatch, 9)
    assert list_reminders.remind() == 1, "Nora only"


@pytest.mark.parametrize("meanwhile", ["opened", "filled", "moved"])
def test_what_is_not_true_any_more_when_it_would_leave_stays(
    cast: Cast,
    wave: UUID,
    server: Mailer,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: str,
) -> None:
    at(monkeypatch, 9)
    assert list_reminders.remind() == 2
    if meanwhile == "opened":
        waves.open_wave(wave)
    elif meanwhile == "moved":
        until(wave, 30)
    else:
        _fill(cast, wave)
    assert delivery.deliver(server) == (1 if meanwhile == "filled" else 0)
    until(wave, 1)
    again = {"opened": 0, "filled": 0, "moved": 2}[meanwhile]
    assert list_reminders.remind() == again, "whoever was not told is told when it is true"


def _fill(cast: Cast, wave: UUID) -> None:
    """Put enough people on the list of Alice."""
    alice = people.place(cast, "Alice")
    for group in ("teacher", "peer", "board"):
        lines = "\n".join(f"Bob {n} <bob{n}@{group}.example>" for n in range(3))
        approvals.add(wave, alice, Wanted(group, "nl", lines, {}))


def test_once_the_wave_is_open_nobody_is_told(wave: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    waves.open_wave(wave)
    at(monkeypatch, 9)
    assert list_reminders.remind() == 0
