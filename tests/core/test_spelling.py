"""Signs that nobody sees: none makes two names of one, and none is lost where it is spelling."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveyapp.core.spelling import JOINERS, on_one_line, same, tidy
from tests.builders import ALI

AKSHA, CODER = "\u0915\u094d\u200d\u0937", "👩🏽\u200d💻"
"""Half a letter in Hindi, and an emoji of three signs."""


@pytest.mark.parametrize("spelt", [ALI, AKSHA, CODER, "❤\ufe0f\u200d🔥", f"{ALI} Jansen {CODER}"])
def test_a_joiner_stays_where_words_and_emoji_are_spelt_with_it(spelt: str) -> None:
    assert on_one_line(spelt) == tidy(spelt) == spelt


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Jan\u200d de\u200c Vries", "Jan de Vries"),
        ("J\u200dan", "Jan"),
        ("\u202eJan\u202c de\u00ad Vries\u200b", "Jan de Vries"),
        (f"\u200c{ALI}\u200d", ALI),
        ("a\u094d\u200c\u0639", "a\u094d\u0639"),
        ("\u0639\u200c\u200d\u0644", "\u0639\u0644"),
        ("^\u200d^", "^^"),
        ("Jan\0 \u200d\u200c \nde\tVries\u00a0", "Jan de Vries"),
        ("Rene\u00ad\u0301", "Ren\u00e9"),
        ("\ud800Jan", "Jan"),
        (None, ""),
    ],
)
def test_every_other_sign_that_nobody_sees_goes(written: str | None, read: str) -> None:
    assert on_one_line(written) == read


def test_a_joiner_stays_in_whatever_order_the_marks_before_it_were_typed() -> None:
    kept = "\u0915\u094d\u0301\u200d\u0937"
    assert tidy("\u0915\u0301\u094d\u200d\u0937") == tidy(kept) == kept


def test_names_are_the_same_with_and_without_joiners() -> None:
    assert same(ALI) == same(ALI.replace("\u200c", ""))
    assert same("\u0627\u200d\u0653") == same("\u0622"), "one letter or two, it looks the same"
    assert same(" JAN\u200b  jansen") == "jan jansen"


@given(
    st.text(
        alphabet=st.sampled_from("a \u0301\u0639\u0915\u094d👩\ufe0f\u200b\u200c\u200d\u00ad\0\n")
    )
)
@example("\u0915\u0301\u094d\u200c\u0639")
@example("\u0301\u094d\u200c\u0639")
def test_a_line_is_kept_as_it_is_and_shows_all_that_is_in_it(text: str) -> None:
    line = on_one_line(text)
    assert on_one_line(line) == line
    assert all(sign.isprintable() for sign in line if sign not in JOINERS)
    assert unicodedata.is_normalized("NFC", line)
