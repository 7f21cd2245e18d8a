"""Languages of the product: one folder each in ``translations/``, English being the source.

The catalogues are read as they are written (``.po``) and compiled in memory, so that whoever
installs or translates has no build step. Pages, mail and reports share them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from math import ceil
from pathlib import Path

from babel import Locale, dates, lists, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "translations"
SOURCE = "en"
DEFAULT = "nl"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, the default first."""
    others = {folder.name for folder in FOLDER.iterdir() if folder.is_dir()} | {SOURCE}
    return DEFAULT, *sorted(others - {DEFAULT})


def read_catalogue(language: str) -> Catalog:
    """All messages of a language, from every ``.po`` file of its folder."""
    result = Catalog(locale=language)
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language, abort_invalid=True):
                if message.id:
                    result[message.id] = message
    return result


@cache
def catalogue(language: str) -> NullTranslations:
    """The compiled messages of a language; the source language needs none."""
    if language == SOURCE:
        return NullTranslations()
    binary = BytesIO()
    write_mo(binary, read_catalogue(language))
    binary.seek(0)
    return GNUTranslations(binary)


@dataclass(frozen=True)
class Language:
    """One language: its messages, and how it writes numbers, dates and lists."""

    code: str

    @cached_property
    def locale(self) -> Locale:
        """The rules of the language, from the Unicode repository; English is that of Europe."""
        return Locale.parse("en_150" if self.code == SOURCE else self.code)

    @property
    def name(self) -> str:
        """What its speakers call it."""
        return str(Locale.parse(self.code).display_name).capitalize()

    def called(self, code: str) -> str:
        """What another language is called in this one, in a sentence; its code where unknown."""
        return str(self.locale.languages.get(code, code))

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, ``%(name)s`` filled in."""
        text = catalogue(self.code).gettext(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The same for a message that depends on a count, which is ``%(num)d`` in it."""
        return catalogue(self.code).ngettext(one, many, count) % ({"num": count} | values)

    def number(self, value: float, decimals: int = 1) -> str:
        """A number with so many decimals, rounded half up as people do."""
        pattern = "0" + ("." + "0" * decimals if decimals else "")
        nudged = value + (1e-9 if value >= 0 else -1e-9)
        return numbers.format_decimal(nudged, format=pattern, locale=self.locale)

    def count(self, value: int) -> str:
        """A whole number as people write a large one: 50.000."""
        return str(numbers.format_decimal(value, locale=self.locale))

    def date(self, day: date) -> str:
        """A day written out: 2 november 2026."""
        return dates.format_date(day, format="long", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """A day and the time on it, where the server stands: 2 november 2026 14:05."""
        return dates.format_datetime(
            at.astimezone(), format="d MMMM yyyy HH:mm", locale=self.locale
        )

    def wait(self, seconds: int) -> str:
        """How long from now, never too short: in 20 seconds, in 15 minutes."""
        unit = next((size for size in (3600, 60) if seconds >= size), 1)
        rounded = timedelta(seconds=ceil(seconds / unit) * unit)
        return dates.format_timedelta(rounded, threshold=1, add_direction=True, locale=self.locale)

    def join(self, parts: Iterable[str]) -> str:
        """A list in a sentence: one, two and three."""
        return lists.format_list(list(parts), locale=self.locale)

    def either(self, parts: Iterable[str]) -> str:
        """A choice in a sentence: one, two or three."""
        return lists.format_list(list(parts), style="or", locale=self.locale)


@cache
def language(code: str) -> Language:
    """The language by its code; the default where the code is unknown."""
    return Language(code if code in languages() else DEFAULT)
