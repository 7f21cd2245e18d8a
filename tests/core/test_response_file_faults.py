"""The CSV of responses: every fault, where it is, and what to do about it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.errors import Fault, FaultyFile, SurveyError
from surveyapp.core.instrument import Instrument
from surveyapp.core.response_file import MAXIMUM_FAULTS, MAXIMUM_SIZE, default_rules, rounds
from tests.core.test_response_file import DAY, SELF_ROW, SMALL, taken

TOP = "leader,wave,group,c1-1,c1-2,c1-importance,c1-then,q1"
GOOD = f"{TOP}\n{SELF_ROW}\nAlice,pre,teacher,4,na,,,\n".encode()


def faults(data: bytes | str, of: Instrument = SMALL) -> list[Fault]:
    with pytest.raises(FaultyFile) as caught:
        taken(data.encode() if isinstance(data, str) else data, of)
    return caught.value.faults


def only(data: bytes | str) -> tuple[int | None, str, str]:
    (fault,) = faults(data)
    assert fault.file == "answers.csv"
    assert fault.remedy.endswith((".", "?"))
    return fault.line, fault.field, fault.message


def rows(*lines: str, top: str = TOP) -> str:
    return "\n".join([top, SELF_ROW, *lines])


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        ("Alice,pre,teacher,6,4,,,", "c1-1", "'6' is not on the scale."),
        ("Alice,pre,teacher,4,4.0,,,", "c1-2", "'4.0' is not on the scale."),
        ("Alice,pre,teacher,4,4,0,,", "c1-importance", "'0' is not on the scale."),
        ("Alice,pre,principal,4,4,,,", "group", "Unknown group 'principal'."),
        ("Alice,before,self,4,4,,,", "wave", "Unknown wave 'before'."),
        ("Alice,,teacher,4,4,,,", "wave", "Unknown wave ''."),
        (" ,pre,teacher,4,4,,,", "leader", "The leader is empty."),
        ("Alice,pre,teacher,4,4", "", "5 values, 8 columns."),
        ("Alice,pre,teacher,4,4,,,,", "", "9 values, 8 columns."),
        ("Alice,pre,teacher,4,4,,3,", "c1-then", "This is not asked of teacher."),
        ("Alice,pre,teacher,4,4,,na,", "c1-then", "This is not asked of teacher."),
    ],
)
def test_a_faulty_row_is_named_with_its_column(line: str, field: str, message: str) -> None:
    assert only(rows("Alice,pre,teacher,4,4,,,", line)) == (4, field, message)


def test_a_long_value_is_shown_shortened() -> None:
    fault = faults(rows(f"Alice,pre,teacher,{'x' * 500},4,,,"))[0]
    assert fault.message == f"{'x' * 29 + '…'!r} is not on the scale."


def test_control_characters_are_not_sent_to_the_terminal() -> None:
    assert "\x1b" not in str(faults(rows("Alice,pre,\x1b[31m,4,4,,,"))[0])


def test_an_item_that_the_group_does_not_see_must_be_empty() -> None:
    data = SMALL.model_dump()
    data["competences"][0]["items"][1]["not_asked"] = ["teacher"]
    of = Instrument.model_validate(data)
    found = faults(rows("Alice,pre,teacher,4,4,,,"), of)
    assert [(fault.line, fault.field) for fault in found] == [(3, "c1-2")]


@pytest.mark.parametrize(
    ("top", "field", "message", "remedy"),
    [
        (f"{TOP},c1-11", "c1-11", "Unknown column.", "Did you mean c1-1?"),
        (f"{TOP},age", "'age'", "Unknown column.", "Remove it."),
        (f"{TOP},", "''", "Unknown column.", "Remove it."),
        (f"{TOP},c1-1", "c1-1", "The column stands twice.", "Remove one of them."),
    ],
)
def test_a_faulty_column_is_named(top: str, field: str, message: str, remedy: str) -> None:
    fault = faults(f"{top}\n{SELF_ROW},")[0]
    assert (fault.line, fault.field.strip("'"), fault.message, fault.remedy) == (
        1,
        field.strip("'"),
        message,
        remedy,
    )


@pytest.mark.parametrize("name", ["leader", "wave", "group", "c1-1", "c1-2"])
def test_a_missing_column_is_named(name: str) -> None:
    pairs = zip(TOP.split(","), SELF_ROW.split(","), strict=True)
    kept = [pair for pair in pairs if pair[0] != name]
    data = "\n".join(",".join(line) for line in zip(*kept, strict=True))
    assert only(data) == (1, name, "The column is missing.")


def test_columns_separated_by_tabs_are_recognised() -> None:
    assert only(TOP.replace(",", "\t"))[2] == "The columns are separated by tabs."


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "The file is empty."),
        (b"\xef\xbb\xbf \n", None, "The file is empty."),
        (TOP.encode(), None, "There is a header only."),
        (GOOD + b"Zo\xeb,pre,self,4,4,,,", 4, "The file is not UTF-8."),
        ("Alice".encode("utf-16"), 1, "The file is not UTF-8 but UTF-16."),
        (GOOD + b"A\0,pre,self,4,4,,,", 4, "A NUL byte stands in the file."),
        (b"x" * (MAXIMUM_SIZE + 1), None, "The file is larger than 50 MB."),
        (GOOD + b'Alice,pre,teacher,4,4,,,"open', 4, "The row cannot be read"),
        (GOOD + b'Alice,pre,teacher,4,4,,,"a"b', 4, "The row cannot be read"),
    ],
    ids=range(9),
)
def test_a_file_that_is_none_is_refused(data: bytes, line: int | None, message: str) -> None:
    found, _, said = only(data)
    assert found == line
    assert said.startswith(message)


def test_a_file_of_separators_only_is_refused() -> None:
    assert faults(",,,\n,,,\n")


def test_a_comment_has_at_most_four_thousand_characters() -> None:
    taken(rows(f"Alice,pre,teacher,4,4,,,{'x' * 4000}").encode())
    line, field, message = only(rows(f"Alice,pre,teacher,4,4,,,{'x' * 4001}"))
    assert (line, field) == (3, "q1")
    assert message.startswith("The comment has 4001 characters")


def test_a_comment_beyond_what_csv_can_hold_is_refused() -> None:
    assert only(rows(f"Alice,pre,teacher,4,4,,,{'x' * 200_000}"))[0] == 3


def test_lines_are_those_of_the_file_where_a_comment_has_several() -> None:
    comment = '"een\ntwee\n\ndrie"'
    assert only(rows(f"Alice,pre,teacher,4,4,,,{comment}", "Alice,pre,peer,9,4,,,"))[0] == 7


def test_each_leader_and_wave_needs_a_self_row() -> None:
    line, field, message = only(rows("Bob,pre,teacher,4,4,,,", "Bob,pre,peer,4,4,,,"))
    assert (line, field, message) == (3, "group", "No self row of 'Bob' in wave pre.")
    assert only(rows("Alice,post,teacher,4,4,,,"))[2] == "No self row of 'Alice' in wave post."


def test_a_second_self_row_is_refused() -> None:
    line, field, message = only(rows("Alice,pre,self,4,4,,,"))
    assert (line, field) == (3, "group")
    assert message == "A second self row of this leader (the first: line 2)."


def test_a_self_row_with_a_fault_is_not_said_to_be_missing_as_well() -> None:
    found = faults(rows("Bob,pre,self,9,4,,,", "Bob,pre,teacher,4,4,,,"))
    assert [fault.field for fault in found] == ["c1-1"]


def test_all_faults_come_at_once_and_in_the_order_of_the_file() -> None:
    found = faults(
        rows(
            "Alice,pre,teacher,9,8,,,",
            ",late,nobody,4,4,,,",
            "Bob,pre,peer,4,4,,,",
            top=TOP.replace("q1", "q7"),
        )
    )
    assert [(fault.line, fault.field.strip("'")) for fault in found] == [
        (1, "q7"),
        (3, "c1-1"),
        (3, "c1-2"),
        (4, "leader"),
        (4, "wave"),
        (4, "group"),
        (5, "group"),
    ]


def test_the_reading_stops_where_nobody_would_read_on() -> None:
    found = faults(rows(*["Alice,pre,teacher,9,9,,,"] * 1000))
    assert len(found) == MAXIMUM_FAULTS + 1
    assert found[-1].message == "There may be more faults."


def test_an_instrument_without_rater_groups_cannot_be_scored() -> None:
    of = Instrument.model_validate(SMALL.model_dump() | {"rater_groups": []})
    with pytest.raises(SurveyError, match="no rater groups"):
        default_rules(of)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=3)), max_size=6))
def test_whatever_stands_in_the_file_it_is_read_or_refused(
    edits: list[tuple[int, bytes]],
) -> None:
    data = bytearray(GOOD)
    for place, other in edits:
        data[place : place + len(other)] = other
    with suppress(FaultyFile):
        rounds(bytes(data), "f.csv", SMALL, frozen_on=DAY, programme="P")


@given(st.binary() | st.text().map(str.encode))
def test_anything_at_all_is_read_or_refused(data: bytes) -> None:
    for text in (data, TOP.encode() + b"\n" + data):
        with suppress(FaultyFile):
            rounds(text, "f.csv", SMALL, frozen_on=DAY, programme="P")
