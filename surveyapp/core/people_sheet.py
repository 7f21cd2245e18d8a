"""A spreadsheet of people as it is written: its columns, its cells, and what can be wrong there.

Described in ``docs/coordinating.md``; ``core.people_file`` reads it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from surveyapp.core.base import text_in
from surveyapp.core.rater_group import Rules
from surveyapp.core.spelling import same

MAXIMUM_ROWS = 10_000
"""So many rows with people; a real programme has some hundreds."""

LONGEST_NAME, LONGEST_SCHOOL = 200, 300

Column = Literal[
    "learning_group",
    "leader",
    "leader_address",
    "school",
    "group",
    "rater",
    "rater_address",
    "language",
]
HEADERS: dict[Column, dict[str, str]] = {
    "learning_group": {"nl": "Leergroep", "en": "Learning group"},
    "leader": {"nl": "Schoolleider", "en": "School leader"},
    "leader_address": {"nl": "E-mail schoolleider", "en": "E-mail school leader"},
    "school": {"nl": "School", "en": "School"},
    "group": {"nl": "Beoordelaarsgroep", "en": "Rater group"},
    "rater": {"nl": "Beoordelaar", "en": "Rater"},
    "rater_address": {"nl": "E-mail beoordelaar", "en": "E-mail rater"},
    "language": {"nl": "Taal", "en": "Language"},
}
"""The columns as they are written; they are read in any order, and in either language."""

ALSO: dict[str, Column] = {
    "groep": "learning_group",
    "group": "learning_group",
    "leader": "leader",
    "e-mail leader": "leader_address",
}
OPTIONAL: frozenset[Column] = frozenset({"language"})
RATER: tuple[Column, ...] = ("group", "rater", "rater_address")
LEADER: tuple[Column, ...] = ("learning_group", "leader", "school")

SAME = {"email": "e-mail", "mail": "e-mail", "e-mailadres": "e-mail", "address": "e-mail"}
FILLERS = {"naam", "name", "van", "of", "de", "the"}

Kind = Literal[
    "missing column",
    "unknown column",
    "double column",
    "no people",
    "too many rows",
    "empty",
    "address",
    "own address",
    "twice",
    "differs",
    "rater group",
    "language",
    "long",
    "control",
    "formula",
    "number",
    "date",
    "error",
    "merged",
    "known elsewhere",
    "late leader",
    "shut",
    "invited otherwise",
]
"""What can be wrong; the sentence and its remedy are said by the page."""


@dataclass(frozen=True)
class Table:
    """A sheet: ``rows[0][0]`` is cell A1. ``marks`` tell what a cell is that is no plain text.

    ``marks`` are found by row and column, both from 1. ``sheet`` is the name of the sheet that
    was read, ``others`` those with content that were not.
    """

    rows: tuple[tuple[str, ...], ...]
    marks: Mapping[tuple[int, int], Kind] = field(default_factory=dict)
    sheet: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class CellFault:
    """What is wrong with a cell: row and column from 1, column 0 being the row as a whole.

    ``detail`` is what the sentence names, such as another row or the groups that there are.
    """

    row: int
    column: int
    kind: Kind
    detail: str = ""

    @property
    def place(self) -> str:
        """The cell as spreadsheets call it: B7."""
        return letters(self.column) + str(self.row)


def letters(column: int) -> str:
    """A column by its letters: 1 is A, 27 is AA, 0 is none."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


LANGUAGES = {"nederlands": "nl", "dutch": "nl", "engels": "en", "english": "en"}
"""Languages as people write them."""


def _plain(header: str) -> frozenset[str]:
    """The words of a header that matter, in any order."""
    words = (SAME.get(word, word) for word in same(header).replace("e mail", "e-mail").split())
    return frozenset(words) - FILLERS


COLUMNS: dict[frozenset[str], Column] = {
    **{_plain(text): column for column, texts in HEADERS.items() for text in texts.values()},
    **{_plain(text): column for text, column in ALSO.items()},
}


def column_of(header: str) -> Column | None:
    """The column that a header names, in whatever order its words stand."""
    return COLUMNS.get(_plain(header))


def example(rules: Rules, language: str) -> Iterator[tuple[str, ...]]:
    """The rows of a template: its header, and one leader with a rater of each group."""
    yield tuple(text_in(texts, language) for texts in HEADERS.values())
    leader, rater = EXAMPLES.get(language, EXAMPLES["en"])
    for number, group in enumerate(rules.groups, 1):
        label = text_in(group.label, language)
        yield (*leader, label, f"{rater} {number}", f"{group.id}@{rater}.example".lower(), language)


EXAMPLES = {
    "nl": (
        ("Leergroep 1", "Voorbeeld Leider", "leider@voorbeeld.example", "De Voorbeeldschool"),
        "Voorbeeld",
    ),
    "en": (
        ("Group 1", "Example Leader", "leader@example.example", "Example School"),
        "Example",
    ),
}
