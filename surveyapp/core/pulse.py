"""A pulse: halfway, a few items of what a leader chose, asked of the same rater groups.

Its questions are the wave's own, restricted to three to five items that were asked in the same
words in the wave in which she chose, and one more for each who would be asked none of these. So it
is a questionnaire like any other: every rule holds.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from math import inf
from typing import Literal

from surveyapp.core.instrument import SELF, Competence, Instrument, Item
from surveyapp.core.snapshot import Snapshot

FEWEST = 3
MOST = 5
"""Items in a pulse: fewer only where there are no more, and one more for each who would be asked
none of these."""

MINUTES = 2

ENDING = "-pulse"
"""How the id of the questions of a pulse ends."""

TITLE = {"nl": "Tussenmeting", "en": "Pulse"}
DESCRIPTION = {
    "nl": "Een paar stellingen uit de hele vragenlijst: wat ziet u er nu van?",
    "en": "A few statements of the whole questionnaire: what do you see of them now?",
}

Fault = Literal["few", "many", "left out", "unasked"]


@dataclass(frozen=True)
class Wish:
    """A competence that she chose, and the items of it that she ticked, if she did."""

    competence: str
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A priority and the items that may be asked of it, those with the most to gain first.

    ``unseen`` tells of items which groups are not asked them.
    """

    competence: str
    items: tuple[str, ...]
    ticked: tuple[str, ...] = ()
    unseen: Mapping[str, frozenset[str]] = field(default_factory=dict)


def topics(wishes: Sequence[Wish], before: Snapshot, now: Instrument) -> tuple[Topic, ...]:
    """What can be asked of each priority, in the order of the priorities.

    ``before`` is the report in which she chose. Of what was ticked it keeps what can be asked. A
    priority of which nothing can be asked is passed over.
    """
    found = {one.id: one for one in now.competences}
    groups = {SELF, *(group.id for group in before.rules.groups)}
    unseen = {item.id: groups.intersection(item.not_asked) for item in now.items()}
    made = [
        Topic(
            wish.competence,
            items,
            tuple(key for key in items if key in wish.ticked),
            {key: frozenset(unseen[key]) for key in items},
        )
        for wish in wishes
        if wish.competence in found and (items := _askable(found[wish.competence], before))
    ]
    return tuple(made)


def _askable(competence: Competence, before: Snapshot) -> tuple[str, ...]:
    """Items in the same words as before; those that some are not asked only to make up for few.

    First what the others rated lowest, as most can change there, then in the order of asking.
    """
    same = _same(competence.items, before)
    others = {row.id: row.others for one in before.competences for row in one.items}
    found = sorted(same, key=lambda item: (bool(item.not_asked), _room(item, others)))
    of_all = sum(not item.not_asked for item in found)
    return tuple(item.id for item in found[: max(FEWEST, of_all)])


def _same(items: Iterable[Item], before: Snapshot) -> list[Item]:
    """Those in the same words as before."""
    words = {item.id: (item.text, item.reverse) for item in before.instrument.items()}
    return [item for item in items if words.get(item.id) == (item.text, item.reverse)]


def _room(item: Item, others: Mapping[str, float | None]) -> float:
    """By what items are sorted: how the others rated them; last what is not published."""
    rated = others.get(item.id)
    return inf if rated is None else rated


def by_rule(found: Sequence[Topic]) -> tuple[str, ...]:
    """The items that are asked where she chose none: of each priority in turn the next one."""
    turns = zip_longest(*(topic.items for topic in found))
    return tuple(key for key in chain.from_iterable(turns) if key is not None)[:MOST]


def fault(found: Sequence[Topic], ticked: Collection[str]) -> Fault | None:
    """What keeps these items from being a pulse.

    They are too few, too many, of one priority none, or nothing that some group is asked. What the
    rule would ask she may ask too: whoever is asked nothing then is asked one thing besides.
    """
    if set(ticked) == set(by_rule(found)):
        return None
    if any(not set(topic.items) & set(ticked) for topic in found):
        return "left out"
    if len(ticked) > MOST:
        return "many"
    most = sum(len(topic.items) for topic in found)
    if len(ticked) < min(FEWEST, most):
        return "few"
    every = [key for topic in found for key in topic.items]
    return "unasked" if _unasked(found, ticked) - _unasked(found, every) else None


def _unasked(found: Sequence[Topic], items: Collection[str]) -> frozenset[str]:
    """The groups that none of these items is asked."""
    unseen = [
        topic.unseen.get(key, frozenset()) for topic in found for key in topic.items if key in items
    ]
    return frozenset.intersection(*unseen) if unseen else frozenset()


def asked(found: Sequence[Topic]) -> tuple[str, ...]:
    """The items of a pulse: hers where what she ticked is one, otherwise those of the rule."""
    ticked = tuple(key for topic in found for key in topic.ticked)
    return by_rule(found) if fault(found, ticked) else ticked


def asked_of_all(
    found: Sequence[Topic], before: Snapshot, now: Instrument, groups: Iterable[str]
) -> tuple[str, ...]:
    """The items of a pulse, and one more for each of these groups that is asked none of them.

    To leave such a group out would tell whoever counts the invited what was chosen. It comes from
    a priority where it can, else from the rest of the questionnaire.
    """
    taken = list(asked(found))
    if not taken:
        return ()
    mine = {key for topic in found for key in topic.items}
    same = sorted(
        _same(now.items(), before), key=lambda item: (item.id not in mine, len(item.not_asked))
    )
    for group in (SELF, *groups):
        fit = [item.id for item in same if group not in item.not_asked]
        if fit and not set(fit) & set(taken):
            taken.append(fit[0])
    return tuple(taken)


def restricted(whole: Instrument, items: Collection[str]) -> Instrument:
    """The questionnaire with these items alone: no importance, then-test or open questions.

    Competences and items keep their ids and their order. What is known of the reliability of a
    whole scale is not true of a few of its items.
    """
    kept = whole.model_dump() | {
        "id": f"{whole.id[:34]}{ENDING}",
        "title": TITLE,
        "description": DESCRIPTION,
        "minutes": MINUTES,
        "importance": None,
        "then": None,
        "open_questions": (),
        "reliability": {},
        "competences": tuple(_competences(whole, items)),
    }
    return Instrument.model_validate(kept)


def _competences(whole: Instrument, items: Collection[str]) -> Iterator[Competence]:
    for one in whole.competences:
        if some := tuple(item for item in one.items if item.id in items):
            yield one.model_copy(update={"items": some})
