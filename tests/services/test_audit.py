"""The audit log: who did what, in the deed's own transaction; never a rater's deed."""

import pytest
from sqlalchemy import select

from surveyapp.core.errors import NotAllowed
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.services import audit, invitations, waves
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast


@pytest.mark.usefixtures("context")
def test_a_wave_has_a_history_of_what_was_done_and_by_whom(cast: Cast) -> None:
    with acting(cast.coordinator):
        wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=3)
    events = audit.of_wave(wave)[::-1]
    told = [(event.actor, event.action, event.details) for event in events]
    assert told == [
        ("Cora Jansen", "wave made", {}),
        ("Cora Jansen", "wave opened", {}),
        ("", "raters invited", {"count": 3}),
    ]
    assert {event.programme for event in events} == {"Leren leiden"}
    assert len(audit.everything()) > len(events)
    assert len(audit.everything(since=events[-1].at)) == 1


@pytest.mark.usefixtures("context")
def test_what_did_not_happen_has_no_event(cast: Cast) -> None:
    wave = people.open_wave(cast)
    before = len(audit.everything())
    with pytest.raises(NotAllowed):
        waves.open_wave(wave)
    assert len(audit.everything()) == before


@pytest.mark.rule("S1", "S7")
@pytest.mark.usefixtures("context")
def test_what_raters_do_has_no_event(cast: Cast) -> None:
    wave = people.open_wave(cast)
    first, second = people.invite(people.assessment(wave), count=2)
    before = len(audit.everything())
    people.answer(first, texts={"keep": "Goed bezig."})
    invitations.decline(second)
    assert len(audit.everything()) == before


@pytest.mark.rule("S7")
@pytest.mark.usefixtures("context")
def test_no_event_holds_an_address_a_name_or_a_link(cast: Cast) -> None:
    wave = people.released_wave(cast)
    key = people.assessment(wave)
    held = " ".join(str(row.details) for row in db.session.scalars(select(AuditEvent)))
    assert "@" not in held
    assert not [token for token in people.tokens(key, "teacher") if token in held]
    assert not [name for name in people.RATERS if name in held]
