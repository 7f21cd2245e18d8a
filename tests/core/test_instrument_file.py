"""An instrument file is read whole, or refused with every mistake in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.errors import FaultyFile
from surveyapp.core.instrument_file import check, read
from tests.core.sample_instrument import GOOD, ITEM, KNOWN, Q1


def test_a_good_file_has_no_fault_and_is_read() -> None:
    assert check(GOOD, "small.yaml", KNOWN) == []
    assert [item.id for item in read(GOOD, "small.yaml", KNOWN).items()] == ["people-1", "people-2"]


def test_an_unknown_standard_is_named_with_what_was_meant() -> None:
    text = GOOD.replace("standard: std\n", "standard: sdt\n")
    fault = next(one for one in check(text, "f", KNOWN) if one.field == "standard")
    assert (fault.line, fault.remedy) == (9, "Did you mean `std`?")


def test_without_a_list_of_standards_the_shipped_ones_are_known() -> None:
    messages = [fault.message for fault in check(GOOD, "small.yaml")]
    assert messages == ["There is no standard `std`.", "There is no standard `std`."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("# only a remark\n", "empty"),
        ("just words", "no fields"),
        ("- a\n- list", "no fields"),
        ("x" * 1_000_001, "larger than 1 MB"),
        ('a: "\\UFFFFFFFF"', "code for a character"),
        ('a: "\\U00110000"', "code for a character"),
        ("%YAML " + "1" * 5000, "code for a character"),
        ("a: \x00", "special characters"),
        ("a: \ud800", "special characters"),
    ],
)
def test_what_is_no_file_of_fields_is_one_fault(text: str, message: str) -> None:
    (fault,) = check(text, "f.yaml", KNOWN)
    assert message in fault.message
    assert fault.remedy


def test_one_mistake_does_not_hide_the_next() -> None:
    text = (
        GOOD.replace("minutes: 3", "minutes: three")
        .replace("std/people", "std/peple")
        .replace("[board]", "[bord]")
        .replace("licence: CC0\n", "")
    )
    with pytest.raises(FaultyFile) as refused:
        read(text, "small.yaml", KNOWN)
    assert [fault.field for fault in refused.value.faults] == [
        "licence",
        "minutes",
        f"{Q1}.standard",
        f"{ITEM}.not_asked.1",
    ]


def test_a_fault_is_told_in_one_line_with_its_place() -> None:
    (fault,) = check(GOOD.replace("minutes: 3", "minutes: 0"), "small.yaml", KNOWN)
    assert str(fault) == "small.yaml:11: minutes: The number must be 1 or more. Change the number."


@pytest.mark.parametrize("author", ["2021-01-25", "12:30:45", "0x1F", "007", "1_000", ".inf"])
def test_dates_and_odd_numbers_are_texts(author: str) -> None:
    text = GOOD.replace("Someone", author)
    assert read(text, "small.yaml", KNOWN).author == author


def test_a_long_item_text_or_one_with_and_is_no_fault() -> None:
    text = GOOD.replace("I talk.", "I talk and walk " + "on " * 60)
    assert check(text, "small.yaml", KNOWN) == []


def test_what_may_be_left_out_may_be_left_out() -> None:
    head, rest = GOOD.split("importance:\n", 1)
    short = head + "competences:\n" + rest.split("competences:\n")[1].split("open_questions:")[0]
    short = short.replace("        not_asked: [board]\n", "")
    short = "\n".join(line for line in short.split("\n") if "teacher:" not in line)
    assert check(short, "small.yaml", KNOWN) == []


FRAGMENTS = st.sampled_from(
    [*"{}[]:-#&*!|>'\"%@`,?\t\n \\\0\ud800é1", "- ", ": ", "\n  ", "---", "<<", "null", "1e999"]
)


@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=40).map("".join)))
def test_check_answers_with_faults_whatever_it_is_given(text: str) -> None:
    assert all(fault.message and fault.remedy for fault in check(text, "f", KNOWN))


@given(
    start=st.integers(0, len(GOOD)),
    length=st.integers(0, 60),
    piece=st.lists(FRAGMENTS, max_size=4).map("".join),
)
def test_a_damaged_file_is_read_or_refused_but_never_breaks(
    start: int, length: int, piece: str
) -> None:
    text = GOOD[:start] + piece + GOOD[start + length :]
    lines = text.count("\n") + 2
    for fault in check(text, "f", KNOWN):
        assert fault.remedy
        assert fault.line is None or 1 <= fault.line <= lines


@given(data=st.data())
def test_lines_in_another_order_never_break_the_check(data: st.DataObject) -> None:
    lines = GOOD.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        source, target = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines.insert(target, lines.pop(source))
    check("".join(lines), "f", KNOWN)
