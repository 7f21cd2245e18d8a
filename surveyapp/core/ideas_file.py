"""Ideas for plans as their author writes them in YAML: read, or refused with every mistake.

``questionnaires/README.md`` describes the format.
"""

from collections.abc import Iterator
from functools import partial

from surveyapp.core.choices import LEVELS
from surveyapp.core.data_file import Part
from surveyapp.core.data_record import Rules, examine, of_edition, read_record, schema_of, twice
from surveyapp.core.errors import Fault
from surveyapp.core.ideas import Ideas
from surveyapp.core.shipped import known_competences
from surveyapp.core.standard import Known

LONGEST = 200
"""Signs of an idea: it becomes one line of a plan."""


def read(text: str, file: str, known: Known | None = None) -> Ideas:
    """The ideas in a file; ``FaultyFile`` with every fault.

    ``known`` are the standards that they may be for: those that are shipped, if not given.
    """
    return read_record(Ideas, text, file, _rules(known))


def check(text: str, file: str, known: Known | None = None) -> list[Fault]:
    """Every fault in a file, from top to bottom; none if it can be used."""
    return examine(Ideas, text, file, _rules(known))[1]


def schema_text() -> str:
    """The format as a JSON schema, for editors."""
    return schema_of(Ideas)


def _rules(known: Known | None) -> Rules:
    return partial(_rule_faults, known=known_competences() if known is None else known)


def _rule_faults(root: Part, known: Known) -> Iterator[Fault]:
    competences = [competence["id"] for competence in root["competences"]]
    ideas = list(_ideas(root))
    yield from twice(root["languages"], "The language", "Keep one of the two.")
    yield from twice(competences, "The competence", "Put the ideas of both below one of them.")
    yield from twice((idea["id"] for idea in ideas), "The id", "Give every idea an id of its own.")
    yield from of_edition(root["standard"], competences, known)
    for idea in ideas:
        yield from _too_long(idea)


def _ideas(root: Part) -> Iterator[Part]:
    for competence in root["competences"]:
        for level in LEVELS:
            yield from competence[level]


def _too_long(idea: Part) -> Iterator[Fault]:
    for part in (idea["text"].members or {}).values():
        if len(part.text) > LONGEST:
            message = f"This idea has {len(part.text)} characters."
            yield part.fault(message, f"Keep to {LONGEST}: it becomes one line of a plan.")
