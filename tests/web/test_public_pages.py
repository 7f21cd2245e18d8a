"""How anonymity is kept, for whoever wants to know: plain words and honest limits."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor

LONGEST_AVERAGE = 15
"""Words per sentence; what a tired teacher reads at once."""


def _sentences(text: str) -> list[str]:
    page = parsed(text, "/anonymity")
    parts = [text_of(e) for e in page.iter() if e.tag in {"li", "dd"} or e.get("class") == "lead"]
    return [one for part in parts for one in re.split(r"(?<=[.!?:])\s+", part) if one]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_written_in_short_sentences(client: FlaskClient, language: str) -> None:
    sentences = _sentences(client.get(f"/anonymity?lang={language}").text)
    lengths = [len(sentence.split()) for sentence in sentences]
    assert len(lengths) > 40
    assert sum(lengths) / len(lengths) <= LONGEST_AVERAGE
    assert max(lengths) <= 2 * LONGEST_AVERAGE


@pytest.mark.parametrize(
    ("language", "limits"),
    [
        ("nl", ["collega’s", "taal u schrijft", "5,0", "back-up", "Namen proberen", "beheerder"]),
        ("nl", ["iedereen of niemand van een groep", "voor zover wij die herkennen"]),
        ("nl", ["vier anderen", "dagelijkse opschoning"]),
        ("en", ["colleagues", "how you write", "5.0", "backup", "Trying names", "operator"]),
        ("en", ["all of a group have, or none", "as far as we recognise", "daily clean-up"]),
    ],
)
def test_it_says_what_cannot_be_promised(
    client: FlaskClient, language: str, limits: list[str]
) -> None:
    text = client.get(f"/anonymity?lang={language}").text
    assert not [limit for limit in limits if limit not in text]


def test_it_tells_the_numbers_of_the_rules(client: FlaskClient) -> None:
    page = parsed(client.get("/anonymity").text, "/anonymity")
    assert [text_of(e) for e in page.iter("dt")] == ["3", "5", "7"]
    assert "30 dagen daarna gewist" in client.get("/anonymity").text


def test_untraceable_is_promised_from_the_freeze_on(client: FlaskClient) -> None:
    before, promise, _after = client.get("/anonymity").text.partition("Vanaf dan kan niemand")
    assert promise
    assert "ook wij niet" not in before


@pytest.mark.parametrize("place", ["/", "/sign-in", "/declined", "/r/wrong/"])
def test_pages_for_everybody_lead_to_it(client: FlaskClient, place: str) -> None:
    assert 'href="/anonymity?lang=nl"' in client.get(place).text


@pytest.mark.parametrize("page", ["", 1, 6, "review", "decline"])
def test_pages_of_raters_lead_to_it_in_their_language(bob: Visitor, page: str | int) -> None:
    assert 'href="/anonymity?lang=nl"' in bob.get(page).text
    bob.post(language="en")
    assert 'href="/anonymity?lang=en"' in bob.get(page).text
