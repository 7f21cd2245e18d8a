"""A local mail server that keeps what it is sent, so that invitations really travel by SMTP."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://\S+/r/[a-z2-7]+/?")


@dataclass(frozen=True)
class Invited:
    """An invitation as it arrived."""

    address: str
    subject: str
    link: str


class Mailbox:
    """Keeps what arrives: invitations to answer, and each message as a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.invitations: list[Invited] = []
        folder.mkdir(parents=True, exist_ok=True)

    def empty(self) -> list[Invited]:
        """The invitations that came in since the last time."""
        taken, self.invitations = self.invitations, []
        return taken

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, as ``aiosmtpd`` calls it."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for address in envelope.rcpt_tos:
            name = f"{len(list(self._folder.glob('*.eml'))) + 1:04d}-{address}.eml"
            (self._folder / name).write_bytes(envelope.content)
            body = message.get_body(("plain",))
            if found := LINK.search(body.get_content() if body else ""):
                self.invitations.append(Invited(address, message["Subject"], found.group()))
        return "250 kept"


@contextmanager
def mail_server(folder: Path, port: int) -> Iterator[Mailbox]:
    """A mailbox behind an SMTP server of this machine."""
    mailbox = Mailbox(folder)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
