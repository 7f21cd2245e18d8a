"""Pulses: which leaders have one, with which questions, and when it may open.

Nobody but the leader learns here what she chose: of all leaders together it is told how many did.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle, pulse
from surveyapp.core.errors import NotAllowed, Unfit
from surveyapp.core.instrument import Instrument
from surveyapp.core.pulse import Wish
from surveyapp.core.rater_group import Rules
from surveyapp.core.snapshot import Snapshot
from surveyapp.core.wave_plan import Beside, at_once, near, opens_from
from surveyapp.extensions import db
from surveyapp.models.plan import Priority
from surveyapp.models.programme import Leader
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.context import today


def first_day(wave: UUID) -> date | None:
    """The day from which a wave may open, where that is still to come."""
    return waits_until(db.session(), db.session.get_one(Wave, wave))


def waits_until(session: Session, wave: Wave) -> date | None:
    """The day from which a wave may open, where a pulse keeps it waiting or it is one (rule P8)."""
    day = opens_from(pulse=wave.pulse, after=_beside(session, wave))
    return day if day and day > today() else None


def refuse_near(session: Session, wave: Wave, closes_on: date) -> None:
    """``Unfit`` where a later last day would bring a wave too near to one that was opened."""
    later = closes_on > wave.closes_on
    if later and near(closes_on, pulse=wave.pulse, others=_beside(session, wave)):
        raise Unfit({"closes_on": "near"})


def _beside(session: Session, wave: Wave) -> list[Beside]:
    """The other waves that were opened."""
    found = session.execute(_opened(wave))
    return [
        Beside(min(last, frozen or last), of_pulse, state == lifecycle.open_wave.target)
        for last, of_pulse, state, frozen in found
    ]


def _opened(wave: Wave) -> Select[date, bool, str, date | None]:
    """Of each other wave that was opened its last day, and when the last report of it was frozen.

    That day counts where the wave was closed early: nobody has answered since.
    """
    return (
        select(Wave.closes_on, Wave.pulse, Wave.state, func.max(Assessment.frozen_on))
        .outerjoin(Assessment, Assessment.wave_id == Wave.id)
        .where(Wave.programme_id == wave.programme_id, Wave.id != wave.id, Wave.state != "prepared")
        .group_by(Wave.id, Wave.closes_on, Wave.pulse, Wave.state)
    )


def refuse_too_soon(session: Session, wave: Wave) -> None:
    """``NotAllowed`` where this wave would open too soon after another, or before its freeze."""
    if waits_until(session, wave):
        raise NotAllowed(
            "Between a pulse and the waves beside it lie six weeks: any sooner, people would "
            "answer the same, and it would show who is new."
        )
    if at_once(pulse=wave.pulse, others=_beside(session, wave)):
        raise NotAllowed("Close the other wave first: beside a pulse no other wave is open.")
    if wave.pulse and session.scalar(_not_frozen(wave).limit(1)):
        raise NotAllowed(
            "Freeze the wave before first: a pulse asks about what leaders chose in its report."
        )


def _not_frozen(wave: Wave) -> Select[UUID]:
    return (
        select(Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Wave.programme_id == wave.programme_id, Wave.id != wave.id)
        .where(Assessment.state.in_(lifecycle.freeze.sources))
    )


def ready(programme: UUID) -> int:
    """How many leaders of a programme have chosen priorities for a pulse to ask about."""
    session = db.session()
    latest = _latest(session, programme)
    query = select(func.count(Priority.assessment_id.distinct()))
    return session.scalar(query.where(Priority.assessment_id.in_(latest.values()))) or 0


def chose(leader: UUID) -> bool:
    """Whether a leader has chosen priorities after her last whole wave."""
    session = db.session()
    latest = (
        select(Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Assessment.leader_id == leader, Wave.pulse.is_(False))
        .where(Assessment.state.in_(lifecycle.WITH_REPORT))
        .order_by(Wave.position.desc())
        .limit(1)
    )
    hers = select(Priority.id).where(Priority.assessment_id == latest.scalar_subquery())
    return session.scalar(hers.limit(1)) is not None


def questions(session: Session, wave: Wave, whole: Instrument) -> dict[UUID, Instrument]:
    """What is asked about each leader with priorities, by leader; ``NotAllowed`` where none has."""
    _hold(session, _latest(session, wave.programme_id))
    latest = _latest(session, wave.programme_id)
    found = {
        leader: pulse.restricted(whole, items)
        for leader, items in _items(session, latest, whole, Rules.model_validate(wave.rules))
        if items
    }
    if not found:
        raise NotAllowed("No school leader has chosen priorities yet: a pulse asks about those.")
    return found


def _hold(session: Session, latest: Mapping[UUID, UUID]) -> None:
    """Let nobody choose or be erased meanwhile: in the order in which erasing takes its locks."""
    leaders = select(Leader.id).where(Leader.id.in_(latest)).order_by(Leader.id)
    session.execute(leaders.with_for_update(read=True, key_share=True)).all()
    rows = select(Assessment.id).where(Assessment.id.in_(latest.values())).order_by(Assessment.id)
    session.execute(rows.with_for_update(read=True)).all()


def _latest(session: Session, programme: UUID) -> Mapping[UUID, UUID]:
    """The last assessment with a report of each leader, by leader; pulses do not count."""
    query = (
        select(Assessment.leader_id, Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(
            Wave.programme_id == programme,
            Wave.pulse.is_(False),
            Assessment.state.in_(lifecycle.WITH_REPORT),
        )
        .order_by(Wave.position)
    )
    return dict(session.execute(query).all())


def _items(
    session: Session, latest: Mapping[UUID, UUID], whole: Instrument, rules: Rules
) -> Iterator[tuple[UUID, tuple[str, ...]]]:
    """What is asked about each leader who chose; nothing, where none of it can be asked."""
    chosen = wishes(session, latest.values())
    query = select(Report.assessment_id, Report.snapshot)
    stored = dict(session.execute(query.where(Report.assessment_id.in_(chosen))).all())
    groups = [group.id for group in rules.groups]
    for leader, key in latest.items():
        if key in chosen:
            before = Snapshot.from_json(stored[key])
            topics = pulse.topics(chosen[key], before, whole)
            yield leader, pulse.asked_of_all(topics, before, whole, groups)


def wishes(session: Session, keys: Iterable[UUID]) -> dict[UUID, list[Wish]]:
    """The priorities of these assessments, in the order that their leaders gave them."""
    query = (
        select(Priority.assessment_id, Priority.competence, Priority.items)
        .where(Priority.assessment_id.in_(keys))
        .order_by(Priority.position)
    )
    found: dict[UUID, list[Wish]] = {}
    for key, competence, items in session.execute(query):
        found.setdefault(key, []).append(Wish(competence, tuple(items)))
    return found
