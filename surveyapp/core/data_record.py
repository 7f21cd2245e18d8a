"""A data file read as one record, for every kind of file that authors write.

First its form (``data_file``), then every field by itself (``data_shape``), then that every text
is there in every language, then the rules of its kind. All of them are held against the file as it
was written, so that one mistake does not hide the next.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from surveyapp.core.base import Record
from surveyapp.core.data_file import Part, nearest, ordered, parse
from surveyapp.core.data_shape import shape
from surveyapp.core.errors import Fault, FaultyFile
from surveyapp.core.standard import Known, language_faults

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

R = TypeVar("R", bound=Record)

Rules = Callable[[Part], Iterable[Fault]]
"""The rules between the fields of a file. What is missing is not their business."""


def examine(model: type[R], text: str, file: str, rules: Rules) -> tuple[R | None, list[Fault]]:
    """The record in a file if its fields make one, and every fault from top to bottom."""
    root, faults = parse(text, file)
    if root is None:
        return None, faults
    record, shaped = shape(model, root)
    return record, ordered([*faults, *shaped, *language_faults(model, root), *rules(root)])


def read_record(model: type[R], text: str, file: str, rules: Rules) -> R:
    """The record in a file; ``FaultyFile`` with every fault."""
    record, faults = examine(model, text, file, rules)
    if record is None or faults:
        raise FaultyFile(faults)
    return record


def twice(parts: Iterable[Part], what: str, remedy: str) -> Iterator[Fault]:
    """What stands a second time where each has to be there once: ``what`` names it."""
    seen: dict[str, int] = {}
    for part in parts:
        if part.raw in seen:
            yield part.fault(f"{what} `{part.raw}` is already at line {seen[part.raw]}.", remedy)
        elif part.raw:
            seen[part.raw] = part.line


def points(listed: Part) -> Iterator[Fault]:
    """The points of a scale run from 1 to 5."""
    for expected, point in enumerate(listed, 1):
        value = point["value"]
        if type(value.value) is int and value.value != expected:
            message = f"Point number {expected} has the value {value.raw}."
            yield value.fault(message, "Number the points 1, 2, 3, 4, 5, from low to high.")


def of_edition(standard: Part, competences: Iterable[Part], known: Known) -> Iterator[Fault]:
    """The edition is there, and each of these names is that of one of its competences."""
    if standard.text and standard.text not in known:
        remedy = nearest(standard.text, sorted(known))
        yield standard.fault(f"There is no standard `{standard.text}`.", remedy)
    there = known.get(standard.text, frozenset())
    for competence in competences if there else ():
        if competence.text and competence.text not in there:
            message = f"The standard `{standard.text}` has no competence `{competence.text}`."
            yield competence.fault(message, nearest(competence.text, sorted(there)))


def schema_of(model: type[Record]) -> str:
    """The format as a JSON schema, for editors that complete and check while typing."""
    schema = {"$schema": SCHEMA} | model.model_json_schema(mode="validation")
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
