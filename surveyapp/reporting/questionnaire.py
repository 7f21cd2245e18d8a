"""The questionnaire on paper: letters with a code, and the questions with boxes to tick.

The questions carry no name and no code: what lies about filled in tells nobody whose it is.
"""

from hashlib import sha256

from surveyapp.languages import language as language_of
from surveyapp.reporting.design import QUESTIONNAIRE, design
from surveyapp.reporting.paper import Paper
from surveyapp.reporting.pdf import OPTIONS, calm, pages


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
