"""The document: what it prints, and what a reader with any tool can rely on."""

import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest

from surveyapp.core.snapshot import (
    CompetenceResult,
    Score,
    Snapshot,
    Suppressed,
)
from surveyapp.core.withholding import readable
from surveyapp.languages import language
from surveyapp.reporting import pdf
from surveyapp.reporting.sentences.comments import withheld_by_coordinator
from tests.reporting import cases, paper
from tests.reporting.printed import DECIMAL, of_cell, printed

CASES = [cases.first, cases.pooled, cases.floored, cases.identified, cases.nobody_but_groups]


def expected(result: CompetenceResult) -> Counter[str]:
    """Every decimal that belongs on the page of a competence, from the snapshot alone."""
    scores = {u: s for u, s in result.scores.items() if isinstance(s, Score)}
    found = [
        text for item in result.items for cell in item.cells.values() for text in of_cell(cell)
    ]
    found += [printed(score.mean) for score in scores.values()]
    found += [printed(end) for s in scores.values() if s.interval for end in _ends(s)]
    if "self" in scores:
        found.append(printed(scores["self"].mean))
    if result.others is not None:
        found += [printed(result.others)] * 2
    others = sorted(score.mean for unit, score in scores.items() if unit != "self")
    if len(others) > 1 and others[-1] - others[0] > 0.5:
        found += [printed(others[0]), printed(others[-1])]
    if result.importance_others is not None:
        found.append(printed(result.importance_others))
    return Counter(found)


def _ends(score: Score) -> tuple[float, float]:
    assert score.interval is not None
    return score.interval.low, score.interval.high


@pytest.mark.parametrize("case", CASES)
def test_every_number_of_a_competence_is_that_of_the_snapshot(case: cases.Case) -> None:
    for number, result in enumerate(case().competences, start=1):
        assert Counter(DECIMAL.findall(_page_of(case, number))) == expected(result)


def _page_of(case: cases.Case, number: int) -> str:
    """The text of the pages of a competence, which say its number at their foot."""
    foot = f"{number}. Competentie {number} (nl)"
    found = [text for text in paper.pages(case) if text.count(foot) and "Score per groep" in text]
    assert len(found) == 1
    return found[0]


def test_a_group_that_is_left_out_prints_no_number() -> None:
    """Only the leader's own whole answers and her own means are left."""
    snapshot = cases.only_self()
    own = [s.mean for c in snapshot.competences for s in c.scores.values() if isinstance(s, Score)]
    text = " ".join(paper.pages(cases.only_self)[3:-4])
    assert set(DECIMAL.findall(text)) == {printed(value) for value in own}


def test_a_suppressed_row_prints_dashes_only() -> None:
    html = pdf.render_html(_hidden(cases.first()), "nl")
    row = html[html.index("Verborgen gedrag") :].split("</tr>")[0]
    assert re.findall(r'<td class="number">(.*?)</td>', row)[:3] == ["–", "–", "–"]
    assert not DECIMAL.search(re.sub(r"<img [^>]*>", "", row))
    assert not re.search(r"<(circle|polygon|rect)", unquote(row))


def _hidden(snapshot: Snapshot) -> Snapshot:
    data = snapshot.model_copy(deep=True)
    first = data.competences[0]
    hidden = first.items[0].model_copy(
        update={
            "cells": dict.fromkeys(first.items[0].cells, Suppressed(reason="too_few")),
            "others": None,
        }
    )
    data.instrument.competences[0].items[0].text["others"]["nl"] = "Verborgen gedrag"
    items = (hidden, *first.items[1:])
    rows = (first.model_copy(update={"items": items}), *data.competences[1:])
    return data.model_copy(update={"competences": rows})


def test_growth_prints_before_and_after_of_every_unit() -> None:
    growth = cases.post().growth
    assert growth is not None
    text = " ".join(paper.pages(cases.post))
    for row in growth.competences:
        for change in row.units.values():
            assert f"{printed(change.before)} → {printed(change.after)}" in text


def test_comments_are_printed_in_full() -> None:
    text = re.sub(r"\s+", " ", " ".join(paper.pages(cases.first)))
    for question in cases.first().comments:
        for block in question.blocks:
            assert all(comment in text for comment in block.texts)


def test_no_letter_is_lost_to_whoever_searches_copies_or_listens() -> None:
    text = " ".join(paper.pages(cases.first))
    assert "geeft uzelf" in text
    assert not re.search(r"\b(gee|hee)\b", text)


def test_what_the_coordinator_withheld_is_said_and_is_not_there() -> None:
    text = re.sub(r"\s+", " ", " ".join(paper.pages(cases.withheld, "en")))
    for was, row in zip(cases.first().comments, cases.withheld().comments, strict=True):
        gone = readable(was).keys() - readable(row).keys()
        assert len(gone) == len(row.withheld)
        assert not [comment for comment in gone if re.search(rf"{re.escape(comment)}\b", text)]
        notes = withheld_by_coordinator(row.withheld, language("en"))
        assert all(note in text for note in notes)


SCRIPT = """
import hashlib
from surveyapp.reporting import pdf
from tests.reporting import cases
print(hashlib.sha256(pdf.render_pdf(cases.first(), "en")).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, two = (process.communicate()[0] for process in processes)
    assert one
    assert one == two


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(paper.document(cases.first))) as found:
        yield found


def test_it_is_tagged_and_says_so(opened: pikepdf.Pdf) -> None:
    root: Any = opened.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "nl"
    assert root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "360°-rapport van Alice de Vries"


def test_its_only_date_is_that_of_the_freeze(opened: pikepdf.Pdf) -> None:
    info: Any = opened.docinfo
    assert str(info.CreationDate).startswith("D:20261102")
    assert "/ModDate" not in info
    identifier: Any = opened.trailer.ID
    assert bytes(identifier[0]).hex() == cases.first().fingerprint[:32]


def test_every_figure_has_an_alternative_text(opened: pikepdf.Pdf) -> None:
    found = [tag for tag in paper.tags(opened) if tag.S == "/Figure"]
    assert len(found) > 50
    assert all(str(tag.Alt) for tag in found)


def test_headings_come_before_what_they_head(opened: pikepdf.Pdf) -> None:
    levels = [str(tag.S) for tag in paper.tags(opened) if re.fullmatch(r"/H\d", str(tag.S))]
    assert levels[0] == "/H1"
    ranks = [int(level[2]) for level in levels]
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


def test_the_bookmarks_lead_to_every_part(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
        inner = [item.title for item in outline.root[4].children]
    assert titles == [
        "360°-rapport",
        "Hoe u dit leest",
        "In één oogopslag",
        "Spiegel",
        "Per competentie",
        "In hun eigen woorden",
        "Prioriteiten",
        "Actieplan",
        "Verantwoording van de cijfers",
    ]
    assert inner == [f"{n}. Competentie {n} (nl)" for n in range(1, 6)]


def test_every_field_has_a_name_and_a_label(opened: pikepdf.Pdf) -> None:
    root: Any = opened.Root
    fields = list(root.AcroForm.Fields)
    assert len(fields) == 3 + 3 * 3 * 5
    assert len({str(field.T) for field in fields}) == len(fields)
    assert all(str(field.TU).startswith("Prioriteit") for field in fields)


def test_every_font_is_embedded(opened: pikepdf.Pdf) -> None:
    names = set()
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys())
            names.add(str(item.FontName))
    assert {"Source-Sans-3" in name for name in names} == {True}


def test_every_page_but_the_cover_says_whose_it_is_and_where_we_are() -> None:
    texts = paper.pages(cases.first, "en")
    assert "Page" not in texts[0]
    for number, text in enumerate(texts[1:], start=2):
        assert "360° report of Alice de Vries" in text
        assert f"Page {number} of {len(texts)}" in text


@pytest.mark.parametrize("case", [cases.first, cases.post])
def test_a_usual_report_has_12_to_20_pages(case: cases.Case) -> None:
    assert 12 <= len(paper.pages(case)) <= 20


@pytest.mark.parametrize("case", [cases.first, cases.post, cases.only_self])
def test_setting_it_gives_no_warning(case: cases.Case, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf.render_pdf(case(), "en")
    assert not caplog.records


def test_letters_that_no_font_has_are_not_told_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    snapshot = cases.only_self().model_copy(update={"leader": "\U000f0000"})
    with caplog.at_level(logging.WARNING):
        pdf.render_pdf(snapshot)
    assert not caplog.records
