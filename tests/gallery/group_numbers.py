"""Every number in a group report is the snapshot's, and every number of the snapshot is there."""

from collections.abc import Iterator

from surveyapp.core.base import text_in
from surveyapp.core.group_report import GroupSnapshot, LeadersMean, Section
from surveyapp.core.snapshot import FLOORED_AT
from tests.gallery.made import Document
from tests.gallery.numbers import TOKEN, numbers, squeezed
from tests.gallery.printed import Figures
from tests.gallery.reading import Tag, read


def shown(snapshot: GroupSnapshot) -> list[Section]:
    """The sections that have a page, in their order."""
    groups: list[Section] = [group for group in snapshot.groups if group.leaders]
    alone = len(groups) == 1 and groups[0].leaders == snapshot.whole.leaders
    return groups if alone else [snapshot.whole, *groups]


def faults(document: Document) -> Iterator[str]:
    """Every number of a group report that is wrong or missing."""
    snapshot = document.snapshot
    assert isinstance(snapshot, GroupSnapshot)
    tables = [tag for tag in read(document).all() if tag.kind == "Table"]
    profiles = [table for table in tables if _is_profile(table, snapshot, document.language)]
    sections = shown(snapshot)
    if len(profiles) != len(sections):
        yield f"{len(profiles)} profiles for {len(sections)} sections"
    for table, section in zip(profiles, sections, strict=False):
        yield from _profile(table, section, snapshot, Figures(document.language))
    yield from _others(read(document), snapshot, Figures(document.language))


def _body(table: Tag) -> list[Tag]:
    rows = [tag for tag in table.all() if tag.kind == "TR"]
    return [row for row in rows if any(cell.attributes.get("Scope") == "/Row" for cell in row.kids)]


def _is_profile(table: Tag, snapshot: GroupSnapshot, code: str) -> bool:
    first = text_in(snapshot.instrument.competences[0].title, code)
    return any(squeezed(row.text).startswith(squeezed(f"1. {first}")) for row in _body(table))


def _profile(
    table: Tag, section: Section, snapshot: GroupSnapshot, figures: Figures
) -> Iterator[str]:
    rows = _body(table)
    if len(rows) != len(section.competences):
        yield f"{len(rows)} rows for {len(section.competences)} competences"
    for row, result in zip(rows, section.competences, strict=False):
        texts = [squeezed(cell.text) for cell in row.kids if cell.kind == "TD"]
        printed = [text for text in texts if TOKEN.fullmatch(text)]
        means = [figures.score(result.scores[unit.id]) for unit in snapshot.units]
        if printed != [*means, figures.mean(result.others)]:
            yield f"{result.id}: {printed} is not {means} and {figures.mean(result.others)}"
        said = [number for tag in row.all() for number in numbers(tag.alt)]
        if said != [mean for mean in means if numbers(mean)]:
            yield f"{result.id}: its picture says {said}, not {means}"


def _others(root: Tag, snapshot: GroupSnapshot, figures: Figures) -> Iterator[str]:
    """No number stands anywhere that is none of the snapshot's, but the one for lower means."""
    known = {snapshot.instrument.version, *numbers(snapshot.instrument.licence)}
    known.add(figures.number(FLOORED_AT))
    for section in (snapshot.whole, *snapshot.groups):
        for row in section.competences:
            cells = (*row.scores.values(), *row.importance.values())
            known |= {figures.number(c.mean) for c in cells if isinstance(c, LeadersMean)}
            ends = (row.others, row.importance_others)
            known |= {figures.number(end) for end in ends if end is not None}
    for tag in root.all():
        text = tag.alt or " ".join(piece.text for piece in tag.pieces)
        yield from (f"{text[:80]}: {n} is no figure" for n in numbers(text) if n not in known)
