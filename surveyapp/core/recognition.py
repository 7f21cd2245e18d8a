"""What points at a person in a text: names of known people, addresses, numbers (rule P7).

One finder serves the mask of published comments and the warning while somebody writes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from surveyapp.core.spelling import JOINERS
from surveyapp.core.words_in_names import NO_POSTCODE, PARTICLES, WORDS

MASK = "[…]"

UNSEEN = ("Cf", "Mn", "Me")
"""Signs without room of their own, such as a soft hyphen: looked through, and never dropped, as
emoji and other scripts than ours are made with them."""

MAIL = r"(?: (?<![\w.+-]) [\w.+-]+ )? @ (?: [\w-]+ (?: \. [\w-]+ )+ | [^\W\d_] [\w-]* \w )"
"""An address, whole or not, and what begins with an @ as names on social media do."""

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

POSTCODE = rf"""
    (?<!\w) (?! (?: 19[5-9] | 20[0-4] )\d[ ] )   # "sinds 2024 MR-lid" is a year
    [1-9]\d{{3}} [ ]?
    (?: [A-Z]{{2}} | (?! (?i: {"|".join(sorted(NO_POSTCODE))} ) ) [A-Za-z]{{2}} ) (?!\w)
"""

ADDRESSES = [
    re.compile(MAIL, re.VERBOSE),
    re.compile(PHONE, re.VERBOSE),
    re.compile(NUMBER),
    re.compile(POSTCODE, re.VERBOSE),
    re.compile(WEB, re.VERBOSE | re.IGNORECASE),
]

ENDINGS = r"(?i: (?: ['’]? (?: [tp]?je | ke ) s? )? (?: ['’]?s )? )"
"""What may stand behind a name: Karins, Karin's, Karintje."""

SURE_ENDINGS = r"(?i: (?: ['’]? [tp]?je s? )? (?: ['’]s )? )"
"""Behind short names in small letters neither ke nor a bare s, which make "like" of Li and "this"
of Thi."""


def mask(text: str, names: Iterable[str]) -> str:
    """The text without addresses and numbers, and without the names of these people.

    Names are found with and without accents, in the genitive and as a diminutive.
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
    places = [place for place, sign in enumerate(text) if _seen(sign)]
    places.append(len(text))
    return _joined((places[start], places[end]) for start, end in _found_in(_plain(text), names))


def _seen(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN


def _found_in(plain: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The spans of addresses, numbers and names in a text without accents and unseen signs."""
    for pattern in ADDRESSES:
        yield from (match.span() for match in pattern.finditer(plain))
        # What was found is no letter any more: a name right behind a number is one as well.
        plain = pattern.sub(lambda match: "\0" * len(match[0]), plain)
    yield from (match.span() for match in _pattern_of(tuple(names)).finditer(plain))


def _plain(text: str) -> str:
    """Every sign that is seen, without its accent."""
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text if _seen(sign))


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
    """Finds any of these names as words of their own, with their endings."""
    written = {one for name in names for one in (name, _parted(name))}
    spellings = {spelling for name in written for spelling in _spellings(name)}
    # The longest first: a full name is found as one.
    ordered = sorted(spellings, key=lambda one: (-len(one[0]), one))
    either = "|".join(pattern for _, pattern in ordered) or "(?!)"
    return re.compile(rf"(?<! [^\W_] ) (?: {either} ) (?! [^\W_] )", re.VERBOSE)


def _parted(name: str) -> str:
    """The name with a space for each joiner: each half may be a name of its own."""
    return name.translate({ord(sign): " " for sign in JOINERS})


def _spellings(name: str) -> Iterator[tuple[str, str]]:
    """The full name and its parts, each with its pattern.

    Parts that are words as well are names with a capital only.
    """
    words = _plain(_composed(name)).replace(",", " ").split()
    if len(words) > 1:
        whole = r"\s+".join(map(re.escape, words))
        yield " ".join(words), f"(?i:{whole}){ENDINGS}"
    for part in {piece.strip(".'’()") for word in words for piece in (word, *word.split("-"))}:
        if len(part) >= 2 and part[0].isalpha() and part.lower() not in PARTICLES:
            yield from ((part, pattern) for pattern in _patterns(part))


def _patterns(part: str) -> Iterator[str]:
    """How a part of a name may be written."""
    is_word = part.lower() in WORDS
    if not is_word:
        yield rf"(?i:{re.escape(part)}){ENDINGS if len(part) > 3 else SURE_ENDINGS}"
    if is_word or len(part) <= 3:
        capitals = {part.capitalize(), part.upper(), part} - {part.lower()}
        yield from (f"{re.escape(one)}{ENDINGS}" for one in sorted(capitals))
