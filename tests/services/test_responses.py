"""Wall 1: drafts are sealed, and submitting happens once and whole."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from surveyapp.core.errors import LinkGone, NotAllowed
from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Comment, Response
from surveyapp.services import invitations, responses, results, waves
from surveyapp.services.links import BLOCK
from surveyapp.services.opened import OpenInvitation
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return people.open_wave(cast)


@pytest.fixture
def token(wave: UUID) -> str:
    return people.invite(people.assessment(wave))[0]


def stored(table: type[Response] | type[Comment] | type[Draft]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_draft_is_there_again_on_another_device(token: str) -> None:
    responses.save(invitations.open_link(token), {"vision-1": 4}, {"keep": "Doorgaan"})
    responses.save(invitations.open_link(token), {"vision-2": 255}, {})
    answers = responses.draft(invitations.open_link(token))
    assert answers.points == {"vision-1": 4, "vision-2": 255}
    assert answers.texts == {"keep": "Doorgaan"}


def test_an_answer_taken_back_is_gone_from_the_draft(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {"keep": "Doorgaan"})
    answers = responses.save(opened, {"vision-1": None}, {"keep": "  "})
    assert (answers.points, answers.texts) == ({}, {})


@pytest.mark.rule("S5")
def test_a_draft_in_the_database_says_nothing(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {"keep": "Alleen ik weet dit"})
    sealed = db.session.scalars(select(Draft.sealed)).one()
    assert b"Alleen" not in sealed
    assert b"vision" not in sealed
    small = len(sealed)
    responses.save(opened, {"vision-2": 4}, {"keep": "Alleen ik weet dit, en nog iets meer"})
    assert len(db.session.scalars(select(Draft.sealed)).one()) == small
    assert small % BLOCK == len(sealed) % BLOCK < 100


@pytest.mark.rule("S1")
def test_a_chosen_language_stands_in_the_sealed_draft_beside_the_answers(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {})
    responses.speak(opened, "en")
    answers = responses.save(opened, {}, {"keep": "Carry on"})
    assert answers.language == "en"
    assert responses.draft(opened) == answers
    assert not answers.empty
    assert db.session.get_one(Invitation, opened.id).language == "nl"


def test_a_language_is_no_answer(token: str) -> None:
    opened = invitations.open_link(token)
    assert responses.speak(opened, "en").empty
    with pytest.raises(NotAllowed):
        responses.submit(opened)


def test_no_language_is_chosen_behind_a_dead_link(wave: UUID, token: str) -> None:
    opened = invitations.open_link(token)
    waves.close_wave(wave)
    with pytest.raises(LinkGone):
        responses.speak(opened, "en")
    assert stored(Draft) == 0


@pytest.mark.rule("S1", "S3", "S5")
def test_submitting_stores_one_response_and_deletes_the_draft(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4, "vision-2": 255}, {"keep": "Doorgaan"})
    responses.submit(opened)
    assert (stored(Response), stored(Comment), stored(Draft)) == (1, 1, 0)
    vector = db.session.scalars(select(Response.answers)).one()
    assert len(vector) == len(opened.instrument.columns)
    assert vector[opened.instrument.position["vision-1"]] == 4
    with pytest.raises(LinkGone):
        invitations.open_link(token)


@pytest.mark.rule("S6")
def test_submitting_twice_stores_once(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {"keep": "Doorgaan"})
    responses.submit(opened)
    with pytest.raises(LinkGone):
        responses.submit(opened)
    assert (stored(Response), stored(Comment)) == (1, 1)


@pytest.mark.rule("S6")
def test_of_many_submissions_at_once_one_is_stored(app: Flask, token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {"keep": "Doorgaan"})
    db.session.rollback()
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def press() -> None:
        with app.app_context():
            start.wait()
            try:
                responses.submit(opened)
                outcomes.append("stored")
            except LinkGone:
                outcomes.append("gone")

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone"] * 5 + ["stored"]
    assert (stored(Response), stored(Comment)) == (1, 1)


def test_two_devices_saving_at_once_lose_nothing(app: Flask, token: str) -> None:
    opened = invitations.open_link(token)
    columns = [f"vision-{n}" for n in range(1, 7)]
    db.session.rollback()
    start = threading.Barrier(len(columns))

    def save(column: str) -> None:
        with app.app_context():
            start.wait()
            responses.save(opened, {column: 3}, {})

    responses.save(opened, {}, {"keep": "Eerst"})
    threads = [threading.Thread(target=save, args=(column,)) for column in columns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert responses.draft(opened).points == dict.fromkeys(columns, 3)


@pytest.mark.rule("P1", "S4")
def test_nothing_is_saved_or_submitted_behind_a_closed_wave(wave: UUID, token: str) -> None:
    opened = invitations.open_link(token)
    waves.close_wave(wave)
    with pytest.raises(LinkGone):
        responses.save(opened, {"vision-1": 4}, {})
    with pytest.raises(LinkGone):
        responses.submit(opened)
    assert (stored(Response), stored(Draft)) == (0, 0)


def _emptied_elsewhere(opened: OpenInvitation) -> None:
    responses.save(opened, {"vision-1": 4}, {"keep": "Doorgaan"})
    responses.save(opened, {"vision-1": None}, {"keep": ""})


def _unreadable(opened: OpenInvitation) -> None:
    responses.save(opened, {"vision-1": 4}, {})
    with transaction() as session:
        session.execute(update(Draft).values(sealed=b"sealed under another secret"))


@pytest.mark.parametrize("spoil", [_emptied_elsewhere, _unreadable])
def test_sending_nothing_does_not_use_up_the_link(
    token: str, spoil: Callable[[OpenInvitation], None]
) -> None:
    opened = invitations.open_link(token)
    spoil(opened)
    with pytest.raises(NotAllowed, match="nothing to send yet"):
        responses.submit(opened)
    assert (stored(Response), stored(Draft)) == (0, 1)
    responses.save(opened, {"vision-1": 4}, {})
    responses.submit(opened)
    assert stored(Response) == 1


@pytest.mark.rule("S5", "S6")
def test_a_late_autosave_leaves_no_draft_behind_a_submission(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {})
    responses.submit(opened)
    with pytest.raises(LinkGone):
        responses.save(opened, {"vision-1": 4}, {})
    assert stored(Draft) == 0


@pytest.mark.rule("S5", "S8")
def test_withdrawing_or_declining_deletes_the_draft(token: str) -> None:
    opened = invitations.open_link(token)
    responses.save(opened, {"vision-1": 4}, {})
    invitations.decline(token)
    assert stored(Draft) == 0
    assert db.session.get_one(Invitation, opened.id).state == "declined"


@pytest.mark.rule("S2", "S5")
@pytest.mark.usefixtures("context")
def test_freezing_deletes_drafts_and_comments_and_gives_every_answer_a_new_key(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=6, peers=0)
    unfinished = people.invite(people.assessment(wave), "peer")[0]
    responses.save(invitations.open_link(unfinished), {"vision-1": 4}, {"keep": "Nog niet af"})
    before = set(db.session.scalars(select(Response.id)))
    vectors = sorted(db.session.scalars(select(Response.answers)))
    assert stored(Comment) > 0
    people.freeze(wave)
    after = set(db.session.scalars(select(Response.id)))
    assert len(after) == len(before)
    assert not after & before
    assert sorted(db.session.scalars(select(Response.answers))) == vectors
    assert stored(Draft) == stored(Comment) == 0


@pytest.mark.rule("P1")
def test_freezing_an_open_wave_is_refused(wave: UUID) -> None:
    with pytest.raises(Exception, match="Close the wave first"):
        results.freeze(people.assessment(wave))
