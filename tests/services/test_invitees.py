"""What is done about one person who is asked: her links, her draft, her mail, and her answer."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import LinkGone, NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Fate
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Assessment
from surveyapp.services import (
    delivery,
    invitations,
    invitees,
    outbox,
    progress,
    raters,
    reports,
    responses,
    waves,
)
from surveyapp.services.invitations import Rater, Taken
from surveyapp.services.progress import GroupProgress
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox, listening

BOB = "bob.0@teacher.example"


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """An open wave in which Bob and four more teachers are asked about Alice; mail has left."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=5)
    people.mailed(wave)
    return wave


@pytest.fixture
def assessment(wave: UUID) -> UUID:
    return people.assessment(wave)


def _bob(email: str = BOB) -> Invitation:
    db.session.rollback()
    return db.session.scalars(select(Invitation).where(Invitation.email == email)).one()


def _token(email: str = BOB) -> str:
    link = _bob(email).link
    assert link
    return invitations.address_of(link).rpartition("/")[2]


def _dead(token: str) -> bool:
    with pytest.raises(LinkGone):
        invitations.open_link(token)
    return True


def _letters(to: str) -> list[str]:
    """The subjects of what leaves to somebody now."""
    postbox = Postbox()
    with listening(postbox) as mailer:
        delivery.deliver(mailer)
    assert set(postbox.receivers) <= {to}
    return [str(message["Subject"]) for message in postbox.messages]


@pytest.mark.rule("S4", "S5")
def test_a_new_link_opens_the_draft_and_the_old_one_is_dead(assessment: UUID) -> None:
    old = _token()
    opened = invitations.open_link(old)
    responses.save(opened, {"vision-1": 4}, {"keep": "Half klaar."})
    invitees.renew(assessment, _bob().id)
    assert _dead(old)
    again = invitations.open_link(_token())
    assert responses.draft(again).texts == {"keep": "Half klaar."}
    with pytest.raises(LinkGone):
        responses.save(opened, {"vision-1": 1}, {})
    with pytest.raises(LinkGone):
        responses.submit(opened)
    assert responses.draft(again).points == {"vision-1": 4}, "the other device changed nothing"
    responses.submit(again)
    assert _letters(BOB) == ["Uw nieuwe link: feedback voor Alice de Vries"]


@pytest.mark.rule("S6")
def test_a_new_link_of_who_has_answered_or_declined_opens_nothing(assessment: UUID) -> None:
    people.answer(_token())
    invitees.renew(assessment, _bob().id)
    assert _dead(_token())
    assert _bob().state == "submitted"
    assert _letters(BOB) == ["Uw nieuwe link: feedback voor Alice de Vries"], "it leaves as ever"
    other = "carla.1@teacher.example"
    invitations.decline(_token(other))
    invitees.renew(assessment, _bob(other).id)
    assert _dead(_token(other))


def test_a_link_is_made_anew_as_often_as_it_is_lost(assessment: UUID) -> None:
    tokens = set()
    for _ in range(3):
        invitees.renew(assessment, _bob().id)
        tokens.add(_token())
        assert len(_letters(BOB)) == 1
    assert len(tokens) == 3


def test_before_anything_has_left_the_new_link_goes_with_the_invitation(
    wave: UUID, assessment: UUID
) -> None:
    people.invite(assessment, "peer")
    peer = "bob.0@peer.example"
    invitees.renew(assessment, _bob(peer).id)
    assert _letters(peer) == []
    invitations.send(wave)
    assert _letters(peer) == ["Uw feedback voor Alice de Vries wordt gevraagd"]


@pytest.mark.rule("S8")
def test_who_is_withdrawn_has_no_link_and_no_draft_and_is_not_asked_again(
    wave: UUID, assessment: UUID
) -> None:
    token = _token()
    responses.save(invitations.open_link(token), {}, {"keep": "Half klaar."})
    people.withdraw(token)
    assert _dead(token)
    assert db.session.scalars(select(Draft)).all() == []
    row = _bob()
    assert (row.state, row.link, row.name) == ("withdrawn", None, "Bob 0")
    with pytest.raises(Taken, match="has been invited for this leader already"):
        people.invite(assessment)
    for again in (invitees.withdraw, invitees.renew):
        with pytest.raises(NotAllowed, match="withdrawn already"):
            again(assessment, row.id)
    assert invitations.send(wave) == 0


@pytest.mark.rule("S8")
def test_an_answer_that_was_sent_stays_when_its_writer_is_withdrawn(
    wave: UUID, assessment: UUID
) -> None:
    for number, token in enumerate(people.tokens(assessment, "teacher")):
        people.answer(token, seed=number)
    invitees.withdraw(assessment, _bob().id)
    assert _bob().state == "retired"
    people.freeze(wave)
    row = next(row for row in reports.stored(assessment).participation if row.group == "teacher")
    assert (row.invited, row.answered) == (5, 5)


def test_who_was_withdrawn_goes_on_counting_as_invited(wave: UUID, assessment: UUID) -> None:
    people.withdraw(_token())
    (mine,) = (row for row in people.rows(wave) if row.assessment == assessment)
    teachers = mine.groups[0]
    assert teachers.invited == 5
    people.freeze(wave)
    row = next(row for row in reports.stored(assessment).participation if row.group == "teacher")
    assert row.invited == 5


def test_where_nothing_has_left_a_mistake_is_taken_back_whole(assessment: UUID) -> None:
    (token,) = people.invite(assessment, "peer")
    people.withdraw(token)
    assert _dead(token)
    assert len(people.invite(assessment, "peer")) == 1


def test_an_address_of_which_nothing_left_is_corrected_in_place(
    wave: UUID, assessment: UUID
) -> None:
    people.invite(assessment, "peer")
    peer = _bob("bob.0@peer.example").id
    invitations.send(wave)
    for key in outbox.due(10):
        with transaction() as session:
            outbox.claim(session, key)
        outbox.settle(key, Fate("refused", "550 no such mailbox"))
    (refused,) = [row for row in raters.page(assessment).rows if row.trouble]
    assert (refused.trouble, refused.fault) == ("refused", "550 no such mailbox")
    invitees.readdress(assessment, peer, " Bob@Peer.example ")
    assert _bob("bob@peer.example").id == peer
    assert _letters("bob@peer.example") == ["Uw feedback voor Alice de Vries wordt gevraagd"]
    assert not [row for row in raters.page(assessment).rows if row.trouble]


def test_an_address_that_mail_went_to_gives_way_to_another_invitation(assessment: UUID) -> None:
    old, key = _token(), _bob().id
    invitees.readdress(assessment, key, "bob@school.example")
    assert _dead(old)
    assert _bob().state == "withdrawn"
    new = _bob("bob@school.example")
    assert (new.name, new.group, new.state) == ("Bob 0", "teacher", "prepared")
    assert _letters("bob@school.example") == ["Uw feedback voor Alice de Vries wordt gevraagd"]
    people.answer(_token("bob@school.example"))


def test_an_invitation_that_may_have_arrived_counts_as_arrived(
    wave: UUID, assessment: UUID
) -> None:
    people.invite(assessment, "peer")
    invitations.send(wave)
    for fate in (Fate("uncertain", "It fell silent."), Fate("refused", "550 no")):
        for key in outbox.due(10):
            with transaction() as session:
                outbox.claim(session, key)
            outbox.settle(key, fate)
        if fate.state == "uncertain":
            outbox.send_again(wave, "uncertain")
    invitees.withdraw(assessment, _bob("bob.0@peer.example").id)
    assert _bob("bob.0@peer.example").state == "withdrawn", "it is not forgotten"


def test_nobody_else_and_no_address_twice(wave: UUID, assessment: UUID) -> None:
    nora = people.assessment(wave, "Nora")
    own = invitations.open_link(people.tokens(assessment)[0]).id
    for key, where in ((_bob().id, nora), (own, assessment), (UUID(int=0), assessment)):
        with pytest.raises(NotFound):
            invitees.renew(where, key)
        with pytest.raises(NotFound):
            invitees.withdraw(where, key)
        with pytest.raises(NotFound):
            raters.one(where, key)
    for address in (BOB, "CARLA.1@teacher.example", "alice@school.example"):
        with pytest.raises(Taken):
            invitees.readdress(assessment, _bob().id, address)
    assert _bob().state == "sent", "nothing was done by halves"


def test_after_the_last_day_nothing_changes(wave: UUID, assessment: UUID) -> None:
    key = _bob().id
    waves.move_deadline(wave, date.today() - timedelta(days=1))
    for deed in (invitees.renew, invitees.withdraw):
        with pytest.raises(NotAllowed, match="last day is over"):
            deed(assessment, key)
    waves.close_wave(wave)
    with pytest.raises(NotAllowed, match="not open"):
        invitees.renew(assessment, key)
    with pytest.raises(NotAllowed, match="closed"):
        raters.page(assessment)


def test_many_raters_come_in_pages_by_group_and_name(assessment: UUID) -> None:
    people.invite(assessment, "board", 2)
    people.invite(assessment, "peer", 30)
    found = [raters.page(assessment, number) for number in (1, 2, 9)]
    assert [(one.paging.number, len(one.rows)) for one in found] == [(1, 25), (2, 12), (2, 12)]
    assert [row.group for row in found[1].rows[-2:]] == ["board", "board"]
    assert [row.name for row in found[0].of("teacher")] == sorted(
        row.name for row in found[0].of("teacher")
    )


@pytest.mark.rule("P1")
def test_who_joined_late_did_so_at_her_corrected_address_too(assessment: UUID) -> None:
    invitations.invite(assessment, [Rater("teacher", "Laat", "lat@school.example", "nl")])
    key = _bob("lat@school.example").id
    mine = _teachers(assessment)
    assert (mine.invited, mine.asked) == (6, 5)
    invitees.readdress(assessment, key, "laat@school.example")
    assert _teachers(assessment) == mine
    assert [row.email for row in db.session.scalars(select(Nomination))] == ["laat@school.example"]
    invitees.withdraw(assessment, key)
    assert db.session.scalars(select(Nomination)).all() == []
    assert _teachers(assessment).invited == 5


def _teachers(assessment: UUID) -> GroupProgress:
    (mine,) = progress.progress(Assessment.id == assessment)
    return mine.groups[0]
