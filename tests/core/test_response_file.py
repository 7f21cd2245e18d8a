"""The CSV of responses: what is read from a good file."""

from collections.abc import Sequence
from datetime import date
from time import perf_counter

import pytest

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.report import build
from surveyapp.core.response import CANNOT_JUDGE, Round
from surveyapp.core.response_file import header, rounds
from tests.builders import instrument

SMALL = instrument(competences=1, items=2)
DAY = date(2026, 11, 22)
SELF_ROW = "Alice,pre,self,4,5,3,,Ik"


def read(
    *lines: str, top: str = "leader,wave,group,c1-1,c1-2,c1-importance,c1-then,q1"
) -> dict[str, tuple[Round, ...]]:
    return taken("\n".join([top, *lines]).encode())


def taken(data: bytes, of: Instrument = SMALL) -> dict[str, tuple[Round, ...]]:
    return rounds(data, "answers.csv", of, frozen_on=DAY, programme="Leren leiden")


def first(found: dict[str, tuple[Round, ...]]) -> Round:
    return next(iter(found.values()))[0]


def test_the_header_names_every_column() -> None:
    expected = ("leader", "wave", "group", "c1-1", "c1-2", "c1-importance", "c1-then", "q1")
    assert header(SMALL) == expected


def test_a_row_becomes_a_response() -> None:
    one = first(read(SELF_ROW, "Alice,pre,teacher,1,na,,,Goed"))
    assert one.answers[SELF].tolist() == [[4, 5, 3, 0]]
    assert one.answers["teacher"].tolist() == [[1, CANNOT_JUDGE, 0, 0]]
    assert [(comment.group, comment.text) for comment in one.comments] == [
        (SELF, "Ik"),
        ("teacher", "Goed"),
    ]


def test_the_round_says_what_it_is() -> None:
    one = first(read(SELF_ROW))
    assert (one.programme, one.leader, one.school) == ("Leren leiden", "Alice", "")
    assert (one.wave.id, one.wave.position, one.frozen_on) == ("pre", 1, DAY)
    assert [group.id for group in one.rules.groups] == ["teacher", "peer", "board"]
    assert (one.rules.minimum_comments, one.invited, one.names) == (5, {}, ())


def test_leaders_keep_their_order_and_waves_get_theirs() -> None:
    rows = ["Bob,post,self,,,,,", "Alice,mid,self,,,,,", "Bob,pre,self,,,,,", "Bob,mid,self,,,,,"]
    found = read(*rows)
    assert {leader: [one.wave.id for one in waves] for leader, waves in found.items()} == {
        "Bob": ["pre", "mid", "post"],
        "Alice": ["mid"],
    }


@pytest.mark.parametrize("value", ["na", "NA", "Na", " na "])
def test_cannot_judge_is_written_in_any_case(value: str) -> None:
    assert first(read(f"Alice,pre,self,{value},5,,,")).answers[SELF][0, 0] == CANNOT_JUDGE


def test_waves_and_groups_are_read_in_any_case() -> None:
    assert first(read("Alice, Pre ,SELF,4,5,,,")).wave.id == "pre"


def test_importance_then_and_comments_may_be_absent() -> None:
    one = first(read("Alice,pre,self,4,5", top="leader,wave,group,c1-1,c1-2"))
    assert one.answers[SELF].tolist() == [[4, 5, 0, 0]]


def test_columns_may_stand_in_any_order() -> None:
    one = first(read("5,self,4,Alice,pre", top="c1-2,group,c1-1,leader,wave"))
    assert one.answers[SELF].tolist() == [[4, 5, 0, 0]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_from_a_dutch_spreadsheet_is_read(end: str) -> None:
    lines = ["leader;wave;group;c1-1;c1-2;q1", 'Zoë;pre;self;4;5;"een; twee\nen ""drie"""', ";;;;;"]
    one = first(taken(("\ufeff" + end.join(lines) + end).encode()))
    assert (one.leader, one.comments[0].text) == ("Zoë", 'een; twee\nen "drie"')


def test_blank_lines_and_spaces_do_not_matter() -> None:
    found = taken(b"\n leader , wave,group,c1-1,c1-2\n\n  Alice   B ,pre,self, 4 ,5\n\n")
    assert first(found).answers[SELF].tolist() == [[4, 5, 0, 0]]
    assert list(found) == ["Alice B"]


def test_one_name_written_in_two_ways_is_one_leader() -> None:
    assert list(read("Zoë,pre,self,4,5,,,", "Zoe\u0308,pre,teacher,4,5,,,")) == ["Zoë"]


def test_what_is_read_can_be_reported() -> None:
    rows = [SELF_ROW, *["Alice,pre,teacher,4,5,3,,"] * 3]
    assert build(first(read(*rows))).competences[0].others == 4.5


def rows_of(of: Instrument, count: int) -> Sequence[str]:
    answers = ",".join("4" for _ in of.items())
    groups = [SELF, *["teacher"] * 12, *["peer"] * 7]
    return [f"L{n // 20},pre,{groups[n % 20]},{answers}" for n in range(count)]


def test_ten_thousand_rows_of_fifty_items_take_about_a_second() -> None:
    of = instrument(competences=5, items=10)
    top = ",".join(["leader", "wave", "group", *(item.id for item in of.items())])
    data = "\n".join([top, *rows_of(of, 10_000)]).encode()
    start = perf_counter()
    assert len(taken(data, of)) == 500
    assert perf_counter() - start < 3
