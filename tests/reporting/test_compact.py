"""The brief design: four pages, the same figures, the same care for whoever listens."""

import logging
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from surveyapp.core.snapshot import CompetenceResult, Score
from surveyapp.reporting import pdf
from tests.reporting import cases, paper
from tests.reporting.printed import DECIMAL, of_cell, printed

NAME = "compact"


@pytest.mark.parametrize("case", [cases.first, cases.only_self, cases.pooled, cases.post])
def test_it_takes_four_pages_with_growth_as_well(case: cases.Case) -> None:
    assert len(paper.pages(case, name=NAME)) <= 4


@pytest.mark.parametrize("case", [cases.first, cases.pooled, cases.floored, cases.identified])
def test_every_number_of_the_competences_is_that_of_the_snapshot(case: cases.Case) -> None:
    wanted = sum((_expected(result) for result in case().competences), Counter[str]())
    pages = [page for page in paper.pages(case, name=NAME) if "Per competentie" in page]
    assert len(pages) == 1
    assert Counter(DECIMAL.findall(pages[0])) == wanted


def _expected(result: CompetenceResult) -> Counter[str]:
    """The means of a competence and of its items: the brief design prints no interval."""
    found = [printed(s.mean) for s in result.scores.values() if isinstance(s, Score)]
    found += [
        text for item in result.items for cell in item.cells.values() for text in of_cell(cell)
    ]
    if result.others is not None:
        found.append(printed(result.others))
    return Counter(found)


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(paper.document(cases.post, "nl", NAME))) as found:
        yield found


def test_every_figure_has_an_alternative_text(opened: pikepdf.Pdf) -> None:
    found = [tag for tag in paper.tags(opened) if tag.S == "/Figure"]
    assert len(found) >= 20
    assert all(str(tag.Alt) for tag in found)


def test_headings_come_before_what_they_head(opened: pikepdf.Pdf) -> None:
    ranks = [int(str(tag.S)[2]) for tag in paper.tags(opened) if str(tag.S)[:2] == "/H"]
    assert ranks[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


def test_every_field_has_a_name_and_a_label(opened: pikepdf.Pdf) -> None:
    root: Any = opened.Root
    fields = list(root.AcroForm.Fields)
    assert len({str(field.T) for field in fields}) == len(fields) == 3 * 5
    assert all(str(field.TU).startswith("Prioriteit") for field in fields)


def test_the_bookmarks_lead_to_every_part(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "In één oogopslag",
        "Groei",
        "Spiegel",
        "In hun eigen woorden",
        "Per competentie",
        "Prioriteiten",
        "Actieplan",
        "Verantwoording van de cijfers",
    ]


@pytest.mark.parametrize("case", [cases.first, cases.post, cases.only_self])
def test_setting_it_gives_no_warning(case: cases.Case, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf.render_pdf(case(), "en", NAME)
    assert not caplog.records
