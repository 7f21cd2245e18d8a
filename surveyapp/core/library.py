"""The instruments and standards at hand: everything that can be chosen by name."""

from functools import lru_cache
from pathlib import Path

from surveyapp.core import ideas_file
from surveyapp.core.errors import NotFound
from surveyapp.core.ideas import Found, find
from surveyapp.core.instrument import Instrument
from surveyapp.core.instrument_file import read
from surveyapp.core.reflection import Guide
from surveyapp.core.reflection_file import read as read_guide
from surveyapp.core.shipped import (
    crosswalk,
    folder,
    load_standard,
    names_in,
    standard_names,
    text_of,
)

__all__ = [
    "crosswalk",
    "folder",
    "guide_names",
    "guide_path",
    "ideas_for",
    "instrument_names",
    "instrument_path",
    "load_guide",
    "load_instrument",
    "load_standard",
    "standard_names",
]


def instrument_names() -> list[str]:
    """The ids of the instruments that are shipped."""
    return names_in("instruments")


def instrument_path(name: str) -> Path:
    """The file of a shipped instrument; ``NotFound`` if there is none of that name."""
    if name not in instrument_names():
        known = ", ".join(instrument_names())
        raise NotFound(f"There is no questionnaire {name!r}. Choose one of: {known}.")
    return folder() / "instruments" / f"{name}.yaml"


def load_instrument(name_or_path: str | Path) -> Instrument:
    """A shipped instrument by its name (a ``str``), or the one in a file (a ``Path``).

    A name from a web form can never reach another file.
    """
    if isinstance(name_or_path, Path):
        return read(text_of(name_or_path), str(name_or_path))
    path = instrument_path(name_or_path)
    return _shipped(text_of(path), path.name)


@lru_cache(maxsize=16)
def _shipped(text: str, file: str) -> Instrument:
    """Read once as long as the file says the same: an instrument never changes."""
    return read(text, file)


def guide_names() -> list[str]:
    """The editions that a leader can reflect on by herself."""
    return names_in("reflections")


def guide_path(name: str) -> Path:
    """The file of the guide to an edition; ``NotFound`` if there is none."""
    if name not in guide_names():
        known = ", ".join(guide_names())
        raise NotFound(f"There is no guide for reflection {name!r}. Choose one of: {known}.")
    return folder() / "reflections" / f"{name}.yaml"


@lru_cache
def load_guide(name: str) -> Guide:
    """A shipped guide for reflection by the name of its edition."""
    path = guide_path(name)
    return read_guide(text_of(path), path.name)


@lru_cache(maxsize=64)
def ideas_for(reference: str) -> Found:
    """The ideas for a competence of a standard (``vo-2021/vision``); none where there are none."""
    paths = [folder() / "ideas" / f"{name}.yaml" for name in names_in("ideas")]
    shelf = {path.stem: ideas_file.read(text_of(path), path.name) for path in paths}
    return find(reference, shelf, crosswalk())
