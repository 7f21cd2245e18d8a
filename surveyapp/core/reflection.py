"""A leader alone with a professional standard: what she reads, what she writes, how it went on.

Nobody rates her here, so there are no thresholds: every figure is made of her own ratings, and what
she left open stays open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from surveyapp.core.base import Identifier, Record, Sentence, Texts
from surveyapp.core.instrument import Instrument, Point
from surveyapp.core.standard import Crosswalk

LONGEST_NOTE = 4000
"""Signs in the note on one practice."""


class Statement(Record):
    """One behaviour that others could see, in the words of who shows it: "Ik …"."""

    id: Identifier
    text: Texts


class Practice(Record):
    """A competence of the edition: statements to rate, and questions to think about."""

    id: Identifier
    statements: tuple[Statement, ...] = Field(min_length=3, max_length=4)
    questions: tuple[Texts, ...] = Field(min_length=2, max_length=3)


class Guide(Record):
    """By what she rates herself against one edition; in the order of its competences."""

    format: Literal["reflection/1"]
    standard: Identifier
    author: Sentence
    licence: Sentence
    languages: tuple[Identifier, ...] = Field(min_length=1)
    note: Texts
    points: tuple[Point, ...] = Field(min_length=5, max_length=5)
    practices: tuple[Practice, ...] = Field(min_length=1)


Rating = Annotated[int, Field(ge=1, le=5)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]


class Page(Record):
    """What she wrote on one practice: ratings by statement, those she gave, and a note."""

    ratings: dict[Identifier, Rating] = Field(default_factory=dict)
    note: Note = ""


class Written(Record):
    """All that she wrote at one time, by practice; from ``done_at`` its ratings stand."""

    done_at: datetime | None = None
    pages: dict[Identifier, Page] = Field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether she finished it."""
        return self.done_at is not None

    @property
    def rated(self) -> bool:
        """Whether she rated anything."""
        return any(page.ratings for page in self.pages.values())

    def page(self, practice: str) -> Page:
        """What she wrote on a practice; an empty page where that is nothing."""
        return self.pages.get(practice, Page())

    def with_page(self, practice: str, page: Page) -> "Written":
        """The same with another page."""
        return self.model_copy(update={"pages": self.pages | {practice: page}})

    def mean(self, practice: str) -> float | None:
        """The mean of the ratings she gave on a practice, 1–5; ``None`` where there are none.

        Of the statements as they were then: what the guide asks today plays no part.
        """
        given = self.page(practice).ratings.values()
        return sum(given) / len(given) if given else None


@dataclass(frozen=True)
class Moment:
    """Her mean on one practice on one day; ``None`` where she did not rate it."""

    day: date
    mean: float | None


def history(
    guide: Guide, written: Sequence[tuple[date, Written]]
) -> Mapping[str, tuple[Moment, ...]]:
    """Her means over time by practice, in the order of the guide and of what was given.

    What is not done yet is no part of it. Nothing is filled in between two ratings.
    """
    done = [(day, one) for day, one in written if one.done]
    return {
        practice.id: tuple(Moment(day, one.mean(practice.id)) for day, one in done)
        for practice in guide.practices
    }


def competence_of(instrument: Instrument, crosswalk: Crosswalk, practice: str) -> str | None:
    """The competence of an instrument that is about a practice, ``vo-2021/vision``.

    Of another edition it is the one that is the same or close to it; one that only overlaps is
    about something else.
    """
    alike = {row.other(practice) for row in crosswalk.of(practice) if row.kind != "partly"}
    about = {one.standard: one.id for one in reversed(instrument.competences)}
    return about.get(practice) or next(
        (about[reference] for reference in sorted(alike) if reference in about), None
    )
