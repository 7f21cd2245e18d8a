"""People pasted into a text field, as mail programs and spreadsheets write them.

``Jan Jansen <jan@school.example>``, ``Jan Jansen, jan@school.example``,
``jan@school.example; piet@school.example``, ``"Jansen, Jan" <jan@school.example>``, columns between
tabs: several on a line, one line after another.
All of it is understood, or every line that is not is told. A name may be given later, by address.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from surveyapp.core.people_sheet import LONGEST_NAME
from surveyapp.core.spelling import on_one_line, tidy

MOST_CHARACTERS, MOST_LINES, MOST_PEOPLE = 50_000, 2_000, 300
"""What one form takes: far more than anybody can ask."""

LONGEST_SHOWN = 60
"""How many characters of a text are repeated in a sentence about it."""

Kind = Literal[
    "too much", "too many", "no address", "address", "no name", "long", "twice", "own", "listed"
]
"""What can be wrong with a line; the sentence and its remedy are said by the page."""


@dataclass(frozen=True, order=True)
class LineFault:
    """What is wrong with a line, from 1; line 0 is the text as a whole.

    ``about`` is what was written, ``detail`` what the sentence names besides.
    """

    line: int
    kind: Kind
    about: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Pasted:
    """Somebody in the text; ``line`` is where she stands, 0 where she was chosen from a list."""

    line: int
    name: str
    email: str


@dataclass(frozen=True)
class Reading:
    """What a text says: the people are whole only where there are no faults."""

    people: tuple[Pasted, ...]
    faults: tuple[LineFault, ...]

    @property
    def nameless(self) -> tuple[str, ...]:
        """The addresses for which only a name is lacking."""
        return tuple(fault.about for fault in self.faults if fault.kind == "no name")


Check = Callable[[str], str | None]
"""From a written address to the one that is stored; ``None`` where no mail could go there."""

LINE = re.compile("\r\n|\r|\n")
PARTING = ",;:<>()[]\"'“”„‘’*•·–-\t "
"""What stands around a name or an address, but not in it."""

ADDRESS = re.compile(r'(?:mailto:)?([^\s<>,;:"()\[\]]*@[^\s<>,;:"()\[\]]*)', re.IGNORECASE)
HEADER = {
    *("naam", "name", "voornaam", "achternaam", "beoordelaar", "rater", "adres", "address"),
    *("e-mail", "email", "mail", "e-mailadres", "emailadres", "mailadres", "groep", "group"),
}
"""Words of which the first line of a table consists."""


def read(text: str, *, address: Check, names: Mapping[str, str]) -> Reading:
    """The people in a text, or everything that is wrong with it.

    ``names`` are those given beside the text, by address as it is stored.
    """
    lines = LINE.split(text)
    if len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES:
        return Reading((), (LineFault(0, "too much"),))
    reader = _Reader(address, names)
    filled = False
    for number, line in enumerate(lines, 1):
        if tidy(line):
            if filled or not _is_header(line):
                reader.read_line(number, line)
            filled = True
    if len(reader.people) > MOST_PEOPLE:
        return Reading((), (LineFault(0, "too many"),))
    return Reading(tuple(reader.people.values()), tuple(sorted(reader.faults)))


def _is_header(line: str) -> bool:
    words = re.split(r"[\s,;]+", tidy(line).casefold())
    return set(filter(None, words)) <= HEADER


def guess(address: str) -> str:
    """The name that an address suggests, ``jan.de.boer@…`` being Jan de Boer; often empty."""
    parts = address.partition("@")[0].split(".")
    if len(parts) < 2 or not all(part.isalpha() for part in parts) or len(parts[-1]) < 2:
        return ""
    small = {"de", "den", "der", "van", "ten", "ter", "het", "von", "la", "el"}
    named = (
        part if part in small and number else part.capitalize() for number, part in enumerate(parts)
    )
    return " ".join(part + "." if len(part) == 1 else part for part in named)


@dataclass(frozen=True)
class _Found:
    """An address as it was written, the name beside it, and texts that have no address."""

    name: str
    written: str
    strays: tuple[str, ...] = ()


def _found(line: str) -> Iterator[_Found]:
    """The addresses on a line with their names: before them, or behind where they come first."""
    matches = list(_different(line))
    edges = [0, *(edge for match in matches for edge in match.span()), len(line)]
    texts = [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    behind = not _name(texts[0]) and bool(_name(texts[-1]))
    for place, match in enumerate(matches):
        beside = ADDRESS.sub(" ", texts[place + behind])
        strays, name = _named(beside, line[: match.start()].rstrip().endswith("<"))
        if place == len(matches) - 1 and not behind and (rest := _name(texts[-1])):
            strays = (*strays, rest)
        yield _Found(name, match[1], strays)


def _different(line: str) -> Iterator[re.Match[str]]:
    """The addresses on a line; one that is its own name, ``a@b.nl <a@b.nl>``, counts once."""
    matches = list(ADDRESS.finditer(line))
    for match, following in pairwise([*matches, None]):
        assert match
        same = following and following[1].casefold() == match[1].casefold()
        if not (same and following and not _name(line[match.end() : following.start()])):
            yield match


def _named(text: str, bracketed: bool) -> tuple[tuple[str, ...], str]:
    """Texts without an address, and the name in the text beside one.

    ``Jansen, Jan <`` is turned round; without the bracket these are columns of a table.
    """
    if not bracketed:
        return (), _name(re.sub("[\t,;]", " ", text))
    *strays, last = [""] + [piece for piece in text.split(";") if _name(piece)]
    surname, comma, first = last.strip(PARTING).partition(",")
    name = f"{first} {surname}" if comma and "," not in first else last
    return tuple(_name(stray) for stray in strays if stray), _name(name)


def _name(text: str) -> str:
    """A name on one line, without what stands around it; empty where there is no letter in it."""
    name = on_one_line(text).strip(PARTING)
    return name if any(sign.isalpha() for sign in name) else ""


def _short(text: str) -> str:
    tidied = on_one_line(text)
    return tidied if len(tidied) <= LONGEST_SHOWN else tidied[: LONGEST_SHOWN - 1] + "…"


class _Reader:
    """Reads line after line and collects people and faults."""

    def __init__(self, address: Check, names: Mapping[str, str]) -> None:
        self.check, self.names = address, names
        self.people: dict[str, Pasted] = {}
        self.faults: list[LineFault] = []

    def read_line(self, number: int, line: str) -> None:
        found = list(_found(line))
        if not found:
            self._fault(number, "no address", line)
        for one in found:
            for stray in one.strays:
                self._fault(number, "no address", stray)
            self._person(number, one.name, one.written)

    def _person(self, line: int, name: str, written: str) -> None:
        email = self.check(written)
        if email is None:
            self._fault(line, "address", written)
        elif email in self.people:
            self._fault(line, "twice", email, str(self.people[email].line))
        else:
            name = name or _name(self.names.get(email, ""))
            self.people[email] = Pasted(line, name, email)
            if not name:
                self.faults.append(LineFault(line, "no name", email))
            elif len(name) > LONGEST_NAME:
                self._fault(line, "long", name, str(LONGEST_NAME))

    def _fault(self, line: int, kind: Kind, about: str, detail: str = "") -> None:
        self.faults.append(LineFault(line, kind, _short(about), detail))
