"""Professional standards: published editions, and which competence resembles which.

An edition is data (``questionnaires/standards/*.yaml``). The names in it are its publisher's, the
descriptions are this project's; the crosswalk is this project's own reading.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Sentence, Texts
from surveyapp.core.data_file import Part, nearest, ordered, parse
from surveyapp.core.data_shape import parts_of, shape
from surveyapp.core.errors import Fault, FaultyFile

Known = Mapping[str, frozenset[str]]
"""The competence ids of each edition, by edition id."""

Reference = str
"""An edition and a competence of it: ``vo-2021/vision``."""


class StandardCompetence(Record):
    """A competence, practice or quality that an edition names."""

    id: Identifier
    name: Texts
    description: Texts


class Edition(Record):
    """One edition of a standard. ``date`` is that of publication, where it is known."""

    format: Literal["standard/1"]
    id: Identifier
    title: Texts
    publisher: Sentence
    date: datetime.date | None = None
    country: str = Field(pattern=r"^[A-Z]{2}$")
    languages: tuple[Identifier, ...] = Field(min_length=1)
    note: Texts
    competences: tuple[StandardCompetence, ...] = Field(min_length=1)
    personal_qualities: tuple[StandardCompetence, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """What an instrument may point at."""
        return frozenset(one.id for one in (*self.competences, *self.personal_qualities))

    def competence(self, key: str) -> StandardCompetence:
        """The competence with that id; ``KeyError`` if there is none."""
        for one in (*self.competences, *self.personal_qualities):
            if one.id == key:
                return one
        raise KeyError(key)


Kind = Literal["same", "close", "partly"]


class CrosswalkRow(Record):
    """Two competences that resemble each other; a row reads both ways."""

    competence: Reference = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    resembles: Reference = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    kind: Kind
    note: Texts

    def other(self, reference: Reference) -> Reference:
        """The far end of the row, seen from one of its two ends."""
        return self.resembles if reference == self.competence else self.competence


class Crosswalk(Record):
    """The rows between editions, and whose reading they are."""

    format: Literal["crosswalk/1"]
    languages: tuple[Identifier, ...] = Field(min_length=1)
    note: Texts
    rows: tuple[CrosswalkRow, ...]

    def of(self, reference: Reference, edition: str = "") -> tuple[CrosswalkRow, ...]:
        """The rows of a competence, if wanted only those to one edition."""
        return tuple(
            row
            for row in self.rows
            if reference in (row.competence, row.resembles)
            and row.other(reference).startswith(f"{edition}/" if edition else "")
        )


def read_edition(text: str, file: str) -> Edition:
    """The edition in a file; ``FaultyFile`` with every fault."""
    root, faults = parse(text, file)
    if root is None:
        raise FaultyFile(faults)
    edition, shaped = shape(Edition, root)
    faults += [*shaped, *language_faults(Edition, root), *_repeated(root)]
    if edition is None or faults:
        raise FaultyFile(ordered(faults))
    return edition


def read_crosswalk(text: str, file: str, known: Known) -> Crosswalk:
    """The crosswalk in a file; ``FaultyFile`` with every fault."""
    root, faults = parse(text, file)
    if root is None:
        raise FaultyFile(faults)
    crosswalk, shaped = shape(Crosswalk, root)
    faults += [*shaped, *language_faults(Crosswalk, root), *_loose_ends(root, known)]
    if crosswalk is None or faults:
        raise FaultyFile(ordered(faults))
    return crosswalk


def language_faults(model: type[Record], root: Part) -> Iterator[Fault]:
    """Every text has to be there in every language of the file, and in no other."""
    languages = [part.raw for part in root["languages"] if part.raw]
    if not languages:
        return
    for part in parts_of(model, root, Texts):
        yield from _one_text(part, languages)


def _one_text(part: Part, languages: list[str]) -> Iterator[Fault]:
    members = part.members or {}
    for language in languages if members else ():
        if language not in members:
            remedy = f"Add the line `{language}: …`, or take `{language}` out of `languages`."
            yield part.fault(f"The text in the language `{language}` is missing.", remedy)
    for language, text in members.items():
        if language not in languages:
            remedy = f"{nearest(language, languages)} Or add `{language}` to `languages`."
            yield text.fault(f"The language `{language}` is not in `languages`.", remedy)


def reference_fault(part: Part, known: Known) -> Iterator[Fault]:
    """A reference has to name a known edition and a competence of it."""
    edition, slash, competence = part.text.partition("/")
    if not slash:
        return
    if edition not in known:
        yield part.fault(f"There is no standard `{edition}`.", nearest(edition, sorted(known)))
    elif competence not in known[edition]:
        message = f"The standard `{edition}` has no competence `{competence}`."
        yield part.fault(message, nearest(competence, sorted(known[edition])))


def _repeated(root: Part) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for part in (*root["competences"], *root["personal_qualities"]):
        key = part["id"]
        if key.text in seen:
            yield key.fault(f"`{key.text}` is already at line {seen[key.text]}.", "Rename it.")
        elif key.text:
            seen[key.text] = key.line


def _loose_ends(root: Part, known: Known) -> Iterator[Fault]:
    for row in root["rows"]:
        yield from reference_fault(row["competence"], known)
        yield from reference_fault(row["resembles"], known)
        one, other = (row[end].text.partition("/")[0] for end in ("competence", "resembles"))
        if one and one == other:
            message = f"Both ends are competences of `{one}`."
            yield row["resembles"].fault(message, "Name a competence of another edition.")
