"""What a leader wants to be asked halfway: items of her priorities, chosen until a pulse opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle, pulse
from surveyapp.core.errors import NotAllowed, NotFound, Unfit
from surveyapp.core.instrument import OTHERS, Instrument
from surveyapp.core.library import load_instrument
from surveyapp.core.pulse import Topic, Wish
from surveyapp.core.rater_group import Rules
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.plan import Priority
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments, reports
from surveyapp.services.marks import compare, mark_of
from surveyapp.services.transaction import transaction


@dataclass(frozen=True)
class Statement:
    """An item that can be asked, as others read it, and how they rated it before."""

    id: str
    text: dict[str, str]
    others: float | None


@dataclass(frozen=True)
class Choosable:
    """A priority with its statements, those with the most to gain first."""

    title: dict[str, str]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Statements:
    """All that the choice is made by. ``asked`` are the items of the pulse as it would open now.

    Of these ``ticked`` are of her priorities: what she chose, or what the rule chose. ``besides``
    are the others, for groups that are asked nothing of what is ticked. ``hers`` tells whether she
    chose them. It ``stands`` where a pulse or another wave has begun. ``mark`` is what she has seen
    of it.
    """

    label: dict[str, str]
    topics: tuple[Choosable, ...]
    asked: tuple[str, ...]
    ticked: tuple[str, ...]
    besides: tuple[dict[str, str], ...]
    hers: bool
    stands: bool
    mark: str


def sheet(assessment: UUID) -> Statements:
    """What she can choose after a report; ``NotFound`` before it was handed out."""
    session = db.session()
    wave, programme = _place(session, assessment)
    snapshot = reports.open_report(assessment)
    whole = load_instrument(programme.instrument)
    found = _topics(session, assessment, snapshot, whole)
    later = _later(session, assessment, wave)
    wanted = [key for topic in found for key in topic.ticked]
    groups = [group.id for group in Rules.model_validate(programme.rules).groups]
    begun = _asked_now(later)
    asked = begun or pulse.asked_of_all(found, snapshot, whole, groups)
    mine = {key for topic in found for key in topic.items}
    ticked = tuple(key for key in begun or pulse.asked(found) if key in mine)
    hers = bool(wanted) and pulse.fault(found, wanted) is None
    return Statements(
        label=wave.label,
        topics=tuple(_choosable(topic, snapshot) for topic in found),
        asked=asked,
        ticked=ticked,
        besides=_texts(set(asked).difference(ticked), snapshot),
        hers=hers,
        stands=_stands(later),
        mark=mark_of(found),
    )


def choose(assessment: UUID, items: Collection[str], seen: str | None = None) -> None:
    """Ask these items in a pulse; without any, those of the rule.

    ``Unfit`` tells where they are too few, too many, or leave a priority out; ``NotAllowed``
    where a pulse or another wave has begun, ``Stale`` where this is not what she has ``seen``.
    """
    with transaction() as session:
        # Held, so that no pulse opens between looking and storing.
        session.get(Assessment, assessment, with_for_update=True)
        wave, programme = _place(session, assessment)
        snapshot = reports.stored(assessment)
        found = _topics(session, assessment, snapshot, load_instrument(programme.instrument))
        if _stands(_later(session, assessment, wave)):
            raise NotAllowed("What is asked in a pulse is fixed from the day on which it opens.")
        compare(mark_of(found), seen)
        known = {key for topic in found for key in topic.items}
        wanted = known & set(items)
        if items and (fault := pulse.fault(found, wanted)):
            raise Unfit({"items": fault})
        for row in session.scalars(_priorities(assessment)):
            mine = next((t.items for t in found if t.competence == row.competence), ())
            row.items = [key for key in mine if key in wanted]


def _place(session: Session, assessment: UUID) -> tuple[Wave, Programme]:
    query = (
        select(Wave, Programme)
        .join(Assessment, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .where(Assessment.id == assessment, Wave.pulse.is_(False))
        .where(Assessment.state == lifecycle.release.target)
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound("There is no report here to choose from.")
    return row.Wave, row.Programme


def _priorities(assessment: UUID) -> Select[Priority]:
    query = select(Priority).where(Priority.assessment_id == assessment)
    return query.order_by(Priority.position)


def _topics(
    session: Session, assessment: UUID, snapshot: Snapshot, whole: Instrument
) -> tuple[Topic, ...]:
    rows = session.scalars(_priorities(assessment))
    wishes = [Wish(row.competence, tuple(row.items)) for row in rows]
    return pulse.topics(wishes, snapshot, whole)


def _later(session: Session, assessment: UUID, wave: Wave) -> Sequence[Row[str, bool, str | None]]:
    """Her assessments in later waves: states, whether they are pulses, and their questions."""
    leader = select(Assessment.leader_id).where(Assessment.id == assessment).scalar_subquery()
    query = (
        select(Assessment.state, Wave.pulse, Assessment.fingerprint)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Assessment.leader_id == leader, Wave.position > wave.position)
        .order_by(Wave.position)
    )
    return session.execute(query).all()


def _stands(later: Sequence[Row[str, bool, str | None]]) -> bool:
    return any(not row.pulse or row.state in lifecycle.freeze.sources for row in later)


def _asked_now(later: Sequence[Row[str, bool, str | None]]) -> tuple[str, ...]:
    """What is asked in a pulse that is open."""
    found = [one for one in later if one.pulse and one.state in lifecycle.freeze.sources]
    return tuple(
        item.id for one in found for item in instruments.frozen(one.fingerprint or "").items()
    )


def _choosable(topic: Topic, snapshot: Snapshot) -> Choosable:
    title = next(c.title for c in snapshot.instrument.competences if c.id == topic.competence)
    rated = {row.id: row.others for one in snapshot.competences for row in one.items}
    texts = {item.id: item.text[OTHERS] for item in snapshot.instrument.items()}
    statements = tuple(Statement(key, texts[key], rated.get(key)) for key in topic.items)
    return Choosable(title, statements)


def _texts(items: Collection[str], snapshot: Snapshot) -> tuple[dict[str, str], ...]:
    found = snapshot.instrument.items()
    return tuple(item.text[OTHERS] for item in found if item.id in items)
