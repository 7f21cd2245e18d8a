"""Mail at which something happens that nobody foresaw: it is told, and holds up nobody else's."""

from email.message import EmailMessage
from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.errors import SurveyError
from surveyapp.mailing import letter
from surveyapp.mailing.letter import Letter
from surveyapp.mailing.mailer import Conversation, Fate, Mailer
from surveyapp.services import account_mail, delivery, invitations, outbox
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox

ALL = 3 + 2
"""Three raters of Alice, and the two leaders."""


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """An open wave, in which nothing was sent yet."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=3)
    return wave


class _Muddled(RuntimeError):
    """What nobody foresaw, about somebody."""


def test_mail_at_which_something_unforeseen_happens_holds_up_no_other(
    wave: UUID,
    server: Mailer,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hand_over = Conversation.deliver

    def muddle(conversation: Conversation, message: EmailMessage) -> Fate:
        if "cora" in message["To"]:
            raise _Muddled(message["To"])
        return hand_over(conversation, message)

    monkeypatch.setattr(Conversation, "deliver", muddle)
    account_mail.ask(people.address("Cora"), "link")
    invitations.send(wave)
    with pytest.raises(SurveyError, match="broke off"):
        delivery.deliver(server)
    assert (len(postbox.messages), outbox.counts()) == (ALL, {"sent": ALL})
    assert ("_Muddled" in caplog.text, "cora@" in caplog.text.lower()) == (True, False)
    account_mail.ask(people.address("Alice"), "link")
    delivery.recover()
    assert delivery.deliver(server) == 1, "what happened to one is over"


def test_an_invitation_at_which_something_unforeseen_happens_is_uncertain(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.send(wave)
    with monkeypatch.context() as broken:
        broken.setattr(Conversation, "deliver", lambda *_: 1 / 0)
        with pytest.raises(SurveyError, match="broke off"):
            delivery.deliver(server)
    assert delivery.deliver(server) == ALL - 1
    assert outbox.counts() == {"sent": ALL - 1, "uncertain": 1}


def test_what_cannot_be_written_for_a_reason_that_nobody_foresaw_is_told_and_stops_nobody(
    wave: UUID, server: Mailer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def write(words: Letter, name: str, email: str, sender: str) -> EmailMessage:
        if name.startswith(("Alice", "Cora")):
            raise _Muddled(name)
        return letter.write(words, name=name, email=email, sender=sender)

    monkeypatch.setattr(delivery, "write", write)
    account_mail.ask(people.address("Cora"), "link")
    invitations.send(wave)
    assert delivery.deliver(server) == ALL - 1
    assert account_mail.due(10) == []
    assert [row.state for row in outbox.of_wave(wave).troubles] == ["refused"]
    assert ("_Muddled" in caplog.text, "Cora" in caplog.text) == (True, False)


def test_what_goes_wrong_with_one_kind_of_mail_holds_up_no_other_kind(
    wave: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_mail, "claim", lambda *_: 1 / 0)
    account_mail.ask(people.address("Cora"), "link")
    invitations.send(wave)
    with pytest.raises(ZeroDivisionError):
        delivery.deliver(server)
    assert len(postbox.messages) == ALL


def test_what_goes_wrong_with_both_kinds_of_mail_is_told_of_both(
    wave: UUID, server: Mailer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def muddle(*_: object) -> bool:
        raise _Muddled("Alice")

    monkeypatch.setattr(account_mail, "claim", lambda *_: 1 / 0)
    monkeypatch.setattr(outbox, "claim", muddle)
    account_mail.ask(people.address("Cora"), "link")
    invitations.send(wave)
    with pytest.raises(ZeroDivisionError):
        delivery.deliver(server)
    assert ("_Muddled" in caplog.text, "Alice" in caplog.text) == (True, False)
