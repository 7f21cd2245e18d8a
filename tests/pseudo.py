"""A language that nobody speaks: English with accents, a third longer. It is one folder.

What shows without accents on a page was not translated; what is cut off has no room for long words.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from surveyapp import languages

CODE = "eo"
"""Its folder has the code of a language that has names of months, but that we do not ship."""

GAPS = re.compile(r"(%\(\w+\)[sd]|\{\w+\})")
ACCENTS = str.maketrans("aeiouncsAEIOUNCS", "àéîõüñçšÀÉÎÕÜÑÇŠ")


def spelled(text: str) -> str:
    """The text with accents and longer by a third, its gaps as they are."""
    parts = [part if GAPS.fullmatch(part) else accented(part) for part in GAPS.split(text)]
    return "".join(parts) + " ~" + "öööööööö " * (len(text) // 27) + "ö" * (len(text) % 27 // 3)


def accented(text: str) -> str:
    """The text with accents: what every translated sentence has."""
    return text.translate(ACCENTS)


def _translated(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return spelled(message.id)
    return tuple(spelled(text) for text in message.id)


def write_folder(folder: Path) -> None:
    """All catalogues of the language, made from the messages of another one."""
    folder.mkdir()
    for file in sorted((languages.FOLDER / languages.DEFAULT).glob("*.po")):
        made = Catalog(locale=CODE)
        with file.open("rb") as stream:
            for message in read_po(stream):
                if message.id:
                    made.add(message.id, _translated(message))
        with (folder / file.name).open("wb") as stream:
            write_po(stream, made)


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """The product while that language stands beside those it ships."""
    shutil.copytree(languages.FOLDER, folder)
    write_folder(folder / CODE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDER", folder)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for known in (languages.languages, languages.catalogue, languages.language):
        known.cache_clear()


@cache
def sentences() -> tuple[str, ...]:
    """What must not stand on a page in this language: English messages of some length."""
    known = languages.read_catalogue(languages.DEFAULT)
    texts = (message.id for message in known if isinstance(message.id, str))
    return tuple(text for text in texts if len(text) > 15 and not GAPS.search(text))
