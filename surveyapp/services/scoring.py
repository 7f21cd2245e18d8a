"""The headless path: from a file of responses to checked snapshots and their documents.

No database and no pages. Nothing leaves that the gate (rule P9) has not let through.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from surveyapp.core import response_file
from surveyapp.core.checker import check_all
from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import Instrument
from surveyapp.core.report import build
from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting.design import DEFAULT
from surveyapp.services.batch import Names, Wanted

LARGEST_SNAPSHOTS = 500_000_000
"""The largest file of snapshots that is read, in bytes."""


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


def documents(snapshots: Sequence[Snapshot], language: str) -> list[Wanted]:
    """The reports of these snapshots, to be printed."""
    named = zip(file_names(snapshots), snapshots, strict=True)
    return [
        Wanted(one.leader, name, language, DEFAULT, partial(_as_it_is, one)) for name, one in named
    ]


def _as_it_is(snapshot: Snapshot) -> Snapshot:
    return snapshot


def file_names(snapshots: Iterable[Snapshot]) -> list[str]:
    """A file name for each: leader and wave, in any script, without anything that means a path.

    Unique also where capitals do not count.
    """
    names = Names()
    return [names.free(_plain(one.leader), f"-{one.wave.id}", "-{}") for one in snapshots]


def _plain(text: str) -> str:
    """Letters and digits of the text, hyphens for the rest."""
    text = unicodedata.normalize("NFC", text)
    # Marks belong to the letter before them in many scripts.
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return "-".join(kept.split()) or "leader"


def violations_in(data: bytes) -> list[str]:
    """What the gate says of a stored file: one snapshot, a list of them, or a group report."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ["P9: This is no text in UTF-8: use the original file."]
    return [str(violation) for violation in check_all(text)]
