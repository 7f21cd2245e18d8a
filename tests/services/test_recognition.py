"""What a rater is told about her own words, and whose names are behind it."""

from uuid import UUID

import pytest
from flask import Flask

from surveyapp.services import invitations, recognition, reports, waves
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import KNOWN_BOARD, TEACHER, Cast


@pytest.fixture
def assessment(context: Flask, cast: Cast) -> UUID:
    return people.assessment(people.open_wave(cast))


def recognised(token: str, **texts: str) -> dict[str, list[str]]:
    return recognition.recognised(invitations.open_link(token), texts)


def test_all_who_were_invited_have_a_name_to_mask_and_the_leader_has_not(assessment: UUID) -> None:
    invitations.invite(assessment, [Rater("board", "Karin Bos", "karin@board.example", "nl")])
    token, other = people.invite(assessment, count=2)
    people.mailed(invitations.open_link(token).wave_id)
    people.withdraw(other)
    people.answer(token)
    assert sorted(recognition.names(assessment)) == ["Bob 0", "Carla 1", "Karin Bos"]


def test_a_rater_is_told_of_people_invited_to_other_groups_too(assessment: UUID) -> None:
    invitations.invite(assessment, [Rater("board", "Karin Bos", "karin@board.example", "nl")])
    token = people.invite(assessment)[0]
    found = recognised(token, keep="Karin doet veel.\nBel 06-12345678.", change="Niets.")
    assert found == {"keep": ["Karin", "06-12345678"]}


def test_who_was_invited_for_another_leader_is_not_known_here(
    assessment: UUID, context: Flask, cast: Cast
) -> None:
    nora = people.assessment(waves.of_programme(cast.programme)[0].id, "Nora")
    invitations.invite(nora, [Rater("board", "Karin Bos", "karin@board.example", "nl")])
    assert recognised(people.invite(assessment)[0], keep="Karin") == {}


def test_everybody_is_told_but_the_leader_of_whose_notes_nothing_is_masked(context: Flask) -> None:
    cast = people.gather(groups=(TEACHER, KNOWN_BOARD))
    assessment = people.assessment(people.open_wave(cast))
    board, teacher = (people.invite(assessment, group)[0] for group in ("board", "teacher"))
    for token in (board, teacher):
        assert recognised(token, keep="Bob, 06-12345678") == {"keep": ["Bob", "06-12345678"]}
    assert recognised(people.tokens(assessment)[0], keep="Bob, 06-12345678") == {}


def test_p7_what_is_told_is_what_the_report_masks(assessment: UUID, cast: Cast) -> None:
    tokens = people.invite(assessment, count=5)
    text = "Vraag Carla\nof Gijs, of mail c@school.example"
    found = recognised(tokens[0], keep=text)["keep"]
    for number, token in enumerate(tokens):
        people.answer(token, seed=number, texts={"keep": text} if number == 0 else {})
    people.freeze(waves.of_programme(cast.programme)[0].id)
    snapshot = reports.stored(assessment).to_json()
    assert found == ["Carla", "c@school.example"]
    assert not [word for word in found if word in snapshot]
    assert "Gijs" in snapshot
