"""Waves: opening one makes a promise, closing one keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import (
    audit,
    instruments,
    invitations,
    opening,
    outbox,
    preparing,
    pulses,
    queue,
    reminders,
    versions,
)
from surveyapp.services.context import today
from surveyapp.services.transaction import changed, transaction


def create(
    programme: UUID, *, name: str, label: dict[str, str], closes_on: date, pulse: bool = False
) -> UUID:
    """The next wave of a programme, prepared but not open."""
    with transaction() as session:
        if name in preparing.names_in(session, programme):
            raise SurveyError(f"This programme has a wave {name!r} already: give it another name.")
        made = preparing.store(
            session, programme, name=name, label=label, closes_on=closes_on, pulse=pulse
        )
        return made.id


def open_wave(key: UUID, *, send: bool = False) -> None:
    """Open a wave: its rules and questions are frozen, every leader gets an assessment.

    The leader's own invitation is made with it, and those of the raters who were nominated and
    approved. From here on nothing that the raters were promised can change. In a pulse those
    leaders take part who chose priorities, each with questions of her own. To ``send`` is to let
    the invitations leave at once: a wave that could not send them has not opened.
    """
    with transaction() as session:
        wave = _wave(session, key)
        # Held, so that no leader is taken out meanwhile; of two waves the second sees the first.
        programme = _hold(session, wave)
        _step(session, wave, lifecycle.open_wave)
        pulses.refuse_too_soon(session, wave)
        preparing.settle(session, programme.id, opening=wave)
        wave.rules = _promised(wave, Rules.model_validate(programme.rules))
        hers = _keep_questions(session, wave, load_instrument(programme.instrument))
        leaves = max(today(), wave.sends_on or today())
        wave.reminders = reminders.planned(leaves, wave.closes_on)
        session.flush()
        opening.invite_nominated(session, wave, _take_in(session, wave, hers))
        audit.record(session, "wave opened", wave=wave.id)
        if send:
            invitations.put(session, wave.id)
    if send:
        queue.wake()


def _promised(wave: Wave, rules: Rules) -> dict[str, Any]:
    """The programme's rules; of a pulse nobody prints a report."""
    return rules.changed(on_paper=rules.on_paper and not wave.pulse).stored()


def _keep_questions(session: Session, wave: Wave, whole: Instrument) -> dict[UUID, str]:
    """Freeze what is asked; of a pulse also what is asked about each leader, by leader."""
    hers = pulses.questions(session, wave, whole) if wave.pulse else {}
    wave.fingerprint = instruments.keep(session, whole)
    return {leader: instruments.keep(session, some) for leader, some in hers.items()}


def _take_in(session: Session, wave: Wave, hers: Mapping[UUID, str]) -> dict[UUID, Assessment]:
    """An assessment for every leader, with her own invitation; in a pulse for who has questions."""
    assessments = {}
    for leader, account in _leaders(session, wave.programme_id):
        if wave.pulse and leader.id not in hers:
            continue
        assessment = Assessment(
            wave_id=wave.id, leader_id=leader.id, fingerprint=hers.get(leader.id)
        )
        assessments[leader.id] = assessment
        session.add(assessment)
        session.flush()
        session.add(opening.own_invitation(assessment, leader.name, account))
    return assessments


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
    """Close a wave: every invite link of it dies, and all who answered are thanked at once."""
    with transaction() as session:
        _step(session, _wave(session, key), lifecycle.close_wave)
        # Proposals that nobody answered, and who had joined: nothing is added any more.
        session.execute(delete(Nomination).where(Nomination.wave_id == key))
        outbox.put(session, session.scalars(_raters_who_answered(key)), outbox.THANKS)
        audit.record(session, "wave closed", wave=key)


def _raters_who_answered(wave: UUID) -> Select[UUID]:
    """The invitations of raters who answered, as long as there is an address to thank."""
    return (
        select(Invitation.id)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave, Invitation.state == lifecycle.submit.target)
        .where(Invitation.group != SELF, Invitation.email.is_not(None))
        # Without a link: she asked to be erased, and her address only keeps her from a second one.
        .where(Invitation.link.is_not(None))
    )


def move_deadline(key: UUID, closes_on: date, seen: int | None = None) -> None:
    """Another last day for a wave that is not closed; where ``seen`` is given, of that version.

    ``Unfit`` where that brings it too near to another wave, and one of both is a pulse.
    """
    with transaction() as session:
        wave = _wave(session, key)
        _hold(session, wave)
        versions.take(session, Wave, key, wave.version if seen is None else seen)
        session.refresh(wave)
        if wave.state == "closed":
            raise SurveyError("This wave is closed: its last day cannot move any more.")
        pulses.refuse_near(session, wave, closes_on)
        audit.record(
            session,
            "deadline moved",
            wave=key,
            before=wave.closes_on.isoformat(),
            after=closes_on.isoformat(),
        )
        wave.closes_on = closes_on


def _wave(session: Session, key: UUID) -> Wave:
    wave = session.get(Wave, key)
    if wave is None:
        raise NotFound("There is no such wave.")
    return wave


def _hold(session: Session, wave: Wave) -> Programme:
    """Its programme, where no other wave opens or moves meanwhile; before the wave, as everywhere.

    What only points to the programme may still be stored.
    """
    held = {"key_share": True}
    return session.get_one(Programme, wave.programme_id, with_for_update=held)


def _step(session: Session, wave: Wave, step: lifecycle.Transition) -> None:
    """Take a step, against whoever tries the same at the same moment."""
    target = step(wave.state)
    query = update(Wave).where(Wave.id == wave.id, Wave.state == wave.state)
    if changed(session, query.values(state=target)) != 1:
        raise NotAllowed(step.refusal)


@dataclass(frozen=True)
class Promise:
    """What the raters of a wave were promised, until when they answer, and if it is a pulse."""

    rules: Rules
    closes_on: date
    pulse: bool


def promise(key: UUID) -> Promise:
    """The promise of a wave that has been opened; ``NotFound`` if there is none."""
    row = db.session.execute(
        select(Wave.rules, Wave.closes_on, Wave.pulse).where(Wave.id == key)
    ).first()
    if row is None or row.rules is None:
        raise NotFound("There is no such wave.")
    return Promise(Rules.model_validate(row.rules), row.closes_on, row.pulse)


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
    return dict(db.session.execute(query).all())
