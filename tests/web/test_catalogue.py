"""Every sentence of pages and messages exists in every language, with the same gaps to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from surveyapp.languages import FOLDER, SOURCE, languages
from tests.catalogues import check_catalogue, check_messages, silent_validators, unfound
from tests.refusals import refusals

GAP = re.compile(r"%\(\w+\)[sd]")
LOOK_UP = {"speech.py", "errors.py", "history.py"}
"""Where what was found elsewhere is looked up: any text, a refusal, and deeds by ``_n``."""

OTHERS = [code for code in languages() if code != SOURCE]


def _gaps(text: str) -> list[str]:
    """What is filled in; the count itself may be left out, as in “one answer”."""
    return sorted(gap for gap in GAP.findall(text) if gap != "%(num)d")


def test_every_text_of_the_pages_is_translated() -> None:
    check_catalogue("web.po", "surveyapp/web/**/*.py", "surveyapp/web/**/*.html")


def test_every_text_of_the_messages_is_translated() -> None:
    check_catalogue("mail.po", "surveyapp/mailing/**/*.py", "surveyapp/mailing/templates/*")


def test_every_refusal_that_a_page_shows_is_translated() -> None:
    check_messages("refusals.po", refusals())


def test_no_text_is_made_up_while_it_runs() -> None:
    """What is no literal is not found, and would be missing without anybody knowing."""
    places = unfound("surveyapp/web/**/*.py", "surveyapp/mailing/**/*.py")
    assert {place.partition(":")[0] for place in places} == LOOK_UP


def test_no_form_says_what_a_library_says() -> None:
    """The words of WTForms itself are in no catalogue: every validator has ours."""
    assert silent_validators("surveyapp/web/**/*.py") == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_plural_has_all_forms_of_its_language(language: str) -> None:
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        for message in catalogue:
            if message.pluralizable:
                forms = [form for form in message.string or () if form]
                assert len(forms) == catalogue.num_plurals


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["web.po", "mail.po", "refusals.po", "report.po"])
def test_translations_have_the_same_gaps_and_no_doubts(name: str, language: str) -> None:
    with (FOLDER / language / name).open("rb") as stream:
        messages = [message for message in read_po(stream, abort_invalid=True) if message.id]
    for message in messages:
        assert not message.fuzzy, f"{message.id}: fuzzy"
        source = message.id if isinstance(message.id, str) else message.id[1]
        gaps = _gaps(source)
        forms = [message.string] if isinstance(message.string, str) else message.string or ()
        for form in forms:
            assert _gaps(form) == gaps, f"{message.id}: other gaps"


@pytest.mark.parametrize("place", ["surveyapp/translations/nl", "docs/nl", "questionnaires"])
def test_a_statement_has_one_name_in_dutch(place: str) -> None:
    """It is a *stelling* for raters, and so it is for a leader."""
    files = [file for file in Path(place).rglob("*") if file.suffix in {".po", ".md", ".yaml"}]
    assert [file.name for file in files if re.search("(?i)uitspra", file.read_text("utf-8"))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_that_two_catalogues_share_is_the_same_in_both(language: str) -> None:
    known: dict[str, object] = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream):
                key = str(message.id)
                assert known.setdefault(key, message.string) == message.string or not key
