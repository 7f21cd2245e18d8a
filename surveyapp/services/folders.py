"""Reports as PDFs in a folder, for whoever has a shell: all that are missing there."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting.unprinted import Unprinted
from surveyapp.services import audit, batch, on_disk, printing, scoring, waves
from surveyapp.services.batch import Names, Tell, Wanted
from surveyapp.services.transaction import transaction


def of_files(paths: Sequence[Path], design: str, language: str) -> list[Wanted]:
    """The reports in files of snapshots; ``SurveyError`` where one breaks a rule (P9)."""
    names = Names()
    return [
        Wanted(
            one.leader,
            names.of_report(one.leader, one.wave.label, design, language),
            language,
            design,
            partial(Snapshot.from_json, one.to_json()),
        )
        for path in paths
        for one in _snapshots(path)
    ]


def _snapshots(path: Path) -> Iterator[Snapshot]:
    data = on_disk.content_of(path, scoring.LARGEST_SNAPSHOTS)
    if faults := scoring.violations_in(data):
        raise SurveyError("\n".join(f"{path}: {fault}" for fault in faults))
    found = json.loads(data.decode("utf-8-sig"))
    for one in found if isinstance(found, list) else [found]:
        yield Snapshot.from_json(json.dumps(one))


def of_wave(wave: UUID, design: str, language: str = "") -> list[Wanted]:
    """The reports of a wave that were handed out, to be taken now: that is written down.

    ``NotAllowed`` where leaders and raters were told that nobody else has them on paper.
    """
    if not waves.promise(wave).rules.on_paper:
        raise NotAllowed("The reports of this wave are for its leaders only.")
    wanted = printing.of_wave(wave, design, language)
    if not wanted:
        raise NotFound("No report of this wave was handed out yet.")
    with transaction() as session:
        audit.record(session, "reports taken", wave=wave, count=len(wanted))
    return wanted


def print_missing(
    wanted: Sequence[Wanted], folder: Path, presses: int, tell: Tell
) -> list[Unprinted]:
    """Print those that are not in the folder yet; what could not be printed."""
    due = [one for one in wanted if not _is_there(folder / one.file, one)]
    return batch.print_into(folder, due, presses, tell)


def _is_there(path: Path, one: Wanted) -> bool:
    """Whether a file holds this very report."""
    with suppress(OSError):
        return one.is_in(path.read_bytes())
    return False
