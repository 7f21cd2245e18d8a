"""The hardest report: every script, endless words, many groups, sixty comments. All fits."""

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting.design import designs
from tests.reporting import cases, paper

SLACK = 1.2
"""Pixels that rounding may cost, and letters of another script that are taller than their line."""


@pytest.mark.parametrize("name", designs())
def test_nothing_stands_beyond_the_edge_of_its_page(name: str) -> None:
    for number, page in enumerate(paper.laid_out(cases.stress, name=name).pages, start=1):
        area = page._page_box
        right = area.content_box_x() + area.width + SLACK
        bottom = area.content_box_y() + area.height + SLACK
        for box in paper.boxes(page):
            if _counts(box):
                assert box.position_x >= area.content_box_x() - SLACK, (number, box)
                assert box.position_x + box.width <= right, (number, box)
                assert box.position_y + box.height <= bottom, (number, box)


def _counts(box: Any) -> bool:
    """Text and pictures: they are what is seen."""
    return isinstance(box, boxes.TextBox | boxes.ReplacedBox) and bool(box.width)


@pytest.mark.parametrize("name", designs())
def test_the_margins_stay_on_the_page(name: str) -> None:
    for page in paper.laid_out(cases.stress, name=name).pages:
        for box in page._page_box.descendants():
            if _counts(box):
                assert box.position_x + box.width <= page.width
                assert 0 <= box.position_y <= box.position_y + box.height <= page.height


@pytest.mark.parametrize("name", designs())
def test_no_word_leaves_its_cell(name: str) -> None:
    for number, page in enumerate(paper.laid_out(cases.stress, name=name).pages, start=1):
        for cell in paper.boxes(page):
            if isinstance(cell, boxes.TableCellBox):
                edge = cell.position_x + cell.border_width() + SLACK
                for box in cell.descendants():
                    if _counts(box):
                        assert box.position_x + box.width <= edge, (number, box)


@pytest.mark.parametrize("name", designs())
@pytest.mark.parametrize("case", [cases.stress, cases.floored, cases.post])
def test_every_mark_stands_inside_its_picture(case: cases.Case, name: str) -> None:
    for picture in paper.pictures(case, name):
        _, _, width, height = map(float, picture.attrib["viewBox"].split())
        for shape in picture:
            for x, y in paper.corners(shape):
                assert -0.01 <= x <= width + 0.01
                assert -0.01 <= y <= height + 0.01


def test_it_is_about_sixty_pages_and_has_every_comment() -> None:
    texts = paper.pages(cases.stress)
    assert len(texts) >= 50
    flat = "".join("".join(texts).split())
    for text in _comments(cases.stress()):
        # A long comment may run over a page; another direction is read in another order.
        if text.isascii():
            assert "".join(text.split())[:200] in flat


def _comments(snapshot: Snapshot) -> list[str]:
    return [t for q in snapshot.comments for b in q.blocks for t in b.texts]


@pytest.mark.parametrize("name", ["Παπαδοπούλου", "Щербакова", "Ðurđević"])
def test_names_of_any_script_can_be_searched(name: str) -> None:
    assert name in paper.pages(cases.stress)[0]


@pytest.mark.parametrize("name", designs())
@pytest.mark.parametrize("case", [cases.stress, cases.sixty_comments, cases.post])
def test_no_heading_stands_alone_at_the_foot_of_a_page(case: cases.Case, name: str) -> None:
    for page in paper.laid_out(case, name=name).pages:
        blocks = [
            box for box in paper.boxes(page) if isinstance(box, boxes.LineBox | boxes.TableRowBox)
        ]
        body = [box for box in blocks if box.position_y < page.height - 80]
        if body:
            last = max(body, key=lambda box: box.position_y)
            assert last.element_tag not in ("h1", "h2", "h3")
            assert last.element is None or last.element.get("class") != "about"
