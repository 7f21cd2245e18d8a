"""Loading the object is the permission check: strangers are told that there is no such thing."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.programme import Coordination, Leader
from surveyapp.models.wave import Assessment, Wave

Row = TypeVar("Row")


def led_assessment(account: UUID, key: UUID) -> Assessment:
    """An assessment of which this person is the leader."""
    query = select(Assessment).join(Leader, Assessment.leader_id == Leader.id)
    return _found(query.where(Assessment.id == key, Leader.account_id == account))


def coordinated_wave(account: UUID, key: UUID) -> Wave:
    """A wave of a programme that this person coordinates."""
    query = select(Wave).join(Coordination, Coordination.programme_id == Wave.programme_id)
    return _found(query.where(Wave.id == key, Coordination.account_id == account))


def coordinated_assessment(account: UUID, key: UUID) -> Assessment:
    """An assessment in a wave of a programme that this person coordinates, and not her own.

    What is said about herself she reads when it is handed out, as every leader does.
    """
    query = (
        select(Assessment)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Coordination, Coordination.programme_id == Wave.programme_id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Assessment.id == key, Coordination.account_id == account)
    )
    return _found(query.where(Leader.account_id != account))


def _found(query: Select[Row]) -> Row:
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("There is no such page for you.")
    return row
