"""People from a spreadsheet into a wave: all of them or none, and a second time nothing changes.

While a wave is prepared its raters are nominations, approved as the coordinator brings them; in an
open wave they are invited at once. Nobody is taken away by a file in which she does not stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle, people_file
from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.people_file import LeaderRow, RaterRow, Reading
from surveyapp.core.people_sheet import CellFault, Column, Kind, Table
from surveyapp.core.rater_group import Rules
from surveyapp.core.spelling import same
from surveyapp.extensions import db
from surveyapp.languages import languages
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, joining
from surveyapp.services.checked import checked_address
from surveyapp.services.links import new_link
from surveyapp.services.transaction import once_more, transaction

APPROVED = lifecycle.approve.target


@dataclass(frozen=True)
class Count:
    """How many of a kind a file adds, changes, leaves as they are, and does not name."""

    new: int
    changed: int
    same: int
    absent: int


@dataclass(frozen=True)
class Preview:
    """What a file would do to a wave in that ``state``; nothing, where anything is wrong in it."""

    state: str
    reading: Reading
    faults: tuple[CellFault, ...]
    groups: int
    leaders: Count
    raters: Count

    @property
    def changes(self) -> int:
        """How many things would be added or changed."""
        counts = self.leaders, self.raters
        return self.groups + sum(count.new + count.changed for count in counts)


@dataclass(frozen=True)
class _Known:
    """What the database holds of the programme and the wave.

    Leaders are found by address and learning group, raters by leader and address. Names of groups
    are compared without capitals.
    """

    wave: Wave
    groups: dict[str, UUID]
    leaders: dict[tuple[str, str], Leader]
    elsewhere: dict[str, str]
    assessments: dict[UUID, Assessment]
    raters: dict[tuple[UUID, str], Nomination | Invitation]


@dataclass(frozen=True)
class _Changes:
    """What has to be done so that the database says what the file says."""

    groups: dict[str, str]
    leaders: list[LeaderRow]
    schools: list[tuple[Leader, str]]
    raters: list[tuple[LeaderRow, RaterRow]]
    renamed: list[tuple[Nomination, RaterRow]]


@dataclass(frozen=True)
class Target:
    """The wave that people are brought into; ``rules`` are promised, or the programme's own."""

    id: UUID
    label: dict[str, str]
    state: str
    programme: str
    rules: Rules


def target(key: UUID) -> Target:
    """The wave by its key; ``NotFound`` if there is none."""
    wave = _wave(db.session(), key)
    programme = db.session.get_one(Programme, wave.programme_id)
    return Target(wave.id, wave.label, wave.state, programme.name, _rules(db.session(), wave))


def _wave(session: Session, key: UUID) -> Wave:
    wave = session.get(Wave, key)
    if wave is None:
        raise NotFound("There is no such wave.")
    return wave


def _rules(session: Session, wave: Wave) -> Rules:
    programme = session.get_one(Programme, wave.programme_id)
    return Rules.model_validate(wave.rules or programme.rules)


def preview(wave: UUID, table: Table) -> Preview:
    """What an import would do, and every cell that is in its way. Nothing is changed."""
    with db.session.no_autoflush:
        return _compared(db.session(), wave, table)[0]


@once_more
def import_(wave: UUID, table: Table, state: str) -> tuple[Preview, bool]:
    """Import the people, if all is right and the wave is still in that state; whether it was done.

    Of two people who import at once, the second adds to what the first has brought.
    """
    with transaction() as session:
        _hold(session, wave)
        found, known, changes = _compared(session, wave, table)
        if found.faults or found.state != state:
            return found, False
        if found.changes:
            _carry_out(session, known, changes)
            audit.record(
                session,
                "people imported",
                wave=wave,
                count=found.raters.new,
                leaders=found.leaders.new,
                changed=found.leaders.changed + found.raters.changed,
            )
    return found, True


def _hold(session: Session, key: UUID) -> None:
    """Let nobody else import into the programme, or open the wave, meanwhile."""
    programme = select(Wave.programme_id).where(Wave.id == key).scalar_subquery()
    for query in (
        select(Programme.id).where(Programme.id == programme),
        select(Wave.id).where(Wave.id == key),
    ):
        session.execute(query.with_for_update()).all()


def _compared(session: Session, key: UUID, table: Table) -> tuple[Preview, _Known, _Changes]:
    """The file beside the database."""
    wave = _wave(session, key)
    reading = people_file.read(
        table, _rules(session, wave), languages=languages(), address=_address
    )
    known = _known(session, wave)
    changes = _changes(reading.leaders if not reading.faults else (), known)
    faults = reading.faults or tuple(sorted(_faults(reading, known)))
    return _preview(reading, faults, known, changes), known, changes


def _address(written: str) -> str | None:
    try:
        return checked_address(written)
    except SurveyError:
        return None


def _known(session: Session, wave: Wave) -> _Known:
    groups = (
        select(LeaderGroup)
        .where(LeaderGroup.programme_id == wave.programme_id)
        .order_by(LeaderGroup.name.desc(), LeaderGroup.id)
    )
    leaders = (
        select(Leader, Account.email, LeaderGroup.name)
        .join(Account, Leader.account_id == Account.id)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == wave.programme_id)
    )
    rows = session.execute(leaders).all()
    return _Known(
        wave=wave,
        groups={same(row.name): row.id for row in session.scalars(groups)},
        leaders={(email, same(group)): leader for leader, email, group in rows},
        elsewhere={email: group for _, email, group in rows},
        assessments=_assessments(session, wave),
        raters=_raters(session, wave),
    )


def _assessments(session: Session, wave: Wave) -> dict[UUID, Assessment]:
    if wave.state == "prepared":
        return {}
    rows = session.scalars(select(Assessment).where(Assessment.wave_id == wave.id))
    return {row.leader_id: row for row in rows}


def _raters(session: Session, wave: Wave) -> dict[tuple[UUID, str], Nomination | Invitation]:
    """Nominations before the wave opens, invitations afterwards."""
    if wave.state == "prepared":
        nominated = session.scalars(select(Nomination).where(Nomination.wave_id == wave.id))
        return {(row.leader_id, row.email): row for row in nominated}
    invited = (
        select(Assessment.leader_id, Invitation)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave.id, Invitation.email.is_not(None))
    )
    return {(leader, row.email or ""): row for leader, row in session.execute(invited)}


def _leader(row: LeaderRow, known: _Known) -> Leader | None:
    return known.leaders.get((row.email, same(row.learning_group)))


def _changes(leaders: tuple[LeaderRow, ...], known: _Known) -> _Changes:
    changes = _Changes({}, [], [], [], [])
    for row in leaders:
        group = same(row.learning_group)
        if group not in known.groups:
            changes.groups.setdefault(group, row.learning_group)
        leader = _leader(row, known)
        if leader is None:
            changes.leaders.append(row)
        elif leader.school != row.school:
            changes.schools.append((leader, row.school))
        for rater in row.raters:
            held = known.raters.get((leader.id, rater.email)) if leader else None
            if held is None:
                changes.raters.append((row, rater))
            elif isinstance(held, Nomination) and _values(held) != _wanted(rater):
                changes.renamed.append((held, rater))
    return changes


def _wanted(rater: RaterRow) -> dict[str, str]:
    return {
        "group": rater.group,
        "name": rater.name,
        "language": rater.language,
        "state": APPROVED,
        "reason": "",
    }


def _values(held: Nomination) -> dict[str, str]:
    names = ("group", "name", "language", "state", "reason")
    return {name: getattr(held, name) for name in names}


def _faults(reading: Reading, known: _Known) -> Iterator[CellFault]:
    """What cannot go together with what is known already."""
    for row in reading.leaders:
        leader = _leader(row, known)
        if leader is None:
            if row.email in known.elsewhere:
                group = known.elsewhere[row.email]
                yield _fault(reading, row.row, "learning_group", "known elsewhere", group)
            elif known.wave.state == "open":
                yield _fault(reading, row.row, "leader_address", "late leader")
            continue
        yield from _rater_faults(reading, row, leader, known)


def _rater_faults(
    reading: Reading, row: LeaderRow, leader: Leader, known: _Known
) -> Iterator[CellFault]:
    assessment = known.assessments.get(leader.id)
    for rater in row.raters:
        held = known.raters.get((leader.id, rater.email))
        if isinstance(held, Invitation) and held.group != rater.group:
            yield _fault(reading, rater.row, "group", "invited otherwise")
        if held is None and known.wave.state == "open":
            if assessment is None:
                yield _fault(reading, rater.row, "leader_address", "late leader")
            elif assessment.state != "open":
                yield _fault(reading, rater.row, "leader_address", "shut")


def _fault(reading: Reading, row: int, column: Column, kind: Kind, detail: str = "") -> CellFault:
    return CellFault(row, reading.columns[column], kind, detail)


def _preview(
    reading: Reading, faults: tuple[CellFault, ...], known: _Known, changes: _Changes
) -> Preview:
    rows = () if faults else reading.leaders
    named = {leader.id for row in rows if (leader := _leader(row, known))}
    asked = sum(len(row.raters) for row in rows)
    own = {row.id for row in known.leaders.values()}
    held = sum(rater.group != SELF for rater in known.raters.values())
    new, renamed = len(changes.raters), len(changes.renamed)
    return Preview(
        state=known.wave.state,
        reading=reading,
        faults=faults,
        groups=len(changes.groups),
        leaders=Count(
            new=len(changes.leaders),
            changed=len(changes.schools),
            same=len(named) - len(changes.schools),
            absent=len(own - named),
        ),
        raters=Count(
            new=new, changed=renamed, same=asked - new - renamed, absent=held - (asked - new)
        ),
    )


def _carry_out(session: Session, known: _Known, changes: _Changes) -> None:
    groups = known.groups | _add_groups(session, known.wave, changes.groups)
    leaders = {key: row.id for key, row in known.leaders.items()}
    leaders |= _add_leaders(session, changes.leaders, groups)
    for leader, school in changes.schools:
        leader.school = school
    for nomination, rater in changes.renamed:
        for name, value in _wanted(rater).items():
            setattr(nomination, name, value)
    asked = [
        _asked(known, leaders[row.email, same(row.learning_group)], rater)
        for row, rater in changes.raters
    ]
    joining.remember(session, [row for row in asked if isinstance(row, Invitation)])
    session.add_all(asked)


def _add_groups(session: Session, wave: Wave, names: dict[str, str]) -> dict[str, UUID]:
    rows = {
        key: LeaderGroup(programme_id=wave.programme_id, name=name) for key, name in names.items()
    }
    session.add_all(rows.values())
    session.flush()
    return {key: row.id for key, row in rows.items()}


def _add_leaders(
    session: Session, rows: list[LeaderRow], groups: dict[str, UUID]
) -> dict[tuple[str, str], UUID]:
    """New leaders; whoever has an account keeps it as it is."""
    emails = [row.email for row in rows]
    query = select(Account).where(Account.email.in_(emails))
    accounts = {account.email: account for account in session.scalars(query)}
    for row in rows:
        if row.email not in accounts:
            accounts[row.email] = Account(name=row.name, email=row.email, language=row.language)
            session.add(accounts[row.email])
            audit.record(session, "account made")
    session.flush()
    added = {}
    for row in rows:
        group = same(row.learning_group)
        leader = Leader(
            group_id=groups[group],
            account_id=accounts[row.email].id,
            name=row.name,
            school=row.school,
        )
        session.add(leader)
        added[row.email, group] = leader
    session.flush()
    return {key: leader.id for key, leader in added.items()}


def _asked(known: _Known, leader: UUID, rater: RaterRow) -> Nomination | Invitation:
    """The nomination of a rater, or her invitation where the wave is open."""
    if known.wave.state == "prepared":
        values = _wanted(rater)
        return Nomination(wave_id=known.wave.id, leader_id=leader, email=rater.email, **values)
    return Invitation(
        assessment_id=known.assessments[leader].id,
        group=rater.group,
        name=rater.name,
        email=rater.email,
        language=rater.language,
        link=new_link(),
    )
