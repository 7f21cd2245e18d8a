"""What points at a person is found, and what only looks like it is left alone."""

from random import Random
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveyapp.core.checker.comments import ADDRESS, LINK, NUMBER
from surveyapp.core.recognition import MASK, found, mask

NAMES = ["Karin Bos", "Berg, Piet van den", "Zoë", "Anne-Marie Smit-O'Neil", "Bo", "jan"]
PIECES = st.sampled_from([
    "Karin", "Bos", "jan", "Jan", "a", "é", "x", " ", "@", ".", "-", "(", ")", "/", ":", "+", "[",
    "0", "1", "06", "31", "12", "2025", "1234", "AB", "nl", "www.", "http://", "HTTPS://",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail jan.k@school-x.nl even", "mail […] even"),
        ("Jan_K+1@a.b.org!", "[…]!"),
        ("Karin Bos zei het", "[…] zei het"),
        ("karin was er", "[…] was er"),
        ("Karins aanpak", "[…] aanpak"),
        ("in het bos liep Bos", "in het bos liep […]"),
        ("BOS en KARIN", "[…] en […]"),
        ("Karinthië", "Karinthië"),
        ("De heer van den Berg en de berg", "De heer van den […] en de berg"),
        ("Zoe, Zoë en Zoe\u0308", "[…], […] en […]"),
        ("Anne-Marie of Anne of Marie", "[…] of […] of […]"),
        ("Bo is er; Jo niet", "[…] is er; Jo niet"),
        ("Jan en jan", "[…] en jan"),
        ("niets bijzonders", "niets bijzonders"),
        ("", ""),
    ],
)
def test_p7_addresses_and_names_are_masked(text: str, masked: str) -> None:
    assert mask(text, NAMES) == masked
    assert mask(text, NAMES[::-1]) == masked


@pytest.mark.parametrize(
    "address",
    [
        "jan.k@school-x.nl",
        "@juf.karin",
        "x@y.z@b.c",
        "https://school.nl/a?b=c",
        "HTTP://10.0.0.1/x",
        "www.school.nl",
        "school.nl",
        "linkedin.com/in/iemand-1",
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "(030) 123 45 67",
        "030 - 123 45 67",
        "+31 6 12345678",
        "+31 (0)6-1234 5678",
        "0031612345678",
        "0475 12 34 56",
        "02/345.67.89",
        "+32 475 12 34 56",
        "0032 2 345 67 89",
        "+49 (0)30 1234567",
        "31612345678",
        "123456789",
        "1234 AB",
        "1234AB",
        "2023AB",
    ],
)
def test_an_address_or_a_number_is_found_whole(address: str) -> None:
    for around in ("{}", "Bel {} even", "({})", "‘{}’.", "tel:{},", "mobiel: {}!", "Karin {} Bos"):
        assert mask(around.format(address), []) == around.format(MASK)
        assert found(around.format(address), []) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "in 2026",
        "schooljaar 2025-2026",
        "2024-2025-2026",
        "van 2024/2025 2025/2026",
        "3 van de 10",
        "10 van de 12, 9 van de 10",
        "op 01-03-2026 14.30 uur",
        "(01-03-2026 14:30)",
        "01/03/2026-05/03/2026",
        "01-03-26 09.15",
        "2026-03-01 09:00",
        "van 08.30-09.15 en 09.30-10.15",
        "08.30 09.30 10.15 11.30",
        "08:30 - 09:15 - 10:00",
        "€ 1.250.000,00",
        "1 250 000 euro",
        "0,75 fte en 0.80 fte",
        "groep 5/6 en 7/8",
        "12345678",
        "sinds 2024 MR-lid, in 2025 MT",
        "IN 2019 EN 2020 WAS HET STIL",
        "een 8, een 7 en een 9",
        "goed.De rest niet",
        "om 8 uur @ school",
        "NEN-1234 en EN 1234",
        "punt 1.2.3.4",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert mask(text, NAMES) == text
    assert found(text, NAMES) == []


def test_what_is_found_is_told_once_and_in_order() -> None:
    text = "Zoe\u0308 belt 06 12345678, dan Karin Bos, dan weer Zoë en ZOË."
    assert found(text, NAMES) == ["Zoë", "06 12345678", "Karin Bos", "ZOË"]


@given(TEXTS)
@example("0612345678Karin")
@example("1234AB0612345678")
def test_p7_in_what_was_masked_nothing_is_found(text: str) -> None:
    assert found(mask(text, NAMES), NAMES) == []


@given(TEXTS)
@example("zie (@school.nl)")
@example("x@y.z@b.c")
def test_p7_the_gate_finds_nothing_in_what_was_masked(text: str) -> None:
    masked = mask(text, NAMES)
    assert not [one for one in (ADDRESS, LINK, NUMBER) if one.search(masked)]


@given(TEXTS)
def test_a_text_changes_where_something_is_found_and_nowhere_else(text: str) -> None:
    parts = mask(text.replace("…", ""), NAMES).split(MASK)
    assert bool(found(text.replace("…", ""), NAMES)) == (len(parts) > 1)
    assert all(part in normalize("NFC", text.replace("…", "")) for part in parts)


@given(st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@./")))
def test_without_digits_and_signs_of_addresses_only_names_are_found(text: str) -> None:
    assert found(text, []) == []


def test_particles_and_initials_are_no_names() -> None:
    text = "De man en Van alles in J. het Van der"
    assert mask(text, ["J. van der Van", "A de Het"]) == text


@given(st.text(), st.lists(st.text(max_size=8)), st.randoms(use_true_random=False))
def test_masking_does_not_depend_on_the_order_of_names(
    text: str, names: list[str], chance: Random
) -> None:
    assert mask(text, chance.sample(names, len(names))) == mask(text, names)
