"""People from a table: whatever is wrong with a cell is told, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core import people_file, people_sheet
from surveyapp.core.people_file import Reading
from surveyapp.core.people_sheet import HEADERS, MAXIMUM_ROWS, CellFault, Table
from surveyapp.core.rater_group import RaterGroup, Rules
from tests.builders import ALI
from tests.cast import BOARD, PEER, TEACHER

RULES = Rules(groups=(TEACHER, PEER, BOARD))
DUTCH = tuple(texts["nl"] for texts in HEADERS.values())
ENGLISH = tuple(texts["en"] for texts in HEADERS.values())
ALICE = ("Oost", "Alice de Vries", "alice@school.example", "De Brug")
NORA = ("West", "Nora Bakker", "nora@school.example", "Het Veer")
BOB = ("Leraren", "Bob", "bob@school.example", "")
CARLA = ("Bestuur", "Carla", "carla@school.example", "en")
BLANK = ("", "", "", "")


def _address(text: str) -> str | None:
    return text.lower() if text.count("@") == 1 and " " not in text else None


def read(*rows: tuple[str, ...], header: tuple[str, ...] = DUTCH, **marks: object) -> Reading:
    table = Table((header, *rows), marks.get("marks", {}))  # type: ignore[arg-type]
    return people_file.read(table, RULES, languages=("nl", "en"), address=_address)


def faults(*rows: tuple[str, ...], **options: object) -> list[tuple[str, str, str]]:
    found = read(*rows, **options).faults  # type: ignore[arg-type]
    return [(fault.place, fault.kind, fault.detail) for fault in found]


def test_a_leader_and_her_raters_are_read() -> None:
    reading = read((*ALICE, *BOB), ("", "", "Alice@School.example", "", *CARLA))
    assert reading.faults == ()
    (alice,) = reading.leaders
    assert (alice.row, alice.learning_group, alice.name, alice.school) == (2, *ALICE[:2], "De Brug")
    assert alice.email == "alice@school.example"
    assert [(r.row, r.group, r.name, r.language) for r in alice.raters] == [
        (2, "teacher", "Bob", "nl"),
        (3, "board", "Carla", "en"),
    ]


def test_a_row_without_a_rater_names_a_leader_only() -> None:
    nora, alice = read((*NORA, "", "", "", "Engels"), (*ALICE, *BOB)).leaders
    assert (nora.raters, nora.language) == ((), "en")
    assert alice.language == "nl"


@pytest.mark.parametrize(
    "header",
    [
        DUTCH,
        ENGLISH,
        tuple(text.upper() for text in DUTCH),
        tuple(f"  {text.replace(' ', '   ')} " for text in DUTCH),
        (
            "Groep",
            "Naam schoolleider",
            "Schoolleider e-mailadres",
            "school",
            "beoordelaarsgroep",
            "Naam van de beoordelaar",
            "Beoordelaar email",
            "TAAL",
        ),
        (
            "group",
            "leader name",
            "Leader E-mail",
            "name of the school",
            "rater group",
            "rater name",
            "rater e-mail",
            "language",
        ),
    ],
)
def test_columns_are_known_by_their_names_in_either_language(header: tuple[str, ...]) -> None:
    assert read((*ALICE, *BOB), header=header).leaders == read((*ALICE, *BOB)).leaders


def test_columns_stand_in_any_order_and_language_may_be_missing() -> None:
    row = (*ALICE, *BOB)
    turned = read(row[-2::-1], header=DUTCH[-2::-1])
    assert turned.faults == ()
    assert turned.leaders == read(row).leaders


def test_empty_rows_count_and_are_passed_over() -> None:
    table = Table(((), DUTCH, (), ("", " "), (*ALICE, *BOB)))
    reading = people_file.read(table, RULES, languages=("nl",), address=_address)
    assert (reading.header, reading.leaders[0].row, reading.faults) == (2, 5, ())


@pytest.mark.parametrize("group", ["Leraren", "teachers", "TEACHER", " leraren  "])
def test_rater_groups_go_by_label_or_id(group: str) -> None:
    assert read((*ALICE, group, *BOB[1:])).leaders[0].raters[0].group == "teacher"


def test_the_same_group_in_other_capitals_is_one_group() -> None:
    first, second = read((*ALICE, *BOB), ("oost", *NORA[1:], *BOB)).leaders
    assert first.learning_group == second.learning_group == "Oost"


def test_a_header_is_told_what_it_misses_has_twice_or_too_much() -> None:
    header = ("Leergroep", "Schoolleider", "Groep", "School", "Telefoon")
    assert faults((*ALICE, *BOB), header=header) == [
        ("1", "missing column", "group"),
        ("1", "missing column", "leader_address"),
        ("1", "missing column", "rater"),
        ("1", "missing column", "rater_address"),
        ("C1", "double column", "A"),
        ("E1", "unknown column", ""),
    ]


def test_nothing_but_a_header_or_nothing_at_all_has_no_people() -> None:
    assert faults() == [("1", "no people", "")]
    empty = people_file.read(Table(()), RULES, languages=("nl",), address=_address)
    assert [fault.kind for fault in empty.faults] == ["no people"]


OTHER = ("Leraren", "Daan", "daan@school.example", "")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", "", "", "", *OTHER), ("C3", "empty", "")),
        (("", "", "alice(at)school", "", *OTHER), ("C3", "address", "")),
        (("Noord", "", ALICE[2], "", *OTHER), ("A3", "differs", "2")),
        (("", "Alice Bos", ALICE[2], "", *OTHER), ("B3", "differs", "2")),
        (("", "", ALICE[2], "De Boog", *OTHER), ("D3", "differs", "2")),
        ((*BLANK[:2], ALICE[2], "", "", *OTHER[1:]), ("E3", "empty", "")),
        ((*BLANK[:2], ALICE[2], "", "Ouders", *OTHER[1:]), ("E3", "rater group", "")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "", *OTHER[2:]), ("F3", "empty", "")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "Daan", "", ""), ("G3", "empty", "")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "Daan", "daan", ""), ("G3", "address", "")),
        (
            (*BLANK[:2], ALICE[2], "", "Leraren", "A.", "ALICE@school.example", ""),
            ("G3", "own", ""),
        ),
        (
            (*BLANK[:2], ALICE[2], "", "Bestuur", "B.", "Bob@school.example", ""),
            ("G3", "twice", "2"),
        ),
        ((*BLANK[:2], ALICE[2], "", *OTHER[:3], "Frans"), ("H3", "language", "nl, en")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "D" * 201, *OTHER[2:]), ("F3", "long", "200")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "D\x00n", *OTHER[2:]), ("F3", "control", "")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "=A1", *OTHER[2:]), ("F3", "formula", "")),
        ((*BLANK[:2], ALICE[2], "", "Leraren", "46", *OTHER[2:]), ("F3", "number", "")),
    ],
)
def test_every_wrong_cell_is_told(row: tuple[str, ...], fault: tuple[str, str, str]) -> None:
    ((place, kind, detail),) = faults((*ALICE, *BOB), row)
    assert (place, kind.split()[0]) == (fault[0], fault[1].split()[0])
    assert fault[2] in detail


def test_what_a_leader_never_says_is_missing_in_her_first_row() -> None:
    row = ("", "Alice", ALICE[2], "", *BOB)
    assert faults(row, ("", "", ALICE[2], "", *OTHER)) == [("A2", "empty", ""), ("D2", "empty", "")]


def test_a_leader_may_say_later_what_she_left_out_first() -> None:
    reading = read(("", "", ALICE[2], "", *BOB), (*ALICE, *OTHER))
    assert reading.faults == ()
    assert (reading.leaders[0].name, reading.leaders[0].school) == ("Alice de Vries", "De Brug")


def test_what_the_sheet_marks_is_told_instead_of_what_the_cell_says() -> None:
    found = faults((*ALICE, *BOB), marks={(2, 3): "merged", (2, 7): "date", (2, 40): "merged"})
    assert found == [("C2", "merged", ""), ("G2", "date", "")]


def test_a_cell_whose_fault_was_told_is_not_compared_as_well() -> None:
    row = ("Oost", "=B2", ALICE[2], "De Brug", *OTHER)
    assert faults((*ALICE, *BOB), row) == [("B3", "formula", "")]
    assert faults(row, (*ALICE, *BOB)) == [("B2", "formula", "")]


def test_a_question_mark_is_no_group() -> None:
    assert faults((*ALICE, "?", *BOB[1:]))[0][:2] == ("E2", "rater group")


def test_two_thousand_and_twenty_six_may_be_a_group_but_nobody_s_name() -> None:
    assert faults(("2026", *ALICE[1:], *BOB)) == []
    assert faults((ALICE[0], "2026", *ALICE[2:], *BOB)) == [("B2", "number", "")]


def test_invisible_signs_go_and_letters_take_one_form() -> None:
    row = (*ALICE[:1], f"\u200bAli\u0301ce\u00ad  de\t{ALI}\u200d", *ALICE[2:], *BOB)
    assert read(row).leaders[0].name == f"Alíce de {ALI}"


def test_more_rows_than_people_have_are_refused_as_a_whole() -> None:
    rows = [("", "", ALICE[2], "", "Leraren", "Bob", f"b{n}@x.example", "") for n in range(10_000)]
    assert len(read((*ALICE, *BOB), *rows[1:]).leaders[0].raters) == MAXIMUM_ROWS
    assert faults((*ALICE, *BOB), *rows) == [("10002", "too many rows", "")]


def test_it_is_told_about_whom_a_group_is_not_asked_and_who_is_asked_very_often() -> None:
    leaders = [("Oost", f"Leider {n}", f"l{n}@x.example", "De Brug", *BOB) for n in range(7)]
    reading = read(*leaders, ("", "", "l0@x.example", "", *CARLA))
    assert reading.without("board") == [f"Leider {n}" for n in range(1, 7)]
    assert reading.without("teacher") == []
    assert reading.heavy() == [("Bob", 7)]
    assert read(*leaders[:6]).heavy() == []


def test_the_template_can_be_read_in_every_language() -> None:
    for language in ("nl", "en"):
        rows = tuple(people_sheet.example(RULES, language))
        reading = people_file.read(Table(rows), RULES, languages=("nl", "en"), address=_address)
        assert reading.faults == ()
        assert [rater.group for rater in reading.leaders[0].raters] == ["teacher", "peer", "board"]
        assert all(rater.email.endswith(".example") for rater in reading.leaders[0].raters)


def test_a_group_with_a_name_in_one_language_stands_in_every_template() -> None:
    rules = Rules(groups=(RaterGroup(id="pupil", label={"nl": "Leerlingen"}),))
    assert list(people_sheet.example(rules, "en"))[1][4] == "Leerlingen"


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [people_sheet.letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert CellFault(7, 2, "empty").place == "B7"


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [*DUTCH, *ENGLISH, *ALICE, *BOB, *CARLA, *NORA, "nl", "=1", "x" * 301, "?", ""]
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=9).map(tuple), max_size=6).map(tuple)


@given(ROWS, st.booleans())
def test_any_table_is_read_or_told_what_is_wrong(
    rows: tuple[tuple[str, ...], ...], header: bool
) -> None:
    table = Table((DUTCH, *rows) if header else rows)
    reading = people_file.read(table, RULES, languages=("nl", "en"), address=_address)
    if reading.faults:
        assert all(1 <= fault.row <= max(1, len(table.rows)) for fault in reading.faults)
        return
    for leader in reading.leaders:
        assert leader.name
        assert leader.learning_group
        assert {rater.group for rater in leader.raters} <= {"teacher", "peer", "board"}
        emails = [rater.email for rater in leader.raters]
        assert len(set(emails)) == len(emails)
        assert leader.email not in emails
