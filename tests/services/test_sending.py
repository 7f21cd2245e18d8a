"""Mail leaves through the outbox over a real SMTP conversation: nothing lost, nothing twice."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import account_mail, audit, delivery, invitations, outbox, persons, waves
from surveyapp.services.invitations import Rater
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.ports import free_port
from tests.postbox import Postbox, listening, mailer

ALL = 3 + 2
"""Three raters of Alice, and the two leaders."""


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, time: timedelta) -> None:
        self.at += time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(outbox, "now", clock)
    return clock


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """An open wave, in which nothing was sent yet."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=3)
    return wave


def _states() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Invitation.state)))


def _invite_refused(wave: UUID) -> None:
    rater = Rater("teacher", "Ruud", "refused@school.example", "nl")
    invitations.invite(people.assessment(wave), [rater])


def test_everybody_gets_her_own_link_once(wave: UUID, server: Mailer, postbox: Postbox) -> None:
    tokens = people.tokens(people.assessment(wave), "teacher")
    assert invitations.send(wave) == ALL
    assert _states() == ["prepared"] * ALL, "nothing has left yet"
    assert delivery.deliver(server) == ALL
    assert _states() == ["sent"] * ALL
    for token in tokens:
        meant = [m for m in postbox.messages if token in str(m.get_body(("plain",)))]
        assert len(meant) == 1
        assert token in str(meant[0].get_body(("html",)))
    assert invitations.send(wave) == delivery.deliver(server) == 0
    assert len(postbox.messages) == ALL


def test_sending_is_told_in_the_history_once(wave: UUID) -> None:
    invitations.send(wave)
    invitations.send(wave)
    told = [event.details for event in audit.of_wave(wave) if event.action == "invitations sent"]
    assert told == [{"count": ALL}]


def test_a_cause_that_fails_leaves_no_mail_behind(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(ZeroDivisionError):
        invitations.send(wave)
    assert outbox.counts() == {}


def test_a_wave_that_cannot_send_its_invitations_has_not_opened_and_opens_once(
    context: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.prepared_wave(cast)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "unsent", lambda wave: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            waves.open_wave(wave, send=True)
    assert [event.action for event in audit.of_wave(wave)] == ["wave made"]
    waves.open_wave(wave, send=True)
    assert outbox.counts() == {"waiting": 2}
    with pytest.raises(NotAllowed, match="opened before"):
        waves.open_wave(wave, send=True)
    assert invitations.send(wave) == 0


def test_what_waits_holds_neither_address_nor_link_nor_when_it_left(
    wave: UUID, server: Mailer
) -> None:
    invitations.send(wave)
    delivery.deliver(server)
    columns = {column.name for column in OutboxMessage.__table__.columns}
    assert columns == {"id", "invitation_id", "kind", "state", "due", "attempts", "fault"}
    rows = db.session.scalars(select(OutboxMessage)).all()
    assert {(row.state, row.due, row.attempts, row.fault) for row in rows} == {
        ("sent", None, 0, "")
    }


def test_a_refused_address_is_told_and_stops_nobody_else(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    _invite_refused(wave)
    invitations.send(wave)
    assert delivery.deliver(server) == ALL
    mail = outbox.of_wave(wave)
    assert [(row.name, row.address, row.state) for row in mail.troubles] == [
        ("Ruud", "refused@school.example", "refused")
    ]
    assert mail.troubles[0].fault == "550 <…>: no such mailbox"
    assert (mail.prepared, mail.waiting, mail.sent) == (0, 0, ALL)
    assert _states() == ["prepared", *["sent"] * ALL]
    delivery.deliver(server)
    assert "refused@school.example" not in postbox.receivers


def test_what_a_server_says_is_kept_whatever_letters_are_in_it(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    postbox.answer = lambda address: f"550 no\0 \x1b[31mway {'x' * 400}"
    invitations.send(wave)
    assert delivery.deliver(server) == 0
    fault = f"550 no [31mway {'x' * 400}"[:300]
    assert {(row.state, row.fault) for row in outbox.of_wave(wave).troubles} == {("refused", fault)}


@pytest.mark.usefixtures("clock")
def test_a_server_that_is_down_for_hours_loses_nothing(wave: UUID, postbox: Postbox) -> None:
    invitations.send(wave)
    for _ in range(200):
        with pytest.raises(SurveyError, match=r"cannot be used.*SURVEYAPP_SMTP_HOST"):
            delivery.deliver(mailer(postbox.port))
    assert _states() == ["prepared"] * ALL
    mail = outbox.of_wave(wave)
    assert (mail.waiting, mail.sent, mail.troubles) == (ALL, 0, ())
    assert "cannot be used" in mail.delay
    with listening(postbox) as up:
        assert delivery.deliver(up) == ALL
    assert outbox.of_wave(wave).delay == ""


def test_what_is_put_off_waits_longer_each_time_and_is_told_at_last(
    wave: UUID, server: Mailer, postbox: Postbox, clock: Clock
) -> None:
    def busy(address: str) -> str | None:
        return f"450 {address} is busy" if address.startswith("bob") else None

    postbox.answer = busy
    invitations.send(wave)
    assert delivery.deliver(server) == ALL - 1
    for pause in outbox.PAUSES:
        clock.passes(pause - timedelta(seconds=1))
        postbox.answer = pytest.fail
        assert delivery.deliver(server) == 0, "it is not due yet"
        assert outbox.of_wave(wave).delay == "450 … is busy"
        postbox.answer = busy
        clock.passes(timedelta(seconds=1))
        assert delivery.deliver(server) == 0
    assert [row.state for row in outbox.of_wave(wave).troubles] == ["failed"]
    postbox.answer = lambda address: None
    outbox.send_again(wave, "failed")
    assert delivery.deliver(server) == 1
    assert len(postbox.messages) == ALL


def test_a_server_that_says_it_closes_gets_the_rest_the_next_time(
    wave: UUID, server: Mailer, postbox: Postbox, clock: Clock
) -> None:
    postbox.answer = lambda address: "421 closing down" if len(postbox.messages) > 1 else None
    invitations.send(wave)
    with pytest.raises(SurveyError, match="broke off") as broken:
        delivery.deliver(server)
    assert "@" not in str(broken.value)
    assert len(postbox.messages) == 2
    postbox.answer = lambda address: None
    clock.passes(outbox.PAUSES[0])
    assert delivery.deliver(server) == ALL - 2
    assert len(set(postbox.receivers)) == len(postbox.receivers) == ALL


def test_mail_about_an_account_at_which_the_server_breaks_off_holds_up_no_invitations(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    account_mail.ask(people.address("Cora"), "link")
    invitations.send(wave)
    postbox.answer = lambda address: "421 slow down" if address.startswith("cora") else None
    with pytest.raises(SurveyError, match="broke off"):
        delivery.deliver(server)
    assert len(postbox.messages) == ALL
    assert outbox.counts() == {"sent": ALL}


def test_a_message_after_which_the_server_fell_silent_is_uncertain_and_never_sent_by_itself(
    wave: UUID, server: Mailer, postbox: Postbox, clock: Clock
) -> None:
    postbox.hangs_up_after = 2
    invitations.send(wave)
    with pytest.raises(SurveyError, match="broke off"):
        delivery.deliver(server)
    assert len(postbox.messages) == 3
    postbox.hangs_up_after = 1000
    clock.passes(timedelta(days=3))
    assert delivery.deliver(server) == ALL - 3
    assert len(set(postbox.receivers)) == len(postbox.receivers) == ALL
    mail = outbox.of_wave(wave)
    assert (mail.sent, [row.state for row in mail.troubles]) == (ALL - 1, ["uncertain"])


def test_what_is_uncertain_is_sent_again_or_left_as_the_coordinator_decides(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    invitations.send(wave)
    delivery.deliver(server)
    _die_while_sending(2)
    outbox.send_again(wave, "uncertain")
    assert delivery.deliver(server) == 2
    numbers = [message["Message-ID"] for message in postbox.messages]
    assert (len(numbers), len(set(numbers))) == (ALL + 2, ALL), "the same message, as all can see"
    _die_while_sending(1)
    outbox.leave(wave)
    assert delivery.deliver(server) == 0
    assert outbox.of_wave(wave).sent == ALL
    assert _states() == ["sent"] * ALL
    with pytest.raises(NotAllowed, match="somebody else has done it"):
        outbox.leave(wave)
    actions = [event.action for event in audit.of_wave(wave)]
    assert actions[:2] == ["invitations left", "invitations sent again"]


def _die_while_sending(number: int) -> None:
    """As if a worker had died with these messages in hand."""
    keys = db.session.scalars(select(OutboxMessage.id).limit(number)).all()
    with transaction() as session:
        for key in keys:
            message = session.get_one(OutboxMessage, key)
            message.state = "sending"
            session.get_one(Invitation, message.invitation_id).state = "prepared"
    assert outbox.recover() == number
    assert outbox.recover() == 0


def test_two_workers_send_every_message_once(
    app: Flask, wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    people.invite(people.assessment(wave), "peer", count=20)
    invitations.send(wave)
    db.session.remove()
    start, taken = Barrier(2), []

    def work() -> None:
        with app.app_context():
            start.wait()
            taken.append(delivery.deliver(server))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(taken) == len(postbox.messages) == ALL + 20
    assert len(set(postbox.receivers)) == ALL + 20
    assert outbox.counts() == {"sent": ALL + 20}


def test_a_worker_that_stops_finishes_the_message_in_its_hands(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    invitations.send(wave)
    assert delivery.deliver(server, lambda: len(postbox.messages) < 2) == 2
    assert outbox.counts() == {"sent": 2, "waiting": ALL - 2}
    assert delivery.deliver(server) == ALL - 2


@pytest.mark.parametrize("step", ["withdrawn", "declined", "closed", "over"])
def test_what_nobody_waits_for_any_more_is_not_sent(
    wave: UUID, server: Mailer, postbox: Postbox, step: str
) -> None:
    hers = people.tokens(people.assessment(wave), "teacher")[0]
    invitations.send(wave)
    left = {"withdrawn": ALL - 1, "declined": ALL - 1, "closed": 0, "over": 0}[step]
    if step == "withdrawn":
        people.withdraw(hers)
    elif step == "declined":
        invitations.decline(hers)
    elif step == "closed":
        waves.close_wave(wave)
    else:
        waves.move_deadline(wave, date.today() - timedelta(days=1))
    assert delivery.deliver(server) == len(postbox.messages) == left
    # One message less on the coordinator's page would tell that she declined.
    told = ALL if step == "declined" else left
    assert outbox.counts() == ({"sent": told} if told else {})


def test_whoever_was_erased_after_she_answered_gets_no_thanks_that_were_under_way(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    token = people.tokens(people.assessment(wave), "teacher")[0]
    hers = db.session.get_one(Invitation, invitations.open_link(token).id)
    key, address = hers.id, str(hers.email)
    people.answer(token)
    persons.erase(address, dry_run=False)
    waves.close_wave(wave)
    with transaction() as session:
        assert outbox.put(session, [key], outbox.THANKS) == 1
    assert (delivery.deliver(server), postbox.messages, outbox.counts()) == (0, [], {})


def test_an_invitation_whose_last_day_was_over_leaves_when_the_day_moves(
    wave: UUID, server: Mailer
) -> None:
    invitations.send(wave)
    waves.move_deadline(wave, date.today() - timedelta(days=1))
    delivery.deliver(server)
    waves.move_deadline(wave, date.today() + timedelta(days=5))
    assert outbox.of_wave(wave).prepared == invitations.send(wave) == ALL
    assert delivery.deliver(server) == ALL


def test_whoever_answers_while_mail_is_going_out_stops_nobody(
    wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    own = people.tokens(people.assessment(wave))[0]
    invitations.send(wave)

    def answer_in_between() -> bool:
        if len(postbox.messages) == 1 and "submitted" not in _states():
            people.answer(own)
        return True

    delivery.deliver(server, answer_in_between)
    assert set(_states()) == {"sent", "submitted"}


def test_nothing_is_sent_for_a_wave_that_is_not_open(wave: UUID) -> None:
    waves.close_wave(wave)
    with pytest.raises(NotAllowed, match="open it first"):
        invitations.send(wave)
    assert outbox.counts() == {}


def test_settings_are_tried_without_sending_anything(server: Mailer, postbox: Postbox) -> None:
    server.try_out()
    assert postbox.messages == []
    with pytest.raises(SurveyError, match=r"cannot be used.*Check SURVEYAPP_SMTP_HOST"):
        mailer(free_port()).try_out()
    secured = Mailer(server.settings.model_copy(update={"smtp_security": "starttls"}))
    with pytest.raises(SurveyError, match="Check SURVEYAPP_SMTP_SECURITY"):
        secured.try_out()
    named = Mailer(server.settings.model_copy(update={"smtp_user": "me"}))
    with pytest.raises(SurveyError, match="Check SURVEYAPP_SMTP"):
        named.try_out()
