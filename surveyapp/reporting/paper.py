"""What is printed of a questionnaire: letters with a code, and questions with boxes to tick."""

import json
from dataclasses import asdict, dataclass
from io import BytesIO
from urllib.parse import quote

import segno
from pydantic import TypeAdapter

from surveyapp.languages import language as language_of
from surveyapp.reporting.content import page_words
from surveyapp.reporting.design import PICTURE


@dataclass(frozen=True)
class Scale:
    """Questions that are answered on the same points: one table."""

    points: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A competence with its scales, or the open questions."""

    title: str
    description: str = ""
    scales: tuple[Scale, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A page with a code of somebody's own, in groups, and the address that it stands for.

    ``name`` is empty where a rater prints it for herself: nobody has to know whose it is.
    """

    name: str
    code: tuple[str, ...]
    address: str

    @property
    def square(self) -> str:
        """The address as a drawing that stands in the page."""
        drawn = BytesIO()
        code = segno.make(self.address, error="m", micro=False)
        code.save(drawn, kind="svg", border=0, dark="#000", xmldecl=False, omitsize=True)
        return PICTURE + quote(drawn.getvalue())


@dataclass(frozen=True)
class Paper:
    """What is printed, in one language: letters, questions, or both.

    ``page`` is where a code is typed; ``promises`` are headings with what is told below them.
    """

    language: str
    title: str
    heading: str
    request: str
    programme: str
    wave: str
    group: str
    last_day: str
    page: str
    steps: tuple[str, ...]
    promises: tuple[tuple[str, tuple[str, ...]], ...]
    letters: tuple[Letter, ...] = ()
    parts: tuple[Part, ...] = ()

    def to_json(self) -> str:
        """As text, for the process that prints it."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> "Paper":
        """What was made into text."""
        return TypeAdapter(Paper).validate_json(text)

    @property
    def direction(self) -> str:
        """In which direction the language is written."""
        return language_of(self.language).locale.text_direction

    @property
    def running(self) -> str:
        """What stands at the foot of each page of questions."""
        return f"{self.title} · {self.group}"

    @property
    def page_words(self) -> tuple[str, ...]:
        """What stands around the numbers of the pages."""
        return page_words(language_of(self.language))
