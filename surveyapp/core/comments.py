"""Rule P7: under which name comments may stand, in which order, and without whose names."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from surveyapp.core.anonymity import Division
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL, RaterGroup, Rules
from surveyapp.core.response import Comment
from surveyapp.core.snapshot import CommentBlock, CommentPolicy, QuestionComments

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MASK = "[…]"
PARTICLES = frozenset(
    {
        "aan",
        "and",
        "at",
        "bij",
        "da",
        "das",
        "de",
        "del",
        "den",
        "der",
        "des",
        "di",
        "dos",
        "du",
        "el",
        "en",
        "het",
        "in",
        "la",
        "le",
        "op",
        "te",
        "ten",
        "ter",
        "the",
        "tot",
        "uit",
        "van",
        "von",
        "zum",
        "zur",
    }
)
"""Small words in names that are words of their own everywhere else."""


def policy(
    rules: Rules, division: Division, respondents: Mapping[str, int]
) -> tuple[CommentPolicy, ...]:
    """Under which name each group's words stand: decided by respondents, not by who wrote.

    Groups and the pool stand under their name from the minimum for comments on. What remains
    stands together without a name if together it reaches that minimum and every minimum promised
    to its members, and is withheld otherwise.
    """
    units: list[tuple[str, tuple[RaterGroup, ...]]]
    units = [(group.id, (group,)) for group in division.own]
    units += [(POOL, division.pooled)] if division.pooled else []
    rows = []
    remaining = list(division.left_out)
    for unit, groups in units:
        members = tuple(group.id for group in groups)
        if groups[0].identified or _count(groups, respondents) >= rules.minimum_comments:
            rows.append(CommentPolicy(members=members, shown="named", unit=unit))
        else:
            remaining += groups
    if remaining:
        promised = max(rules.minimum_comments, *(group.minimum for group in remaining))
        enough = _count(remaining, respondents) >= promised
        members = tuple(group.id for group in rules.groups if group in remaining)
        rows.append(CommentPolicy(members=members, shown="unnamed" if enough else "withheld"))
    return tuple(rows)


def _count(groups: Iterable[RaterGroup], respondents: Mapping[str, int]) -> int:
    return sum(respondents[group.id] for group in groups)


def publish(
    questions: Iterable[str],
    comments: Sequence[Comment],
    policies: Sequence[CommentPolicy],
    names: Sequence[str],
) -> tuple[QuestionComments, ...]:
    """The comments as they may be read, per question; the leader's own stand under ``self``."""
    own = CommentPolicy(members=(SELF,), shown="named", unit=SELF)
    result = []
    for question in questions:
        given = [comment for comment in comments if comment.question == question]
        blocks = tuple(_blocks([own, *policies], given, names))
        result.append(QuestionComments(question=question, blocks=blocks))
    return tuple(result)


def _blocks(
    policies: Sequence[CommentPolicy], comments: Sequence[Comment], names: Sequence[str]
) -> Iterable[CommentBlock]:
    for row in policies:
        if row.shown == "withheld":
            continue
        texts = [c.text for c in comments if c.group in row.members]
        # Masked before shuffled: an order made from the whole text would help to guess the names.
        parts = [mask(part, names) for text in texts for part in paragraphs(text)]
        if parts:
            yield CommentBlock(unit=row.unit, texts=tuple(shuffled(parts)))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a comment; each is published on its own."""
    return [part for line in text.splitlines() if (part := " ".join(line.split()))]


def shuffled(parts: Iterable[str]) -> list[str]:
    """In an order that depends on each text alone, so that it can tell nothing about its origin."""
    return sorted(parts, key=lambda part: hashlib.sha256(part.encode()).digest())


def mask(text: str, names: Iterable[str]) -> str:
    """The text without addresses and without the names of these people.

    Names are found with and without accents and with a possessive s.
    """
    text = unicodedata.normalize("NFC", text)
    plain = _without_accents(text)
    patterns = [ADDRESS, *(pattern for name in names for pattern in _name_patterns(name))]
    spans = [match.span() for pattern in patterns for match in pattern.finditer(plain)]
    for start, end in reversed(_joined(spans)):
        text = text[:start] + MASK + text[end:]
    return text


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


def _name_patterns(name: str) -> Iterable[re.Pattern[str]]:
    """The full name, then its parts; short parts only with a capital, as they may be words."""
    words = _without_accents(unicodedata.normalize("NFC", name)).replace(",", " ").split()
    if len(words) > 1:
        yield _whole(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    for part in {piece.strip(".'’()") for word in words for piece in (word, *word.split("-"))}:
        if len(part) < 2 or part.lower() in PARTICLES:
            continue
        if len(part) >= 5:
            yield _whole(re.escape(part), re.IGNORECASE)
        else:
            spellings = {part.capitalize(), part.upper(), part} - {part.lower()}
            yield _whole("|".join(map(re.escape, sorted(spellings))))


def _whole(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern as a word of its own, also in the genitive ("Karins")."""
    return re.compile(rf"(?<!\w)(?:{pattern})s?(?!\w)", flags)
