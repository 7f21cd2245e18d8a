"""The responses of a programme as a CSV file: the door for those who asked elsewhere.

One row per response, described in ``docs/headless.md``. A file is taken as a whole or refused as a
whole, with every fault that was found.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from pydantic import ValidationError

from surveyapp.core.errors import Fault, FaultyFile, SurveyError
from surveyapp.core.instrument import SELF, Instrument, then_id
from surveyapp.core.rater_group import Rules
from surveyapp.core.response import (
    CANNOT_JUDGE,
    LONGEST_COMMENT,
    NOT_ANSWERED,
    Comment,
    Round,
    decode,
)
from surveyapp.core.snapshot import WaveName

MAXIMUM_SIZE = 50_000_000
"""The largest file that is read, in bytes."""

MAXIMUM_FAULTS = 500
"""So many faults are worth reading; then the reading stops."""

KEYS = ("leader", "wave", "group")
WAVES = {
    "pre": WaveName(id="pre", label={"nl": "Beginmeting", "en": "First wave"}, position=1),
    "mid": WaveName(id="mid", label={"nl": "Tussenmeting", "en": "Midway"}, position=2),
    "post": WaveName(id="post", label={"nl": "Eindmeting", "en": "Final wave"}, position=3),
}
CODES = {"": NOT_ANSWERED, "na": CANNOT_JUDGE} | {str(point): point for point in range(1, 6)}


@dataclass(frozen=True)
class Row:
    """One response as it stands in the file; ``line`` is where it begins, from 1."""

    line: int
    leader: str
    wave: str
    group: str
    vector: bytes
    comments: tuple[Comment, ...]


def header(instrument: Instrument) -> tuple[str, ...]:
    """Every column that a file may have, in the order in which it is easiest to read."""
    return *KEYS, *instrument.columns, *(question.id for question in instrument.open_questions)


def rounds(
    data: bytes, file: str, instrument: Instrument, *, frozen_on: date, programme: str
) -> dict[str, tuple[Round, ...]]:
    """The rounds of every leader, in the order of the file, each leader's waves in theirs.

    The rater groups and minimums are those of the instrument. ``FaultyFile`` with every fault;
    ``file`` is what the faults call it.
    """
    rules = default_rules(instrument)
    reader = _Reader(file, instrument)
    rows = list(reader.rows(data))
    reader.check_selfs(rows)
    if reader.faults:
        raise FaultyFile(reader.in_order())
    leaders: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        leaders.setdefault(row.leader, {}).setdefault(row.wave, []).append(row)
    return {
        leader: tuple(
            _round(waves[wave], instrument, rules, frozen_on=frozen_on, programme=programme)
            for wave in WAVES
            if wave in waves
        )
        for leader, waves in leaders.items()
    }


def _round(
    rows: Sequence[Row], instrument: Instrument, rules: Rules, *, frozen_on: date, programme: str
) -> Round:
    """One assessment from its rows."""
    vectors: dict[str, list[bytes]] = {}
    for row in rows:
        vectors.setdefault(row.group, []).append(row.vector)
    return Round(
        programme=programme,
        leader=rows[0].leader,
        school="",
        wave=WAVES[rows[0].wave],
        frozen_on=frozen_on,
        instrument=instrument,
        rules=rules,
        answers={group: decode(instrument, some) for group, some in vectors.items()},
        comments=[comment for row in rows for comment in row.comments],
    )


def default_rules(instrument: Instrument) -> Rules:
    """The rules that the instrument proposes; ``SurveyError`` if it has no usable groups."""
    try:
        return Rules(groups=instrument.rater_groups)
    except ValidationError as error:
        raise SurveyError(
            "The questionnaire names no rater groups that can be used: add them to it."
        ) from error


class _TooMany(Exception):
    """Raised inside the reading once there are faults enough."""


class _Unreadable(Exception):
    """A row that is no CSV, and where it begins."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class _Reader:
    """Reads the rows of one file and collects its faults."""

    file: str
    instrument: Instrument
    faults: list[Fault] = field(default_factory=list)
    unsure: set[tuple[str, str]] = field(default_factory=set)
    """Leaders and waves with a faulty row, which may be the self row that seems missing."""
    torn: bool = False
    """Whether a row could not be told apart, so that it may be anybody's."""

    def fault(self, message: str, remedy: str, line: int | None = None, column: str = "") -> None:
        """Note a fault."""
        made = Fault(message, remedy=remedy, file=self.file, line=line, field=column)
        self.faults.append(made)
        if len(self.faults) >= MAXIMUM_FAULTS:
            raise _TooMany

    def rows(self, data: bytes) -> Iterator[Row]:
        """Every row without a fault; the faults of the others are noted."""
        try:
            if (text := self._text(data)) is not None:
                yield from self._rows(text)
        except _TooMany:
            self.torn = True
        except _Unreadable as error:
            self.torn = True
            self.fault(f"The row cannot be read: {error}.", "Check its quotes.", error.line)

    def in_order(self) -> list[Fault]:
        """The faults by line; where the reading stopped, the last one says so."""
        result = sorted(self.faults, key=lambda fault: fault.line or 0)
        if len(result) >= MAXIMUM_FAULTS:
            result.append(Fault("There may be more faults.", remedy="Mend these first."))
        return result

    def _text(self, data: bytes) -> str | None:
        if len(data) > MAXIMUM_SIZE:
            size = f"{MAXIMUM_SIZE // 1_000_000} MB"
            self.fault(f"The file is larger than {size}.", "Split it by leader.")
        elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.fault("The file is not UTF-8 but UTF-16.", 'Save it as "CSV UTF-8".', 1)
        elif (place := data.find(b"\0")) >= 0:
            self.fault("A NUL byte stands in the file.", "Export it again.", _line(data, place))
        else:
            return self._decoded(data)
        return None

    def _decoded(self, data: bytes) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = _line(data, error.start)
            self.fault("The file is not UTF-8.", 'Save it as "CSV UTF-8".', line)
            return None
        if not text.strip():
            self.fault("The file is empty.", "Write a header and one row per response.")
            return None
        return text

    def _rows(self, text: str) -> Iterator[Row]:
        lines = _records(text)
        line, names = next(lines, (1, []))
        places = self._places([name.strip() for name in names], line)
        if places is None:
            return
        some = False
        for line, cells in lines:
            some = True
            if len(cells) != len(names):
                remedy = "Quote values with the separator in them."
                self.torn = True
                self.fault(f"{len(cells)} values, {len(names)} columns.", remedy, line)
            elif row := self._row(line, cells, places):
                yield row
        if not some:
            self.fault("There is a header only.", "Write one row per response below it.")

    def _places(self, names: Sequence[str], line: int) -> dict[str, int] | None:
        """The place of each known column; ``None`` where rows cannot be told without more."""
        known = header(self.instrument)
        if len(names) == 1 and "\t" in names[0]:
            remedy = "Use commas or semicolons."
            self.fault("The columns are separated by tabs.", remedy, line)
            return None
        for place, name in enumerate(names):
            if name not in known:
                self.fault("Unknown column.", _suggestion(name, known), line, _short(name))
            elif name in names[:place]:
                self.fault("The column stands twice.", "Remove one of them.", line, name)
        places = {name: place for place, name in reversed(list(enumerate(names))) if name in known}
        for name in (*KEYS, *(item.id for item in self.instrument.items())):
            if name not in places:
                remedy = "Add it; leave its cells empty where nothing was answered."
                self.fault("The column is missing.", remedy, line, name)
        return places if set(KEYS) <= places.keys() else None

    def _row(self, line: int, cells: list[str], places: Mapping[str, int]) -> Row | None:
        before = len(self.faults)
        leader = unicodedata.normalize("NFC", " ".join(cells[places["leader"]].split()))
        wave, group = (cells[places[name]].strip().lower() for name in ("wave", "group"))
        if not leader:
            self.fault("The leader is empty.", "Write whom this is about.", line, "leader")
        if wave not in WAVES:
            self.fault(f"Unknown wave {_short(wave)}.", f"Use {_or(WAVES)}.", line, "wave")
        if group not in self.not_asked:
            known = _or(self.not_asked)
            self.fault(f"Unknown group {_short(group)}.", f"Use {known}.", line, "group")
        vector = self._vector(line, cells, places)
        self._check_asked(line, group, vector)
        comments = tuple(self._comments(line, group, cells, places))
        if len(self.faults) > before:
            self.unsure.add((leader, wave))
            return None
        return Row(line, leader, wave, group, vector, comments)

    def _vector(self, line: int, cells: Sequence[str], places: Mapping[str, int]) -> bytes:
        """The answers as a response; a value outside the scale is a fault and counts as none."""
        given = [cells[places[name]] if name in places else "" for name in self.instrument.columns]
        try:
            return bytes([CODES[value] for value in given])
        except KeyError:
            values = [CODES.get(value.strip().lower()) for value in given]
        for name, value, raw in zip(self.instrument.columns, values, given, strict=True):
            if value is None:
                remedy = "Write 1 to 5, na for cannot judge, or nothing."
                self.fault(f"{_short(raw)} is not on the scale.", remedy, line, name)
        return bytes([value or NOT_ANSWERED for value in values])

    def _check_asked(self, line: int, group: str, vector: bytes) -> None:
        for name in self.not_asked.get(group, ()):
            if vector[self.instrument.position[name]] != NOT_ANSWERED:
                self.fault(f"This is not asked of {group}.", "Leave it empty.", line, name)

    @cached_property
    def not_asked(self) -> Mapping[str, Sequence[str]]:
        """The columns that each group does not see, by group."""
        return _not_asked(self.instrument)

    def _comments(
        self, line: int, group: str, cells: Sequence[str], places: Mapping[str, int]
    ) -> Iterator[Comment]:
        for question in self.instrument.open_questions:
            text = cells[places[question.id]].strip() if question.id in places else ""
            if len(text) > LONGEST_COMMENT:
                message = f"The comment has {len(text)} characters, {_short(text)}."
                self.fault(message, f"Keep it under {LONGEST_COMMENT}.", line, question.id)
            elif text:
                yield Comment(group, question.id, text)

    def check_selfs(self, rows: Sequence[Row]) -> None:
        """Exactly one response of the leader herself per wave."""
        seen: dict[tuple[str, str], int] = {}
        first: dict[tuple[str, str], Row] = {}
        for row in rows:
            key = row.leader, row.wave
            first.setdefault(key, row)
            if row.group == SELF and key in seen:
                self._note(row, f"A second self row of this leader (the first: line {seen[key]}).")
            elif row.group == SELF:
                seen[key] = row.line
        for key, row in first.items():
            if key not in seen and key not in self.unsure and not self.torn:
                self._note(row, f"No self row of {_short(row.leader)} in wave {row.wave}.")

    def _note(self, row: Row, message: str) -> None:
        remedy = "Each leader needs one self row per wave; all its answers may be empty."
        self.faults.append(
            Fault(message, remedy=remedy, file=self.file, line=row.line, field="group")
        )


def _not_asked(instrument: Instrument) -> dict[str, list[str]]:
    """The columns that each group does not see."""
    groups = [group.id for group in instrument.rater_groups]
    result = {
        group: [item.id for item in instrument.items() if group in item.not_asked]
        for group in [SELF, *groups]
    }
    if instrument.then:
        for group in groups:
            result[group] += [then_id(competence.id) for competence in instrument.competences]
    return result


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that hold something, with the line on which each begins."""
    top = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if top.count(";") > top.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _Unreadable(str(error), line) from error


def _line(data: bytes, place: int) -> int:
    """The line of a byte, from 1."""
    return data.count(b"\n", 0, place) + 1


def _short(value: str) -> str:
    """The value as it may stand in a message: quoted, at most thirty characters of it."""
    return repr(value if len(value) <= 30 else value[:29] + "…")


def _or(names: Mapping[str, object] | Sequence[str]) -> str:
    *some, last = names
    return f"{', '.join(some)} or {last}" if some else last


def _suggestion(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name.lower(), known, n=1)
    return f"Did you mean {close[0]}?" if close else "Remove it."
