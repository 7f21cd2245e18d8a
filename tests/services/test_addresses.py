"""Another address for an account: what of her own questionnaires goes along, and what has ended."""

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import LinkGone
from surveyapp.extensions import db
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import addresses, delivery, invitations, responses, waves
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox, listening

NEW = "a.devries@new.example"


def _letters() -> list[tuple[str, str]]:
    """To whom what leaves now, and its subject."""
    postbox = Postbox()
    with listening(postbox) as mailer:
        delivery.deliver(mailer)
    subjects = [str(message["Subject"]) for message in postbox.messages]
    return sorted(zip(postbox.receivers, subjects, strict=True))


@pytest.mark.rule("S4", "S5")
def test_the_link_in_her_old_mail_is_dead_and_a_new_one_leaves(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    people.mailed(wave)
    key = people.assessment(wave)
    old = invitations.own_token(key)
    responses.save(invitations.open_link(old), {"vision-1": 4}, {"keep": "Half klaar."})
    assert addresses.change(people.address("Alice"), NEW) == 0
    with pytest.raises(LinkGone):
        invitations.open_link(old)
    again = invitations.open_link(invitations.own_token(key))
    assert responses.draft(again).texts == {"keep": "Half klaar."}
    assert [letter for letter in _letters() if "feedback" in letter[1]] == [
        (NEW, "Uw nieuwe link: feedback voor Alice de Vries")
    ]


def test_where_nothing_left_or_the_wave_is_closed_no_new_link_leaves(
    context: Flask, cast: Cast
) -> None:
    people.prepared_wave(cast)
    closed = people.open_wave(cast, "post")
    people.mailed(closed)
    waves.close_wave(closed)
    addresses.change(people.address("Alice"), NEW)
    db.session.rollback()
    assert "renewal" not in db.session.scalars(select(OutboxMessage.kind)).all()
