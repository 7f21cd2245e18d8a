"""Reports as PDFs in a folder, for whoever has a shell: all that are missing there.

What is there already is told by the fingerprint in the file, so that the same call, made again
after a failure, prints only what is left; a report that was exchanged is printed anew.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.wave import Wave
from surveyapp.reporting.identity import carries
from surveyapp.reporting.press import Wish
from surveyapp.reporting.presses import Presses
from surveyapp.services import audit, reports, scoring, waves
from surveyapp.services.printing import Names
from surveyapp.services.transaction import transaction

LARGEST = 500_000_000
"""The largest file of snapshots that is read, in bytes."""

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Wanted:
    """A report that is wanted: whose, under which name and in which language.

    ``load`` gives its snapshot, when its turn comes.
    """

    whose: str
    file: str
    language: str
    load: Callable[[], Snapshot]


def of_files(paths: Sequence[Path], design: str, language: str) -> list[Wanted]:
    """The reports in files of snapshots; ``SurveyError`` where one breaks a rule (P9)."""
    names = Names()
    return [
        _wanted(names, one, design, language, partial(Snapshot.from_json, one.to_json()))
        for path in paths
        for one in _snapshots(path)
    ]


def _snapshots(path: Path) -> Iterator[Snapshot]:
    data = scoring.content_of(path, LARGEST)
    if faults := scoring.violations_in(data):
        raise SurveyError("\n".join(f"{path}: {fault}" for fault in faults))
    found = json.loads(data.decode("utf-8-sig"))
    for one in found if isinstance(found, list) else [found]:
        yield Snapshot.from_json(json.dumps(one))


def _wanted(
    names: Names, one: Snapshot, design: str, language: str, load: Callable[[], Snapshot]
) -> Wanted:
    title = f"360 {one.leader} {text_in(one.wave.label, language)} {design} {language}"
    return Wanted(one.leader, names.free(title, "pdf"), language, load)


def of_wave(wave: UUID, design: str, language: str = "") -> list[Wanted]:
    """The reports of a wave that were handed out, each in its leader's language if none is given.

    ``NotAllowed`` where leaders and raters were told that nobody else has them on paper.
    """
    if not waves.promise(wave).rules.on_paper:
        raise NotAllowed("The reports of this wave are for its leaders only.")
    rows = reports.handed_out(wave)
    if not rows:
        raise NotFound("No report of this wave was handed out yet.")
    label = db.session.get_one(Wave, wave).label
    names = Names()
    wanted = []
    for key, whose, own in rows:
        code = language or own
        title = f"360 {whose} {text_in(label, code)} {design} {code}"
        wanted.append(Wanted(whose, names.free(title, "pdf"), code, partial(_stored, key)))
    with transaction() as session:
        audit.record(session, "reports taken", wave=wave, count=len(rows))
    return wanted


def _stored(assessment: UUID) -> Snapshot:
    try:
        return reports.stored(assessment)
    finally:
        # Printing takes long: nobody who clears away or erases waits for it.
        db.session.rollback()


def print_missing(
    wanted: Sequence[Wanted], folder: Path, design: str, presses: int, tell: Tell
) -> list[str]:
    """Print those that are not in the folder yet; whose could not be printed, by name."""
    due = [one for one in wanted if not _is_there(folder / one.file, one)]
    failed: list[str] = []
    with closing(Presses(presses)) as all_presses:
        printed = all_presses.print(_wish(one, design) for one in due)
        for number, (one, pdf) in enumerate(zip(due, printed, strict=True), start=1):
            if pdf is None:
                failed.append(one.whose)
            else:
                scoring.write(folder / one.file, pdf)
                tell(number, len(due), one.file)
    return failed


def _wish(one: Wanted, design: str) -> Wish | None:
    """What is to be printed; nothing for a report that was exchanged.

    Without what a leader chose and planned: others hold these files first.
    """
    with suppress(SurveyError):
        return Wish(one.load().to_json(), one.language, design)
    return None


def _is_there(path: Path, one: Wanted) -> bool:
    """Whether a file holds this very report."""
    with suppress(SurveyError, OSError):
        return carries(path.read_bytes(), one.load().fingerprint)
    return False
