"""A guide for reflection is read whole, or refused with every mistake and its line."""

import pytest

from surveyapp.core import any_file, library
from surveyapp.core.errors import FaultyFile, NotFound
from surveyapp.core.reflection_file import check, read, schema_text

GUIDE = """\
format: reflection/1
standard: std
author: Somebody
licence: CC BY-SA 4.0
languages: [nl, en]
note: {nl: Een spiegel, en: A mirror}
points:
  - {value: 1, label: {nl: Nooit, en: Never}}
  - {value: 2, label: {nl: Zelden, en: Rarely}}
  - {value: 3, label: {nl: Soms, en: Sometimes}}
  - {value: 4, label: {nl: Vaak, en: Often}}
  - {value: 5, label: {nl: Altijd, en: Always}}
practices:
  - id: people
    statements:
      - {id: people-1, text: {nl: Ik luister., en: I listen.}}
      - {id: people-2, text: {nl: Ik vraag door., en: I ask on.}}
      - {id: people-3, text: {nl: Ik prijs., en: I praise.}}
    questions:
      - {nl: "Wie groeide?", en: "Who grew?"}
      - {nl: "Wie niet?", en: "Who did not?"}
"""
KNOWN = {"std": frozenset({"people", "vision"})}
REMAKE = (
    "The format of guides has changed. Write the schema again: python -c 'from "
    'surveyapp.core.reflection_file import schema_text; print(schema_text(), end="")\' '
    "> questionnaires/reflection.schema.json"
)

every_guide = pytest.mark.parametrize("name", library.guide_names())


def _faults(text: str) -> list[str]:
    return [str(fault) for fault in check(text, "std.yaml", KNOWN)]


def test_a_guide_is_read_with_its_practices() -> None:
    guide = read(GUIDE, "std.yaml", KNOWN)
    assert [one.id for one in guide.practices] == ["people"]
    assert guide.practices[0].questions[1]["en"] == "Who did not?"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("standard: std", "standard: sdt", "2: standard: There is no standard `sdt`."),
        ("- id: people\n", "- id: peple\n", "has no competence `peple`."),
        ("id: people-2", "id: people-1", "17: practices.people.statements.people-1.id: The id"),
        ("value: 4", "value: 5", "Point number 4 has the value 5."),
        (
            '{nl: "Wie niet?", en: "Who did not?"}',
            '{nl: "Wie niet?"}',
            "the language `en` is missing",
        ),
        (
            '      - {nl: "Wie niet?", en: "Who did not?"}\n',
            "",
            "There are too few entries here: 1.",
        ),
        ("languages: [nl, en]", "languages: [nl, en, nl]", "The language `nl` is already at"),
        ("author: Somebody\n", "", "This field is missing."),
    ],
)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, told: str) -> None:
    assert right in GUIDE
    faults = _faults(GUIDE.replace(right, wrong))
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("std.yaml") for fault in faults)
    with pytest.raises(FaultyFile):
        read(GUIDE.replace(right, wrong), "std.yaml", KNOWN)


def test_a_practice_stands_in_a_guide_once() -> None:
    again = GUIDE + GUIDE[GUIDE.index("  - id: people") :].replace("people-", "more-")
    assert any("The practice `people` is already at line 14." in one for one in _faults(again))


@every_guide
def test_a_shipped_guide_is_faultless_and_follows_the_edition_it_is_called_after(name: str) -> None:
    assert any_file.check(library.guide_path(name).read_text("utf-8"), name) == []
    edition = library.load_standard(name)
    assert [one.id for one in library.load_guide(name).practices] == [
        one.id for one in edition.competences
    ]


@every_guide
def test_statements_are_one_short_behaviour_of_who_reads_them(name: str) -> None:
    for practice in library.load_guide(name).practices:
        for statement in practice.statements:
            dutch, english = statement.text["nl"], statement.text["en"]
            assert (dutch[:3], english[:2]) == ("Ik ", "I "), statement.id
            assert all(text.endswith(".") and text.count(".") == 1 for text in (dutch, english))
            assert len(dutch.split()) <= 17, dutch


@every_guide
def test_what_is_to_be_thought_about_is_a_question(name: str) -> None:
    for practice in library.load_guide(name).practices:
        for question in practice.questions:
            assert all("?" in text for text in question.values()), question


@every_guide
def test_no_statement_is_an_item_that_others_are_asked(name: str) -> None:
    items = {one.text["self"]["nl"] for one in library.load_instrument("leadership-360").items()}
    guide = library.load_guide(name)
    assert not items & {one.text["nl"] for page in guide.practices for one in page.statements}


def test_a_guide_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="vo-2021"):
        library.load_guide("../standards/vo-2021")


def test_a_file_is_checked_as_what_it_says_it_is() -> None:
    assert "practices" in str(any_file.check("format: reflection/1\n", "mine.yaml"))
    assert "competences" in str(any_file.check("format: instrument/1\n", "mine.yaml"))
    assert "competences" in str(any_file.check("id: mine\n", "mine.yaml"))
    assert any_file.check("", "mine.yaml")


def test_the_schema_beside_the_files_is_that_of_the_product() -> None:
    stored = (library.folder() / "reflection.schema.json").read_text("utf-8")
    assert stored == schema_text(), REMAKE
