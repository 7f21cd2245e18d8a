"""Whether a report holds every word that its leader chose and planned, and fields for the rest."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from surveyapp.core.base import text_in
from surveyapp.core.choices import LEVELS, MOST, Choices, LevelPlan, Priority
from tests.gallery.made import Document, made
from tests.gallery.numbers import squeezed
from tests.gallery.reading import read

QUESTIONS = ("goal", "behaviour", "evidence", "help", "date")


def faults(document: Document) -> Iterator[str]:
    """What she wrote and cannot be read, and what can be filled in and should not, or the like."""
    hers = document.choices or Choices()
    text, place = squeezed(read(document).text), 0
    for said in _said(hers, document):
        found = text.find(squeezed(said), place)
        if found < 0:
            yield f"not to be read, or not here: {said[:60]}"
        place = max(found, place)
    wanted = set(_fields(hers) if document.design == "classic" else _brief_fields(hers))
    if wanted != (there := fields(document)):
        yield f"fields too many or missing: {sorted(wanted ^ there)}"


def fields(document: Document) -> set[str]:
    """The names of what can be filled in."""
    with pikepdf.open(BytesIO(made(document))) as opened:
        root: Any = opened.Root
        rows: Any = root.AcroForm.Fields if "/AcroForm" in root else []
        return {str(one.T) for one in rows}


def _said(hers: Choices, document: Document) -> Iterator[str]:
    """Her words in the order in which they are read."""
    titles = {one.id: one.title for one in document.leaders.instrument.competences}
    for one in hers.priorities:
        yield text_in(titles[one.competence], document.language)
        if one.passion:
            yield f"{one.passion} {'van' if document.language == 'nl' else 'of'} 5"
        yield from one.reason.splitlines()
    # In the brief design the sheet with room for the others comes last.
    for one in hers.priorities:
        if one.plan:
            yield text_in(titles[one.competence], document.language)
        for plan in one.plan:
            yield from (line for name in QUESTIONS[:4] for line in getattr(plan, name).splitlines())
            yield str(plan.due.year) if plan.due else ""
            yield from (action.text for action in plan.actions)


def _fields(hers: Choices) -> Iterator[str]:
    """Room for each priority that was not chosen, and for all that was not planned."""
    for number in range(1, MOST + 1):
        one = hers.priorities[number - 1] if number <= len(hers.priorities) else None
        if one is None:
            yield f"priority-{number}"
        for plan in _plans(one):
            known = [getattr(plan, name) for name in (*QUESTIONS[:4], "due")]
            for name, value in zip(QUESTIONS, known, strict=True):
                if not value:
                    yield f"plan-{number}-{plan.level}-{name}"


def _plans(one: Priority | None) -> list[LevelPlan]:
    known = {plan.level: plan for plan in one.plan} if one else {}
    return [known.get(level, LevelPlan(level=level)) for level in LEVELS]


def _brief_fields(hers: Choices) -> Iterator[str]:
    """A row for each priority of which nothing is planned."""
    for number in range(1, MOST + 1):
        planned = number <= len(hers.priorities) and hers.priorities[number - 1].plan
        if not planned:
            yield from (f"plan-{number}-{name}" for name in QUESTIONS)
