"""What stands for a value in a text: ``{name}``, in plain words of the text's language.

Texts are kept with the names below and shown with the words of their language. They are filled in
by one regular expression, once: what is filled in is not read again, and nothing is carried out.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from surveyapp.languages import language

GAP = re.compile(r"\{([^{}\n]{1,40})\}")

Name = str
"""One of ``NAMES``."""

NAMES = ("name", "leader", "school", "programme", "last_day", "minutes", "link")


def words(code: str) -> dict[Name, str]:
    """What each is called in a language."""
    _ = language(code).gettext
    return {
        "name": _("name"),
        "leader": _("leader"),
        "school": _("school"),
        "programme": _("programme"),
        "last_day": _("last day"),
        "minutes": _("minutes"),
        "link": _("link"),
    }


def read(text: str, code: str) -> str:
    """A text as it is kept, from one with the words of its language; other words stay."""
    known = {_key(word): name for name, word in words(code).items()}
    names = {_key(name): name for name in NAMES} | known
    return _each(text, lambda word: names.get(_key(word), word))


def shown(text: str, code: str) -> str:
    """The other way round."""
    said = words(code)
    return _each(text, lambda name: said.get(name, name))


def strange(text: str, allowed: Iterable[Name]) -> list[str]:
    """What stands between braces in a kept text and is not allowed there."""
    return [found for found in GAP.findall(text) if found not in set(allowed)]


def fill(text: str, values: Mapping[Name, str]) -> str:
    """A kept text with its values; what has none stays as it is."""
    return GAP.sub(lambda gap: values.get(gap[1], gap[0]), text)


def _each(text: str, other: Callable[[str], str]) -> str:
    return GAP.sub(lambda gap: f"{{{other(gap[1])}}}", text)


def _key(word: str) -> str:
    return " ".join(word.replace("_", " ").split()).casefold()
