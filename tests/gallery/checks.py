"""All that is asked of a document of the gallery, in one place."""

from collections.abc import Iterator

from tests.gallery import access, chosen, group_numbers, looks, numbers, pictures, sheet_numbers
from tests.gallery.made import Document, made


def numbers_of(document: Document) -> Iterator[str]:
    """Numbers that are wrong or missing."""
    if document.kind == "group":
        return group_numbers.faults(document)
    return sheet_numbers.faults(document) if document.kind == "sheet" else numbers.faults(document)


def words_of(document: Document) -> Iterator[str]:
    """Words of the leader that are missing, and fields that should not be there or should."""
    return chosen.faults(document) if document.kind == "report" else iter(())


def everything(document: Document) -> list[str]:
    """Every fault of a document."""
    found = [*numbers_of(document), *words_of(document)]
    found += [*access.faults(document), *looks.faults(document)]
    if document in pictures.kept() and (apart := moved(document)) > pictures.TOLERANCE:
        found.append(f"it looks different from its stored picture ({apart:.0f})")
    return found


def moved(document: Document) -> float:
    """How far a document has moved away from its stored picture."""
    if not pictures.path(document).exists():
        return 255.0
    return pictures.apart(pictures.sheet(made(document)), pictures.stored(document))
