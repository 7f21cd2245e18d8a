"""The SMTP conversation."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Literal

from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError

SHUTTING_DOWN = 421
FOR_GOOD = 500
"""From here on, a mail server's answer will be the same tomorrow."""

PATIENCE = 30
"""Seconds to wait for a mail server."""

LAST_WORD = 300
"""Seconds to wait until it says that it has a message: the longer, the fewer are uncertain."""

LONGEST_WORDS = 300
PRIVATE = re.compile(r"[^\s<>]+@[^\s<>:;,]+|https?://\S+")
"""What a server's words may repeat, and nobody but the receiver has to know."""


@dataclass(frozen=True)
class Fate:
    """What became of one message, ``words`` being the server's; ``over`` if it hung up then.

    Refused is for good, later may go better, and uncertain is a message that the server was given
    before it fell silent.
    """

    state: Literal["taken", "refused", "later", "uncertain"]
    words: str = ""
    over: bool = False


class _Watched(smtplib.SMTP):
    """A connection that knows whether a message was on its way when it broke."""

    underway = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        assert self.sock
        self.sock.settimeout(LAST_WORD)
        self.underway = True
        try:
            reply = super().data(msg)
        except smtplib.SMTPDataError:
            self.underway = False
            raise
        self.underway = False
        self.sock.settimeout(PATIENCE)
        return reply


class _WatchedTLS(_Watched, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Conversation:
    """An open connection to the mail server; many messages go over one."""

    def __init__(self, connection: _Watched) -> None:
        self._connection = connection

    def deliver(self, message: EmailMessage) -> Fate:
        """Hand over one message and tell what became of it."""
        try:
            self._connection.send_message(message)
        except smtplib.SMTPServerDisconnected:
            return self._broken()
        except smtplib.SMTPException as error:
            code, words = _answer(error)
            over = self._connection.sock is None or code == SHUTTING_DOWN
            # Who may send is a matter of the settings: the message itself is not to blame.
            final = code >= FOR_GOOD and not isinstance(error, smtplib.SMTPSenderRefused)
            return Fate("refused" if final else "later", words, over)
        except OSError:
            return self._broken()
        return Fate("taken")

    def _broken(self) -> Fate:
        state: Literal["uncertain", "later"] = "uncertain" if self._connection.underway else "later"
        return Fate(state, "The mail server broke off the conversation.", over=True)


def _answer(error: smtplib.SMTPException) -> tuple[int, str]:
    """The code and the words of a mail server that says no."""
    code, words = FOR_GOOD, str(error).encode()
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        code, words = error.smtp_code, said.encode() if isinstance(said, str) else said
    return code, without_addresses(f"{code} {words.decode(errors='replace')}")


def without_addresses(words: str) -> str:
    """A server's words on one short line, without address or link."""
    line = " ".join(PRIVATE.sub("…", words).split())
    return "".join(letter for letter in line if letter.isprintable())[:LONGEST_WORDS]


@dataclass(frozen=True)
class Mailer:
    """A mail server as it is configured."""

    settings: Settings

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Connect, sign in if asked to, and hang up at the end.

        ``SurveyError`` names the setting to look at where there is no conversation to be had.
        """
        try:
            connection = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise SurveyError(self._unreachable(error)) from error
        try:
            yield Conversation(connection)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def try_out(self) -> None:
        """Connect, greet and sign in, without sending anything; ``SurveyError`` if it fails."""
        with self.conversation():
            pass

    def _unreachable(self, error: Exception) -> str:
        where = f"{self.settings.smtp_host}:{self.settings.smtp_port}"
        said = without_addresses(_said(error)).rstrip(".")
        return f"The mail server at {where} cannot be used: {said}. Check {_setting(error)}."

    def _connect(self) -> _Watched:
        s = self.settings
        context = ssl.create_default_context()
        connection: _Watched
        if s.smtp_security == "tls":
            connection = _WatchedTLS(s.smtp_host, s.smtp_port, timeout=PATIENCE, context=context)
        else:
            connection = _Watched(s.smtp_host, s.smtp_port, timeout=PATIENCE)
        try:
            connection.ehlo_or_helo_if_needed()
            if s.smtp_security == "starttls":
                connection.starttls(context=context)
            if s.smtp_user:
                connection.login(s.smtp_user, s.smtp_password.get_secret_value())
        except BaseException:
            connection.close()
            raise
        return connection


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error)[1]
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return reason or str(error) or type(error).__name__


def _setting(error: Exception) -> str:
    """Which setting is most likely wrong."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "SURVEYAPP_SMTP_USER and SURVEYAPP_SMTP_PASSWORD"
    if isinstance(error, (smtplib.SMTPNotSupportedError, ssl.SSLError)):
        return "SURVEYAPP_SMTP_SECURITY"
    return "SURVEYAPP_SMTP_HOST and SURVEYAPP_SMTP_PORT"
