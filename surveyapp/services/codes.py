"""A token as people read and type it: six groups of four, and forgiving.

It is the whole token. A shorter one would be guessed by whoever has a dump of the database, which
holds the half that finds the invitation (rule S4).
"""

import base64
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

from surveyapp.services.context import secret
from surveyapp.services.links import INVITE, LINK, OVERVIEW, PAPER, PROOF, token

GROUP = 4
LENGTH = 8 * (LINK + PROOF) // 5
"""Letters and digits of a code."""

HEAD = 8 * LINK // 5
"""How many of them find the invitation; the others prove it."""

LONGEST = 500
"""Signs of what somebody may paste around a code: more is counted, and not made plain, since one
sign can become eighteen."""

MISREAD = str.maketrans("018L52", "OIBISZ")
"""What is read or typed for another sign: 0, 1 and 8 are in no code at all."""

TWINS = {"I": "IL", "S": "S5", "Z": "Z2"}
"""What a sign can have been, where both of two that look alike are in codes."""


@dataclass(frozen=True)
class Code:
    """A code that we wrote: what it is for, and the token it stands for."""

    purpose: bytes
    token: str


def grouped(written: str) -> str:
    """A token in groups of four capitals: ``ABCD-EFGH-…``."""
    signs = written.upper()
    return "-".join(signs[place : place + GROUP] for place in range(0, len(signs), GROUP))


def typed(text: str) -> str:
    """The signs that count of what somebody typed or pasted, be it the whole link."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    plain = normalize("NFKC", last) if len(last) <= LONGEST else last
    return "".join(sign for sign in plain.upper() if sign.isalnum())


def read(text: str) -> Code | None:
    """The code that was typed; ``None`` for anything that this product did not write.

    Of a code with an I, S or Z in its head each reading is tried: 256 at most, hardly ever four.
    """
    signs = typed(text)
    if len(signs) != LENGTH or not signs.isascii():
        return None
    meant = signs.translate(MISREAD)
    for link, purpose in product(_links(meant[:HEAD]), (INVITE, PAPER, OVERVIEW)):
        written = token(secret(), link, purpose)
        if hmac.compare_digest(written.upper().translate(MISREAD), meant):
            return Code(purpose, written)
    return None


def _links(head: str) -> Iterator[bytes]:
    """The links that the first signs can stand for."""
    for signs in product(*(TWINS.get(sign, sign) for sign in head)):
        try:
            yield base64.b32decode("".join(signs))
        except ValueError:
            return
