"""The shape of a group report: nothing per leader has a place in it (rule P8)."""

from collections.abc import Iterator
from dataclasses import replace

from surveyapp.core.checker.reading import Violation
from surveyapp.core.checker.shape import (
    INSTRUMENT,
    SUPPRESSED,
    WHOLE_WAVE,
    day,
    identifier,
    listing,
    mapping,
    mean,
    optional,
    record,
    tagged,
    text,
    texts,
    whole,
    word,
)

GROUP_FORMAT = "group/1"

LEADERS = 5
"""The leaders that every figure rests on at least."""


def check_group_shape(data: object) -> Iterator[Violation]:
    """Everything in the document that has no place in it, is missing, or is of too few leaders."""
    for fault in GROUP_REPORT(data, ""):
        yield replace(fault, rule="P8") if fault.rule == "P3" else fault


COUNT = whole(LEADERS, rule="P8")
CELL = tagged(
    published=record(state=text, mean=mean, leaders=COUNT),
    suppressed=SUPPRESSED,
)
COMPETENCES = listing(
    record(
        id=identifier,
        scores=mapping(CELL),
        others=optional(mean),
        importance=mapping(CELL),
        importance_others=optional(mean),
    )
)
GROUP_REPORT = record(
    fingerprint=text,
    format=word(GROUP_FORMAT),
    programme=text,
    wave=WHOLE_WAVE,
    frozen_on=day,
    instrument=INSTRUMENT,
    units=listing(record(id=identifier, label=texts)),
    whole=record(leaders=COUNT, competences=COMPETENCES),
    groups=listing(record(id=text, label=text, leaders=optional(COUNT), competences=COMPETENCES)),
)
