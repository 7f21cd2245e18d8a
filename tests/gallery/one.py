"""One document of the gallery, as a process of its own makes it.

Not in ``__main__``: a fresh process cannot find what it is asked for there.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.gallery import checks, drawing
from tests.gallery.made import Document, digest, made, make

DOTS = 60


@dataclass(frozen=True)
class Made:
    """What became of one document."""

    document: Document
    pages: int
    digest: str
    faults: tuple[str, ...]


def one(document: Document, folder: Path) -> Made:
    """Make a document, its pictures, and the list of its faults."""
    content = made(document)
    (folder / f"{document.name}.pdf").write_bytes(content)
    drawn = drawing.pages(content, DOTS, grey=False)
    for number, picture in enumerate(drawn, start=1):
        file = folder / f"{document.name}.{number:02}.png"
        Image.fromarray(picture).quantize(64).save(file, optimize=False)
    return Made(document, len(drawn), digest(content), tuple(checks.everything(document)))


def again(document: Document) -> str:
    """What the same input gives in another process."""
    return digest(make(document))
