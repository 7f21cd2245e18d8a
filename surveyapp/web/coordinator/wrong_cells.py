"""What is wrong with a file of people, in sentences that say how to mend it."""

from collections.abc import Callable

from surveyapp.core.base import text_in
from surveyapp.core.people_sheet import HEADERS, MAXIMUM_ROWS, CellFault, Kind
from surveyapp.services.spreadsheets import LARGEST, Trouble
from surveyapp.web.speech import _, spoken

TROUBLES: dict[Trouble, Callable[[], str]] = {
    "empty": lambda: _("This file is empty: choose the one with the people in it."),
    "large": lambda: _(
        "This file is larger than %(size)s MB: remove pictures and other sheets, or divide it.",
        size=LARGEST // 2**20,
    ),
    "pdf": lambda: _(
        "This is a PDF, whatever its name says: save the spreadsheet itself as .xlsx or .csv."
    ),
    "old": lambda: _(
        "This file has a password, or was saved by a version of Excel from before 2007: save "
        "it without a password as .xlsx or .csv."
    ),
    "macros": lambda: _("This workbook has macros, which are not read: save it as .xlsx."),
    "bomb": lambda: _(
        "This workbook becomes far too large when it is unpacked: copy the rows with people to a "
        "new one, and save that."
    ),
    "other": lambda: _("This is not a spreadsheet: save your table as .xlsx or .csv."),
    "broken": lambda: _(
        "This file is damaged: open it in your spreadsheet program and save it again as .xlsx."
    ),
}

SAID: dict[Kind, Callable[[str], str]] = {
    "missing column": lambda column: _(
        "The column “%(column)s” is missing: add it to this row.", column=_header(column)
    ),
    "unknown column": lambda _detail: _(
        "There is no column with this name: remove it, or name it as in the template."
    ),
    "double column": lambda column: _(
        "This column is in %(column)s already: keep one of the two.", column=column
    ),
    "no people": lambda _detail: _(
        "There are no people in it: below the names of the columns, fill in one row per rater."
    ),
    "too many rows": lambda _detail: _(
        "From here on it is too much: a file holds at most %(rows)s rows. Divide it.",
        rows=spoken().number(MAXIMUM_ROWS, 0),
    ),
    "empty": lambda _detail: _("This is empty: fill it in."),
    "address": lambda _detail: _(
        "This is not an e-mail address that mail can go to: write it as name@school.example."
    ),
    "own address": lambda _detail: _(
        "This is the school leader’s own address: their own questionnaire comes automatically. "
        "Delete this row, or correct the address."
    ),
    "twice": lambda row: _(
        "This rater is in row %(row)s already, for the same school leader: delete one of the "
        "two rows.",
        row=row,
    ),
    "differs": lambda row: _(
        "Row %(row)s says something else about the same school leader: make them the same.",
        row=row,
    ),
    "rater group": lambda groups: _(
        "There is no such rater group here: write one of these: %(groups)s.", groups=groups
    ),
    "language": lambda codes: _("Write one of these, or leave it empty: %(codes)s.", codes=codes),
    "long": lambda most: _("This is longer than %(most)s characters: write it shorter.", most=most),
    "control": lambda _detail: _("There is an invisible character in it: type it again."),
    "formula": lambda _detail: _(
        "This is a formula: copy the cell and paste it as a value (“paste special”)."
    ),
    "number": lambda _detail: _("This is a number, and a name was expected: type the name."),
    "date": lambda _detail: _(
        "The spreadsheet has turned this into a date: set the cell to text and type it again."
    ),
    "error": lambda _detail: _("The spreadsheet shows an error here: type what it should say."),
    "merged": lambda _detail: _(
        "Cells are merged here: undo that, and fill in every row separately."
    ),
    "known elsewhere": lambda group: _(
        "This school leader follows the programme in the group “%(group)s”: write that one.",
        group=group,
    ),
    "late leader": lambda _detail: _(
        "This wave is open, and this school leader does not take part in it: correct the "
        "address, or remove the row and add them to the next wave."
    ),
    "shut": lambda _detail: _(
        "The figures of this school leader are frozen: nobody can be added. Remove the row."
    ),
    "invited otherwise": lambda _detail: _(
        "This rater has been invited in another rater group: use that group, or remove the row."
    ),
}


def _header(column: str) -> str:
    return next(text_in(texts, spoken().code) for key, texts in HEADERS.items() if key == column)


def sentence(fault: CellFault) -> str:
    """What is wrong with a cell, and what to do."""
    return SAID[fault.kind](fault.detail)
