"""An instrument: what is asked, of whom, in which words.

An instrument is data (``questionnaires/instruments/*.yaml``) and is frozen with a wave: the wave
keeps a copy, so that editing the file changes nothing for answers already under way.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Sentence, Texts, text_in
from surveyapp.core.rater_group import RaterGroup

SELF = "self"
OTHERS = "others"

Wording = dict[str, Texts]
"""A sentence by audience (``self``, ``others``, or the id of a rater group), then by language."""


def worded(wording: Wording, group: str, language: str) -> str:
    """The sentence as members of ``group`` read it: the group's own, else that for others."""
    return text_in(wording[group if group in wording else OTHERS], language)


class Point(Record):
    """One labelled point of a scale."""

    value: int = Field(ge=1, le=5)
    label: Texts


class Scale(Record):
    """The answer scale: five labelled points from low to high, and the way out."""

    points: tuple[Point, ...] = Field(min_length=5, max_length=5)
    cannot_judge: Texts


class Importance(Record):
    """Once per competence: how much this matters for the school now."""

    question: Wording
    points: tuple[Point, ...] = Field(min_length=5, max_length=5)


class Item(Record):
    """One behaviour. ``reverse`` marks an item where the highest point is the weakest answer."""

    id: Identifier
    text: Wording
    not_asked: tuple[Identifier, ...] = ()
    reverse: bool = False


class Competence(Record):
    """A competence of the instrument; ``standard`` names its place in a professional standard."""

    id: Identifier
    standard: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    title: Texts
    description: Texts
    look_at: Texts
    items: tuple[Item, ...] = Field(min_length=1)


class OpenQuestion(Record):
    """A question answered in the rater's own words."""

    id: Identifier
    title: Texts
    text: Wording


class Reliability(Record):
    """Published reliability of a competence scale, named as such wherever it is used."""

    alpha: float = Field(gt=0, lt=1)
    sd: float = Field(gt=0)
    source: Sentence


class Instrument(Record):
    """A questionnaire. Item, competence and question ids are unique within it."""

    format: Literal["instrument/1"]
    id: Identifier
    version: str = Field(pattern=r"^\d+\.\d+$")
    title: Texts
    description: Texts
    validation: Texts
    author: Sentence
    licence: Sentence
    standard: Identifier
    languages: tuple[Identifier, ...] = Field(min_length=1)
    minutes: int = Field(ge=1, le=60)
    scale: Scale
    importance: Importance | None = None
    then: Texts | None = None
    rater_groups: tuple[RaterGroup, ...] = ()
    competences: tuple[Competence, ...] = Field(min_length=1)
    open_questions: tuple[OpenQuestion, ...] = ()
    reliability: dict[Identifier, Reliability] = Field(default_factory=dict)

    def items(self) -> Iterator[Item]:
        """Every item, in the order in which it is asked."""
        for competence in self.competences:
            yield from competence.items

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What each byte of a response stands for, in order: items, importance, then-test.

        The order is part of the frozen instrument; see ``core.response``.
        """
        names = [item.id for item in self.items()]
        if self.importance:
            names += [importance_id(competence.id) for competence in self.competences]
        if self.then:
            names += [then_id(competence.id) for competence in self.competences]
        return tuple(names)

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each column in a response."""
        return {name: place for place, name in enumerate(self.columns)}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content, in hexadecimal: equal for equal questions and wording."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()


def importance_id(competence: str) -> str:
    """The column in which the importance of a competence is answered."""
    return f"{competence}-importance"


def then_id(competence: str) -> str:
    """The column of the then-test: the leader's start, seen with the eyes of today."""
    return f"{competence}-then"


def canonical(data: object) -> bytes:
    """One spelling for one JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
