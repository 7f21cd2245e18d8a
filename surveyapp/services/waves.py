"""Waves: opening one makes a promise, closing one keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments
from surveyapp.services.links import new_link
from surveyapp.services.transaction import changed, transaction


def create(programme: UUID, *, name: str, label: dict[str, str], closes_on: date) -> UUID:
    """The next wave of a programme, prepared but not open."""
    with transaction() as session:
        count = select(func.count()).where(Wave.programme_id == programme)
        wave = Wave(
            programme_id=programme,
            name=name,
            label=label,
            position=session.scalar(count.select_from(Wave)) or 0,
            closes_on=closes_on,
        )
        wave.position += 1
        session.add(wave)
        session.flush()
        return wave.id


def open_wave(key: UUID) -> None:
    """Open a wave: its rules and questions are frozen, every leader gets an assessment.

    The leader's own invitation is made with it. From here on nothing that the raters were
    promised can change.
    """
    with transaction() as session:
        wave = _wave(session, key)
        _step(session, wave, lifecycle.open_wave)
        programme = session.get_one(Programme, wave.programme_id)
        wave.rules = programme.rules
        wave.fingerprint = instruments.keep(session, load_instrument(programme.instrument))
        session.flush()
        for leader, account in _leaders(session, programme.id):
            assessment = Assessment(wave_id=wave.id, leader_id=leader.id)
            session.add(assessment)
            session.flush()
            session.add(_own_invitation(assessment, account))


def _own_invitation(assessment: Assessment, account: Account) -> Invitation:
    return Invitation(
        assessment_id=assessment.id,
        group=SELF,
        name=account.name,
        email=account.email,
        language=account.language,
        link=new_link(),
    )


def _leaders(session: Session, programme: UUID) -> Sequence[tuple[Leader, Account]]:
    query = (
        select(Leader, Account)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Account, Leader.account_id == Account.id)
        .where(LeaderGroup.programme_id == programme)
    )
    rows = session.execute(query).all()
    if not rows:
        raise SurveyError("This programme has no leaders yet: add them before opening a wave.")
    return [(leader, account) for leader, account in rows]


def close_wave(key: UUID) -> None:
    """Close a wave: every invite link of it dies."""
    with transaction() as session:
        _step(session, _wave(session, key), lifecycle.close_wave)


def move_deadline(key: UUID, closes_on: date) -> None:
    """Another last day for a wave that is not closed."""
    with transaction() as session:
        wave = _wave(session, key)
        if wave.state == "closed":
            raise SurveyError("This wave is closed: its last day cannot move any more.")
        wave.closes_on = closes_on


def _wave(session: Session, key: UUID) -> Wave:
    wave = session.get(Wave, key)
    if wave is None:
        raise NotFound("There is no such wave.")
    return wave


def _step(session: Session, wave: Wave, step: lifecycle.Transition) -> None:
    """Take a step, against whoever tries the same at the same moment."""
    target = step(wave.state)
    query = update(Wave).where(Wave.id == wave.id, Wave.state == wave.state)
    if changed(session, query.values(state=target)) != 1:
        raise NotAllowed(step.refusal)


@dataclass(frozen=True)
class GroupProgress:
    """How many of one rater group were invited and have answered, against its minimum."""

    group: str
    label: dict[str, str]
    identified: bool
    invited: int
    answered: int
    minimum: int

    @property
    def enough(self) -> bool:
        """Whether the group can be shown on its own."""
        return self.answered >= (1 if self.identified else self.minimum)


@dataclass(frozen=True)
class Progress:
    """One assessment of a wave: never who, only how many."""

    assessment: UUID
    leader: str
    school: str
    state: str
    own_done: bool
    groups: tuple[GroupProgress, ...]


@dataclass(frozen=True)
class WaveView:
    """A wave with the progress of its assessments."""

    id: UUID
    programme: str
    label: dict[str, str]
    state: str
    closes_on: date
    assessments: tuple[Progress, ...]


def of_programme(programme: UUID) -> Sequence[Wave]:
    """The waves of a programme, in order."""
    query = select(Wave).where(Wave.programme_id == programme).order_by(Wave.position)
    return db.session.scalars(query).all()


def assessments(wave: UUID) -> dict[str, UUID]:
    """The assessments of a wave by the leader's address."""
    query = (
        select(Account.email, Assessment.id)
        .join(Leader, Leader.account_id == Account.id)
        .join(Assessment, Assessment.leader_id == Leader.id)
        .where(Assessment.wave_id == wave)
    )
    return dict(db.session.execute(query).tuples().all())


def view(key: UUID) -> WaveView:
    """A wave at a glance, in three queries whatever its size."""
    wave = _wave(db.session(), key)
    programme = db.session.get_one(Programme, wave.programme_id)
    return WaveView(
        id=wave.id,
        programme=programme.name,
        label=wave.label,
        state=wave.state,
        closes_on=wave.closes_on,
        assessments=progress(Assessment.wave_id == key),
    )


def progress(*conditions: ColumnElement[bool]) -> tuple[Progress, ...]:
    """The progress of the assessments that meet these conditions, by leader."""
    query = (
        select(Assessment, Leader.school, Account.name, Wave.rules)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
        .where(*conditions)
        .order_by(Wave.position, Account.name)
    )
    rows = db.session.execute(query).all()
    counts = _counts([assessment.id for assessment, *_ in rows])
    return tuple(
        Progress(
            assessment=assessment.id,
            leader=name,
            school=school,
            state=assessment.state,
            own_done=counts.get((assessment.id, SELF, "submitted"), 0) > 0,
            groups=_groups(assessment.id, Rules.model_validate(rules), counts),
        )
        for assessment, school, name, rules in rows
    )


Counts = dict[tuple[UUID, str, str], int]


def _counts(assessments: Sequence[UUID]) -> Counts:
    query = (
        select(Invitation.assessment_id, Invitation.group, Invitation.state, func.count())
        .where(Invitation.assessment_id.in_(assessments))
        .group_by(Invitation.assessment_id, Invitation.group, Invitation.state)
    )
    return {(key, group, state): n for key, group, state, n in db.session.execute(query)}


def _groups(assessment: UUID, rules: Rules, counts: Counts) -> tuple[GroupProgress, ...]:
    return tuple(
        GroupProgress(
            group=group.id,
            label=group.label,
            identified=group.identified,
            invited=sum(
                n
                for (key, name, state), n in counts.items()
                if (key, name) == (assessment, group.id) and state != "withdrawn"
            ),
            answered=counts.get((assessment, group.id, "submitted"), 0),
            minimum=group.minimum,
        )
        for group in rules.groups
    )
