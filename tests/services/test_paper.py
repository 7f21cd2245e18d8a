"""Answers from paper: stored once, in the one way that answers are stored."""

from threading import Thread

import pytest
from flask import Flask

from surveyapp.core.errors import LinkGone, NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.response import Comment, Response
from surveyapp.services import invitations, invitees, paper, responses, waves
from surveyapp.services.answers import Answers
from surveyapp.services.links import PAPER, link_of, token
from tests import cast as people
from tests.cast import SECRET, Cast

TYPED = Answers({"vision-1": 2}, {"keep": "Van papier."})


@pytest.fixture
def asked(context: Flask, cast: Cast) -> str:
    """The invite token of Bob, a teacher."""
    return people.invite(people.assessment(people.open_wave(cast)))[0]


def code(invite: str) -> str:
    """The code of his sheet."""
    link = link_of(SECRET, invite)
    assert link
    return token(SECRET, link, PAPER)


def stored() -> tuple[int, list[str], int]:
    """How many responses, all comments, and how many drafts there are."""
    counts = [db.session.query(table).count() for table in (Response, Draft)]
    return counts[0], [row.text for row in db.session.query(Comment)], counts[1]


@pytest.mark.rule("S4", "S5", "S6")
def test_paper_is_stored_once_and_deletes_what_was_on_a_screen_unread(asked: str) -> None:
    responses.save(invitations.open_link(asked), {"vision-1": 5}, {"keep": "Van het scherm."})
    opened = paper.open_code(code(asked))
    responses.submit(opened, TYPED)
    assert stored() == (1, ["Van papier."], 0)
    vector = db.session.query(Response).one().answers
    assert vector[opened.instrument.position["vision-1"]] == 2
    for again in (lambda: responses.submit(opened, TYPED), lambda: paper.open_code(code(asked))):
        with pytest.raises(LinkGone):
            again()
    with pytest.raises(LinkGone):
        invitations.open_link(asked)
    assert stored() == (1, ["Van papier."], 0)


@pytest.mark.rule("S6")
def test_of_screen_and_paper_at_once_one_is_stored(app: Flask, asked: str) -> None:
    on_screen = invitations.open_link(asked)
    responses.save(on_screen, {"vision-1": 5}, {})
    typed = paper.open_code(code(asked))
    db.session.remove()
    gone: list[str] = []

    def send(*what: object) -> None:
        with app.app_context():
            try:
                responses.submit(*what)  # type: ignore[arg-type]
            except LinkGone as error:
                gone.append(str(error))

    threads = [Thread(target=send, args=what) for what in ((on_screen,), (typed, TYPED))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(gone) == 1
    assert stored()[0] == 1


def test_an_empty_sheet_does_not_use_up_the_code(asked: str) -> None:
    responses.save(invitations.open_link(asked), {"vision-1": 5}, {})
    with pytest.raises(NotAllowed):
        responses.submit(paper.open_code(code(asked)), Answers())
    assert stored() == (0, [], 1)
    assert paper.open_code(code(asked)).leader == "Alice de Vries"


@pytest.mark.rule("S4")
def test_a_code_opens_no_questionnaire_and_a_link_no_sheet(asked: str) -> None:
    for opens, wrong in ((invitations.open_link, code(asked)), (paper.open_code, asked)):
        with pytest.raises(NotFound):
            opens(wrong)


@pytest.mark.rule("S4")
@pytest.mark.parametrize("end", ["renew", "withdraw", "decline", "close"])
def test_a_code_dies_with_the_link(asked: str, end: str) -> None:
    opened = invitations.open_link(asked)
    if end == "close":
        waves.close_wave(opened.wave_id)
    elif end == "decline":
        invitations.decline(asked)
    else:
        getattr(invitees, end)(opened.assessment, opened.id)
    for deed in (paper.open_code, lambda one: responses.submit(opened, TYPED)):
        with pytest.raises(LinkGone):
            deed(code(asked))
    assert stored()[0] == 0


def test_what_a_group_is_asked_needs_no_invitation(context: Flask, cast: Cast) -> None:
    alice = people.assessment(people.open_wave(cast))
    subject = paper.of_group(alice, "board")
    assert (subject.leader, subject.group, subject.wave_position) == ("Alice de Vries", "board", 1)
    for wrong in ("self", "pupils"):
        with pytest.raises(NotFound):
            paper.of_group(alice, wrong)
    assert db.session.query(Invitation).filter(Invitation.group == "board").count() == 0
