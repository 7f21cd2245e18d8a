"""Rule P7: under which name comments may stand, in which order, and without whose names."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from surveyapp.core.anonymity import Division
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL, RaterGroup, Rules
from surveyapp.core.response import Comment
from surveyapp.core.snapshot import CommentBlock, CommentPolicy, QuestionComments

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MASK = "[…]"
PARTICLES = frozenset({"van", "von", "der", "den", "ten", "ter", "het", "the", "and"})


def policy(
    rules: Rules, division: Division, respondents: Mapping[str, int]
) -> tuple[CommentPolicy, ...]:
    """Under which name each group's words stand: decided by respondents, not by who wrote.

    Groups and the pool stand under their name from the minimum for comments on. What remains
    stands together without a name if together it reaches that minimum, and is withheld otherwise.
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
        enough = _count(remaining, respondents) >= rules.minimum_comments
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
        if parts := shuffled(part for text in texts for part in paragraphs(text)):
            yield CommentBlock(unit=row.unit, texts=tuple(mask(part, names) for part in parts))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a comment; each is published on its own."""
    return [part for line in text.splitlines() if (part := " ".join(line.split()))]


def shuffled(parts: Iterable[str]) -> list[str]:
    """In an order that depends on each text alone, so that it can tell nothing about its origin."""
    return sorted(parts, key=lambda part: hashlib.sha256(part.encode()).digest())


def mask(text: str, names: Iterable[str]) -> str:
    """The text without addresses and without the names of these people."""
    text = ADDRESS.sub(MASK, text)
    for name in names:
        for pattern in _name_patterns(name):
            text = pattern.sub(MASK, text)
    return text


def _name_patterns(name: str) -> Iterable[re.Pattern[str]]:
    """The full name, then its parts; short parts only with a capital, as they may be words."""
    parts = [part for part in re.split(r"[\s,]+", name) if part]
    if len(parts) > 1:
        yield re.compile(r"\b" + r"\s+".join(map(re.escape, parts)) + r"\b", re.IGNORECASE)
    for part in parts:
        if len(part) >= 3 and part.lower() not in PARTICLES:
            flags = re.IGNORECASE if len(part) >= 5 else re.NOFLAG
            yield re.compile(rf"\b{re.escape(part)}\b", flags)
