"""Waves before they open: planned, changed, removed again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed, NotFound, Unfit
from surveyapp.core.naming import identifier
from surveyapp.core.wave_plan import PULSE, READY, Beside, WavePlan
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.job import Job
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, versions
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
    waves = _waves(session, programme)
    faults: dict[str, str] = {**plan.faults(today(), others=beside(waves))}
    if plan.pulse and all(wave.pulse for wave in waves):
        faults["kind"] = "first"
    elif plan.kind in READY and not plan.pulse and plan.kind in names:
        faults["kind"] = "taken"
    if faults:
        raise Unfit(faults)
    label = checked_label(plan.label)
    wave = store(
        session,
        programme,
        name=_name(plan.kind, label, names),
        label=label,
        closes_on=plan.closes_on,
        proposals_until=plan.proposals_until,
        sends_on=plan.sends_on,
        pulse=plan.pulse,
    )
    settle(session, programme)
    return wave


def _name(kind: str, label: dict[str, str], names: set[str]) -> str:
    if kind == PULSE:
        return identifier(PULSE, names, PULSE)
    return kind if kind in READY else identifier(text_in(label, "en"), {*names, *READY}, "wave")


def _waves(session: Session, programme: UUID) -> Sequence[Wave]:
    query = select(Wave).where(Wave.programme_id == programme).order_by(Wave.position)
    return session.scalars(query).all()


def beside(waves: Iterable[Wave]) -> list[Beside]:
    """These waves, as far as others keep away from them."""
    return [Beside(wave.closes_on, wave.pulse) for wave in waves]


def settle(session: Session, programme: UUID, opening: Wave | None = None) -> None:
    """Put the waves in the order in which they are answered, where there is a pulse among them.

    Those that were opened stay where they are. Behind them comes the one that is ``opening``, and
    then what is prepared, by its last day.
    """
    waves = _waves(session, programme)
    if not any(wave.pulse for wave in waves):
        return
    opened = [wave for wave in waves if wave.state != "prepared" and wave is not opening]
    waiting = [wave for wave in waves if wave.state == "prepared" and wave is not opening]
    waiting.sort(key=lambda wave: (wave.closes_on, wave.position))
    first = 1 + max((wave.position for wave in opened), default=0)
    for place, wave in enumerate([opening, *waiting] if opening else waiting, start=first):
        wave.position = place


@dataclass(frozen=True)
class Prepared:
    """A wave that has not opened, as it was planned; ``nominated`` raters wait for it to open."""

    id: UUID
    programme: UUID
    programme_name: str
    state: str
    plan: WavePlan
    nominated: int
    version: int


def prepared(key: UUID) -> Prepared:
    """A wave as it was planned; ``NotFound`` if there is none."""
    nominated = select(func.count(Nomination.id)).where(Nomination.wave_id == key)
    query = select(Wave, Programme.name, nominated.scalar_subquery()).join(
        Programme, Wave.programme_id == Programme.id
    )
    row = db.session.execute(query.where(Wave.id == key)).first()
    if row is None:
        raise NotFound("There is no such wave.")
    wave, programme, count = row
    return Prepared(
        id=wave.id,
        programme=wave.programme_id,
        programme_name=programme,
        state=wave.state,
        plan=_plan(wave),
        nominated=count,
        version=wave.version,
    )


def _plan(wave: Wave) -> WavePlan:
    return WavePlan(
        kind=PULSE if wave.pulse else wave.name,
        label=wave.label,
        closes_on=wave.closes_on,
        proposals_until=wave.proposals_until,
        sends_on=wave.sends_on,
    )


def change(key: UUID, seen: int, plan: WavePlan) -> None:
    """Another label or other days for a wave that has not opened."""
    with transaction() as session:
        wave = _taken(session, key, seen)
        others = [one for one in _waves(session, wave.programme_id) if one is not wave]
        if faults := plan.faults(today(), before=_plan(wave), others=beside(others)):
            raise Unfit(faults)
        wave.label = checked_label(plan.label)
        wave.closes_on = plan.closes_on
        wave.proposals_until = plan.proposals_until
        wave.sends_on = plan.sends_on
        settle(session, wave.programme_id)
        audit.record(session, "wave changed", wave=key)


def remove(key: UUID, seen: int) -> None:
    """Take a wave back that has not opened, and for which nobody was proposed."""
    with transaction() as session:
        wave = _taken(session, key, seen)
        if session.scalar(select(Nomination.id).where(Nomination.wave_id == key).limit(1)):
            raise NotAllowed("Raters have been proposed for this wave: it stays.")
        programme = wave.programme_id
        # What was done with it stays known, as deeds with the programme.
        events = update(AuditEvent).where(AuditEvent.wave_id == key)
        session.execute(events.values(wave_id=None))
        session.execute(delete(Job).where(Job.wave_id == key))
        session.delete(wave)
        audit.record(session, "wave removed", programme=programme)


def _taken(session: Session, key: UUID, seen: int) -> Wave:
    """The wave as it was seen, held until the end; ``NotAllowed`` where it has been opened."""
    programme = select(Wave.programme_id).where(Wave.id == key).scalar_subquery()
    # Held first, in the order in which an import takes its locks.
    session.execute(select(Programme.id).where(Programme.id == programme).with_for_update())
    versions.take(session, Wave, key, seen)
    wave = session.get_one(Wave, key)
    if wave.state != "prepared":
        raise NotAllowed(
            "This wave has been opened: what its raters were told can no longer change."
        )
    return wave


def hold(session: Session, programme: UUID) -> None:
    """Let nobody propose raters in the waves of a programme that have not opened, meanwhile."""
    query = select(Wave.id).where(Wave.programme_id == programme, Wave.state == "prepared")
    session.execute(query.order_by(Wave.id).with_for_update()).all()


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
    pulse: bool = False,
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
        pulse=pulse,
    )
    session.add(wave)
    session.flush()
    audit.record(session, "wave made", wave=wave.id)
    return wave
