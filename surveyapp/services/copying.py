"""Copies: a wave for a later round, with the raters of before; a programme for other people.

Nothing that anybody answered is copied, nor who did: of raters it is those who were invited and are
still asked, whatever became of it.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import Rules
from surveyapp.core.wave_plan import WavePlan
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Coordination, Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, preparing
from surveyapp.services.checked import checked_name
from surveyapp.services.people import APPROVED
from surveyapp.services.transaction import transaction

People = Literal["leaders", "groups", "none"]
"""What of its people a copy of a programme begins with."""


@dataclass(frozen=True)
class Copied:
    """A wave that was copied, with how many raters; ``left`` ones stood in a group that is gone."""

    wave: UUID
    raters: int
    left: int


def held(wave: UUID) -> int:
    """How many raters of a wave can be proposed again: their names and addresses are still held."""
    query = select(func.count(Invitation.id)).join(
        Assessment, Invitation.assessment_id == Assessment.id
    )
    return db.session.scalar(query.where(Assessment.wave_id == wave, _asked())) or 0


def _asked() -> ColumnElement[bool]:
    """Whether a rater was asked, and neither withdrawn, erased nor forgotten since.

    Whoever declined is among them: without her the list would say that she did.
    """
    return and_(
        Invitation.group != SELF,
        Invitation.email.is_not(None),
        Invitation.link.is_not(None),
        Invitation.state.not_in(lifecycle.WITHDRAWN),
    )


def wave(source: UUID, plan: WavePlan, *, raters: bool) -> Copied:
    """Another wave of the same programme; with ``raters``, who was asked then is proposed again."""
    with transaction() as session:
        before = session.get(Wave, source)
        if before is None:
            raise NotFound("There is no such wave.")
        made = preparing.add(session, before.programme_id, plan)
        count, left = _propose(session, source, made) if raters else (0, 0)
        audit.record(session, "wave copied", wave=made.id, count=count)
        return Copied(made.id, count, left)


def _propose(session: Session, source: UUID, made: Wave) -> tuple[int, int]:
    programme = session.get_one(Programme, made.programme_id)
    known = {group.id for group in Rules.model_validate(programme.rules).groups}
    query = (
        select(Assessment.leader_id, Invitation)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == source, _asked())
    )
    rows = session.execute(query).all()
    nominations = [
        Nomination(
            wave_id=made.id,
            leader_id=leader,
            group=row.group,
            name=row.name,
            email=row.email,
            language=row.language,
            state=APPROVED,
        )
        for leader, row in rows
        if row.group in known
    ]
    session.add_all(nominations)
    return len(nominations), len(rows) - len(nominations)


def programme(source: UUID, *, name: str, coordinator: UUID, people: People) -> UUID:
    """A programme like another one: its questionnaire, rules and texts, and no wave of it."""
    with transaction() as session:
        before = session.get(Programme, source)
        if before is None:
            raise NotFound("There is no such programme.")
        made = Programme(
            organisation_id=before.organisation_id,
            name=checked_name(name),
            instrument=before.instrument,
            rules=before.rules,
            texts=before.texts,
        )
        session.add(made)
        session.flush()
        session.add(Coordination(programme_id=made.id, account_id=coordinator))
        if people != "none":
            _copy_groups(session, source, made.id, leaders=people == "leaders")
        audit.record(session, "programme copied", programme=made.id)
        return made.id


def _copy_groups(session: Session, source: UUID, made: UUID, *, leaders: bool) -> None:
    rows = session.scalars(select(LeaderGroup).where(LeaderGroup.programme_id == source)).all()
    groups = {row.id: LeaderGroup(programme_id=made, name=row.name) for row in rows}
    session.add_all(groups.values())
    session.flush()
    if leaders:
        query = select(Leader).where(Leader.group_id.in_(groups))
        session.add_all(
            Leader(
                group_id=groups[row.group_id].id,
                account_id=row.account_id,
                name=row.name,
                school=row.school,
            )
            for row in session.scalars(query).all()
        )
