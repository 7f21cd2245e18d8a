"""Fields of a coordinator's forms: what was typed is cleaned, and what is wrong said in words."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, RadioField, StringField
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from surveyapp.core.errors import SurveyError, Unfit
from surveyapp.core.spelling import on_one_line
from surveyapp.languages import languages
from surveyapp.services.checked import LONGEST_NAME, checked_address
from surveyapp.web.speech import _, spoken

Said = Callable[[], str]
"""A sentence, said in the language of the page when it is needed."""

WRITTEN = ("%Y-%m-%d", "%d-%m-%Y")
"""How browsers send a day, and how people write one where the browser has no calendar."""


def day_of(typed: str) -> date | None:
    """The day that was typed; ``ValueError`` where it is none."""
    for form in WRITTEN if typed else ():
        with suppress(ValueError):
            return datetime.strptime(typed, form).date()
    if typed:
        raise ValueError(_("Write the day as year-month-day, such as 2026-12-18."))
    return None


class Line(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line of text; without ``missing`` it may be empty."""

    def __init__(self, missing: Said | None, longest: int = LONGEST_NAME, **options: Any) -> None:
        super().__init__(filters=[on_one_line], **options)
        self.missing, self.longest = missing, longest

    def pre_validate(self, form: FlaskForm) -> None:
        """Neither empty nor too long."""
        if self.missing and not self.data:
            raise StopValidation(self.missing())
        if len(self.data or "") > self.longest:
            raise StopValidation(_("Use at most %(most)s characters.", most=self.longest))


class Address(Line):
    """An e-mail address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(None, longest=254, **options)

    def pre_validate(self, form: FlaskForm) -> None:
        """One to which mail can go."""
        try:
            checked_address(self.data)
        except SurveyError as error:
            fault = _("Enter an e-mail address, such as name@school.example.")
            raise StopValidation(fault) from error


class Label(Field):  # type: ignore[misc]  # WTForms has no types
    """What something is called in each language; without ``missing`` it may have no name."""

    def __init__(self, missing: Said | None, longest: int, **options: Any) -> None:
        super().__init__(**options)
        self.missing, self.longest = missing, longest

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take a line for each language."""
        self.process_errors: list[str] = []
        known = data if isinstance(data, dict) else {}
        self.data = {code: known.get(code, "") for code in languages()}
        if formdata:
            typed = {code: formdata.get(f"{self.name}-{code}") for code in self.data}
            self.data = {code: on_one_line(text) for code, text in typed.items()}

    @property
    def texts(self) -> dict[str, str]:
        """The languages that were filled in."""
        return {code: text for code, text in self.data.items() if text}

    def pre_validate(self, form: FlaskForm) -> None:
        """A name in every language, if one is needed, and none too long."""
        if self.missing and len(self.texts) < len(self.data):
            raise StopValidation(self.missing())
        if max(map(len, self.data.values())) > self.longest:
            raise StopValidation(_("Use at most %(most)s characters.", most=self.longest))


class Day(Field):  # type: ignore[misc]  # WTForms has no types
    """A day; without ``missing`` there may be none."""

    data: Any

    def __init__(self, missing: Said | None, **options: Any) -> None:
        super().__init__(**options)
        self.missing = missing

    @property
    def written(self) -> str:
        """The day as it goes into the form again: what cannot be read stays as it was typed."""
        typed = on_one_line(self.raw_data[0]) if self.raw_data else ""
        return self.data.isoformat() if self.data else typed

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        self.data = None
        self.data = day_of(on_one_line(valuelist[0]) if valuelist else "")

    def pre_validate(self, form: FlaskForm) -> None:
        """A day where one is needed."""
        if self.missing and self.data is None and not self.process_errors:
            raise StopValidation(self.missing())


class Number(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A whole number within bounds."""

    data: Any

    def __init__(self, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    @property
    def written(self) -> str:
        """The number as it goes into the form again, or what was typed in its place."""
        typed = on_one_line(self.raw_data[0]) if self.raw_data else ""
        return typed if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what is none is told as one out of bounds."""
        self.data = None
        with suppress(ValueError, IndexError):
            self.data = int(valuelist[0])

    def pre_validate(self, form: FlaskForm) -> None:
        """Within the bounds."""
        if self.data is None or not self.least <= self.data <= self.most:
            bounds = {"least": self.least, "most": self.most}
            raise StopValidation(_("Choose a number from %(least)s to %(most)s.", **bounds))


class Choice(RadioField):  # type: ignore[misc]  # WTForms has no types
    """One of some choices, which the page describes."""

    choices: Any
    data: Any

    def offer(self, values: Iterable[str]) -> None:
        """What can be chosen; where there is one thing only, it is chosen."""
        self.choices = [(value, value) for value in values]
        if len(self.choices) == 1 and not self.data:
            self.data = self.choices[0][0]

    def pre_validate(self, form: FlaskForm) -> None:
        """One of those that were offered."""
        if self.data not in dict(self.choices):
            raise StopValidation(_("Choose one of these."))


class Seen(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """The version that somebody had before her; what is no number is none."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """A form without a version was not made by a page of ours: it has seen none."""
        self.data = valuelist[0] if valuelist else ""

    @property
    def version(self) -> int:
        """The version, as a number."""
        text = str(self.data)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class OurForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that also shows what a service found wrong."""

    def complain(self, error: Unfit, said: dict[str, Said]) -> None:
        """Put each fault beside its field."""
        for name, fault in error.faults.items():
            self[name].errors = [said[fault]()]

    @property
    def status(self) -> int:
        """The status of a page that shows the form."""
        return 422 if self.errors else 200


@dataclass(frozen=True)
class Difference:
    """A value that somebody else stored meanwhile, beside the one that was typed."""

    label: str
    now: str
    typed: str


class Versioned(OurForm):
    """A form about something that two people may change at once.

    Whoever comes second is told what stands there now. What she typed stays in the form, and goes
    in its place if she stores it once more: by then she knows.
    """

    version = Seen()
    clash: tuple[Difference, ...] | None = None

    def met(self, version: int | str, *rows: tuple[str, str, str]) -> None:
        """Somebody else was first: of each row the label, what stands there now, what was typed."""
        self.clash = tuple(Difference(*row) for row in rows if row[1] != row[2])
        self.version.data = str(version)

    @property
    def status(self) -> int:
        """The status of a page that shows the form."""
        return 409 if self.clash is not None else super().status


def names_of_languages() -> dict[str, str]:
    """What the languages are called on this page, by code."""
    return {code: _capital(spoken().called(code)) for code in languages()}


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
