"""Spreadsheets for tests: rows of people, and files made of them."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook

from surveyapp.core.people_sheet import HEADERS, Table
from surveyapp.services import spreadsheets

HEADER = tuple(texts["nl"] for texts in HEADERS.values())
Row = tuple[str, ...]


def leader(name: str, group: str = "Groep Oost", school: str = "De Brug") -> Row:
    """The first four cells of a row: a leader of that first name."""
    return group, name, f"{name.split(maxsplit=1)[0].lower()}@school.example", school


def rater(name: str, group: str = "Leraren", language: str = "nl") -> Row:
    """The last four."""
    return group, name, f"{name.split(maxsplit=1)[0].lower()}@raters.example", language


ALICE, NORA = leader("Alice de Vries"), leader("Nora Bakker")
TWO = (
    (*ALICE, *rater("Bob")),
    (*ALICE, *rater("Carla", "Bestuur")),
    (*NORA, *rater("Bob", "Collega-schoolleiders")),
)
"""Three raters of Alice and Nora, who lead in the cast's programme."""


def table(*rows: Row, header: Row = HEADER) -> Table:
    return Table((header, *rows))


def workbook(rows: Iterable[Row]) -> Workbook:
    """A workbook with these rows below the header, to be spoilt."""
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(*rows: Row) -> bytes:
    return spreadsheets.as_csv((HEADER, *rows))
