"""Ideas for plans: read whole or refused with every mistake, and found for any standard."""

import json
import re

import pytest

from surveyapp.core import any_file, library
from surveyapp.core.choices import LEVELS
from surveyapp.core.errors import Fault, FaultyFile
from surveyapp.core.ideas import Found, Ideas, find
from surveyapp.core.ideas_file import check, read, schema_text
from surveyapp.core.standard import Crosswalk
from tests.builders import both

FILE = """\
format: ideas/1
standard: std
languages: [nl, en]
note: {nl: Eigen woorden, en: Our words}
competences:
  - id: people
    me:
      - id: people-me-1
        text: {nl: Luisteren, en: Listen}
    school:
      - id: people-school-1
        text: {nl: Samen kijken, en: Watch together}
    partnership:
      - id: people-partnership-1
        text: {nl: Bezoeken, en: Visit}
    reading:
      - author: Somebody
        title: A Book
        year: 2001
        language: en
        about: {nl: Over mensen, en: About people}
"""
KNOWN = {"std": frozenset({"people", "vision"}), "old": frozenset({"staff", "team"})}
REMAKE_SCHEMA = (
    "The format of ideas has changed. Write the schema again: python -c 'from "
    'surveyapp.core.ideas_file import schema_text; print(schema_text(), end="")\' '
    "> questionnaires/ideas.schema.json"
)


def _faults(old: str = "", new: str = "") -> list[Fault]:
    return check(FILE.replace(old, new, 1), "std.yaml", KNOWN)


def test_a_file_without_faults_is_read() -> None:
    assert _faults() == []
    assert read(FILE, "std.yaml", KNOWN).competences[0].at("school")[0].id == "people-school-1"


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        ("standard: std", "standard: sdt", 2, "no standard `sdt`", "`std`?"),
        ("- id: people\n", "- id: peple\n", 6, "no competence `peple`", "`people`?"),
        ("people-school-1", "people-me-1", 11, "already at line 8", "an id of its own"),
        ("nl: Luisteren, ", "", 9, "`nl` is missing", "Add the line"),
        ("en: Listen", f"en: {'Listen ' * 40}", 9, "279 characters", "Keep to 200"),
        ("year: 2001", "year: 1", 19, "1900 or more", "Change the number"),
        ("author: Somebody", "writer: Somebody", 17, "no field `writer`", "Known here"),
        ("[nl, en]", "[nl, en, nl]", 3, "`nl` is already", "Keep one"),
        ("    school:\n", "    schol:\n", 10, "no field `schol`", "`school`?"),
    ],
)
def test_a_fault_names_its_line_and_the_remedy(
    *, old: str, new: str, line: int, message: str, remedy: str
) -> None:
    found = [fault for fault in _faults(old, new) if message in fault.message]
    assert [(fault.line, fault.file) for fault in found] == [(line, "std.yaml")]
    assert remedy in found[0].remedy


@pytest.mark.parametrize("text", ["", "words", "a: [", "{}", "a: &b c", "competences: 1"])
def test_what_holds_no_ideas_is_refused(text: str) -> None:
    with pytest.raises(FaultyFile):
        read(text, "std.yaml", KNOWN)


def _crosswalk(*rows: tuple[str, str, str]) -> Crosswalk:
    return Crosswalk.model_validate(
        {
            "format": "crosswalk/1",
            "languages": ["nl", "en"],
            "note": both("Eigen lezing"),
            "rows": [
                {"competence": one, "resembles": other, "kind": kind, "note": both("Want")}
                for one, other, kind in rows
            ],
        }
    )


def _found(reference: str, *rows: tuple[str, str, str]) -> Found:
    second = FILE.replace("people", "vision").replace("A Book", "A Second Book")
    _head, _line, more = second.partition("competences:\n")
    return find(reference, {"std": read(FILE + more, "std.yaml", KNOWN)}, _crosswalk(*rows))


def test_a_competence_has_its_own_ideas() -> None:
    found = _found("std/people", ("std/people", "std/vision", "same"))
    assert (found.borrowed, [one.id for one in found.ideas]) == (False, ["people"])
    assert found.idea("people-me-1", "me")
    assert found.idea("people-me-1", "school") is None
    assert found.note == {"nl": "Eigen woorden", "en": "Our words"}


def test_another_standard_borrows_from_what_resembles_it_most() -> None:
    rows = ("std/people", "old/staff", "partly"), ("old/staff", "std/vision", "close")
    found = _found("old/staff", *rows)
    assert (found.borrowed, [one.id for one in found.ideas]) == (True, ["vision"])
    assert found.note == {"nl": "Eigen woorden", "en": "Our words"}


def test_of_what_resembles_it_equally_all_ideas_are_found_and_each_book_once() -> None:
    rows = ("std/people", "old/staff", "partly"), ("old/staff", "std/vision", "partly")
    found = _found("old/staff", *rows)
    assert [idea.id for idea in found.at("me")] == ["people-me-1", "vision-me-1"]
    assert [entry.title for entry in found.reading] == ["A Book", "A Second Book"]
    twice = Found((*found.ideas, *found.ideas))
    assert len(twice.reading) == 2


def test_a_competence_that_resembles_nothing_has_no_ideas() -> None:
    assert _found("old/team") == Found()
    assert _found("nowhere") == Found()


def shipped() -> list[Ideas]:
    paths = sorted((library.folder() / "ideas").glob("*.yaml"))
    return [read(path.read_text("utf-8"), path.name) for path in paths]


def test_every_competence_of_every_shipped_standard_has_ideas_at_every_level() -> None:
    for name in library.standard_names():
        for competence in library.load_standard(name).competences:
            found = library.ideas_for(f"{name}/{competence.id}")
            assert all(len(found.at(level)) >= 3 for level in LEVELS), competence.id
            assert len(found.reading) >= 2, competence.id


def test_the_shipped_ideas_are_of_the_standard_that_their_file_is_named_after() -> None:
    for path in sorted((library.folder() / "ideas").glob("*.yaml")):
        assert any_file.check(path.read_text("utf-8"), path.name) == []
        assert read(path.read_text("utf-8"), path.name).standard == path.stem


def test_the_shipped_ideas_are_one_short_sentence_in_both_languages() -> None:
    for competence in (one for file in shipped() for one in file.competences):
        for idea in (idea for level in LEVELS for idea in competence.at(level)):
            assert idea.text["nl"] != idea.text["en"]
            for text in idea.text.values():
                assert text.endswith((".", "?")), idea.id
                assert len(text.split()) <= 28, idea.id


def test_every_competence_has_something_to_read_in_dutch_or_english() -> None:
    entries = [entry for file in shipped() for one in file.competences for entry in one.reading]
    assert {entry.language for entry in entries} == {"nl", "en"}
    assert not any("http" in entry.title for entry in entries)


def test_the_schema_for_editors_is_that_of_today() -> None:
    stored = (library.folder() / "ideas.schema.json").read_text("utf-8")
    assert stored == schema_text(), REMAKE_SCHEMA


def test_the_readme_describes_every_field() -> None:
    readme = (library.folder() / "README.md").read_text("utf-8")
    schema = json.loads(schema_text())
    for model in [schema, *schema["$defs"].values()]:
        for field in model.get("properties", {}):
            assert re.search(rf"\b{field}\b", readme), f"describe `{field}`"
