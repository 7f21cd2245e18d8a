"""Zwaantje, who is asked or nominated for Alice, by a name and address that nobody else has."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.services import invitations, waves
from surveyapp.services import people as bring
from surveyapp.services.invitations import Rater
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.services import sheets

NAME, ADDRESS = "Zwaantje Uniek", "zwaantje@zeldzaam.example"


def invited(cast: Cast, name: str = "pre") -> tuple[UUID, str]:
    """An open wave in which Zwaantje is asked about Alice; the wave and her link."""
    wave = people.open_wave(cast, name)
    key = people.assessment(wave)
    invitations.invite(key, [Rater("peer", NAME, ADDRESS, "nl")])
    return wave, people.tokens(key, "peer")[0]


def mail() -> None:
    """Mail that waits for everybody who is invited."""
    with transaction() as session:
        for key in session.scalars(select(Invitation.id)).all():
            session.add(OutboxMessage(invitation_id=key, kind="invitation"))


def nominated(cast: Cast, *raters: sheets.Row) -> UUID:
    """A wave that is not open yet, with Zwaantje and others nominated for Alice."""
    day = date.today() + timedelta(days=9)
    wave = waves.create(cast.programme, name="pre", label=people.LABELS["pre"], closes_on=day)
    rows = [("Leraren", NAME, ADDRESS, ""), *raters]
    bring.import_(wave, sheets.table(*((*sheets.ALICE, *row) for row in rows)), "prepared")
    return wave
