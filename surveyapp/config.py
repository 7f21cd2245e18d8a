"""Configuration from the environment: typed, frozen, and refused by name when it is wrong.

Every setting is ``SURVEYAPP_<NAME>``, or ``SURVEYAPP_<NAME>_FILE`` for a file that holds it. The
table in the README is generated from this file and tested.
"""

import os
import re
from collections.abc import Mapping
from email.errors import MessageError, ObsoleteHeaderDefect
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from surveyapp.core.errors import SurveyError
from surveyapp.languages import DEFAULT, languages

PREFIX = "SURVEYAPP_"

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

LONGEST_KEPT = 36_525
"""A hundred years, in days."""


class Settings(BaseModel):
    """What an operator can set. The default is shown; only ``secret`` has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secret: SecretStr = Field(
        description="Random text of at least 32 characters; every invite link is derived from it"
    )
    database: str = Field(
        default="sqlite:///var/surveyapp.sqlite",
        description="Where the data lives: sqlite:///PATH or postgresql+psycopg://…",
    )
    files: str = Field(
        default="var/files",
        description="Folder of files that wait a day to be downloaded; it holds personal data",
    )
    presses: int = Field(
        default=0,
        ge=0,
        le=64,
        description="How many reports are printed at the same time; 0 for one per processor",
    )
    base_url: str = Field(
        default="http://127.0.0.1:5000", description="Address under which people reach the product"
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many proxies stand before the product and set X-Forwarded-For",
    )
    log: Literal["text", "json"] = Field(
        default="text",
        description="How the log is written on stderr: text, or json for a collector",
    )
    language: str = Field(default=DEFAULT, description="Language of pages before anybody chooses")
    smtp_host: str = Field(default="127.0.0.1", description="Mail server")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Its port")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        default="none", description="How the connection is encrypted: none, starttls or tls"
    )
    smtp_user: str = Field(default="", description="Name to sign in with, if the server wants one")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="And its password")
    mail_from: str = Field(
        default="feedback@localhost", description="Sender of invitations and reminders"
    )
    oidc_issuer: str = Field(
        default="",
        description="Provider of single sign-on (OpenID Connect), such as "
        "https://login.school.example; empty for none",
    )
    oidc_client_id: str = Field(
        default="", validate_default=True, description="As whom it knows this product"
    )
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), validate_default=True, description="And the secret it gave"
    )
    oidc_name: str = Field(
        default="", validate_default=True, description="What people call it, on the button"
    )
    oidc_domains: str = Field(
        default="",
        validate_default=True,
        description="Mail domains, with commas between, whose addresses it may vouch for",
    )
    keep_addresses_days: int = Field(
        default=30,
        ge=0,
        le=LONGEST_KEPT,
        description="Days after the freeze on which names, addresses and links are erased",
    )
    keep_reports_days: int = Field(
        default=1825,
        ge=30,
        le=LONGEST_KEPT,
        description="Days after the freeze on which reports and their answers are erased",
    )

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("at least 32 characters are needed; `openssl rand -hex 32` makes some")
        return value

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("write sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME")
        if not _readable_database(value):
            raise ValueError(
                "no database can be read from it; characters such as @ / : % in a password are "
                "written as %40 %2F %3A %25"
            )
        if value.partition("?")[0] == "sqlite:///":
            raise ValueError("the path is missing, such as sqlite:////srv/surveyapp.sqlite")
        return value

    @field_validator("base_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        value = value.rstrip("/")
        if not _is_origin(value):
            raise ValueError(
                "write the whole address, such as https://feedback.school.example, with nothing "
                "behind the host and its port"
            )
        return value

    @field_validator("smtp_host")
    @classmethod
    def _a_host(cls, value: str) -> str:
        if not value.isprintable() or len(value.split()) != 1:
            raise ValueError("write the name of the mail server, such as smtp.school.example")
        return value

    @field_validator("smtp_user", "smtp_password")
    @classmethod
    def _can_be_sent(cls, value: str | SecretStr) -> str | SecretStr:
        text = value if isinstance(value, str) else value.get_secret_value()
        if not text.isascii():
            raise ValueError("use plain letters, digits and signs: mail is signed in to with ASCII")
        return value

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str) -> str:
        if not _is_sender(value):
            raise ValueError(
                "write one e-mail address, such as feedback@school.example or "
                "Feedback <feedback@school.example>"
            )
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _a_provider(cls, value: str) -> str:
        if value and not _is_provider(value):
            raise ValueError(
                "write its whole address as it says itself, such as https://login.school.example; "
                "http is for this machine only"
            )
        return value

    @field_validator("oidc_client_id", "oidc_client_secret", "oidc_name", "oidc_domains")
    @classmethod
    def _with_a_provider(cls, value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("it is needed with SURVEYAPP_OIDC_ISSUER")
        return value

    @field_validator("oidc_domains")
    @classmethod
    def _domains(cls, value: str) -> str:
        if value and not all(DOMAIN.fullmatch(name) for name in _listed(value)):
            raise ValueError("write domains such as school.example, with commas between")
        return ",".join(_listed(value))

    @property
    def vouched_domains(self) -> frozenset[str]:
        """The mail domains whose addresses the provider of single sign-on may vouch for."""
        return frozenset(_listed(self.oidc_domains))

    @field_validator("language")
    @classmethod
    def _a_language(cls, value: str) -> str:
        if value not in languages():
            raise ValueError(f"choose one of {', '.join(languages())}")
        return value


def _readable_database(text: str) -> bool:
    # The command line starts quickly without it.
    from sqlalchemy import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        make_url(text)
    except (ValueError, ArgumentError):
        return False
    return text.isprintable()


def _is_origin(text: str) -> bool:
    """Whether it is a scheme, a host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    whole = f"{parts.scheme}://{parts.netloc}" == text and "@" not in parts.netloc
    plain = text.isprintable() and " " not in text
    return named and whole and plain and parts.scheme in {"http", "https"}


def _is_provider(text: str) -> bool:
    """Whether it is an address that a provider may have: encrypted, or on this machine."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = text.isprintable() and " " not in text and not parts.query and not parts.fragment
    local = parts.scheme == "http" and host in {"localhost", "127.0.0.1"}
    return plain and bool(host) and (parts.scheme == "https" or local) and "@" not in parts.netloc


def _listed(text: str) -> list[str]:
    return [name.strip().lower().removeprefix("@") for name in text.split(",") if name.strip()]


def _is_sender(text: str) -> bool:
    """Whether mail can be sent in this name; read as it will be read when a message is made."""
    message = EmailMessage()
    try:
        message["From"] = text
        sender = message["From"]
    except (ValueError, IndexError, MessageError):
        return False
    whole = all(isinstance(defect, ObsoleteHeaderDefect) for defect in sender.defects)
    return whole and [
        bool(one.username and one.domain) and one.addr_spec.isascii() for one in sender.addresses
    ] == [True]


def without_settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """An environment for a process that is to know none of our settings, secrets among them."""
    return {key: value for key, value in environment.items() if not key.startswith(PREFIX)}


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; ``SurveyError`` names every variable that is wrong."""
    values: dict[str, str] = {}
    for variable, value in environment.items():
        if variable.startswith(PREFIX):
            name, text = _named(variable, value)
            if name in values:
                raise SurveyError(f"{PREFIX}{name.upper()} is set twice: keep it or its _FILE.")
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                raise SurveyError(f"{variable} is not written in UTF-8: type it again.")
            values[name] = text
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SurveyError("\n".join(_sentence(dict(fault)) for fault in error.errors())) from error


def _named(variable: str, value: str) -> tuple[str, str]:
    """The setting that a variable stands for, and its value."""
    name = variable.removeprefix(PREFIX).lower()
    if not name.endswith("_file"):
        return name, value
    try:
        return name.removesuffix("_file"), Path(value).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyError(f"{variable}: the file {value} cannot be read: {error}") from error


def _sentence(fault: dict[str, object]) -> str:
    location = fault["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    variable = f"{PREFIX}{name.upper()}"
    if fault["type"] == "missing":
        return f"{variable} is not set. {Settings.model_fields[name].description}."
    if fault["type"] == "extra_forbidden":
        known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        return f"{variable} is not a setting. There are: {known}."
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{variable} is wrong: {reason}."
