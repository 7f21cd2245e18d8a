"""Programmes and the leaders who follow them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.wave_plan import WavePlan
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.programme import Coordination, Leader, LeaderGroup, Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, preparing, versions
from surveyapp.services.access import coordinated_programmes
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.paging import Paging
from surveyapp.services.transaction import once_more, transaction


def create(
    *,
    organisation: UUID,
    name: str,
    instrument: str,
    coordinator: UUID,
    groups: Sequence[RaterGroup] = (),
    minimum_comments: int = 5,
    on_paper: bool = False,
    wave: WavePlan | None = None,
) -> UUID:
    """A programme with that instrument; without ``groups`` it takes the instrument's own.

    Its first ``wave`` is prepared with it: of both there is one or none.
    """
    content = load_instrument(instrument)
    groups = groups or content.rater_groups
    if not groups:
        raise SurveyError("A programme needs at least one rater group: name them.")
    rules = Rules(groups=tuple(groups), minimum_comments=minimum_comments, on_paper=on_paper)
    with transaction() as session:
        row = Programme(
            organisation_id=organisation,
            name=checked_name(name),
            instrument=instrument,
            rules=rules.stored(),
        )
        session.add(row)
        session.flush()
        session.add(Coordination(programme_id=row.id, account_id=coordinator))
        audit.record(session, "programme made", programme=row.id)
        if wave:
            preparing.add(session, row.id, wave)
        return row.id


def change(key: UUID, seen: int, *, name: str, instrument: str, minimum_comments: int) -> None:
    """Another name, questionnaire or minimum for comments, for waves that open from now on."""
    load_instrument(instrument)
    with transaction() as session:
        versions.take(session, Programme, key, seen)
        row = session.get_one(Programme, key)
        rules = Rules.model_validate(row.rules)
        row.name, row.instrument = checked_name(name), instrument
        row.rules = rules.changed(minimum_comments=minimum_comments).stored()
        audit.record(session, "programme changed", programme=key)


def print_reports(key: UUID, *, on_paper: bool) -> None:
    """Whether the coordinator prints the reports of waves that open from now on."""
    with transaction() as session:
        row = session.get(Programme, key, with_for_update=True)
        if row is None:
            raise NotFound("There is no such programme.")
        rules = Rules.model_validate(row.rules)
        if rules.on_paper == on_paper:
            return
        row.rules = rules.changed(on_paper=on_paper).stored()
        audit.record(session, "programme changed", programme=key)


def add_group(programme: UUID, name: str) -> UUID:
    """A group of leaders in a programme."""
    with transaction() as session:
        if session.get(Programme, programme) is None:
            raise NotFound("There is no such programme.")
        group = LeaderGroup(programme_id=programme, name=name)
        session.add(group)
        session.flush()
        audit.record(session, "group added", programme=programme)
        return group.id


@once_more
def add_leader(group: UUID, *, name: str, email: str, school: str, language: str) -> UUID:
    """A leader in a group; she gets an account if her address has none."""
    email = checked_address(email)
    with transaction() as session:
        account = session.scalar(select(Account).where(Account.email == email))
        if account is None:
            account = Account(name=checked_name(name), email=email, language=language)
            session.add(account)
            session.flush()
            audit.record(session, "account made")
        known = select(Leader.id).where(Leader.group_id == group, Leader.account_id == account.id)
        if session.scalar(known):
            raise SurveyError(f"{email} leads in this group already.")
        leader = Leader(
            group_id=group, account_id=account.id, name=checked_name(name), school=school
        )
        session.add(leader)
        session.flush()
        programme = session.get_one(LeaderGroup, group).programme_id
        audit.record(session, "leader added", programme=programme)
        return leader.id


def of_coordinator(account: UUID) -> Sequence[Programme]:
    """The programmes that somebody coordinates, by name."""
    return db.session.scalars(_by_name(account)).all()


def _by_name(account: UUID) -> Select[Programme]:
    hers = Programme.id.in_(coordinated_programmes(account))
    return select(Programme).where(hers).order_by(Programme.name, Programme.id)


def count(account: UUID) -> int:
    """How many programmes somebody coordinates."""
    hers = Programme.id.in_(coordinated_programmes(account))
    return db.session.scalar(select(func.count(Programme.id)).where(hers)) or 0


@dataclass(frozen=True)
class ProgrammeView:
    """A programme at a glance."""

    id: UUID
    name: str
    groups: int
    leaders: int
    waves: tuple[Wave, ...]


def overview(account: UUID, number: int = 1) -> tuple[ProgrammeView, ...]:
    """A page of the programmes that somebody coordinates with their waves, in three queries."""
    page = _by_name(account).limit(Paging.SIZE).offset(Paging.offset(number))
    rows = db.session.scalars(page).all()
    keys = [row.id for row in rows]
    waves: dict[UUID, list[Wave]] = {}
    query = select(Wave).where(Wave.programme_id.in_(keys)).order_by(Wave.position)
    for wave in db.session.scalars(query):
        waves.setdefault(wave.programme_id, []).append(wave)
    groups, leaders = _sizes(keys)
    return tuple(
        ProgrammeView(
            id=row.id,
            name=row.name,
            groups=groups.get(row.id, 0),
            leaders=leaders.get(row.id, 0),
            waves=tuple(waves.get(row.id, ())),
        )
        for row in rows
    )


def _sizes(programmes: Sequence[UUID]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """How many groups, and how many leaders, each programme has."""
    groups, leaders = {}, {}
    query = (
        select(
            LeaderGroup.programme_id, func.count(LeaderGroup.id.distinct()), func.count(Leader.id)
        )
        .outerjoin(Leader, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id.in_(programmes))
        .group_by(LeaderGroup.programme_id)
    )
    for key, of_groups, of_leaders in db.session.execute(query):
        groups[key], leaders[key] = of_groups, of_leaders
    return groups, leaders
