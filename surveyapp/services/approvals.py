"""What a coordinator does with nominations: approve, return with a reason, add, take off.

In an open wave approving is inviting; afterwards nothing can be returned or taken off here.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from surveyapp.core import additions, lifecycle
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.rater_group import Rules
from surveyapp.core.spelling import on_one_line
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, invitations, joining, nominations
from surveyapp.services.context import today
from surveyapp.services.links import new_link
from surveyapp.services.nominations import Outcome, Wanted
from surveyapp.services.transaction import changed, once_more, transaction

LONGEST_REASON = 300


def approve(wave: UUID, keys: Collection[UUID], leader: UUID) -> int:
    """Approve these nominations of a leader; how many were still to be approved."""
    return _approve(wave, Nomination.id.in_(keys), Nomination.leader_id == leader)


def approve_all(wave: UUID) -> int:
    """Approve all that wait in a wave; what was returned waits for its leader."""
    return _approve(wave, Nomination.state == lifecycle.propose.target)


@once_more
def _approve(wave: UUID, *which: ColumnElement[bool]) -> int:
    with transaction() as session:
        row = _hold(session, wave)
        query = select(Nomination).where(
            Nomination.wave_id == wave, Nomination.state.in_(lifecycle.approve.sources), *which
        )
        chosen = session.scalars(query.with_for_update()).all()
        count = len(chosen)
        if row.state == "open":
            count = _invite(session, row, chosen)
        elif row.state != "prepared":
            raise NotAllowed(additions.CLOSED)
        else:
            for one in chosen:
                one.state, one.reason = lifecycle.approve(one.state), ""
        if count:
            audit.record(session, "nominations approved", wave=wave, count=count)
    return count


def _invite(session: Session, wave: Wave, chosen: Sequence[Nomination]) -> int:
    """Make invitations of proposals in an open wave, and remember who joins with them; how many.

    Whose address is asked already, be it the leader's own by now, is settled by that.
    """
    query = select(Assessment).where(Assessment.wave_id == wave.id)
    assessments = {row.leader_id: row for row in session.scalars(query)}
    groups = {group.id for group in Rules.model_validate(wave.rules).groups}
    rows: list[Invitation] = []
    known = invitations.settled(session, {assessments[one.leader_id].id for one in chosen})
    for one in chosen:
        assessment = assessments[one.leader_id]
        additions.check(
            wave=wave.state, assessment=assessment.state, closes_on=wave.closes_on, today=today()
        )
        if one.group not in groups:
            raise SurveyError(f"There is no rater group {one.group!r} in this wave: return these.")
        if (assessment.id, one.email) in known:
            session.delete(one)
        else:
            rows.append(_invitation(assessment.id, one))
    joining.remember(session, rows)
    session.add_all(rows)
    return len(rows)


def _invitation(assessment: UUID, one: Nomination) -> Invitation:
    return Invitation(
        assessment_id=assessment,
        group=one.group,
        name=one.name,
        email=one.email,
        language=one.language,
        link=new_link(),
    )


def give_back(wave: UUID, leader: UUID, keys: Collection[UUID], reason: str) -> int:
    """Return nominations to their leader, who reads the reason; how many these are."""
    reason = on_one_line(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise SurveyError(f"Give a reason of at most {LONGEST_REASON} characters.")
    with transaction() as session:
        row = _hold(session, wave)
        step = lifecycle.give_back
        # In an open wave who was approved is invited.
        sources = step.sources if row.state == "prepared" else lifecycle.propose.sources
        query = update(Nomination).where(*_of(wave, leader, keys), Nomination.state.in_(sources))
        count = changed(session, query.values(state=step.target, reason=reason))
        if count:
            audit.record(session, "nominations returned", wave=wave, count=count)
    return count


def remove(wave: UUID, leader: UUID, keys: Collection[UUID]) -> int:
    """Take nominations off the list; in an open wave only those that are not approved."""
    with transaction() as session:
        row = _hold(session, wave)
        which = _of(wave, leader, keys)
        if row.state != "prepared":
            which = (*which, Nomination.state.in_(lifecycle.WAITING))
        count = changed(session, delete(Nomination).where(*which))
        if count:
            audit.record(session, "nominations removed", wave=wave, count=count)
    return count


def _of(wave: UUID, leader: UUID, keys: Collection[UUID]) -> tuple[ColumnElement[bool], ...]:
    return (
        Nomination.wave_id == wave,
        Nomination.leader_id == leader,
        Nomination.id.in_(keys),
    )


def add(wave: UUID, leader: UUID, wanted: Wanted) -> Outcome:
    """Put people on the list of a wave that is not open yet, approved; all of them or none."""
    with transaction() as session:
        outcome = nominations.bring(session, wave, leader, wanted, lifecycle.approve.target)
        if outcome.added:
            audit.record(session, "raters nominated", wave=wave, count=outcome.added)
    return outcome


def _hold(session: Session, wave: UUID) -> Wave:
    row = session.scalar(select(Wave).where(Wave.id == wave).with_for_update())
    if row is None:
        raise NotFound("There is no such wave.")
    return row
