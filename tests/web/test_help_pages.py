"""Help: every page leads to its chapter, which is there in both languages and leads to others."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.languages import SOURCE, languages
from surveyapp.web.help import places
from surveyapp.web.help.chapters import chapter
from surveyapp.web.help.drawing import drawn, place_of
from surveyapp.web.help.shelf import files
from tests.cast import Cast
from tests.web.proofreader import parsed
from tests.web.visitor import Visitor, sign_in

WRITTEN = ("en", "nl")
"""The languages that the chapters are written in; whoever reads another one gets English."""

NO_PAGE = {"figures.plotly", "public.health", "public.ready", "static"}
"""Answers for machines, and what pages are made of."""


def _pages(app: Flask) -> Iterator[str]:
    """The names of all that can be opened."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGE:
            yield rule.endpoint


def test_every_page_has_a_chapter_in_both_languages(app: Flask) -> None:
    for page in _pages(app):
        known = page in places.PAGES or page.partition(".")[0] in places.ROOMS
        assert known, f"{page} has no chapter: name one in surveyapp/web/help/places.py"
        name, _, section = places.place(page).partition("#")
        for language in WRITTEN:
            assert name in files(language), f"{page}: docs/ has no {name} in {language}"
            anchors = {one.anchor for one in chapter(name, language).sections}
            assert not section or section in anchors, f"{page}: {name} has no #{section}"


def test_no_chapter_is_named_for_a_page_that_is_gone(app: Flask) -> None:
    rooms = {page.partition(".")[0] for page in app.view_functions}
    assert set(places.PAGES) <= set(app.view_functions)
    assert set(places.ROOMS) <= rooms


@pytest.mark.parametrize("language", [code for code in WRITTEN if code != SOURCE])
def test_a_translated_chapter_has_the_sections_of_its_original(language: str) -> None:
    for name, path in files(language).items():
        own = drawn(path.read_text(encoding="utf-8"), language).sections
        original = chapter(name, SOURCE).sections
        levels = [[one.level for one in sections] for sections in (own, original)]
        assert levels[0] == levels[1], f"{path.name}: other sections than in English"


@pytest.mark.parametrize("language", languages())
def test_every_chapter_opens_and_all_its_links_lead_somewhere(
    client: FlaskClient, language: str
) -> None:
    for name in files(SOURCE):
        answer = client.get(f"/help/{name}?lang={language}")
        assert answer.status_code == 200, name
        page = parsed(answer.text, name)
        assert page.get("lang") == language
        for link in page.iter("a"):
            file, _, section = link.get("href", "").partition("#")
            found = re.fullmatch(r"([a-z-]+)\?lang=([a-z]+)", file)
            if found and section:
                sections = chapter(found[1], found[2]).sections
                assert section in {one.anchor for one in sections}, f"{name}: {file}#{section}"
        for picture in page.iter("img"):
            assert picture.get("alt"), f"{name}: a picture without words"
            assert int(picture.get("width", "0")), f"{name}: {picture.get('src')} is not there"


def test_a_chapter_that_a_language_lacks_is_read_in_english_and_says_so(
    client: FlaskClient,
) -> None:
    page = client.get("/help/operating?lang=nl").text
    assert '<article class="chapter" lang="en">' in page
    assert "alleen in het Engels" in page


def test_a_section_has_the_same_address_in_every_language(client: FlaskClient) -> None:
    for language in languages():
        assert ' id="proposing-people"' in client.get(f"/help/leading?lang={language}").text


def test_pictures_come_from_the_product_and_nothing_else_does(client: FlaskClient) -> None:
    answer = client.get("/help/pictures/nl/rater-first.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    for strange in ("nl/../../conf.py", "../nl/rater-first.png", "nl/none.png", "nl/%2e%2e%2fx"):
        assert client.get(f"/help/pictures/{strange}").status_code == 404


@pytest.mark.parametrize("name", ["nope", "nl", "conf", "..", "README", "snapshot.schema"])
def test_what_is_no_chapter_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/help/{name}").status_code in {404, 308}


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("leading.md", "leading?lang=nl"),
        ("../operating.md#start", "operating?lang=nl#start"),
        ("nl/index.md", "index?lang=nl"),
        ("#start", "#start"),
        ("../README.md", ""),
        ("../questionnaires/README.md", ""),
        ("../other/leading.md", ""),
        ("operating/surveyapp.service", ""),
        ("https://elsewhere.example/leading.md", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_link_of_a_chapter_stays_in_the_product(href: str, place: str) -> None:
    assert place_of(href, "nl") == place


def test_html_in_a_chapter_is_text() -> None:
    body = drawn("# Title\n\n<script>alert(1)</script> <b>bold</b>", "en").body
    assert "<script" not in body
    assert "&lt;b&gt;" in body


def test_pages_lead_to_their_own_chapter_in_their_language(client: FlaskClient, cast: Cast) -> None:
    assert 'href="/help/signing-in?lang=nl#signing-in"' in client.get("/sign-in").text
    assert 'href="/help/signing-in?lang=en#signing-in"' in client.get("/sign-in?lang=en").text
    assert 'href="/help/?lang=nl"' in client.get("/not-here").text
    sign_in(client, "Cora")
    assert 'href="/help/coordinating?lang=nl"' in client.get("/coordinator/").text


@pytest.mark.rule("S7")
@pytest.mark.parametrize("page", ["", 1, "review"])
def test_a_rater_keeps_her_page_and_help_does_not_learn_her_link(
    bob: Visitor, page: str | int
) -> None:
    bob.post(language="en")
    found = [one for one in bob.page(page).iter("a") if "/help/" in one.get("href", "")]
    assert [one.get("target") for one in found] == ["_blank"]
    assert (found[0].get("rel"), "new tab" in "".join(found[0].itertext())) == ("noopener", True)
    assert found[0].get("href", "").startswith("/help/rating?lang=en")
    assert bob.token not in found[0].get("href", "")
