"""Files of whoever has a shell: read up to a limit, and written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from surveyapp.core.errors import NotFound, SurveyError


def content_of(path: Path, most: int) -> bytes:
    """The bytes of a file; ``SurveyError`` if it cannot be read or has more than ``most``."""
    if path.is_dir():
        raise SurveyError(f"{path} is a folder: name a file in it.")
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > most:
        raise SurveyError(f"{path} is larger than {most // 1_000_000} MB: split it.")
    return data


def refuse_unwritable(path: Path) -> None:
    """``SurveyError`` if the file clearly cannot be written, before any work is done for it."""
    if path.is_dir():
        raise SurveyError(f"{path} is a folder: name a file in it.")
    if path.exists() and not path.is_file():
        raise SurveyError(f"{path} is no ordinary file: choose another name.")
    refuse_missing(path.parent)


def refuse_missing(folder: Path) -> None:
    """``SurveyError`` if there is no such folder, or nothing can be written in it."""
    if not folder.is_dir():
        raise SurveyError(f"The folder {folder} does not exist: make it first.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SurveyError(f"Nothing can be written in the folder {folder}: choose another.")


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable for its owner only: it is about a person.

    ``SurveyError`` if the place cannot be written.
    """
    refuse_unwritable(path)
    target = path.resolve()
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    except OSError as error:
        raise SurveyError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(target)
    except OSError as error:
        raise SurveyError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        # Where nothing may be removed either, what went wrong first is what there is to say.
        with suppress(OSError):
            Path(temporary).unlink()
