"""All handed-out reports of a wave as PDFs in one file, each in its leader's language."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from unicodedata import normalize
from uuid import UUID
from zipfile import ZipFile

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.wave import Wave
from surveyapp.reporting.press import Wish, missing_in, not_printed
from surveyapp.reporting.presses import Presses
from surveyapp.services import audit, files, reports
from surveyapp.services.context import settings
from surveyapp.services.transaction import transaction

LONGEST = 120
"""Letters of a file name; Windows takes 255 with all folders around it."""

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What Windows lets no file name hold."""

Tell = Callable[[int, int], None]


def print_wave(wave: UUID, job: UUID, language: str, tell: Tell) -> int:
    """Print them into the file of a job; how many could not be printed, which it names inside."""
    label = db.session.get_one(Wave, wave).label
    rows = reports.handed_out(wave)
    names = Names()
    titles = [names.free(f"360 {name} {text_in(label, code)}", "pdf") for _, name, code in rows]
    missing: list[str] = []
    tell(0, len(rows))
    with files.being_made(job) as archive, closing(Presses(settings().presses)) as presses:
        for row, title, pdf in zip(rows, titles, presses.print(_wishes(rows)), strict=True):
            if pdf is None:
                missing.append(row[1])
            else:
                archive.writestr(title, pdf)
                tell(len(archive.namelist()), len(rows))
        if missing:
            archive.writestr(*not_printed(missing, language))
    tell(len(rows) - len(missing), len(rows))
    return len(missing)


def _wishes(rows: Iterable[reports.HandedOut]) -> Iterator[Wish | None]:
    """What is to be printed, read when its turn comes; nothing for a report that was exchanged.

    Without what a leader chose and planned: that is hers, and others hold these files first.
    """
    for assessment, _, code in rows:
        wish: Wish | None = None
        with suppress(SurveyError):
            wish = Wish(reports.stored(assessment).to_json(), code)
        # Printing takes long: nobody who clears away or erases waits for it.
        db.session.rollback()
        yield wish


def missing(wave: UUID) -> Sequence[str]:
    """Who is not in the file of a wave although her report was handed out, by name."""
    path = files.of_wave(wave)
    if path is None:
        return []
    with ZipFile(path) as archive:
        return missing_in(archive)


def take(wave: UUID) -> Path:
    """The file with the reports of a wave, to be downloaded now; ``NotFound`` where it is gone."""
    path = files.of_wave(wave)
    if path is None:
        raise NotFound("This file is not there any more: have it made again.")
    with transaction() as session:
        audit.record(session, "reports taken", wave=wave, count=len(reports.handed_out(wave)))
    return path


class Names:
    """Names of files that every system takes, none of them twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, title: str, suffix: str) -> str:
        """A name that is like this title, and not taken whatever the case of its letters."""
        plain = " ".join(NOT_IN_NAMES.sub(" ", normalize("NFC", title)).split())
        visible = "".join(sign for sign in plain if sign.isprintable())[:LONGEST].strip(" .")
        for name in _tried(visible):
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return f"{name}.{suffix}"
        raise AssertionError("there is always another number")


def _tried(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1
