"""What points at a person in a text: names of known people, addresses, numbers (rule P7).

One finder serves the mask of published comments and the warning while somebody writes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

MASK = "[…]"

MAIL = r"(?: (?<![\w.+-]) [\w.+-]+ )? @ [\w-]+ (?: \. [\w-]+ )+"
"""An address, and what begins with an @ as names on social media do."""

WEB = r"""
    (?: https?:// | (?<!\w)www\. ) \S*[\w/]     # what says that it is a link
    | (?<![\w.-]) (?: [\w-]+ \. )+ (?: nl | be | eu | com | org | net ) (?!\w) (?: /\S*[\w/] )?
"""

DATE = r"\d{1,2} (?P<sep>[-/.]) \d{1,2} (?P=sep) (?: (?:19|20)\d\d(?!\d) | \d\d(?!\d|(?P=sep)\d) )"
TIME = r"[012]?\d \. [0-5]\d (?! [\d.] )"
PHONE = rf"""
    (?<!\d) (?<! \d[-.,:/] )                     # not half of an amount, a date or a time
    (?: \+[ ]?\(? | (?: \((?=0\d{{1,4}}\)) )? (?=0) (?! {DATE} | {TIME} ) )
    \d (?: [ ()./‐‑–-]{{0,3}} \d ){{8,}}          # nine digits or more, in groups
"""
NUMBER = r"\d{9,}"
"""Nine digits or more at one stretch: a phone abroad, an account, a number of a person."""

POSTCODE = r"""
    (?<!\w) (?! (?: 19[5-9] | 20[0-4] )\d[ ] )   # "sinds 2024 MR-lid" is a year
    [1-9]\d{3} [ ]? [A-Z]{2} (?!\w)
"""

ADDRESSES = [
    re.compile(MAIL, re.VERBOSE),
    re.compile(WEB, re.VERBOSE | re.IGNORECASE),
    re.compile(PHONE, re.VERBOSE),
    re.compile(NUMBER),
    re.compile(POSTCODE, re.VERBOSE),
]

PARTICLES = frozenset({
    "aan", "and", "at", "bij", "da", "das", "de", "del", "den", "der", "des", "di", "dos", "du",
    "el", "en", "het", "in", "la", "le", "op", "te", "ten", "ter", "the", "tot", "uit", "van",
    "von", "zum", "zur",
})  # fmt: skip
"""Small words in names that are words of their own everywhere else."""


def mask(text: str, names: Iterable[str]) -> str:
    """The text without addresses and numbers, and without the names of these people.

    Names are found with and without accents and with a possessive s.
    """
    text = _composed(text)
    for start, end in reversed(_spans(text, names)):
        text = text[:start] + MASK + text[end:]
    return text


def found(text: str, names: Iterable[str]) -> list[str]:
    """What ``mask`` would leave out, as it is written, in the order of the text, each once."""
    text = _composed(text)
    return list(dict.fromkeys(text[start:end] for start, end in _spans(text, names)))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spans(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where they stand in a composed text, from first to last, none meeting another."""
    plain = _without_accents(text)
    spans = []
    for pattern in ADDRESSES:
        spans += [match.span() for match in pattern.finditer(plain)]
        # What was found is no letter any more: a name right behind a number is one as well.
        plain = pattern.sub(lambda match: "\0" * len(match[0]), plain)
    spans += [match.span() for match in _pattern_of(tuple(names)).finditer(plain)]
    return _joined(spans)


def _without_accents(text: str) -> str:
    """The same text letter by letter, so that a place in one is the same place in the other."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that meet made into one."""
    result: list[tuple[int, int]] = []
    for span in sorted(spans):
        if result and span[0] <= result[-1][1]:
            last = result.pop()
            result.append((last[0], max(last[1], span[1])))
        else:
            result.append(span)
    return result


@lru_cache(maxsize=64)
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of these names as words of their own, also in the genitive ("Karins")."""
    spellings = {spelling for name in names for spelling in _spellings(name)}
    # The longest first: a full name is found as one.
    either = "|".join(sorted(spellings, key=lambda one: (-len(one), one))) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{either})s?(?!\w)")


def _spellings(name: str) -> Iterator[str]:
    """The full name, then its parts; short parts only with a capital, as they may be words."""
    words = _without_accents(_composed(name)).replace(",", " ").split()
    if len(words) > 1:
        whole = r"\s+".join(map(re.escape, words))
        yield f"(?i:{whole})"
    for part in {piece.strip(".'’()") for word in words for piece in (word, *word.split("-"))}:
        if len(part) < 2 or part.lower() in PARTICLES:
            continue
        if len(part) >= 5:
            yield f"(?i:{re.escape(part)})"
        else:
            capitals = {part.capitalize(), part.upper(), part} - {part.lower()}
            yield from map(re.escape, capitals)
