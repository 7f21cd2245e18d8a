"""Spreadsheets as people send them: from the bytes of a CSV or XLSX file to a table, and back.

What a file is, is told by its content: names lie. Nothing is written to a disk.
"""

import csv
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any, Literal
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from surveyapp.core.errors import SurveyError
from surveyapp.core.people_sheet import Kind, Table

LARGEST = 2 * 1024 * 1024
"""The largest file that is read, in bytes: ten thousand rows take about half of it."""

LARGEST_INSIDE = 32 * 1024 * 1024
"""The largest that a workbook may become when it is unpacked."""

MOST_PARTS, MOST_MARKS = 300, 2_000_000
"""Files in a workbook, and angle brackets in them: the memory that reading takes."""

MOST_COLUMNS = 50

Trouble = Literal[
    "empty",
    "large",
    "pdf",
    "old",
    "macros",
    "bomb",
    "other",
    "broken",
]


class Unreadable(SurveyError):
    """A file that is no spreadsheet which can be read; ``trouble`` tells why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(f"This file cannot be read: {trouble}.")


def read(data: bytes) -> Table:
    """The table in a CSV or XLSX file; ``Unreadable`` for whatever else it is."""
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("large")
    if data.startswith(b"%PDF"):
        raise Unreadable("pdf")
    # Excel until 2003, and every workbook with a password.
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old")
    return _from_workbook(data) if data.startswith(b"PK") else _from_csv(data)


def _from_csv(data: bytes) -> Table:
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    separator = _separator(first)
    # Excel's own way of naming the separator.
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except (csv.Error, TypeError, ValueError) as error:
        raise Unreadable("broken") from error
    return Table(tuple(tuple(row[:MOST_COLUMNS]) for row in rows))


def _decoded(data: bytes) -> str:
    """UTF-16 says so; what is no UTF-8 is taken for Windows-1252, as Excel saves in Dutch."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("other")


def _separator(line: str) -> str:
    return max(";,\t", key=line.count)


def _from_workbook(data: bytes) -> Table:
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_inside(archive)
        # Of what it warns (styles, lists to choose from), nothing matters to names.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _from_sheet(load_workbook(BytesIO(data), keep_links=False))
    except Unreadable:
        raise
    # A workbook that was made by hand breaks the library in ways that it does not list.
    except Exception as error:
        raise Unreadable("broken") from error


def _check_inside(archive: ZipFile) -> None:
    """Refuse what is no workbook, has macros, or would unpack to more than people need."""
    parts = archive.infolist()
    # No more is ever unpacked of a part than its size says here.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise Unreadable("bomb")
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("macros")
    if "xl/workbook.xml" not in names:
        raise Unreadable("other")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Unreadable("macros")
    if sum(archive.read(name).count(b"<") for name in names if name.endswith(".xml")) > MOST_MARKS:
        raise Unreadable("bomb")


def _from_sheet(book: Workbook) -> Table:
    visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    sheet = next(visible, book.worksheets[0])
    cells = _cells(sheet)
    marks: dict[tuple[int, int], Kind] = {
        (area.min_row, area.min_col): "merged" for area in sheet.merged_cells.ranges
    }
    marks |= {place: kind for place, cell in cells.items() if (kind := _mark(cell))}
    others = (other.title for other in book.worksheets if other is not sheet and _cells(other))
    return Table(_rows(cells), marks, sheet.title, tuple(others))


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that hold something, by row and column.

    Asked for its rows, the library makes every empty cell up to the last one: there may be
    seventeen thousand million.
    """
    return {
        (row, column): cell
        for (row, column), cell in sheet._cells.items()
        if cell.value is not None and column <= MOST_COLUMNS
    }


def _rows(cells: dict[tuple[int, int], Any]) -> tuple[tuple[str, ...], ...]:
    rows: dict[int, list[str]] = {}
    for (number, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        row = rows.setdefault(number, [])
        row.extend([""] * (column - 1 - len(row)))
        row.append(_text(cell.value))
    return tuple(tuple(rows.get(number, ())) for number in range(1, max(rows, default=0) + 1))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float() | date() | time():
            return str(value)
        case _:
            # A formula over several cells.
            return f"={getattr(value, 'text', '') or ''}"


def _mark(cell: Any) -> Kind | None:
    if cell.data_type == "e":
        return "error"
    return "date" if isinstance(cell.value, (datetime, date, time, timedelta)) else None


def as_csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Rows as a CSV file that a Dutch Excel opens well."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[tuple[str, ...]], title: str) -> bytes:
    """Rows as a workbook of one sheet, the first row kept in sight."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    for column, width in zip(sheet.columns, _widths(sheet), strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(sheet: Any) -> Iterator[int]:
    for column in sheet.columns:
        yield 4 + max(len(str(cell.value)) for cell in column)
