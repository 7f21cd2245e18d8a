"""Editions and the crosswalk are read whole, or refused with every mistake in them."""

from collections.abc import Callable

import pytest

from surveyapp.core.errors import Fault, FaultyFile
from surveyapp.core.standard import Crosswalk, Edition, read_crosswalk, read_edition

EDITION = """\
format: standard/1
id: std
title: {nl: Standaard, en: Standard}
publisher: Somebody
date: 2021-01-25
country: NL
languages: [nl, en]
note: {nl: Eigen woorden, en: Our words}
competences:
  - id: people
    name: {nl: Mensen, en: People}
    description: {nl: Over mensen, en: About people}
  - id: vision
    name: {nl: Visie, en: Vision}
    description: {nl: Over visie, en: About vision}
personal_qualities: []
"""

CROSSWALK = """\
format: crosswalk/1
languages: [nl, en]
note: {nl: Eigen lezing, en: Our reading}
rows:
  - competence: std/people
    resembles: old/staff
    kind: close
    note: {nl: Bijna, en: Nearly}
  - competence: std/people
    resembles: far/team
    kind: same
    note: {nl: Gelijk, en: Equal}
"""

KNOWN = {
    "std": frozenset({"people", "vision"}),
    "old": frozenset({"staff"}),
    "far": frozenset({"team"}),
}


def _edition(text: str) -> Edition:
    return read_edition(text, "std.yaml")


def _crosswalk(text: str) -> Crosswalk:
    return read_crosswalk(text, "crosswalk.yaml", KNOWN)


def test_an_edition_knows_its_competences_by_id() -> None:
    edition = _edition(EDITION)
    assert edition.ids == {"people", "vision"}
    assert edition.competence("vision").name["en"] == "Vision"
    with pytest.raises(KeyError):
        edition.competence("other")


def test_personal_qualities_can_be_pointed_at_once_somebody_adds_them() -> None:
    quality = (
        "personal_qualities:\n  - id: open\n    name: {nl: Open, en: Open}\n"
        "    description: {nl: Over openheid, en: About openness}\n"
    )
    edition = _edition(EDITION.replace("personal_qualities: []\n", quality))
    assert edition.competence("open").name["nl"] == "Open"
    assert "open" in edition.ids


def test_a_crosswalk_row_reads_both_ways() -> None:
    crosswalk = _crosswalk(CROSSWALK)
    assert [row.other("std/people") for row in crosswalk.of("std/people")] == [
        "old/staff",
        "far/team",
    ]
    (row,) = crosswalk.of("far/team")
    assert row.other("far/team") == "std/people"
    assert len(crosswalk.of("std/people", edition="old")) == 1
    assert crosswalk.of("std/vision") == ()


def _fault(read: Callable[[], object], field: str) -> Fault:
    """The fault that reading finds in a field."""
    with pytest.raises(FaultyFile) as refused:
        read()
    return next(fault for fault in refused.value.faults if fault.field == field)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message", "remedy"),
    [
        ("country: NL", "country: nl", 6, "country", "`nl`", "two capitals"),
        ("2021-01-25", "spring", 5, "date", "A date is expected", "2021-01-25"),
        ("publisher: S", "publisher: 1 #", 4, "publisher", "a number", 'quotes: "1"'),
        ("publisher:", "publishr:", 4, "publishr", "no field", "`publisher`?"),
        ("id: vision", "id: people", 13, "competences.people.id", "line 10", "Rename"),
        ("nl: Visie, ", "", 14, "competences.vision.name", "`nl` is missing", "Add the line"),
        ("standard/1", "standard/2", 1, "format", "`standard/2`", "standard/1"),
    ],
)
def test_a_fault_in_an_edition_names_its_line_its_field_and_the_remedy(
    *, old: str, new: str, line: int, field: str, message: str, remedy: str
) -> None:
    fault = _fault(lambda: _edition(EDITION.replace(old, new, 1)), field)
    assert (fault.line, fault.file) == (line, "std.yaml")
    assert message in fault.message
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message", "remedy"),
    [
        ("old/staff", "odl/staff", 6, "rows.1.resembles", "no standard `odl`", "`old`?"),
        ("old/staff", "old/stuff", 6, "rows.1.resembles", "no competence `stuff`", "`staff`?"),
        ("old/staff", "std/vision", 6, "rows.1.resembles", "Both ends", "another edition"),
        ("far/team", "team", 10, "rows.2.resembles", "`team` cannot", "a slash"),
        ("kind: close", "kind: near", 7, "rows.1.kind", "`near`", "'same', 'close' or 'partly'"),
        ("en: Nearly", "fr: Presque", 8, "rows.1.note", "`en` is missing", "Add the line"),
    ],
)
def test_a_fault_in_the_crosswalk_names_its_line_its_field_and_the_remedy(
    *, old: str, new: str, line: int, field: str, message: str, remedy: str
) -> None:
    fault = _fault(lambda: _crosswalk(CROSSWALK.replace(old, new, 1)), field)
    assert fault.line == line
    assert message in fault.message
    assert remedy in fault.remedy


@pytest.mark.parametrize("read", [_edition, _crosswalk])
@pytest.mark.parametrize("text", ["", "words", "a: [", "{}", "a: &b c", "a: \x00", "rows: 1"])
def test_what_is_no_standard_is_refused(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(FaultyFile):
        read(text)
