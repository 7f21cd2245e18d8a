"""What every use case may ask of the running product: its settings and today's date."""

from datetime import date
from typing import cast

from flask import current_app

from surveyapp.config import Settings


def settings() -> Settings:
    """The settings that the app was made with."""
    return cast(Settings, current_app.extensions["settings"])


def secret() -> str:
    """The application secret."""
    return settings().secret.get_secret_value()


def today() -> date:
    """The date on the server; the core is always told."""
    return date.today()
