"""PDF/UA-1, as a validator sees it that shares nothing with what makes the documents."""

import re
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest

from surveyapp.reporting import pdf
from surveyapp.reporting.design import designs
from tests.reporting import cases, paper


def faults(document: bytes) -> list[str]:
    found = page.validate_pdf_bytes(document, profile="ua1")
    assert found.rules.total > 100
    return [f"{fault.rule_id}: {fault.message}" for fault in found.failures]


@pytest.mark.parametrize("name", designs())
def test_a_validator_of_others_finds_no_fault(name: str) -> None:
    assert faults(paper.document(cases.post, "nl", name)) == []


def test_nor_in_a_group_report() -> None:
    assert faults(pdf.render_group_pdf(cases.together())) == []


def test_what_stands_in_the_margins_is_not_read_out_on_every_page() -> None:
    with pikepdf.open(BytesIO(paper.document(cases.first))) as opened:
        for number, one in enumerate(opened.pages):
            kinds = list(artefacts(one))
            assert kinds == ([] if number == 0 else ["/Header", "/Footer", "/Footer"])


def artefacts(one: pikepdf.Page) -> list[str]:
    """What kinds of running titles stand on a page, in their order."""
    marks: Any = pikepdf.parse_content_stream(one, "BDC")
    pairs = [found.operands for found in marks if str(found.operands[0]) == "/Artifact"]
    return [str(properties.Subtype) for _, properties in pairs]


def test_a_header_cell_says_what_it_heads_and_a_figure_where_it_stands() -> None:
    with pikepdf.open(BytesIO(paper.document(cases.first))) as opened:
        found = list(paper.tags(opened))
        assert {str(tag.A.Scope) for tag in found if tag.S == "/TH"} == {"/Row", "/Column"}
        frames = [[float(end) for end in tag.A.BBox] for tag in found if tag.S == "/Figure"]
        for left, low, right, high in frames:
            assert 0 <= left < right <= 596
            assert 0 <= low < high <= 842


def test_no_code_of_a_font_stands_for_nothing() -> None:
    with pikepdf.open(BytesIO(paper.document(cases.stress))) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                stream: Any = item.ToUnicode
                assert not re.search(rb"> <(0000|feff|fffe)?>", stream.read_bytes())
