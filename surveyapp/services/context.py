"""What every use case may ask of the running product: its settings, the clock, and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

from flask import current_app

from surveyapp.config import Settings

_ACTOR: ContextVar[UUID | None] = ContextVar("actor", default=None)


def settings() -> Settings:
    """The settings that the app was made with."""
    return cast(Settings, current_app.extensions["settings"])


def secret() -> str:
    """The application secret."""
    return settings().secret.get_secret_value()


def today() -> date:
    """The date on the server; the core is always told."""
    return date.today()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def actor() -> UUID | None:
    """The account in whose name this happens; ``None`` for the operator at the command line."""
    return _ACTOR.get()


@contextmanager
def acting(account: UUID) -> Iterator[None]:
    """Do what follows in the name of this account."""
    token = _ACTOR.set(account)
    try:
        yield
    finally:
        _ACTOR.reset(token)
