"""The questionnaire on paper: letters with a code, and the questions with boxes to tick.

The questions carry no name and no code: what lies about filled in tells nobody whose it is.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

import segno

from surveyapp.languages import language as language_of
from surveyapp.reporting.content import page_words
from surveyapp.reporting.design import QUESTIONNAIRE, design
from surveyapp.reporting.pdf import OPTIONS, PICTURE, calm, pages


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


def render_html(paper: Paper) -> str:
    """The document before it is set."""
    drawn = design(QUESTIONNAIRE, "questionnaire")
    words = language_of(paper.language)
    return drawn.render(words, {"report": paper, "design": drawn, "language": words})


def render_paper(paper: Paper) -> bytes:
    """The paper as PDF/UA-1; the same content gives the same bytes."""
    html = render_html(paper)
    with calm():
        document = pages(html, design(QUESTIONNAIRE, "questionnaire"))
        identifier = sha256(html.encode()).digest()[:16]
        pdf: bytes = document.write_pdf(pdf_identifier=identifier, **OPTIONS)
    return pdf
