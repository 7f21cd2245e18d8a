"""A real SMTP server in the test process, which can be slow, busy or broken on request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from surveyapp.config import Settings
from surveyapp.mailing.mailer import Mailer
from tests.cast import SECRET
from tests.ports import free_port

REFUSED = "refused"
"""How addresses begin that this server never takes, neither as receiver nor as sender."""


class Postbox:
    """Keeps messages. ``answer`` may say something else than yes to a receiver's address.

    With ``hangs_up_after`` it takes so many messages whole, and of the next one it takes the text
    without ever answering. ``on_message`` may hold up the message of that number.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = free_port()
        self.answer: Callable[[str], str | None] = lambda address: None
        self.hangs_up_after = 1000
        self.on_message: Callable[[int], None] = lambda number: None

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith(REFUSED):
            return f"550 <{address}> may not send"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith(REFUSED):
            return f"550 <{address}>: no such mailbox"
        if answer := self.answer(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.on_message(len(self.messages) + 1)
        self.messages.append(message)
        if len(self.messages) > self.hangs_up_after:
            server.transport.abort()
        return "250 OK"

    @property
    def receivers(self) -> list[str]:
        """To whom messages came, in alphabetical order."""
        return sorted(message["To"].addresses[0].addr_spec for message in self.messages)

    def about(self, subject: str) -> list[EmailMessage]:
        """The messages with this in their subject."""
        return [message for message in self.messages if subject in message["Subject"]]


USER, PASSWORD = "feedback", "open sesame"
"""Who may sign in; nobody has to."""


def _knows(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
    known = data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


@contextmanager
def listening(postbox: Postbox) -> Iterator[Mailer]:
    """The server while it is up, and what sends mail to it; it lets nobody else sign in."""
    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=postbox.port,
        authenticator=_knows,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield mailer(postbox.port)
    finally:
        controller.stop()


def mailer(port: int) -> Mailer:
    return Mailer(Settings.model_validate({"secret": SECRET, "smtp_port": port}))
