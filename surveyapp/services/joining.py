"""Who joined the list of an open wave after its first links had left (``core.additions``).

An approved nomination of an open wave says so, and goes when the wave closes.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from surveyapp.core import additions, lifecycle
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Assessment

Key = tuple[UUID, str]
"""An assessment and a rater group in it."""


def remember(session: Session, rows: Sequence[Invitation]) -> None:
    """Remember who of these new raters joins a list that stands; part of inviting them.

    What a leader proposed is settled by that: it is no proposal any more.
    """
    keys = {row.assessment_id for row in rows}
    standing = _standing(session, keys)
    query = select(Assessment.id, Assessment.wave_id, Assessment.leader_id)
    places = {key: place for key, *place in session.execute(query.where(Assessment.id.in_(keys)))}
    held = _held(session, keys)
    for row in rows:
        wave, leader = places[row.assessment_id]
        proposal = held.get((wave, leader, row.email or ""))
        if (row.assessment_id, row.group) in standing:
            proposal = proposal or Nomination(wave_id=wave, leader_id=leader, email=row.email)
            proposal.group, proposal.name, proposal.language = row.group, row.name, row.language
            proposal.state, proposal.reason = lifecycle.approve.target, ""
            session.add(proposal)
        elif proposal:
            session.delete(proposal)


def move(session: Session, row: Invitation, old: str | None) -> None:
    """Whoever joined late did so at her corrected address, too; a proposal of that is settled."""
    held = {key[-1]: one for key, one in _held(session, {row.assessment_id}).items()}
    if old == row.email:
        return
    if row.email in held:
        session.delete(held[row.email])
        session.flush()
    if old in held and row.email:
        held[old].email = row.email


def forget(session: Session, row: Invitation) -> None:
    """Whoever was added by mistake never joined."""
    for (*_, email), one in _held(session, {row.assessment_id}).items():
        if email == row.email:
            session.delete(one)


def _standing(session: Session, keys: Collection[UUID]) -> set[Key]:
    """The rater groups of these assessments whose list stands."""
    about_to = select(OutboxMessage.id).where(OutboxMessage.invitation_id == Invitation.id)
    left = or_(Invitation.state != "prepared", about_to.exists())
    query = select(Invitation.assessment_id, Invitation.group, left)
    mailed: dict[Key, list[bool]] = {}
    for key, group, gone in session.execute(query.where(Invitation.assessment_id.in_(keys))):
        mailed.setdefault((key, group), []).append(gone)
    return {key for key, gone in mailed.items() if additions.stands(gone)}


def _held(session: Session, keys: Collection[UUID]) -> dict[tuple[UUID, UUID, str], Nomination]:
    query = (
        select(Nomination)
        .join(Assessment, Assessment.leader_id == Nomination.leader_id)
        .where(Assessment.wave_id == Nomination.wave_id, Assessment.id.in_(keys))
    )
    return {(row.wave_id, row.leader_id, row.email): row for row in session.scalars(query)}


def of_invitation() -> ColumnElement[bool]:
    """What joins an invitation and its assessment to the nomination that says it was late."""
    return and_(
        Nomination.wave_id == Assessment.wave_id,
        Nomination.leader_id == Assessment.leader_id,
        Nomination.email == Invitation.email,
        Nomination.state == lifecycle.approve.target,
    )


def is_late() -> ColumnElement[bool]:
    """Whether an invitation that was joined so came after the list stood."""
    return Nomination.id.is_not(None)
