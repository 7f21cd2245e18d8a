"""The reports speak plainly, and docs/plain-language.md says how plainly."""

import pytest

from tests import plain_language as plain

PAGE = plain.page()


def test_no_report_has_more_than_fifteen_words_a_sentence() -> None:
    found = {key: one.words for key, one in plain.rows().items()}
    assert not {key: words for key, words in found.items() if words > plain.MOST_WORDS}


def test_the_page_is_up_to_date() -> None:
    assert plain.PAGE.read_text(encoding="utf-8") == PAGE, "run python -m tests.plain_language"


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("u", 1),
        ("beeld", 1),
        ("uw", 1),
        ("anderen", 3),
        ("beoordelaars", 4),
        ("competentie", 4),
        ("ruimte", 2),
        ("geïnteresseerd", 5),
        ("nieuwe", 2),
        ("bij", 1),
        ("3,4", 2),
    ],
)
def test_syllables_of_dutch(word: str, count: int) -> None:
    assert plain.dutch_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("you", 1),
        ("others", 2),
        ("score", 1),
        ("people", 2),
        ("rated", 2),
        ("asked", 1),
        ("shares", 1),
        ("changes", 2),
        ("competence", 3),
        ("little", 2),
        ("they", 1),
        ("2.5", 2),
    ],
)
def test_syllables_of_english(word: str, count: int) -> None:
    assert plain.english_syllables(word) == count


def test_a_text_is_measured_sentence_by_sentence() -> None:
    text = "U geeft uzelf 3,4. Dat is veel; dat is goed. U geeft uzelf 3,4."
    found = plain.measure([text], "nl")
    assert (found.sentences, found.longest) == (3, 4)
    assert found.words == pytest.approx(10 / 3)
    # Syllables: u geeft u-zelf 3-4 | dat is veel | dat is goed.
    assert found.ease == pytest.approx(206.84 - 0.93 * 10 / 3 - 77 * 12 / 10)
    assert plain.flesch(10, 1.5) == pytest.approx(69.785)
