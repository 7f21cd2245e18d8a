"""Every case of the gallery in every design: its numbers, its tags, its contrast, its look.

A document is made once for all that is asked of it, on one worker. The languages take turns here;
``make report-gallery`` takes every case in every design and every language.
"""

import os
import subprocess
import sys

import pytest

from tests.gallery import access, cases, checks, group_cases, looks, pictures
from tests.gallery.made import Document, everything, selection
from tests.gallery.reading import shown


def _shared(documents: list[Document]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "document",
        [
            pytest.param(one, id=one.name, marks=pytest.mark.xdist_group(one.name))
            for one in documents
        ],
    )


each = _shared(selection())


@each
def test_every_number_is_the_snapshots_and_every_one_is_there(document: Document) -> None:
    assert list(checks.numbers_of(document)) == []


@_shared([one for one in selection() if one.kind == "report"])
def test_what_she_chose_is_text_and_what_she_did_not_is_a_field(document: Document) -> None:
    assert list(checks.words_of(document)) == []


@each
def test_everybody_can_read_it(document: Document) -> None:
    assert list(access.faults(document)) == []


@each
def test_text_stands_out_and_marks_differ_without_colour(document: Document) -> None:
    assert list(looks.faults(document)) == []


@_shared(pictures.kept())
def test_it_looks_as_it_did(document: Document) -> None:
    """Where it should look different now: look at it, then ``make report-gallery-renew``."""
    assert checks.moved(document) <= pictures.TOLERANCE


def test_every_case_is_read_in_every_design_and_both_languages_are() -> None:
    chosen = selection()
    assert {(one.case, one.design) for one in chosen} == {
        (one.case, one.design) for one in everything()
    }
    assert {one.language for one in chosen if one.design == "classic"} == {"nl", "en"}
    assert {one.language for one in chosen if one.design == "compact"} == {"nl", "en"}
    assert len(cases.CASES) + len(group_cases.GROUP_CASES) >= 20


FULL = ("usual", "pre-post", "long-names", "twelve-competences", "chosen", "group-long-names")
"""Cases of which no page may have a few lines only."""


@_shared([one for one in selection() if one.case in FULL])
def test_no_page_has_a_few_lines_only(document: Document) -> None:
    for number, pieces in enumerate(shown(document), start=1):
        body = (piece.box[3] for piece in pieces.values() if piece.box and piece.box[3] < 780)
        assert max(body) > 150, f"page {number}"


def test_no_picture_is_kept_of_what_is_no_longer_there() -> None:
    assert {file.name for file in pictures.FOLDER.glob("*.png")} == {
        pictures.path(one).name for one in pictures.kept()
    }


SCRIPT = """
from tests.gallery.made import Document, digest, make
for name in ("then-test classic en", "right-to-left compact nl", "group-several group nl",
             "sheet-whole sheet nl"):
    print(digest(make(Document(*name.split()))))
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
    one, two = (process.communicate()[0].split() for process in processes)
    assert len(one) == 4
    assert one == two
