"""Invitations leave over a real SMTP conversation."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from surveyapp.config import Settings
from surveyapp.core.errors import NotAllowed, SurveyError
from surveyapp.demo.run import free_port
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.invitation import Invitation
from surveyapp.services import invitations, waves
from tests import cast as people
from tests.cast import SECRET, Cast


class Sink:
    """Keeps messages; refuses one address."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = free_port()
        self.breaks_off_after = 100

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if len(self.messages) >= self.breaks_off_after:
            return "421 closing down"
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return people.open_wave(cast)


def mailer(port: int) -> Mailer:
    return Mailer(Settings.model_validate({"secret": SECRET, "smtp_port": port}))


def test_everybody_gets_her_own_link_once(wave: UUID, sink: Sink) -> None:
    tokens = people.invite(people.assessment(wave), count=3)
    assert invitations.send(wave, mailer(sink.port)) == []
    assert len(sink.messages) == 3 + 2
    for token in tokens:
        meant = [m for m in sink.messages if token in str(m.get_body(("plain",)))]
        assert len(meant) == 1
        assert token in str(meant[0].get_body(("html",)))
    invitations.send(wave, mailer(sink.port))
    assert len(sink.messages) == 3 + 2


def test_a_refused_address_is_told_and_stops_nobody_else(wave: UUID, sink: Sink) -> None:
    key = people.assessment(wave)
    invitations.invite(
        key,
        [
            invitations.Rater("teacher", "Ruud", "refused@school.example", "nl"),
            invitations.Rater("teacher", "Bob", "bob@school.example", "nl"),
        ],
    )
    assert invitations.send(wave, mailer(sink.port)) == ["refused@school.example"]
    states = dict(db.session.execute(select(Invitation.email, Invitation.state)).all())
    assert states["refused@school.example"] == "prepared"
    assert states["bob@school.example"] == "sent"


def test_whoever_answers_while_mail_is_going_out_stops_nobody(wave: UUID, sink: Sink) -> None:
    people.invite(people.assessment(wave), count=3)
    own = people.tokens(people.assessment(wave))[0]

    def answer_in_between(done: int, _: int) -> None:
        if done == 1:
            people.answer(own)

    assert invitations.send(wave, mailer(sink.port), answer_in_between) == []
    states = set(db.session.scalars(select(Invitation.state)))
    assert states == {"sent", "submitted"}


def test_nothing_is_sent_for_a_wave_that_is_not_open(wave: UUID, sink: Sink) -> None:
    people.invite(people.assessment(wave), count=3)
    waves.close_wave(wave)
    with pytest.raises(NotAllowed, match="open it first"):
        invitations.send(wave, mailer(sink.port))
    assert sink.messages == []


def test_a_server_that_breaks_off_is_told_and_the_rest_goes_the_next_time(
    wave: UUID, sink: Sink
) -> None:
    people.invite(people.assessment(wave), count=3)
    sink.breaks_off_after = 2
    with pytest.raises(SurveyError, match="send again for the rest") as broken:
        invitations.send(wave, mailer(sink.port))
    assert "@" not in str(broken.value)
    sink.breaks_off_after = 100
    invitations.send(wave, mailer(sink.port))
    assert len(sink.messages) == 5


def test_a_mail_server_that_is_down_is_named_and_nothing_is_marked_sent(wave: UUID) -> None:
    with pytest.raises(SurveyError, match=r"cannot be reached.*SURVEYAPP_SMTP_HOST"):
        invitations.send(wave, mailer(free_port()))
    assert set(db.session.scalars(select(Invitation.state))) == {"prepared"}
