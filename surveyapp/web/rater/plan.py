"""The pages of a questionnaire: what stands where, what is open, how many minutes that takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from surveyapp.core.instrument import SELF, Competence, Instrument, importance_id, then_id
from surveyapp.services.answers import Answers
from surveyapp.services.instruments import frozen


@dataclass(frozen=True)
class Page:
    """One page: a competence, or (``None``) the open questions. ``questions`` are field names."""

    number: int
    competence: Competence | None
    questions: tuple[str, ...]

    def still_open(self, answers: Answers) -> list[str]:
        """The questions without an answer."""
        given = answers.points if self.competence else answers.texts
        return [question for question in self.questions if question not in given]

    def written(self, answers: Answers) -> dict[str, str]:
        """What was written to the open questions of this page."""
        return {name: answers.texts[name] for name in self.questions if name in answers.texts}


class Whose(NamedTuple):
    """What the pages depend on: the instrument, the rater group, and what kind of wave it is."""

    fingerprint: str
    group: str
    later_wave: bool
    pulse: bool


@lru_cache(maxsize=256)
def plan(whose: Whose) -> tuple[Page, ...]:
    """The pages for members of a group: one competence a page, then the open questions.

    The few items of a pulse stand on one. A competence of which a group is asked nothing has no
    page.
    """
    instrument = frozen(whose.fingerprint)
    asked = [
        (c, competence_questions(instrument, c, whose.group, whose.later_wave))
        for c in ([_in_one(instrument)] if whose.pulse else instrument.competences)
    ]
    parts: list[tuple[Competence | None, tuple[str, ...]]] = [one for one in asked if one[1]]
    if instrument.open_questions:
        parts.append((None, tuple(question.id for question in instrument.open_questions)))
    return tuple(Page(number, *part) for number, part in enumerate(parts, start=1))


def _in_one(instrument: Instrument) -> Competence:
    """All items under the title of the questionnaire."""
    return instrument.competences[0].model_copy(
        update={
            "title": instrument.title,
            "description": instrument.description,
            "items": tuple(instrument.items()),
        }
    )


def competence_questions(
    instrument: Instrument, competence: Competence, group: str, later_wave: bool
) -> tuple[str, ...]:
    """The items the group is asked, importance, and from the second wave her own then-test."""
    names = [item.id for item in competence.items if group not in item.not_asked]
    if instrument.importance:
        names.append(importance_id(competence.id))
    if instrument.then and later_wave and group == SELF:
        names.append(then_id(competence.id))
    return tuple(names)


def minutes_left(minutes: int, pages: Sequence[Page], answers: Answers) -> int:
    """Whole minutes, by the share of questions that are open; an open question counts for four."""
    total = sum(_weight(page, len(page.questions)) for page in pages)
    still = sum(_weight(page, len(page.still_open(answers))) for page in pages)
    return ceil(minutes * still / total) if total else 0


def _weight(page: Page, questions: int) -> int:
    return questions * (1 if page.competence else 4)
