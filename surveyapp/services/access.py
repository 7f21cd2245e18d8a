"""Loading the object is the permission check: strangers are told that there is no such thing.

One function per object and right. Whoever may read something and not change it is told so with
``ReadOnly``; for everybody else ``NotFound`` says nothing of what there is. Organisations stand
apart here: whoever coordinates a programme belongs to its organisation, and has a role there.
"""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotFound, ReadOnly
from surveyapp.extensions import db
from surveyapp.models.organisation import Coaching, Membership, Organisation
from surveyapp.models.programme import Coordination, Leader, LeaderGroup, Programme
from surveyapp.models.reflection import Reflection
from surveyapp.models.report import GroupReport
from surveyapp.models.share import Share
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.context import today

Row = TypeVar("Row")


def led_assessment(account: UUID, key: UUID) -> Assessment:
    """An assessment of which this person is the leader."""
    query = select(Assessment).join(Leader, Assessment.leader_id == Leader.id)
    return _found(query.where(Assessment.id == key, Leader.account_id == account))


def own_reflection(account: UUID, key: UUID) -> Reflection:
    """A reflection of this person's own: nobody else may know of it."""
    return _found(select(Reflection).where(Reflection.id == key, Reflection.account_id == account))


def led_place(account: UUID, leader: UUID) -> Leader:
    """This person's own place in a learning group.

    Its page is kept from coordinators: whoever is one in the organisation has no place on it, as
    she could make herself a leader of any group there.
    """
    query = select(Leader).where(Leader.id == leader, Leader.account_id == account)
    return _found(query.where(~coordinated_place(account)))


def coordinated_place(account: UUID) -> ColumnElement[bool]:
    """Whether a place is in an organisation in which this person is a coordinator."""
    return (
        select(LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .join(Membership, Membership.organisation_id == Programme.organisation_id)
        .where(LeaderGroup.id == Leader.group_id)
        .where(Membership.account_id == account, Membership.role == "coordinator")
        .correlate(Leader)
        .exists()
    )


def led_share(account: UUID, key: UUID) -> Share:
    """What this person shares as a leader, or did."""
    query = select(Share).join(Leader, Share.leader_id == Leader.id)
    return _found(query.where(Share.id == key, Leader.account_id == account))


def coached_share(account: UUID, key: UUID) -> Share:
    """What a leader shares with this person today, who coaches her learning group still."""
    return _found(shared_with(account).where(Share.id == key))


def linked_share(link: bytes) -> Share:
    """What can be read by this link today."""
    return _found(select(Share).where(Share.link == link, living()))


def shared_with(account: UUID) -> Select[Share]:
    """What leaders share with their coach today."""
    return (
        select(Share)
        .join(Leader, Share.leader_id == Leader.id)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(Share.account_id == account, _coaches(account), living())
    )


def living() -> ColumnElement[bool]:
    """Whether a share can be read today: neither over nor taken back."""
    return and_(Share.ends_on >= today(), Share.taken_back_on.is_(None))


def led_list(account: UUID, wave: UUID, leader: UUID) -> Wave:
    """A wave of a programme that this person follows with this place in a learning group."""
    hers = Leader.account_id == account
    return _found(_wave_of(wave, leader).where(hers))


def coordinated_list(account: UUID, wave: UUID, leader: UUID) -> Wave:
    """A wave that this person coordinates, with a leader in it; a coach may read neither."""
    query = _wave_of(wave, leader)
    return _found(query.where(Wave.programme_id.in_(coordinated_programmes(account))))


def _wave_of(wave: UUID, leader: UUID) -> Select[Wave]:
    return (
        select(Wave)
        .join(LeaderGroup, LeaderGroup.programme_id == Wave.programme_id)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .where(Wave.id == wave, Leader.id == leader)
    )


def coordinated_programmes(account: UUID) -> Select[UUID]:
    """The keys of the programmes that this person coordinates, for other queries to look in."""
    return (
        select(Coordination.programme_id)
        .join(Programme, Coordination.programme_id == Programme.id)
        .join(Membership, Membership.organisation_id == Programme.organisation_id)
        .where(
            Coordination.account_id == account,
            Membership.account_id == account,
            Membership.role == "coordinator",
        )
    )


def coordinated_programme(account: UUID, key: UUID) -> Programme:
    """A programme that this person coordinates."""
    query = select(Programme).where(Programme.id == key)
    return _found(query.where(Programme.id.in_(coordinated_programmes(account))))


def coordinated_group(account: UUID, key: UUID) -> LeaderGroup:
    """A learning group of a programme that this person coordinates; its coach may only read it."""
    query = select(LeaderGroup).where(LeaderGroup.id == key)
    hers = query.where(LeaderGroup.programme_id.in_(coordinated_programmes(account)))
    return _found(hers, query.where(_coaches(account)))


def coordinated_leader(account: UUID, key: UUID) -> Leader:
    """A leader in a programme that this person coordinates."""
    query = select(Leader).join(LeaderGroup, Leader.group_id == LeaderGroup.id)
    hers = LeaderGroup.programme_id.in_(coordinated_programmes(account))
    return _found(query.where(Leader.id == key, hers))


def coordinated_wave(account: UUID, key: UUID) -> Wave:
    """A wave of a programme that this person coordinates; a coach of the programme may read it."""
    query = select(Wave).where(Wave.id == key)
    hers = query.where(Wave.programme_id.in_(coordinated_programmes(account)))
    coached = select(LeaderGroup.programme_id).where(_coaches(account))
    return _found(hers, query.where(Wave.programme_id.in_(coached)))


def coordinated_assessment(account: UUID, key: UUID) -> Assessment:
    """An assessment in a wave of a programme that this person coordinates, and not her own.

    What is said about herself she reads when it is handed out, as every leader does.
    """
    query = (
        select(Assessment)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Assessment.id == key, Wave.programme_id.in_(coordinated_programmes(account)))
    )
    return _found(query.where(Leader.account_id != account))


def coordinated_organisation(account: UUID, key: UUID) -> Organisation:
    """An organisation in which this person is a coordinator; others in it may only read."""
    query = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Organisation.id == key, Membership.account_id == account)
    )
    return _found(query.where(Membership.role == "coordinator"), query)


def coached_wave(account: UUID, key: UUID) -> Wave:
    """A wave with a group report, of a programme in which this person coaches a learning group."""
    coached = select(LeaderGroup.programme_id).where(_coaches(account))
    return _found(_reported(key).where(Wave.programme_id.in_(coached)))


def researched_wave(account: UUID, key: UUID) -> Wave:
    """A wave with a group report, in an organisation of which this person is a researcher."""
    query = (
        _reported(key)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Membership, Membership.organisation_id == Programme.organisation_id)
    )
    return _found(query.where(Membership.account_id == account, Membership.role == "researcher"))


def _reported(key: UUID) -> Select[Wave]:
    return (
        select(Wave)
        .join(GroupReport, GroupReport.wave_id == Wave.id)
        .where(Wave.id == key, handed_out())
    )


def handed_out() -> ColumnElement[bool]:
    """Whether every report of a wave is out: what was deleted is cleared away then."""
    before = lifecycle.freeze.sources | lifecycle.release.sources
    waiting = select(Assessment.id).where(
        Assessment.wave_id == Wave.id, Assessment.state.in_(before)
    )
    return ~waiting.exists()


def _coaches(account: UUID) -> ColumnElement[bool]:
    coached = select(Coaching.group_id).where(Coaching.account_id == account)
    return LeaderGroup.id.in_(coached)


def led_in(account: UUID, wave: UUID) -> set[UUID]:
    """The assessments of a wave that are about this person herself; mostly none."""
    query = select(Assessment.id).join(Leader, Assessment.leader_id == Leader.id)
    own = query.where(Assessment.wave_id == wave, Leader.account_id == account)
    return set(db.session.scalars(own))


def _found(query: Select[Row], readable: Select[Row] | None = None) -> Row:
    """The row, else ``ReadOnly`` where the other query has it, else ``NotFound``."""
    row = db.session.scalar(query)
    if row is not None:
        return row
    if readable is not None and db.session.scalar(readable.limit(1)) is not None:
        raise ReadOnly("You may see this, and not change it.")
    raise NotFound("There is no such page for you.")
