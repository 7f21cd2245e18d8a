"""Names made from what people call things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from surveyapp.core.base import Identifier
from surveyapp.core.naming import identifier


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Parents", "parents"),
        ("Ouders & leerlingen", "ouders-leerlingen"),
        ("Crèche-éducatrices", "creche-educatrices"),
        ("2nd board", "group"),
        ("教师", "group"),
        ("", "group"),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_name_resembles_what_people_say(text: str, name: str) -> None:
    assert identifier(text, (), "group") == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert identifier("Board", {"board"}, "group") == "board-2"
    assert identifier("Board", {"board", "board-2"}, "group") == "board-3"
    assert identifier("b" * 50, {"b" * 40}, "group") == "b" * 38 + "-2"


@given(st.text(max_size=80))
def test_every_text_gives_a_name_that_files_and_databases_take(text: str) -> None:
    TypeAdapter(Identifier).validate_python(identifier(text, (), "group"))
