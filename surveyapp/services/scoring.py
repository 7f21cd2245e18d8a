"""The headless path: from a file of responses to checked snapshots and their documents.

No database and no pages. Nothing leaves that the gate (rule P9) has not let through.
"""

import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from surveyapp.core import response_file
from surveyapp.core.checker import check_all
from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.instrument import Instrument
from surveyapp.core.report import build
from surveyapp.core.snapshot import Snapshot

LONGEST_NAME = 80
"""What of a leader's name goes into a file name, in bytes."""


def score(
    data: bytes, file: str, instrument: Instrument, *, frozen_on: date, programme: str
) -> list[Snapshot]:
    """One snapshot per leader and wave, later waves with growth since the leader's first one.

    ``FaultyFile`` with every fault of the responses; ``SurveyError`` where the gate refuses.
    """
    rounds = response_file.rounds(data, file, instrument, frozen_on=frozen_on, programme=programme)
    snapshots = [
        build(now, earlier=waves[:number])
        for waves in rounds.values()
        for number, now in enumerate(waves)
    ]
    if violations := check_all(in_one_file(snapshots)):
        raise SurveyError("\n".join(["The figures break a rule:", *map(str, violations)]))
    return snapshots


def in_one_file(snapshots: Iterable[Snapshot]) -> str:
    """The snapshots as one JSON list, each with its fingerprint."""
    return "[\n" + ",\n".join(one.to_json().rstrip("\n") for one in snapshots) + "\n]\n"


def documents(snapshots: Sequence[Snapshot], language: str) -> Iterator[tuple[str, bytes]]:
    """File name and PDF of each snapshot, drawn one at a time."""
    from surveyapp.reporting.pdf import render_pdf  # noqa: PLC0415 - slow, and seldom needed

    for name, snapshot in zip(file_names(snapshots), snapshots, strict=True):
        yield name, render_pdf(snapshot, language)


def file_names(snapshots: Iterable[Snapshot]) -> list[str]:
    """A file name for each: leader and wave, in any script, without anything that means a path.

    Unique also where capitals do not count.
    """
    result: list[str] = []
    taken: set[str] = set()
    for snapshot in snapshots:
        stem = f"{_plain(snapshot.leader)}-{snapshot.wave.id}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        result.append(f"{name}.pdf")
    return result


def _plain(text: str) -> str:
    """Letters and digits of the text, hyphens for the rest."""
    text = unicodedata.normalize("NFC", text)
    # Marks belong to the letter before them in many scripts.
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    short = "-".join(kept.split()).encode()[:LONGEST_NAME].decode(errors="ignore")
    return short.strip("-") or "leader"


def violations_in(data: bytes) -> list[str]:
    """What the gate says of a stored file: one snapshot, a list of them, or a group report."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ["P9: This is no text in UTF-8: use the original file."]
    return [str(violation) for violation in check_all(text)]


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
        Path(temporary).unlink(missing_ok=True)
