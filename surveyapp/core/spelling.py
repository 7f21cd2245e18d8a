"""How a name, or another line of text, is spelt: one rule for the signs that nobody sees.

By such a sign two names could look the same and be two. So it goes; a joiner stays where it is part
of the spelling, in Persian, in the scripts of India and in emoji. Names are compared without it.
"""

import unicodedata
from collections.abc import Iterable

JOINERS = "\u200c\u200d"

JOINED = (("\u0600", "\u109f"), ("\u1780", "\u18af"))
"""The scripts that are written with joiners: Arabic to Burmese, Khmer and Mongolian."""


def tidy(text: str) -> str:
    """A text on one line, letters in one form, without what only steers its layout."""
    seen = _composed(sign for sign in text if not _unseen(sign) or sign in JOINERS)
    kept = _composed(
        sign for place, sign in enumerate(seen) if sign not in JOINERS or _joins(seen, place)
    )
    return " ".join(kept.split())


def on_one_line(text: str | None) -> str:
    """The same of what was typed, and without all that cannot be printed."""
    return tidy("".join(sign for sign in text or "" if shown(sign) or sign.isspace()))


def shown(sign: str) -> bool:
    """Whether a sign may stand in a line: it can be printed, or joins others."""
    return sign.isprintable() or sign in JOINERS


def same(text: str) -> str:
    """By what two writings of a name are the same."""
    return _composed(sign for sign in tidy(text) if sign not in JOINERS).casefold()


def _composed(signs: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", "".join(signs))


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands between two that are written with joiners.

    Marks are looked past: taking out another joiner may change their order, but not their letter.
    """
    before, after = range(place - 1, -1, -1), range(place + 1, len(text))
    return _joined(_first(text, before)) and _joined(_first(text, after))


def _first(text: str, places: Iterable[int]) -> str:
    """The first sign in these places that is no mark on another; a space where there is none."""
    signs = (text[place] for place in places)
    return next((sign for sign in signs if not unicodedata.combining(sign)), " ")


def _joined(sign: str) -> bool:
    """Whether it is of such a script, or an emoji; a selector says that a sign is one."""
    if any(first <= sign <= last for first, last in JOINED):
        return True
    emoji = unicodedata.category(sign) in {"So", "Sk"} or sign == "\ufe0f"
    return emoji and sign > "\u2000"
