"""People pasted from mail programs and spreadsheets: understood, or told line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core import pasted
from surveyapp.core.pasted import LineFault, Reading

JAN, PIET = ("Jan Jansen", "jan@school.example"), ("Piet Puk", "piet@school.example")


def _address(text: str) -> str | None:
    local, _, host = text.partition("@")
    return text.lower() if local and "." in host and "@" not in host else None


def read(text: str, **names: str) -> Reading:
    given = {key.replace("_at_", "@").replace("_", "."): name for key, name in names.items()}
    return pasted.read(text, address=_address, names=given)


def people(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    assert reading.faults == ()
    return [(one.name, one.email) for one in reading.people]


def faults(text: str) -> list[tuple[int, str, str, str]]:
    return [(f.line, f.kind, f.about, f.detail) for f in read(text).faults]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Jansen <jan@school.example>",
        '"Jan Jansen" <jan@school.example>',
        "'Jan Jansen' <JAN@school.example>;",
        "“Jan Jansen” <mailto:jan@school.example>",
        "Jansen, Jan <jan@school.example>",
        '"Jansen, Jan" <jan@school.example>,',
        "Jan Jansen, jan@school.example",
        "Jan Jansen;jan@school.example",
        "Jan Jansen jan@school.example",
        "Jan\tJansen\tjan@school.example",
        "Jan;Jansen;jan@school.example;",
        "jan@school.example Jan Jansen",
        "jan@school.example\tJan Jansen",
        "jan@school.example (Jan Jansen)",
        "  - Jan Jansen: jan@school.example",
        "• Jan  Jansen\u200b <jan@school.example>",
        "Naam\tE-mail\nJan Jansen\tjan@school.example",
        "\r\n\r\nJan Jansen <jan@school.example>\r\n\r\n",
        "Jan Jansen [jan@school.example]",
    ],
)
def test_jan_is_read_however_he_is_written(text: str) -> None:
    assert people(text) == [JAN]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Jansen <jan@school.example>; Piet Puk <piet@school.example>",
        "Jan Jansen <jan@school.example>, Piet Puk <piet@school.example>,",
        "Jansen, Jan <jan@school.example>; Puk, Piet <piet@school.example>",
        '"Jansen, Jan" <jan@school.example>, "Puk, Piet" <piet@school.example>',
        "Jan Jansen <jan@school.example> Piet Puk <piet@school.example>",
        "Jan Jansen, jan@school.example; Piet Puk, piet@school.example",
        "jan@school.example Jan Jansen; piet@school.example Piet Puk",
        "jan@school.example (Jan Jansen), piet@school.example (Piet Puk)",
        "Jan Jansen <jan@school.example>\nPiet Puk, piet@school.example",
        "naam;e-mail\rJan Jansen;jan@school.example\rPiet Puk;piet@school.example",
    ],
)
def test_two_are_read_from_one_line_or_from_two(text: str) -> None:
    assert people(text) == [JAN, PIET]


def test_without_a_name_a_name_is_asked() -> None:
    text = (
        "jan@school.example; piet@school.example\n<eva@school.example>\n"
        "x@raters.example <x@raters.example>"
    )
    reading = read(text, piet_at_school_example=" Piet  Puk ", eva_at_school_example="3")
    assert reading.nameless == ("jan@school.example", "eva@school.example", "x@raters.example")
    assert [(f.line, f.kind) for f in reading.faults] == [
        (1, "no name"),
        (2, "no name"),
        (3, "no name"),
    ]
    assert reading.people[1].name == "Piet Puk"


def test_a_name_in_the_text_goes_before_one_beside_it() -> None:
    reading = read("Jan Jansen <jan@school.example>", jan_at_school_example="Somebody else")
    assert reading.people[0].name == "Jan Jansen"


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    assert faults("Jan Jansen\n\nPiet <piet@school>") == [
        (1, "no address", "Jan Jansen", ""),
        (3, "address", "piet@school", ""),
    ]
    assert faults("Jan; Piet Puk <piet@school.example>") == [(1, "no address", "Jan", "")]
    assert faults("Piet Puk <piet@school.example>; Jan") == [(1, "no address", "Jan", "")]
    assert ("address", "@") in [fault[1:3] for fault in faults("Jan @ school.nl")]


def test_who_stands_in_it_twice_is_told_with_both_lines() -> None:
    text = (
        "Jan Jansen <jan@school.example>\nPiet Puk <piet@school.example>\nJ. <JAN@school.example>"
    )
    assert faults(text) == [(3, "twice", "jan@school.example", "1")]


def test_long_names_are_told_and_shortened() -> None:
    ((line, kind, about, detail),) = faults("A" * 201 + " <jan@school.example>")
    assert (line, kind, len(about), detail) == (1, "long", pasted.LONGEST_SHOWN, "200")
    assert people("A" * 200 + " <jan@school.example>")


def test_too_much_at_once_is_told_once() -> None:
    assert read("x" * 50_001).faults == (LineFault(0, "too much"),)
    assert read("\n" * 2_000).faults == (LineFault(0, "too much"),)
    assert read("\n" * 1_999).faults == ()
    many = "; ".join(f"P <p{n}@school.example>" for n in range(301))
    assert read(many).faults == (LineFault(0, "too many"),)


def test_nothing_is_nobody() -> None:
    for text in ("", " \n\t\r\n ", "\u200b", "Naam; E-mail"):
        assert read(text) == Reading((), ())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("jan.jansen@school.example", "Jan Jansen"),
        ("jan.de.boer@school.example", "Jan de Boer"),
        ("j.jansen@school.example", "J. Jansen"),
        ("de.vries@school.example", "De Vries"),
        ("zoë.smit@school.example", "Zoë Smit"),
        ("jan@school.example", ""),
        ("jan.j@school.example", ""),
        ("jan.jansen2@school.example", ""),
        ("info.@school.example", ""),
    ],
)
def test_an_address_may_suggest_a_name(address: str, name: str) -> None:
    assert pasted.guess(address) == name


WORD = st.sampled_from(
    ["Jan", "Eva", "Zoë", "Jan-Piet", "O'Neill", "d’Hondt", "Łukasz", "J.", "李"]
)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
STYLES = ("{0} <{1}>", '"{0}" <{1}>', "{0}, {1}", "{0}; {1}", "{0}\t{1}", "{1} ({0})", "{1}\t{0}")


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[tuple[str, str]], str]:
    """People, and one of the ways in which a program writes them."""
    names = draw(st.lists(NAME, max_size=8))
    people = [(name, f"p{number}@school.example") for number, name in enumerate(names)]
    style = draw(st.sampled_from(STYLES))
    between = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n", "; \n", ",\r\n", "; ", ", "]))
    if style.startswith("{1}") and between.strip():
        between += "\n"
    return people, between.join(style.format(*one) for one in people)


@given(lists())
def test_every_style_gives_back_the_people(case: tuple[list[tuple[str, str]], str]) -> None:
    written, text = case
    assert people(text) == [(name.rstrip("-"), email) for name, email in written]


@given(st.text(st.sampled_from("ab@.,;:<>()\"'\t \n\r\0\u2028é\ud800"), max_size=80))
def test_every_line_is_understood_or_told(text: str) -> None:
    reading = read(text)
    said = {one.line for one in reading.people} | {fault.line for fault in reading.faults}
    lines = [number for number, line in enumerate(pasted.LINE.split(text), 1) if "a@" in line]
    assert set(lines) <= said
    for one in reading.people:
        assert one.name.isprintable()
        assert "\0" not in one.name


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    reading = read(text)
    assert reading.people or reading.faults or not any(c.isalnum() for c in text) or "@" not in text
