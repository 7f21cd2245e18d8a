"""What a leader lets others read: she ticks it, names for whom, and takes it back when she likes.

It is hers alone: nothing of it stands in the audit log, and no coordinator sees that it is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Select, and_, select, update

from surveyapp.core import lifecycle
from surveyapp.core.choices import LEVELS, Choices, Level
from surveyapp.core.errors import NotFound, Unfit
from surveyapp.core.share import LONGEST, LONGEST_RECIPIENT, Frame, LookedBack, Parts, Sheet, sheet
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.organisation import Coaching
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.share import Share
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import choices, reflections, reports
from surveyapp.services.context import today
from surveyapp.services.links import new_link
from surveyapp.services.transaction import transaction

HANDED_OUT = lifecycle.release.target


@dataclass(frozen=True)
class Place:
    """Where she leads, with the reports that she has, the latest first: keys and waves."""

    leader: UUID
    programme: str
    school: str
    reports: tuple[tuple[UUID, dict[str, str]], ...]


def places(account: UUID) -> tuple[Place, ...]:
    """All of them, in one query. A pulse is none: a mean of it can be that of one statement."""
    query = (
        select(Leader.id, Leader.school, Programme.name, Assessment.id, Wave.label)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .outerjoin(
            Assessment, and_(Assessment.leader_id == Leader.id, Assessment.state == HANDED_OUT)
        )
        .outerjoin(Wave, and_(Assessment.wave_id == Wave.id, ~Wave.pulse))
        .where(Leader.account_id == account)
        .order_by(Programme.name, Leader.id, Wave.position.desc())
    )
    found: dict[UUID, Place] = {}
    for leader, school, programme, key, label in db.session.execute(query):
        own = found.get(leader) or Place(leader, programme, school, ())
        more = ((key, label),) if label else ()
        found[leader] = Place(leader, programme, school, (*own.reports, *more))
    return tuple(found.values())


@dataclass(frozen=True)
class Offer:
    """What she can tick of one report, and the coaches of her learning group by name."""

    leader: UUID
    name: str
    school: str
    programme: str
    assessment: UUID
    snapshot: Snapshot
    choices: Choices
    coaches: Mapping[UUID, str]
    reflections: Mapping[UUID, LookedBack]

    @property
    def titles(self) -> dict[str, dict[str, str]]:
        """The competences of her report, by their ids."""
        titles = {one.id: one.title for one in self.snapshot.instrument.competences}
        return {one.id: titles[one.id] for one in self.snapshot.competences}

    @property
    def priorities(self) -> tuple[str, ...]:
        """The competences that she chose."""
        return tuple(one.competence for one in self.choices.priorities)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels at which she planned something."""
        planned = {plan.level for one in self.choices.priorities for plan in one.plan}
        return tuple(level for level in LEVELS if level in planned)


def offer(assessment: UUID) -> Offer:
    """What can be ticked of a report that was handed out; ``NotFound`` before, and of a pulse.

    It counts as read. In six queries, and one more the first time.
    """
    rows = db.session.execute(_whose(assessment)).all()
    if not rows:
        raise NotFound("There is nothing to share of this report.")
    leader, programme, _key, _name = rows[0]
    snapshot = reports.open_report(assessment)
    return Offer(
        leader=leader.id,
        name=leader.name,
        school=leader.school,
        programme=programme,
        assessment=assessment,
        snapshot=snapshot,
        choices=choices.of_assessment(assessment),
        coaches={key: name for _leader, _programme, key, name in rows if name},
        reflections=reflections.finished(leader.account_id),
    )


def _whose(assessment: UUID) -> Select[Leader, str, UUID, str]:
    """The leader, a row for each who coaches her learning group, but for herself; one for none.

    No row at all for a pulse.
    """
    coach = and_(Coaching.account_id == Account.id, Account.id != Leader.account_id)
    return (
        select(Leader, Programme.name, Account.id, Account.name)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .join(Assessment, Assessment.leader_id == Leader.id)
        .join(Wave, and_(Assessment.wave_id == Wave.id, ~Wave.pulse))
        .outerjoin(Coaching, Coaching.group_id == Leader.group_id)
        .outerjoin(Account, coach)
        .where(Assessment.id == assessment)
        .order_by(Account.name, Account.id)
    )


@dataclass(frozen=True)
class Wanted:
    """What she wants to share: with a ``coach``, or by a link with whoever is the recipient."""

    coach: UUID | None
    recipient: str
    parts: Parts
    ends_on: date


def preview(of: Offer, wanted: Wanted) -> Sheet:
    """Exactly what would be read today; ``Unfit`` where it cannot be shared."""
    found = _checked(of, wanted)
    frame = Frame(
        leader=of.name,
        school=of.school,
        programme=of.programme,
        recipient=found.recipient,
        until=found.ends_on,
        read_on=today(),
    )
    return sheet(frame, found.parts, of.snapshot, of.choices, of.reflections)


def make(of: Offer, wanted: Wanted, key: UUID | None = None) -> UUID:
    """Let it be read from now on; ``Unfit`` where it cannot be, ``NotFound`` without the report.

    Under the same ``key`` it is made once, however often a button is pressed.
    """
    found = _checked(of, wanted)
    row = Share(
        id=key or uuid4(),
        leader_id=of.leader,
        assessment_id=of.assessment,
        account_id=found.coach,
        recipient=found.recipient,
        link=None if found.coach else new_link(),
        parts=found.parts.model_dump(mode="json"),
        made_on=today(),
        ends_on=found.ends_on,
    )
    with transaction() as session:
        query = select(Assessment.state).where(Assessment.id == of.assessment).with_for_update()
        if session.scalar(query) != HANDED_OUT:
            raise NotFound("This report is no longer there.")
        made = session.get(Share, row.id)
        if made is None:
            session.add(row)
        elif made.leader_id != of.leader:
            raise NotFound("This is somebody else's share.")
        return row.id


def _checked(of: Offer, wanted: Wanted) -> Wanted:
    """What she wants, with a coach by the name of her account; ``Unfit`` with all that is wrong."""
    faults = {
        "parts": _wrong_parts(of, wanted.parts),
        "recipient": _wrong_recipient(of, wanted),
        "ends_on": _wrong_day(wanted.ends_on),
    }
    if any(faults.values()):
        raise Unfit({name: fault for name, fault in faults.items() if fault})
    name = of.coaches[wanted.coach] if wanted.coach else wanted.recipient
    return Wanted(wanted.coach, name, wanted.parts, wanted.ends_on)


def _wrong_parts(of: Offer, parts: Parts) -> str:
    known = (
        set(parts.scores) <= set(of.titles)
        and set(parts.priorities) <= set(of.priorities)
        and set(parts.plan) <= set(of.levels)
        and set(parts.reflections) <= set(of.reflections)
    )
    if not known:
        return "unknown"
    if not parts.priorities and (parts.reasons or parts.plan):
        return "no priority"
    if not parts.reflections and parts.notes:
        return "no reflection"
    return "nothing" if parts.empty else ""


def _wrong_recipient(of: Offer, wanted: Wanted) -> str:
    if wanted.coach:
        return "" if wanted.coach in of.coaches else "unknown"
    # By an address somebody is found who asks what is held of her; a share has a name only.
    if "@" in wanted.recipient:
        return "address"
    return "" if 0 < len(wanted.recipient) <= LONGEST_RECIPIENT else "name"


def _wrong_day(day: date) -> str:
    return "" if today() <= day <= today() + LONGEST else "day"


def take_back(key: UUID) -> None:
    """Nobody can read it from this moment on; a second time changes nothing."""
    with transaction() as session:
        due = update(Share).where(Share.id == key, Share.taken_back_on.is_(None))
        session.execute(due.values(taken_back_on=today()))
