"""Names in files and databases, made from what people call things."""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import count

LONGEST = 40


def identifier(text: str, taken: Container[str], otherwise: str) -> str:
    """An ``Identifier`` that resembles the text and is free; from ``otherwise`` where none does.

    "Ouders & leerlingen" becomes ``ouders-leerlingen``, and a second one ``ouders-leerlingen-2``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    stem = words if words[:1].isalpha() else otherwise
    names = (stem[: LONGEST - len(end)] + end for end in _ends())
    return next(name for name in names if name not in taken)


def _ends() -> Iterator[str]:
    yield ""
    for number in count(2):
        yield f"-{number}"
