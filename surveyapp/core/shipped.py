"""The folder of questionnaires that comes with the product, and how its files are read."""

from functools import lru_cache
from pathlib import Path

from surveyapp.core.data_file import MAXIMUM_SIZE
from surveyapp.core.errors import Fault, FaultyFile, NotFound
from surveyapp.core.standard import Crosswalk, Edition, Known, read_crosswalk, read_edition

_CROSSWALK = "crosswalk"


def folder() -> Path:
    """Where the questionnaires are: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "questionnaires"
    return inside if inside.is_dir() else package.parent / "questionnaires"


def names_in(kind: str) -> list[str]:
    """The names of the files of a kind (``instruments``, ``standards``), in order."""
    return sorted(path.stem for path in (folder() / kind).glob("*.yaml"))


def text_of(path: Path) -> str:
    """The text of a file; ``NotFound`` without one, ``FaultyFile`` if it is no text."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(4 * MAXIMUM_SIZE + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}. Check the name and the permissions."
        raise NotFound(message) from error
    return decoded(raw, str(path))


def decoded(raw: bytes, file: str) -> str:
    """The bytes of a file as text; ``FaultyFile`` with the line that is not UTF-8."""
    try:
        return raw[: 4 * MAXIMUM_SIZE].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8."
        remedy = "Save it again and choose UTF-8 as encoding."
        raise FaultyFile([Fault(message, remedy=remedy, file=file, line=line)]) from error


def standard_names() -> list[str]:
    """The ids of the editions that are shipped."""
    return [name for name in names_in("standards") if name != _CROSSWALK]


@lru_cache
def load_standard(name: str) -> Edition:
    """A shipped edition; ``NotFound`` if there is none of that name."""
    if name not in standard_names():
        known = ", ".join(standard_names())
        raise NotFound(f"There is no standard {name!r}. Choose one of: {known}.")
    path = folder() / "standards" / f"{name}.yaml"
    return read_edition(text_of(path), str(path))


@lru_cache
def known_competences() -> Known:
    """The competence ids of every shipped edition."""
    return {name: load_standard(name).ids for name in standard_names()}


@lru_cache
def crosswalk() -> Crosswalk:
    """Which competence of one edition resembles which of another."""
    path = folder() / "standards" / f"{_CROSSWALK}.yaml"
    return read_crosswalk(text_of(path), str(path), known_competences())
