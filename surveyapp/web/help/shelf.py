"""Where the chapters and their pictures are.

English stands in the folder itself and every other language in a folder of its own.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from struct import unpack

import surveyapp
from surveyapp.core.errors import NotFound
from surveyapp.languages import SOURCE


@cache
def folder() -> Path:
    """Where the chapters are: in the package once installed, beside it in the source."""
    package = Path(surveyapp.__file__).parent
    # What stands beside an installed package may be somebody else's.
    inside = package / "docs"
    return inside if inside.is_dir() else package.parent / "docs"


def pictures() -> Path:
    """Where their pictures are, in a folder for each language."""
    return folder() / "pictures"


@cache
def files(language: str) -> Mapping[str, Path]:
    """The chapters written in a language, by name."""
    place = folder() if language == SOURCE else folder() / language
    return {path.stem: path for path in sorted(place.glob("*.md"))}


def found(language: str, name: str) -> Path:
    """The file of a picture; ``NotFound`` for anything else, wherever an address may point."""
    path = pictures() / language / name
    if path not in pictures().glob("*/*.png"):
        raise NotFound
    return path


def size_of(picture: str) -> tuple[int, int]:
    """Width and height of a picture, as its PNG file says; 0 × 0 if it is not there."""
    try:
        width, height = unpack(">II", (pictures() / picture).read_bytes()[16:24])
    except OSError:
        return 0, 0
    return width, height
