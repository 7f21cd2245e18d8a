"""The checks of the gallery notice what they are there for."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from surveyapp.core.snapshot import Published, Snapshot
from surveyapp.reporting import pdf
from surveyapp.reporting.chart_svg import drawing, strips
from tests.gallery import (
    access,
    cases,
    chosen,
    chosen_cases,
    group_cases,
    looks,
    numbers,
    pictures,
)
from tests.gallery.drawing import Grey, contrast, pages
from tests.gallery.made import Document, made
from tests.gallery.reading import Piece, Tag, pieces_of, tags_of

BRIEF = Document("quick-reflection", "compact", "en")
GROUP = Document("group-alone", "group", "en")


def _changed(snapshot: Snapshot) -> Snapshot:
    """The mean of one cell is a little higher."""
    first = snapshot.competences[0]
    cell = first.items[0].cells["teacher"]
    assert isinstance(cell, Published)
    cells = {**first.items[0].cells, "teacher": cell.model_copy(update={"mean": cell.mean - 0.3})}
    item = first.items[0].model_copy(update={"cells": cells})
    result = first.model_copy(update={"items": (item, *first.items[1:])})
    return snapshot.model_copy(update={"competences": (result, *snapshot.competences[1:])})


def test_one_wrong_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf.render_pdf(_changed(BRIEF.leaders), "en", "compact")
    monkeypatch.setattr(numbers, "read", lambda _: tags_of(content, pieces_of(content)))
    found = list(numbers.faults(BRIEF))
    assert any("is none of" in fault for fault in found)
    assert any("is not printed" in fault for fault in found)


def test_words_that_are_missing_and_fields_that_should_not_be_there_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = Document("usual", "compact", "nl")
    made(document)
    hers = replace(cases.CASES["usual"], choices=chosen_cases.SHORT)
    monkeypatch.setitem(cases.CASES, "usual", hers)
    found = " ".join(chosen.faults(document))
    assert "not to be read, or not here: De school vraagt erom." in found
    assert "fields too many or missing: ['plan-2-behaviour'" in found


def _tag(kind: str, top: float, left: float = 50, **changes: Any) -> Tag:
    piece = Piece("Tekst", (left, top, left + 100, top + 10))
    return replace(Tag(kind, "", 0, {}, [], [piece]), **changes)


def test_what_is_read_in_another_order_than_it_stands_is_noticed() -> None:
    def read(*tags: Tag) -> list[str]:
        return list(access.order(Tag("Document", "", 0, {}, list(tags), [])))

    assert read(_tag("H1", 50), _tag("P", 80), _tag("P", 60, left=200)) == []
    assert read(_tag("H1", 50), _tag("P", 80), _tag("P", 60)) != []
    assert read(_tag("P", 80, page=1), _tag("P", 80)) != []


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_marks_of_one_shape_are_noticed_whatever_their_colours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "mark", _always_round(drawing.mark))
    content = pdf.render_group_pdf(group_cases.group_snapshot("group-alone"), "en")
    monkeypatch.setattr(looks, "made", lambda _: content)
    monkeypatch.setattr(looks, "read", lambda _: tags_of(content, pieces_of(content)))
    assert any("in common" in fault for fault in looks._marks_alike(GROUP))


def _always_round(drawn: Any) -> Any:
    return lambda _shape, *places, **options: drawn("circle", *places, **options)


def _sheet_with(marks: Any, monkeypatch: pytest.MonkeyPatch) -> Grey:
    monkeypatch.setattr(strips, "_mark", marks)
    return pictures.sheet(pdf.render_group_pdf(group_cases.group_snapshot("group-alone"), "en"))


def test_a_missing_mark_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    rest, drawn = [True], strips._mark
    changed = _sheet_with(lambda *one: () if rest and rest.pop() else drawn(*one), monkeypatch)
    assert pictures.apart(changed, pictures.sheet(made(GROUP))) > pictures.TOLERANCE


def test_a_mark_that_has_moved_by_a_tenth_of_a_point_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rest, drawn = [True], strips._mark

    def moved(one: Any, *others: Any) -> Any:
        if rest and rest.pop():
            value = replace(one.value, number=one.value.number + 0.1)
            one = replace(one, value=value)
        return drawn(one, *others)

    changed = _sheet_with(moved, monkeypatch)
    assert pictures.apart(changed, pictures.sheet(made(GROUP))) > pictures.TOLERANCE


def test_another_way_of_smoothing_edges_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = pictures.sheet(made(GROUP))
    fine = pages(made(GROUP), pictures.DOTS * 6)
    monkeypatch.setattr(pictures, "pages", lambda *_: fine)
    monkeypatch.setattr(pictures, "smaller", partial(pictures.smaller, times=6))
    assert 0 < pictures.apart(pictures.sheet(b""), usual) < pictures.TOLERANCE / 2
