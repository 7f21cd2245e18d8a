"""The gate (rule P9): reads a finished snapshot and refuses it where a rule is broken.

It shares no code with what makes snapshots and imports nothing but the standard library, so that
one mistake cannot hide behind itself. It knows the JSON only: the rules that the wave promised
stand in it, and every derived figure is made again from the published cells.
"""

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

from surveyapp.core.checker.comments import check_comments
from surveyapp.core.checker.figures import check_figures
from surveyapp.core.checker.group_document import check_group
from surveyapp.core.checker.group_shape import GROUP_FORMAT
from surveyapp.core.checker.groups import check_groups
from surveyapp.core.checker.growth import check_growth
from surveyapp.core.checker.pulse import check_pulse
from surveyapp.core.checker.reading import Json, Reading, Violation, check_fingerprint
from surveyapp.core.checker.shape import check_shape

__all__ = ["Violation", "check", "check_all", "check_group"]


def check(snapshot: str | Json, earlier: Iterable[Json] = ()) -> list[Violation]:
    """Every rule that this snapshot breaks; an empty list if it may be released.

    ``snapshot`` is the JSON as text or as read. ``earlier`` snapshots of the same leader make the
    figures before a change checkable; those of other leaders or waves are passed over.
    """
    read = _read(snapshot) if isinstance(snapshot, str) else snapshot
    if isinstance(read, Violation):
        return [read]
    if faults := list(check_shape(read)):
        return faults
    doc = Reading(read)
    changed = list(check_fingerprint(read))
    if faults := list(check_groups(doc)):
        return [*changed, *faults]
    before = [Reading(other) for other in earlier if not list(check_shape(other))]
    found = chain(check_figures(doc), check_comments(doc), check_growth(doc, before))
    return [*changed, *found, *check_pulse(doc, before)]


def check_all(text: str) -> list[Violation]:
    """The same for a file with one snapshot or a list of them, which are checked together.

    A group report is recognised by its format and checked on its own.
    """
    data = _read(text)
    if isinstance(data, Violation):
        return [data]
    if isinstance(data, dict) and data.get("format") == GROUP_FORMAT:
        return check_group(data)
    if not isinstance(data, list):
        return check(data)
    if not data:
        return [Violation("P9", "", "There is no snapshot in this file.")]
    leaders: dict[str, list[Json]] = {}
    for one in data:
        leaders.setdefault(_leader(one), []).append(one)
    return [
        Violation(fault.rule, f"[{number}].{fault.place}".rstrip("."), fault.message)
        for number, one in enumerate(data)
        for fault in check(one, leaders[_leader(one)])
    ]


def _leader(data: object) -> str:
    """Whom a snapshot is about, whatever else it may be: only her others are worth a look."""
    return str(data.get("leader")) if isinstance(data, dict) else ""


def _read(text: str) -> Any:
    """The JSON value, or what keeps it from being read."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return Violation("P9", "", f"This cannot be read as JSON: {error}.")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name stands twice, as readers differ about which one counts."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return result


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number")
