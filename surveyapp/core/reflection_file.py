"""A guide for reflection as its author writes it in YAML: read, or refused with every mistake.

``questionnaires/README.md`` describes the format.
"""

from collections.abc import Iterator
from functools import partial

from surveyapp.core.data_file import Part
from surveyapp.core.data_record import (
    Rules,
    examine,
    of_edition,
    points,
    read_record,
    schema_of,
    twice,
)
from surveyapp.core.errors import Fault
from surveyapp.core.reflection import Guide
from surveyapp.core.shipped import known_competences
from surveyapp.core.standard import Known


def read(text: str, file: str, known: Known | None = None) -> Guide:
    """The guide in a file; ``FaultyFile`` with every fault.

    ``known`` are the standards that it may follow: those that are shipped, if not given.
    """
    return read_record(Guide, text, file, _rules(known))


def check(text: str, file: str, known: Known | None = None) -> list[Fault]:
    """Every fault in a file, from top to bottom; none if it can be used."""
    return examine(Guide, text, file, _rules(known))[1]


def schema_text() -> str:
    """The format as a JSON schema, for editors."""
    return schema_of(Guide)


def _rules(known: Known | None) -> Rules:
    return partial(_rule_faults, known=known_competences() if known is None else known)


def _rule_faults(root: Part, known: Known) -> Iterator[Fault]:
    practices = [practice["id"] for practice in root["practices"]]
    statements = [one["id"] for practice in root["practices"] for one in practice["statements"]]
    yield from twice(root["languages"], "The language", "Keep one of the two.")
    yield from twice(practices, "The practice", "Put the statements of both below one of them.")
    yield from twice(statements, "The id", "Give every statement an id of its own.")
    yield from points(root["points"])
    yield from of_edition(root["standard"], practices, known)
