"""People from a spreadsheet: who leads, and who is asked about her.

One row per rater, described in ``docs/coordinating.md``. A table is taken as a whole, or every cell
that is wrong is told. What stands in the database is not looked at here.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from surveyapp.core.people_sheet import (
    HEADERS,
    LANGUAGES,
    LEADER,
    LONGEST_NAME,
    LONGEST_SCHOOL,
    MAXIMUM_ROWS,
    OPTIONAL,
    RATER,
    CellFault,
    Column,
    Kind,
    Table,
    column_of,
    letters,
)
from surveyapp.core.rater_group import Rules
from surveyapp.core.spelling import same, tidy

HEAVY = 6
"""Whoever has to rate more leaders than this is asked a great deal."""


@dataclass(frozen=True)
class RaterRow:
    """A rater of one leader; ``group`` is the id of a rater group. ``row`` is where she stands."""

    row: int
    group: str
    name: str
    email: str
    language: str


@dataclass(frozen=True)
class LeaderRow:
    """A leader with her raters; ``row`` is the first that names her."""

    row: int
    learning_group: str
    name: str
    email: str
    school: str
    language: str
    raters: tuple[RaterRow, ...]


@dataclass(frozen=True)
class Reading:
    """What a table says: the people are whole only where there are no faults.

    ``columns`` gives the place of each column, from 1; ``header`` the row they are named in.
    """

    leaders: tuple[LeaderRow, ...]
    faults: tuple[CellFault, ...]
    columns: Mapping[Column, int]
    header: int

    def without(self, group: str) -> list[str]:
        """The leaders about whom nobody of a rater group is asked."""
        return [
            leader.name
            for leader in self.leaders
            if all(rater.group != group for rater in leader.raters)
        ]

    def heavy(self) -> list[tuple[str, int]]:
        """Who is asked about very many leaders, by name, and about how many."""
        loads = Counter(rater.email for leader in self.leaders for rater in leader.raters)
        names = {rater.email: rater.name for leader in self.leaders for rater in leader.raters}
        return [(names[email], load) for email, load in loads.most_common() if load > HEAVY]


Check = Callable[[str], str | None]
"""From a written address to the one that is stored; ``None`` where no mail could go there."""


def read(table: Table, rules: Rules, *, languages: Collection[str], address: Check) -> Reading:
    """The people in a table, or everything that is wrong with it.

    Without a language of her own, a rater is addressed in the first of ``languages``.
    """
    return _Reader(table, rules, tuple(languages), address).reading()


@dataclass(frozen=True)
class _Cell:
    row: int
    column: int
    text: str


_Line = Mapping[Column, _Cell]
TOLD = "\0"
"""The text of a cell whose fault has been told; nobody's text, as it would be a fault itself."""


@dataclass
class _Leader:
    """A leader as far as she was read: her cells by column, her raters by address."""

    row: int
    language: str = ""
    cells: dict[Column, _Cell] = field(default_factory=dict)
    raters: dict[str, RaterRow] = field(default_factory=dict)


class _Reader:
    """Reads one table and collects its faults."""

    def __init__(
        self, table: Table, rules: Rules, languages: tuple[str, ...], address: Check
    ) -> None:
        self.table, self.languages, self.check = table, languages, address
        self.known: dict[str, str | None] = {}
        self.groups = {
            same(word): group.id
            for group in rules.groups
            for word in (*group.label.values(), group.id)
        }
        self.labels = ", ".join(next(iter(group.label.values())) for group in rules.groups)
        self.faults: list[CellFault] = []
        self.leaders: dict[str, _Leader] = {}
        self.spelt: dict[str, str] = {}
        self.columns: dict[Column, int] = {}
        self.header = 1

    def reading(self) -> Reading:
        numbered = enumerate(self.table.rows, 1)
        filled = [(number, row) for number, row in numbered if any(map(tidy, row))]
        if filled:
            self.header = filled[0][0]
            self._read_header(filled[0][1])
        self._read_rows(filled[1:])
        return Reading(self._found(), tuple(sorted(set(self.faults))), self.columns, self.header)

    def _fault(self, cell: _Cell, kind: Kind, detail: str = "") -> None:
        self.faults.append(CellFault(cell.row, cell.column, kind, detail))

    def _read_header(self, row: tuple[str, ...]) -> None:
        for number, text in enumerate(row, 1):
            if name := tidy(text):
                self._read_column(_Cell(self.header, number, name))
        for column in HEADERS:
            if column not in self.columns and column not in OPTIONAL:
                self.faults.append(CellFault(self.header, 0, "missing column", column))

    def _read_column(self, cell: _Cell) -> None:
        column = column_of(cell.text)
        if column is None:
            self._fault(cell, "unknown column")
        elif column in self.columns:
            self._fault(cell, "double column", letters(self.columns[column]))
        else:
            self.columns[column] = cell.column

    def _read_rows(self, rows: list[tuple[int, tuple[str, ...]]]) -> None:
        if self.faults:
            return
        if not rows:
            self.faults.append(CellFault(self.header, 0, "no people"))
        elif len(rows) > MAXIMUM_ROWS:
            self.faults.append(CellFault(rows[MAXIMUM_ROWS][0], 0, "too many rows"))
        else:
            for number, row in rows:
                self._read_row(self._line(number, row))
            for leader in self.leaders.values():
                self._check_whole(leader)

    def _line(self, number: int, row: tuple[str, ...]) -> dict[Column, _Cell]:
        line = {
            column: _Cell(number, place, tidy(row[place - 1]) if place <= len(row) else "")
            for column, place in self.columns.items()
        }
        return {column: self._legible(column, cell) for column, cell in line.items()}

    def _legible(self, column: Column, cell: _Cell) -> _Cell:
        """The cell; its text is ``TOLD`` where it holds what is none."""
        kind = self.table.marks.get((cell.row, cell.column)) or _strange(column, cell.text)
        if kind is None:
            return cell
        longest = LONGEST_SCHOOL if column == "school" else LONGEST_NAME
        self._fault(cell, kind, str(longest) if kind == "long" else "")
        return _Cell(cell.row, cell.column, TOLD)

    def _read_row(self, line: _Line) -> None:
        address = self._address(line["leader_address"])
        rated = any(line[column].text for column in RATER)
        leader = self._leader(address, line)
        language = self._language(line)
        if rated:
            self._read_rater(leader, address, line, language)
        elif language:
            leader.language = language

    def _address(self, cell: _Cell) -> str:
        """The address as it is stored; empty where that has been told."""
        if not cell.text:
            self._fault(cell, "empty")
        if cell.text in {"", TOLD}:
            return ""
        if cell.text not in self.known:
            self.known[cell.text] = self.check(cell.text)
        if (address := self.known[cell.text]) is None:
            self._fault(cell, "address")
        return address or ""

    def _leader(self, address: str, line: _Line) -> _Leader:
        """The leader of a row; every further row says the same of her, or nothing."""
        row = line["leader_address"].row
        leader = self.leaders.setdefault(address, _Leader(row)) if address else _Leader(row)
        for column in LEADER:
            cell = line[column]
            first = leader.cells.get(column)
            if first and _differ(first.text, cell.text):
                self._fault(cell, "differs", str(first.row))
            if not (first and first.text):
                leader.cells[column] = first if first and not cell.text else cell
        return leader

    def _check_whole(self, leader: _Leader) -> None:
        for column in LEADER:
            cell = leader.cells[column]
            if not cell.text:
                self._fault(cell, "empty")

    def _language(self, line: _Line) -> str:
        cell = line.get("language")
        if cell is None or cell.text in {"", TOLD}:
            return ""
        code = LANGUAGES.get(same(cell.text), same(cell.text))
        if code not in self.languages:
            self._fault(cell, "language", ", ".join(self.languages))
        return code

    def _read_rater(self, leader: _Leader, of: str, line: _Line, language: str) -> None:
        group, name, cell = (line[column] for column in RATER)
        key = self.groups.get(same(group.text), "")
        if not group.text:
            self._fault(group, "empty")
        elif not key and group.text != TOLD:
            self._fault(group, "rater group", self.labels)
        if not name.text:
            self._fault(name, "empty")
        address = self._address(cell)
        if not address:
            return
        if address == of:
            self._fault(cell, "own address")
        elif address in leader.raters:
            self._fault(cell, "twice", str(leader.raters[address].row))
        else:
            language = language or self.languages[0]
            leader.raters[address] = RaterRow(cell.row, key, name.text, address, language)

    def _found(self) -> tuple[LeaderRow, ...]:
        return tuple(
            LeaderRow(
                leader.row,
                self._spelt(leader.cells["learning_group"].text),
                leader.cells["leader"].text,
                address,
                leader.cells["school"].text,
                leader.language or self.languages[0],
                tuple(leader.raters.values()),
            )
            for address, leader in self.leaders.items()
        )

    def _spelt(self, group: str) -> str:
        """A learning group as it was written first."""
        return self.spelt.setdefault(same(group), group)


def _differ(one: str, other: str) -> bool:
    """Whether two cells say different things; what is empty or told already says nothing."""
    return not {one, other} & {"", TOLD} and same(one) != same(other)


def _strange(column: Column, text: str) -> Kind | None:
    """What a text is that nobody can be called or reached by."""
    if text.startswith("="):
        return "formula"
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text):
        return "control"
    if column in {"leader", "rater"} and text.isdigit():
        return "number"
    longest = LONGEST_SCHOOL if column == "school" else LONGEST_NAME
    # Addresses have their own length; the check of addresses knows it.
    return "long" if len(text) > longest and not column.endswith("address") else None
