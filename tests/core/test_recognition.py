"""What points at a person is found, and what only looks like it is left alone."""

from random import Random
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveyapp.core.checker.comments import ADDRESS, LINK, NUMBER
from surveyapp.core.recognition import MASK, found, mask
from surveyapp.core.words_in_names import NO_POSTCODE, PARTICLES, WORDS

NAMES = ["Karin Bos", "Berg, Piet van den", "Zoë", "Anne-Marie Smit-O'Neil", "Bo", "jan"]
PIECES = st.sampled_from([
    "Karin", "Bos", "jan", "Jan", "a", "é", "x", " ", "@", ".", "-", "(", ")", "/", ":", "+", "[",
    "0", "1", "06", "31", "12", "2025", "1234", "AB", "nl", "www.", "http://", "HTTPS://",
    "ab", "_", "’s", "tje", "\u200b", "\u00ad", "\u0335", "\u202b",
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
        ("Jan en jan", "[…] en […]"),
        ("niets bijzonders", "niets bijzonders"),
        ("", ""),
    ],
)
def test_p7_addresses_and_names_are_masked(text: str, masked: str) -> None:
    assert mask(text, NAMES) == masked
    assert mask(text, NAMES[::-1]) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("anna zei dat kees het weet", "[…] zei dat […] het weet"),
        ("annas les, anna’s les en anna's les", "[…] les, […] les en […] les"),
        ("Keesje, Keesjes en keesje's fiets", "[…], […] en […] fiets"),
        ("Karintje of karinneke", "[…] of karinneke"),
        ("Jantje, jantjes, janneke, janke en Janke", "[…], […], janneke, janke en […]"),
        ("KARIN'S en BO'S", "[…] en […]"),
        ("jan's fiets en bo’s fiets", "[…] fiets en […] fiets"),
        ("bos, jans", "bos, jans"),
        ("wil wil dat Wil wil", "wil wil dat […] wil"),
        ("Wils plan, Wiltje, wils", "[…] plan, […], wils"),
        ("_Karin_ en kees_bos", "_[…]_ en […]_bos"),
        ("karin2 en 2karin", "karin2 en 2karin"),
    ],
)
def test_p7_short_names_and_their_endings_are_masked(text: str, masked: str) -> None:
    assert mask(text, ["Anna Kees", "Karin Bos", "Jan Bo", "Wil"]) == masked


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff", "\u0335"])
def test_p7_signs_that_are_not_seen_hide_nothing(sign: str) -> None:
    assert mask(f"Ka{sign}rin was er", NAMES) == "[…] was er"
    assert mask("karin was er", [f"Ka{sign}rin"]) == "[…] was er"
    assert mask(f"bel 06{sign}12345678{sign}.", []) == "bel […]."
    assert mask(f"mail jan{sign}@school.nl", []) == "mail […]"


@pytest.mark.parametrize("halves", ["علی\u200cرضا", "علی رضا", "علیرضا"])
def test_p7_each_half_of_a_name_with_a_joiner_is_masked(halves: str) -> None:
    names = ["علی\u200cرضا احمدی"]
    assert mask(f"{halves} احمدی", names) == "[…]"
    for part in ("رضا", "علی", halves):
        assert set(mask(part, names).split()) == {"[…]"}


@pytest.mark.parametrize(
    "text", ["👩‍💻 en 👨‍👩‍👧‍👦 ❤️", "می\u200cخواهم", "क्\u200dष", "\u2067טוב\u2069 gedaan"]
)
def test_what_is_written_with_such_signs_stays_as_it_is(text: str) -> None:
    assert mask(text, NAMES) == text
    assert mask(f"{text} Karin {text}", NAMES) == f"{text} […] {text}"


INVITED = """
    Wil Bas Lot Ton Roos Mees Beer Mei Jet May Will Mark Art Rob Bill Sue Pat Joy Guy Max Ben Door
    Elke Riet Trui Ad Al An Jan Piet Kees Anna Eva Tim Tom Wim Bram Daan Noor Sem Lars Emma Ed Jo Bo
    Bos Berg Dijk Vos Kok Wit Jong Boer Mol Haan Meer Veen Hof Kamp Post Pool Blok Vink Hoek
    Haas Dam Pas Smit Kool Wolf Land Hart Goed Hout Lee Long Wood King Hill Can Kan He Ho Yu Wu Wen
    Li Thi Ali Said
"""


@pytest.mark.parametrize(
    "text",
    [
        "zij wil dat het team mee denkt en heeft lef",
        "als er meer rust is, komt het goed met de groep",
        "ik ben blij dat je door gaat, ook na een dal",
        "elke dag staat de deur open en dat doet veel met ons",
        "neem wat meer tijd: in mei was het rooster al vol",
        "er is een groot verschil tussen wat zij zegt en wat zij doet",
        "een jong team heeft een vast punt nodig, geen toren op een berg",
        "kan hij ook eens zelf een les zien? dat is lang geleden",
        "de toon is vaak hard, maar het hart zit op de goede plek",
        "post blijft liggen en de pool van invallers is te klein",
        "de bal ligt bij ons en dan is het wel zo eerlijk om mee te doen",
        "bos, duin, veld en zee: de kamp-week was top",
        "aan het hoofd van de tafel zit zij, en zij hoort alles",
        "dit is een wens van ons allen: kies, deel uit en maak er iets van",
        "may we ask for more time? she will mark all of it and be kind",
        "he can see the art in it, and it is a joy to work for him",
        "as she said, we like this team and think alike: welke, elke en zulke",
        "you too may be right: as long as the hand is on the door",
        "1000 km is ver, 1200 in totaal, 2500 of meer, 3000 is te veel",
        "voor 1500 kg, 1800 cm en 1100 kw stond er 9000 nl op",
        "the total was 1300 at most, 1400 by june and 1600 so far",
    ],
)
def test_ordinary_sentences_stay_whoever_was_invited(text: str) -> None:
    assert found(text, INVITED.split()) == []


def test_the_words_that_are_names_are_written_as_they_are_compared() -> None:
    assert all(2 <= len(word) <= 4 and word == word.lower() for word in WORDS)
    assert all(len(word) == 2 and word == word.lower() for word in NO_POSTCODE)
    assert not WORDS & PARTICLES


@given(st.sampled_from(sorted(WORDS)))
def test_a_name_that_is_a_word_is_masked_with_a_capital_only(word: str) -> None:
    assert mask(f"{word} {word.capitalize()} {word.upper()}", [word]) == f"{word} […] […]"


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
        "1234 ab",
        "1234ab",
        "1234 Ab",
        "@karin_v",
        "@juf-karin",
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
@example("006062025www.a")
@example("Karin@KarinKarin")
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
