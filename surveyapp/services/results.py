"""Freezing an assessment: its answers are shuffled, aggregated once, and never asked again.

The comments are destroyed then: what may be read of them stands in the snapshot.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle, report, response
from surveyapp.core.checker import check
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.rater_group import Rules
from surveyapp.core.response import Round
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.report import Report
from surveyapp.models.response import Comment, Response
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, earlier, instruments, outbox, recognition
from surveyapp.services.clearing import scrub
from surveyapp.services.context import actor, today
from surveyapp.services.transaction import changed, transaction

log = logging.getLogger(__name__)

CLEARED_LATER = (
    "The figures that were frozen stand. Clearing is tried again before the reports are handed "
    "out, and every day by `surveyapp retention apply`."
)


Tell = Callable[[int, int], None]
"""Is told how many assessments are frozen, of how many."""


def _nobody(done: int, total: int) -> None:
    """Nobody watches."""


def freeze_wave(wave: UUID, on: date | None = None, tell: Tell = _nobody) -> None:
    """Freeze every open assessment of a closed wave, then clear what the database left behind.

    One that fails harms no other: the rest is frozen, and what went wrong is told at the end. To
    be repeated until it goes well; what is frozen stays as it is. ``NotCleared`` where all went
    well but the clearing, without which ``reports.release_wave`` hands out nothing.
    ``tell`` may end it between two assessments by an exception of its own.
    """
    query = select(Assessment.id, Assessment.state).where(Assessment.wave_id == wave)
    states: dict[UUID, str] = dict(db.session.execute(query).all())
    keys = [key for key, state in states.items() if state == "open"]
    faults: list[str] = []
    for number, key in enumerate(keys, start=len(states) - len(keys)):
        tell(number - len(faults), len(states))
        if fault := _fault(key, on):
            faults.append(fault)
    tell(len(states) - len(faults), len(states))
    try:
        scrub(Response, Comment, Draft, OutboxMessage, Invitation, Nomination, remedy=CLEARED_LATER)
    except SurveyError as error:
        if not faults:
            raise
        faults.append(str(error))
    if faults:
        raise SurveyError("\n".join(dict.fromkeys(faults)))


def _fault(assessment: UUID, on: date | None) -> str:
    """Freeze one assessment and tell what went wrong, without any value; empty where nothing."""
    try:
        freeze(assessment, on)
    except SurveyError as error:
        return "" if _stands(assessment) else str(error)
    except SQLAlchemyError as error:
        log.error("%s at the freeze of an assessment", type(error).__name__)
        return "The database failed at a report, of which nothing was frozen: freeze once more."
    return ""


def _stands(assessment: UUID) -> bool:
    """Whether somebody else has frozen it meanwhile."""
    query = select(Assessment.state).where(Assessment.id == assessment)
    return db.session.scalar(query) in lifecycle.WITH_REPORT


def freeze(assessment: UUID, on: date | None = None) -> None:
    """Freeze one assessment: one transaction from open answers to a checked snapshot.

    ``NotAllowed`` while its wave is open, or where it was frozen before (rule P1).
    """
    with transaction() as session:
        row = _hold(session, assessment)
        if session.get_one(Wave, row.wave_id).state != "closed":
            raise NotAllowed("Close the wave first: until then answers may still come in.")
        _take_step(session, row)
        row.frozen_on = on or today()
        _forget_drafts(session, assessment)
        outbox.forget_reminders(session, assessment)
        shuffle(session, assessment)
        # Growth needs one earlier wave; the checker compares with every earlier snapshot.
        since = [round_of(session, one) for one in earlier.measured_from(session, row)]
        snapshot = report.build(round_of(session, row), since)
        text = snapshot.to_json()
        if violations := check(text, earlier.snapshots(session, row)):
            places = "; ".join(f"{one.rule} {one.place}".strip() for one in violations)
            log.error("A report breaks a rule and was not stored: %s", places)
            listed = "; ".join(str(violation) for violation in violations)
            raise SurveyError(f"The report breaks a rule and was not stored: {listed}")
        session.add(
            Report(assessment_id=assessment, fingerprint=snapshot.fingerprint, snapshot=text)
        )
        # Names before masking, and words that nobody may read, must not lie about.
        session.execute(delete(Comment).where(Comment.assessment_id == assessment))
        audit.record(session, "assessment frozen", assessment=assessment)


def _hold(session: Session, assessment: UUID) -> Assessment:
    """The assessment, kept from others together with all that the freeze will change.

    The locks are taken in the order in which erasing a person takes hers, so that of both at once
    one waits for the other: whoever acts, the leader, the invitations, the assessment.
    """
    acts = select(Account.id).where(Account.id == actor())
    session.execute(acts.with_for_update(read=True, key_share=True)).all()
    leader = select(Assessment.leader_id).where(Assessment.id == assessment).scalar_subquery()
    for query in (
        select(Leader.id).where(Leader.id == leader),
        select(Invitation.id).where(Invitation.assessment_id == assessment).order_by(Invitation.id),
    ):
        session.execute(query.with_for_update()).all()
    row = session.get(Assessment, assessment, with_for_update=True)
    if row is None:
        raise NotFound("What was to be frozen of a school leader has been erased meanwhile.")
    return row


def _take_step(session: Session, row: Assessment) -> None:
    target = lifecycle.freeze(row.state)
    query = update(Assessment).where(Assessment.id == row.id, Assessment.state == row.state)
    if changed(session, query.values(state=target)) != 1:
        raise NotAllowed(lifecycle.freeze.refusal)


def _forget_drafts(session: Session, assessment: UUID) -> None:
    invitations = select(Invitation.id).where(Invitation.assessment_id == assessment)
    session.execute(delete(Draft).where(Draft.invitation_id.in_(invitations)))


def shuffle(session: Session, assessment: UUID) -> None:
    """Write the responses anew, under new keys and in random order (rule S2).

    The invitations as well: PostgreSQL would keep them in the order in which people answered.
    """
    query = select(*Response.__table__.columns).where(Response.assessment_id == assessment)
    rows = [dict(row._mapping) | {"id": uuid4()} for row in session.execute(query)]
    SystemRandom().shuffle(rows)
    session.execute(delete(Response).where(Response.assessment_id == assessment))
    if rows:
        session.execute(insert(Response), rows)
    _rewrite_people(session, assessment)


def _rewrite_people(session: Session, assessment: UUID) -> None:
    """An update that changes nothing gives a row a new place, and all rows one transaction id."""
    query = select(Invitation.id).where(Invitation.assessment_id == assessment)
    keys = list(session.scalars(query))
    SystemRandom().shuffle(keys)
    for key in keys:
        same = update(Invitation).where(Invitation.id == key).values(state=Invitation.state)
        session.execute(same)


def round_of(session: Session, row: Assessment) -> Round:
    """All that was answered in an assessment; of one that is frozen, without the comments."""
    wave = session.get_one(Wave, row.wave_id)
    leader = session.get_one(Leader, row.leader_id)
    instrument = instruments.frozen(row.fingerprint or wave.fingerprint or "")
    vectors: dict[str, list[bytes]] = {}
    query = select(Response.group, Response.answers).where(Response.assessment_id == row.id)
    for group, answers in session.execute(query):
        vectors.setdefault(group, []).append(answers)
    return Round(
        programme=session.get_one(Programme, wave.programme_id).name,
        leader=leader.name,
        school=leader.school,
        wave=earlier.name_of(wave),
        frozen_on=row.frozen_on or today(),
        instrument=instrument,
        rules=Rules.model_validate(wave.rules),
        answers={g: response.decode(instrument, rows) for g, rows in vectors.items()},
        invited=_invited(session, row.id),
        comments=_comments(session, row.id),
        names=recognition.names(row.id),
    )


def _comments(session: Session, assessment: UUID) -> Sequence[response.Comment]:
    query = select(Comment.group, Comment.question, Comment.text)
    rows = session.execute(query.where(Comment.assessment_id == assessment))
    return [response.Comment(group, question, text) for group, question, text in rows]


def _invited(session: Session, assessment: UUID) -> Mapping[str, int | None]:
    """How many were ever invited per group.

    Also who was withdrawn: without those who had not answered, the number would tell who had.
    """
    query = (
        select(Invitation.group, func.count())
        .where(Invitation.assessment_id == assessment)
        .group_by(Invitation.group)
    )
    return dict(session.execute(query).all())
