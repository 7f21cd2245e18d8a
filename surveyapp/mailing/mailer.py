"""The SMTP conversation."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError

SHUTTING_DOWN = 421
BROKEN_OFF = (
    "The mail server broke off the conversation. What was sent is marked; send again for the rest."
)
PATIENCE = 30
"""Seconds to wait for a mail server."""


class Conversation:
    """An open connection to the mail server; many messages go over one."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    def deliver(self, message: EmailMessage) -> bool:
        """Whether the server took the message; ``False`` if it refused this one.

        ``SurveyError`` where the conversation is over. It does not repeat the server's own words:
        they may hold an address.
        """
        try:
            self._connection.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            raise SurveyError(BROKEN_OFF) from error
        except smtplib.SMTPException as error:
            if self._connection.sock is None or getattr(error, "smtp_code", 0) == SHUTTING_DOWN:
                raise SurveyError(BROKEN_OFF) from error
            return False
        except OSError as error:
            raise SurveyError(BROKEN_OFF) from error
        return True


@dataclass(frozen=True)
class Mailer:
    """A mail server as it is configured."""

    settings: Settings

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Connect, sign in if asked to, and hang up at the end."""
        try:
            connection = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            where = f"{self.settings.smtp_host}:{self.settings.smtp_port}"
            raise SurveyError(
                f"The mail server at {where} cannot be reached: {error}. Nothing more was sent; "
                "check SURVEYAPP_SMTP_HOST and SURVEYAPP_SMTP_PORT and send again."
            ) from error
        with connection:
            yield Conversation(connection)

    def _connect(self) -> smtplib.SMTP:
        s = self.settings
        context = ssl.create_default_context()
        if s.smtp_security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                s.smtp_host, s.smtp_port, timeout=PATIENCE, context=context
            )
        else:
            connection = smtplib.SMTP(s.smtp_host, s.smtp_port, timeout=PATIENCE)
        if s.smtp_security == "starttls":
            connection.starttls(context=context)
        if s.smtp_user:
            connection.login(s.smtp_user, s.smtp_password.get_secret_value())
        return connection
