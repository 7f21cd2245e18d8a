"""The questionnaires and standards that come with the product keep their promises."""

import json
import re
from pathlib import Path

import pytest

from surveyapp.core import library
from surveyapp.core.errors import FaultyFile, NotFound
from surveyapp.core.instrument import Instrument
from surveyapp.core.instrument_file import check, schema_text
from surveyapp.core.shipped import decoded

REMAKE_SCHEMA = (
    "The format of instruments has changed. Write the schema again: python -c 'from "
    'surveyapp.core.instrument_file import schema_text; print(schema_text(), end="")\' '
    "> questionnaires/instrument.schema.json"
)
PRACTICES = ["vision", "people", "school-development", "education-quality", "environment"]

every_instrument = pytest.mark.parametrize("name", library.instrument_names())
every_standard = pytest.mark.parametrize("name", library.standard_names())


@every_instrument
def test_a_shipped_instrument_is_faultless_and_named_as_its_file(name: str) -> None:
    text = library.instrument_path(name).read_text("utf-8")
    assert check(text, name) == []
    assert library.load_instrument(name).id == name


@every_instrument
def test_every_practice_of_the_2021_standard_is_asked_in_its_order(name: str) -> None:
    instrument = library.load_instrument(name)
    assert instrument.standard == "vo-2021"
    assert [competence.id for competence in instrument.competences] == PRACTICES
    assert [one.standard for one in instrument.competences] == [f"vo-2021/{p}" for p in PRACTICES]


@every_instrument
def test_an_instrument_says_who_wrote_it_and_that_it_is_not_validated(name: str) -> None:
    instrument = library.load_instrument(name)
    assert (instrument.author, instrument.licence) == ("The surveyapp project", "CC BY-SA 4.0")
    assert "niet gevalideerd" in instrument.validation["nl"]
    assert "not been validated" in instrument.validation["en"]


@every_instrument
def test_items_begin_as_the_reader_expects(name: str) -> None:
    for item in library.load_instrument(name).items():
        for audience, texts in item.text.items():
            dutch, english = (
                ("Ik ", "I ")
                if audience == "self"
                else (
                    "Deze schoolleider ",
                    "This school leader ",
                )
            )
            assert texts["nl"].startswith(dutch), item.id
            assert texts["en"].startswith(english), item.id


@every_instrument
def test_items_are_one_short_sentence(name: str) -> None:
    for item in library.load_instrument(name).items():
        for texts in item.text.values():
            for text in texts.values():
                assert text.endswith(".")
                assert text.count(".") == 1
                assert len(text) <= 120, text
                assert len(text.split()) <= 22, text


@every_instrument
def test_no_item_asks_two_things_at_once(name: str) -> None:
    for item in library.load_instrument(name).items():
        for texts in item.text.values():
            assert not re.search(r"\b(en|and)\b", texts["nl"]), item.id
            assert not re.search(r"\band\b", texts["en"]), item.id


@every_instrument
def test_no_wording_is_used_twice(name: str) -> None:
    items = list(library.load_instrument(name).items())
    for audience, language in [("self", "nl"), ("self", "en"), ("others", "nl"), ("others", "en")]:
        assert len({item.text[audience][language] for item in items}) == len(items)


@every_instrument
def test_every_text_differs_between_the_languages(name: str) -> None:
    for item in library.load_instrument(name).items():
        assert all(texts["nl"] != texts["en"] for texts in item.text.values())


@every_instrument
def test_every_group_is_asked_at_least_one_item_of_every_competence(name: str) -> None:
    instrument = library.load_instrument(name)
    for competence in instrument.competences:
        for group in instrument.rater_groups:
            assert any(group.id not in item.not_asked for item in competence.items)


def test_the_360_has_eight_items_a_practice_and_takes_twelve_minutes() -> None:
    instrument = library.load_instrument("leadership-360")
    assert [len(competence.items) for competence in instrument.competences] == [8] * 5
    assert instrument.minutes == 12
    assert len(instrument.open_questions) == 3
    assert instrument.importance
    assert instrument.then


def test_the_360_starts_with_three_rater_groups_and_none_identified() -> None:
    groups = library.load_instrument("leadership-360").rater_groups
    assert [(group.id, group.label["nl"]) for group in groups] == [
        ("teacher", "Leraren"),
        ("peer", "Collega-schoolleiders"),
        ("board", "Bestuur"),
    ]
    assert not any(group.identified for group in groups)
    assert all(group.minimum == 3 for group in groups)


def test_some_items_are_worded_for_a_group_and_some_not_asked_of_it() -> None:
    items = {item.id: item for item in library.load_instrument("leadership-360").items()}
    assert "board" in items["environment-4"].text
    assert items["education-quality-1"].not_asked == ("peer", "board")


def test_the_quick_reflection_is_a_part_of_the_360_word_for_word() -> None:
    long, quick = (library.load_instrument(n) for n in ("leadership-360", "quick-reflection"))
    whole = {item.id: item for item in long.items()}
    assert all(item == whole[item.id] for item in quick.items())
    assert [len(competence.items) for competence in quick.competences] == [2, 3, 2, 3, 2]
    assert (quick.minutes, quick.then, len(quick.open_questions)) == (3, None, 1)
    assert (quick.scale, quick.importance) == (long.scale, long.importance)


@every_standard
def test_a_shipped_standard_has_five_competences_and_is_named_as_its_file(name: str) -> None:
    edition = library.load_standard(name)
    assert edition.id == name
    assert len(edition.competences) == 5
    assert set(edition.languages) == {"nl", "en"}


def test_no_wording_is_shipped_for_the_personal_qualities() -> None:
    assert library.load_standard("vo-2021").personal_qualities == ()


def test_the_practices_bear_the_names_of_the_2021_standard() -> None:
    edition = library.load_standard("vo-2021")
    assert {one.id: one.name["nl"] for one in edition.competences} == {
        "vision": "Leidinggeven aan visiegestuurd werken",
        "people": "Leidinggeven aan de ontwikkeling van medewerkers",
        "school-development": "Leidinggeven aan de schoolontwikkeling",
        "education-quality": "Leidinggeven aan de onderwijskwaliteit",
        "environment": "Leidinggeven aan verbinding met de (bredere) omgeving",
    }


@pytest.mark.parametrize("edition", ["vo-2014", "kernprofiel"])
def test_the_crosswalk_reaches_every_competence_of_every_edition(edition: str) -> None:
    crosswalk = library.crosswalk()
    for competence in library.load_standard("vo-2021").competences:
        assert crosswalk.of(f"vo-2021/{competence.id}", edition=edition)
    for competence in library.load_standard(edition).competences:
        assert crosswalk.of(f"{edition}/{competence.id}", edition="vo-2021")


def test_the_crosswalk_has_no_pair_twice_and_says_whose_reading_it_is() -> None:
    crosswalk = library.crosswalk()
    pairs = {frozenset((row.competence, row.resembles)) for row in crosswalk.rows}
    assert len(pairs) == len(crosswalk.rows)
    assert "eigen lezing" in crosswalk.note["nl"]
    assert "own reading" in crosswalk.note["en"]


def test_the_schema_for_editors_is_that_of_today() -> None:
    stored = (library.folder() / "instrument.schema.json").read_text("utf-8")
    assert stored == schema_text(), REMAKE_SCHEMA


def test_the_example_in_the_readme_is_faultless() -> None:
    readme = (library.folder() / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert check(example, "README.md") == []


def test_the_readme_describes_every_field() -> None:
    readme = (library.folder() / "README.md").read_text("utf-8")
    schema = json.loads(schema_text())
    models = [schema, *schema["$defs"].values()]
    for field in {name for model in models for name in model.get("properties", {})}:
        assert re.search(rf"\b{field}\b", readme), f"describe `{field}` in questionnaires/README.md"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="Choose one of: leadership-360, quick-reflection"):
        library.load_instrument("leadership")
    with pytest.raises(NotFound, match="vo-2014, vo-2021"):
        library.load_standard("crosswalk")


def test_a_name_never_reaches_another_file() -> None:
    with pytest.raises(NotFound):
        library.load_instrument("../instruments/leadership-360")


def test_an_instrument_of_ones_own_is_read_from_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(b"\xef\xbb\xbf" + library.instrument_path("quick-reflection").read_bytes())
    assert isinstance(library.load_instrument(own), Instrument)


def test_a_path_without_a_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be read"):
        library.load_instrument(tmp_path / "none.yaml")
    with pytest.raises(NotFound, match="cannot be read"):
        library.load_instrument(tmp_path)


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes("format: instrument/1\ntitle: Eén".encode("latin-1"))
    with pytest.raises(FaultyFile) as refused:
        library.load_instrument(own)
    (fault,) = refused.value.faults
    assert (fault.line, fault.file) == (2, str(own))
    assert "UTF-8" in fault.remedy


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(b"#" * 5_000_000)
    with pytest.raises(FaultyFile, match="larger than 1 MB"):
        library.load_instrument(own)


def test_bytes_without_a_fault_are_their_text() -> None:
    assert decoded("Eén".encode(), "f") == "Eén"
