"""Rule P7: under which name comments may stand, in which order, and without whose names."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from surveyapp.core.anonymity import Division
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL, RaterGroup, Rules
from surveyapp.core.recognition import mask
from surveyapp.core.response import Comment
from surveyapp.core.snapshot import CommentBlock, CommentPolicy, QuestionComments


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
    """The comments as they may be read, per question.

    The leader's own stand under ``self`` as she wrote them: she alone reads them, and they are
    promised to her.
    """
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
        parts = [part for text in texts for part in paragraphs(text)]
        if row.unit != SELF:
            # Masked before shuffled: an order made from the whole text would help to guess names.
            parts = [mask(part, names) for part in parts]
        if parts:
            yield CommentBlock(unit=row.unit, texts=tuple(shuffled(parts)))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a comment; each is published on its own."""
    return [part for line in text.splitlines() if (part := " ".join(line.split()))]


def shuffled(parts: Iterable[str]) -> list[str]:
    """In an order that depends on each text alone, so that it can tell nothing about its origin."""
    return sorted(parts, key=lambda part: hashlib.sha256(part.encode()).digest())
