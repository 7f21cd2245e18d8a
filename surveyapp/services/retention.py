"""Forgetting (rule S8): addresses some days after the freeze, reports and answers some years after.

A dry run selects by the same conditions as the deed, and only counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.extensions import db
from surveyapp.models.base import Base
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.report import GroupReport, Report
from surveyapp.models.response import Comment, Response
from surveyapp.models.share import Share, ShareOpening
from surveyapp.models.wave import Assessment, FrozenInstrument, Wave
from surveyapp.services import audit, files, instruments
from surveyapp.services.clearing import scrub
from surveyapp.services.context import settings, today
from surveyapp.services.transaction import transaction

CONTENT = (
    *(Draft, OutboxMessage, Invitation, Response, Comment, Report, Action, Plan, Priority),
    *(ShareOpening, Share, FrozenInstrument),
)
"""The tables that an assessment leaves something in; the last one in a pulse."""

CLEARS = (
    "What was asked is done; `surveyapp retention apply` clears away the rest in a quiet moment."
)


@dataclass(frozen=True)
class ForgottenAddresses:
    """How many invitations of each wave lose name, address and link: frozen by that day.

    ``nominations`` are those of waves that never opened, and were to be over by that day;
    ``shares`` those that nobody can read any more since that day.
    """

    frozen_by: date
    waves: dict[UUID, int]
    nominations: dict[UUID, int]
    shares: int

    @property
    def invitations(self) -> int:
        """All of them."""
        return sum(self.waves.values())


@dataclass(frozen=True)
class ForgottenReports:
    """How many reports of each wave are erased, and what with them: frozen by that day."""

    frozen_by: date
    waves: dict[UUID, int]
    responses: int
    invitations: int
    group_reports: int

    @property
    def reports(self) -> int:
        """All of them."""
        return sum(self.waves.values())


def apply(*, dry_run: bool) -> tuple[ForgottenAddresses, ForgottenReports]:
    """Forget all that is due today, and clear what the database keeps of deleted rows.

    ``SurveyError`` where the database was too busy to be cleared; to be repeated then.
    """
    done = forget_addresses(dry_run=dry_run), forget_reports(dry_run=dry_run)
    if not dry_run:
        scrub(*CONTENT, Nomination, GroupReport, remedy=CLEARS)
    return done


def forget_addresses(*, dry_run: bool) -> ForgottenAddresses:
    """Erase name, address and link of every invitation that was frozen long enough ago.

    What is left of it, a rater group and a state, are the counts of the report. Which mail went to
    whom is forgotten with it. Nominations go whole: of a wave that opened there are none. So do
    shares that are over, with the name for whom each was: they are their leaders', and no event.
    """
    day = today() - timedelta(days=settings().keep_addresses_days)
    frozen = select(Assessment.id).where(Assessment.frozen_on <= day)
    due = and_(Invitation.assessment_id.in_(frozen), _known())
    over = Nomination.wave_id.in_(select(Wave.id).where(Wave.closes_on <= day))
    if dry_run:
        return _due_addresses(db.session(), day, due, over)
    with transaction() as session:
        forgotten = _due_addresses(session, day, due, over)
        shares = select(Share.id).where(_ended(day))
        session.execute(delete(ShareOpening).where(ShareOpening.share_id.in_(shares)))
        session.execute(delete(Share).where(_ended(day)))
        mail = OutboxMessage.invitation_id.in_(select(Invitation.id).where(due))
        session.execute(delete(OutboxMessage).where(mail))
        session.execute(update(Invitation).where(due).values(name="", email=None, link=None))
        for wave, count in forgotten.waves.items():
            audit.record(session, "people forgotten", wave=wave, count=count)
        session.execute(delete(Nomination).where(over))
        for wave, count in forgotten.nominations.items():
            audit.record(session, "nominations forgotten", wave=wave, count=count)
    return forgotten


def _due_addresses(
    session: Session, day: date, due: ColumnElement[bool], over: ColumnElement[bool]
) -> ForgottenAddresses:
    nominations = select(Nomination.wave_id, func.count()).where(over).group_by(Nomination.wave_id)
    return ForgottenAddresses(
        frozen_by=day,
        waves=_invitations_per_wave(session, due),
        nominations=dict(session.execute(nominations).all()),
        shares=session.scalar(select(func.count()).select_from(Share).where(_ended(day))) or 0,
    )


def _ended(day: date) -> ColumnElement[bool]:
    """Whether nobody can read a share any more since that day: it was over, or taken back."""
    # On its last day it can be read, however soon everything is forgotten.
    over = min(day, today() - timedelta(days=1))
    return or_(Share.ends_on <= over, Share.taken_back_on <= day)


def _known() -> ColumnElement[bool]:
    """Whether an invitation still says for whom it is."""
    return or_(Invitation.name != "", Invitation.email.is_not(None), Invitation.link.is_not(None))


def _invitations_per_wave(session: Session, due: ColumnElement[bool]) -> dict[UUID, int]:
    query = (
        select(Assessment.wave_id, func.count())
        .join(Invitation, Invitation.assessment_id == Assessment.id)
        .where(due)
        .group_by(Assessment.wave_id)
    )
    return dict(session.execute(query).all())


def forget_reports(*, dry_run: bool) -> ForgottenReports:
    """Erase the reports that were frozen long enough ago, with answers, invitations and plans.

    That there was an assessment stays known. A group report goes with the last report of its wave.
    """
    day = today() - timedelta(days=settings().keep_reports_days)
    due = and_(Assessment.state.in_(lifecycle.forget.sources), Assessment.frozen_on <= day)
    if dry_run:
        return _due_reports(db.session(), day, due)
    with transaction() as session:
        forgotten = _due_reports(session, day, due)
        session.execute(delete(GroupReport).where(_last_of_wave(due)))
        erase_content(session, due)
        told = {"state": lifecycle.forget.target, "fingerprint": None}
        session.execute(update(Assessment).where(due).values(told))
        instruments.sweep(session)
        files.revoke(session, forgotten.waves)
        for wave, count in forgotten.waves.items():
            audit.record(session, "reports forgotten", wave=wave, count=count)
    files.sweep()
    return forgotten


def _due_reports(session: Session, day: date, due: ColumnElement[bool]) -> ForgottenReports:
    waves = select(Assessment.wave_id, func.count()).where(due).group_by(Assessment.wave_id)
    groups = select(func.count()).select_from(GroupReport).where(_last_of_wave(due))
    content = count_content(session, due)
    return ForgottenReports(
        frozen_by=day,
        waves=dict(session.execute(waves).all()),
        responses=content["response"],
        invitations=content["invitation"],
        group_reports=session.scalar(groups) or 0,
    )


def _last_of_wave(due: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a group report has no assessment left beside those that are due."""
    kept = and_(Assessment.state != lifecycle.forget.target, not_(due))
    return ~exists().where(Assessment.wave_id == GroupReport.wave_id, kept)


def count_content(session: Session, which: ColumnElement[bool]) -> dict[str, int]:
    """How many rows of each table came of these assessments."""
    return {
        table.__tablename__: session.scalar(
            select(func.count()).select_from(table).where(condition)
        )
        or 0
        for table, condition in _content(which)
    }


def erase_content(session: Session, which: ColumnElement[bool]) -> None:
    """Erase all that came of these assessments; the assessments themselves stay."""
    for table, condition in _content(which):
        session.execute(delete(table).where(condition))


def _content(which: ColumnElement[bool]) -> list[tuple[type[Base], ColumnElement[bool]]]:
    """What came of these assessments, in an order in which it can be deleted."""
    keys = select(Assessment.id).where(which)
    invitations = select(Invitation.id).where(Invitation.assessment_id.in_(keys))
    priorities = select(Priority.id).where(Priority.assessment_id.in_(keys))
    plans = select(Plan.id).where(Plan.priority_id.in_(priorities))
    shares = select(Share.id).where(Share.assessment_id.in_(keys))
    return [
        (Draft, Draft.invitation_id.in_(invitations)),
        (OutboxMessage, OutboxMessage.invitation_id.in_(invitations)),
        *(
            (table, table.assessment_id.in_(keys))
            for table in (Invitation, Response, Comment, Report)
        ),
        (Action, Action.plan_id.in_(plans)),
        (Plan, Plan.priority_id.in_(priorities)),
        (Priority, Priority.assessment_id.in_(keys)),
        (ShareOpening, ShareOpening.share_id.in_(shares)),
        (Share, Share.assessment_id.in_(keys)),
    ]
