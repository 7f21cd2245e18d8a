"""Invitations: links that prove themselves, and die when they should."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import LinkGone, NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.services import invitations, links, waves
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import SECRET, Cast


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return people.open_wave(cast)


@pytest.fixture
def assessment(wave: UUID) -> UUID:
    return people.assessment(wave)


def test_a_link_opens_what_the_rater_may_know(assessment: UUID) -> None:
    opened = invitations.open_link(people.invite(assessment)[0])
    assert (opened.leader, opened.school, opened.group) == ("Alice de Vries", "De Brug", "teacher")
    assert opened.rater_group == people.TEACHER


def test_a_link_survives_capitals_and_spaces(assessment: UUID) -> None:
    token = people.invite(assessment)[0]
    assert invitations.open_link(f" {token.upper()} ").group == "teacher"


def test_an_address_has_at_most_sixty_characters() -> None:
    token = links.token(SECRET, links.new_link())
    assert len(f"https://feedback.school.example/r/{token}") <= 60


@pytest.mark.rule("S4")
@pytest.mark.parametrize("change", ["", "x", "a" * 24, "a" * 500, "é" * 24, "../../etc/passwd"])
def test_anything_else_is_not_a_link(assessment: UUID, change: str) -> None:
    with pytest.raises(NotFound):
        invitations.open_link(change)


@pytest.mark.rule("S4")
def test_no_letter_of_a_link_can_be_changed(assessment: UUID) -> None:
    token = people.invite(assessment)[0]
    for place, letter in enumerate(token):
        other = "b" if letter == "a" else "a"
        with pytest.raises(NotFound):
            invitations.open_link(token[:place] + other + token[place + 1 :])


@pytest.mark.rule("S4")
def test_another_secret_makes_other_links() -> None:
    link = links.new_link()
    assert links.link_of("another secret of enough characters", links.token(SECRET, link)) is None


@pytest.mark.rule("S4")
def test_links_die_when_answered_withdrawn_declined_closed_or_late(
    wave: UUID, assessment: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, withdrawn, declined, late = people.invite(assessment, count=4)
    people.answer(answered)
    people.withdraw(withdrawn)
    invitations.decline(declined)
    for token in (answered, withdrawn, declined):
        with pytest.raises(LinkGone):
            invitations.open_link(token)
    after = date.today() + timedelta(days=400)
    with monkeypatch.context() as clock:
        clock.setattr(invitations, "today", lambda: after)
        with pytest.raises(LinkGone):
            invitations.open_link(late)
    invitations.open_link(late)
    waves.close_wave(wave)
    with pytest.raises(LinkGone):
        invitations.open_link(late)


@pytest.mark.parametrize(
    ("rater", "sentence"),
    [
        (Rater("janitor", "Bob", "bob@school.example", "nl"), "no rater group 'janitor'"),
        (Rater("teacher", "Bob", "bob at school", "nl"), "is not an e-mail address"),
        (Rater("teacher", "Alice", "alice@school.example", "nl"), "has been invited"),
        (Rater("teacher", "Jörg", "jörg@school.example", "nl"), "letters before the @"),
        (Rater("teacher", " \n ", "bob@school.example", "nl"), "A name is missing"),
        (Rater("teacher", "B" * 300, "bob@school.example", "nl"), "longer than 200"),
        (Rater("teacher", "Bob", "bob@school.example", "xx"), "no language 'xx'"),
    ],
)
def test_a_rater_who_does_not_fit_is_refused_and_nobody_is_invited(
    assessment: UUID, rater: Rater, sentence: str
) -> None:
    good = Rater("teacher", "Carla", "carla@school.example", "nl")
    with pytest.raises(SurveyError, match=sentence):
        invitations.invite(assessment, [good, rater])
    assert db.session.scalars(select(Invitation.email)).all().count("carla@school.example") == 0


def test_a_name_is_kept_on_one_line(assessment: UUID) -> None:
    invitations.invite(
        assessment, [Rater("peer", "Bob\nBcc: eve@example.org", "bob@school.example", "nl")]
    )
    names = db.session.scalars(select(Invitation.name).where(Invitation.group == "peer")).all()
    assert names == ["Bob Bcc: eve@example.org"]


def test_nobody_is_invited_after_the_wave_closed(wave: UUID, assessment: UUID) -> None:
    waves.close_wave(wave)
    with pytest.raises(NotAllowed, match="not open"):
        people.invite(assessment)


@pytest.mark.rule("S4")
def test_the_database_holds_no_token(assessment: UUID) -> None:
    token = people.invite(assessment)[0]
    row = db.session.scalars(select(Invitation).where(Invitation.group == "teacher")).one()
    values = [str(getattr(row, column.key)) for column in Invitation.__table__.columns]
    assert not any(token in value or token[8:] in value for value in values)
