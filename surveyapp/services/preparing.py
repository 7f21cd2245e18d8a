"""Waves before they open: planned, changed, removed again."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotFound, Unfit
from surveyapp.core.naming import identifier
from surveyapp.core.wave_plan import READY, WavePlan
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit
from surveyapp.services.checked import checked_label
from surveyapp.services.context import today
from surveyapp.services.transaction import transaction


def make(programme: UUID, plan: WavePlan) -> UUID:
    """The next wave of a programme; ``Unfit`` says what is wrong with the plan."""
    with transaction() as session:
        return add(session, programme, plan).id


def add(session: Session, programme: UUID, plan: WavePlan) -> Wave:
    """The next wave as planned, within a transaction that may do more."""
    names = names_in(session, programme)
    faults: dict[str, str] = {**plan.faults(today())}
    if plan.kind in READY and plan.kind in names:
        faults["kind"] = "taken"
    if faults:
        raise Unfit(faults)
    label = checked_label(plan.label)
    return store(
        session,
        programme,
        name=_name(plan.kind, label, names),
        label=label,
        closes_on=plan.closes_on,
        proposals_until=plan.proposals_until,
        sends_on=plan.sends_on,
    )


def _name(kind: str, label: dict[str, str], names: set[str]) -> str:
    return kind if kind in READY else identifier(text_in(label, "en"), {*names, *READY}, "wave")


def names_in(session: Session, programme: UUID) -> set[str]:
    """The names of its waves. Nobody adds another one while this transaction lasts."""
    held = select(Programme.id).where(Programme.id == programme).with_for_update()
    if session.scalar(held) is None:
        raise NotFound("There is no such programme.")
    return set(session.scalars(select(Wave.name).where(Wave.programme_id == programme)))


def store(
    session: Session,
    programme: UUID,
    *,
    name: str,
    label: Mapping[str, str],
    closes_on: date,
    proposals_until: date | None = None,
    sends_on: date | None = None,
) -> Wave:
    """A wave after all that the programme has, under a name that is free."""
    last = select(func.max(Wave.position)).where(Wave.programme_id == programme)
    wave = Wave(
        programme_id=programme,
        name=name,
        label=dict(label),
        position=(session.scalar(last) or 0) + 1,
        closes_on=closes_on,
        proposals_until=proposals_until,
        sends_on=sends_on,
    )
    session.add(wave)
    session.flush()
    audit.record(session, "wave made", wave=wave.id)
    return wave
