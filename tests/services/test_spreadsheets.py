"""Files as people send them: what can be read is read, and the rest is explained."""

import warnings
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from surveyapp.core.people_sheet import HEADERS
from surveyapp.services import spreadsheets
from surveyapp.services.spreadsheets import Unreadable
from tests.services.sheets import HEADER, TWO, as_csv, saved, workbook

ROWS = (HEADER, *TWO)
UMLAUTS = (("Noord", "Zoë Müller", "zoë@x.example", "’t Hoge Nöst"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_however_it_was_saved(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in UMLAUTS)
    assert spreadsheets.read(text.encode(encoding)).rows == UMLAUTS


def test_excel_may_name_the_separator_itself() -> None:
    assert spreadsheets.read(b"sep=,\r\na,b;c\r\n").rows == (("a", "b;c"),)


def test_cells_in_quotes_hold_separators_and_lines() -> None:
    assert spreadsheets.read(b'a;"b;""c""\nd"\r\n').rows == (("a", 'b;"c"\nd'),)


def test_what_is_written_can_be_read_again() -> None:
    assert spreadsheets.read(spreadsheets.as_csv(ROWS)).rows == ROWS
    assert spreadsheets.read(spreadsheets.as_workbook(ROWS, "Mensen")).rows == ROWS


def test_a_workbook_is_read_with_its_numbers_and_gaps() -> None:
    book = workbook(())
    book.active["B4"], book.active["A5"], book.active["A6"] = "Zoë", 2026, 3.0
    assert spreadsheets.read(saved(book)).rows == (
        HEADER, (), (), ("", "Zoë"), ("2026",), ("3",)
    )  # fmt: skip


def test_merged_cells_dates_and_errors_are_marked() -> None:
    book = workbook(TWO)
    book.active.merge_cells("A2:A3")
    book.active["F2"] = date(2026, 3, 9)
    book.active["G4"] = "#N/A"
    table = spreadsheets.read(saved(book))
    assert table.marks == {(2, 1): "merged", (2, 6): "date", (4, 7): "error"}


def test_formulas_stay_formulas() -> None:
    book = workbook(TWO)
    book.active["F2"] = "=A1&B1"
    book.active["F3"] = ArrayFormula("F3:F4", "=A1:A2")
    assert [row[5] for row in spreadsheets.read(saved(book)).rows[1:3]] == ["=A1&B1", "==A1:A2"]


def test_the_first_sheet_in_sight_is_read_and_others_are_named() -> None:
    book = workbook(TWO)
    book.active.title = "Mensen"
    book.create_sheet("Leeg")
    book.create_sheet("Vorig jaar").append(["Bob"])
    secret = book.create_sheet("Geheim", 0)
    secret.append(["Carla"])
    secret.sheet_state = "hidden"
    table = spreadsheets.read(saved(book))
    assert (table.rows, table.sheet, table.others) == (ROWS, "Mensen", ("Geheim", "Vorig jaar"))


def test_a_cell_far_away_costs_nothing() -> None:
    book = workbook(TWO)
    book.create_sheet("Ver").cell(1_048_576, 16_384, "x")
    book.active.cell(1_048_576, 1, "Noord")
    table = spreadsheets.read(saved(book))
    assert (table.rows[:4], len(table.rows), table.rows[-1]) == (ROWS, 1_048_576, ("Noord",))


def _zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _changed(name: str, content: bytes) -> bytes:
    """A workbook in which one part was put in place of another, or beside the others."""
    with ZipFile(BytesIO(saved(workbook(TWO)))) as archive:
        known = {name: archive.read(name) for name in archive.namelist()}
    return _zipped(known | {name: content})


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"a;b\r\n" * 500_000, "large"),
        (b"%PDF-1.7 renamed to people.xlsx", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or locked", "old"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "other"),
        (b"a\x00b", "other"),
        (b"\xff\xfea", "other"),
        (b"\x81\x8d", "other"),
        (b'a;"b', "broken"),
        (b'"' + b"x" * 200_000 + b'"', "broken"),
        (b"PK\x03\x04 cut off", "broken"),
        (_zipped({"word/document.xml": b"<x/>"}), "other"),
        (_zipped({"xl/workbook.xml": b"<x/>"}), "broken"),
        (_changed(SHEET, b"<worksheet>"), "broken"),
        (_changed(SHEET, ENTITY), "broken"),
        (_changed("xl/vbaProject.bin", b"x"), "macros"),
        (
            _changed("[Content_Types].xml", b"application/vnd.ms-excel.sheet.macroEnabled"),
            "macros",
        ),
        (_changed("zeros", bytes(33 * 1024 * 1024)), "bomb"),
        (_changed(SHEET, b"<c/>" * 2_000_001), "bomb"),
        (_zipped({f"part{n}": b"" for n in range(301)}), "bomb"),
    ],
)
def test_what_cannot_be_read_is_explained(data: bytes, trouble: str) -> None:
    with pytest.raises(Unreadable) as caught:
        spreadsheets.read(data)
    assert caught.value.trouble == trouble


def test_what_the_library_warns_of_stops_nobody() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
        assert spreadsheets.read(_changed("xl/styles.xml", styles)).rows
    assert not told


@given(st.binary(max_size=300) | st.binary(max_size=300).map(b"PK\x03\x04".__add__))
def test_any_bytes_are_read_or_explained(data: bytes) -> None:
    try:
        table = spreadsheets.read(data)
    except Unreadable:
        return
    assert all(isinstance(cell, str) for row in table.rows for cell in row)


def test_ten_thousand_rows_fit() -> None:
    rows = [(*TWO[0][:5], f"Rater {n}", f"rater{n}@raters.example", "nl") for n in range(10_000)]
    assert len(rows[0]) == len(HEADERS)
    for data in (as_csv(*rows), saved(workbook(rows))):
        assert len(data) < spreadsheets.LARGEST
        assert len(spreadsheets.read(data).rows) == 10_001
