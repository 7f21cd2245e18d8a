"""Inspection: every stored report before the gate once more (rule P9), long after its release."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.core.checker import Violation, check, check_group
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.report import GroupReport, Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import earlier, group_reports

UNREADABLE = "P9 earlier reports"
"""Where a report cannot be compared, since what is stored of an earlier wave cannot be read."""


@dataclass(frozen=True)
class Finding:
    """A stored report; ``leader`` is empty for a group report.

    ``broken`` are rules and places, without figures: whoever inspects may not read them. A group
    report was checked ``alone`` where leaders were erased since, so that it cannot be made again.
    """

    programme: str
    wave: dict[str, str]
    leader: str
    broken: tuple[str, ...]
    alone: bool = False


def inspect() -> Iterator[Finding]:
    """Check every stored report, with the leader's earlier ones, and every group report."""
    session = db.session()
    yield from _reports(session)
    yield from _group_reports(session)


def _reports(session: Session) -> Iterator[Finding]:
    query = (
        select(Assessment, Programme.name, Wave.label, Leader.name)
        .join(Report, Report.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .order_by(Programme.name, Programme.id, Wave.position, Leader.name, Assessment.id)
    )
    for row, programme, wave, leader in session.execute(query).all():
        yield Finding(programme, wave, leader, _broken(session, row))


def _broken(session: Session, row: Assessment) -> tuple[str, ...]:
    stored = session.get_one(Report, row.id)
    try:
        before = earlier.snapshots(session, row)
    except SurveyError:
        return *_told(check(stored.snapshot), stored), UNREADABLE
    return _told(check(stored.snapshot, before), stored)


def _told(violations: Sequence[Violation], stored: Report | GroupReport) -> tuple[str, ...]:
    """Rules and places; what passes has to be what was stored, too."""
    broken = tuple(f"{one.rule} {one.place}".strip() for one in violations)
    if not broken and json.loads(stored.snapshot)["fingerprint"] != stored.fingerprint:
        return ("P9 fingerprint",)
    return broken


def _group_reports(session: Session) -> Iterator[Finding]:
    query = (
        select(GroupReport, Programme.name, Wave.label)
        .join(Wave, GroupReport.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .order_by(Programme.name, Programme.id, Wave.position)
    )
    for stored, programme, wave in session.execute(query).all():
        broken, alone = group_report(session, stored)
        yield Finding(programme, wave, "", broken, alone)


def group_report(session: Session, stored: GroupReport) -> tuple[tuple[str, ...], bool]:
    """What is broken in a group report, and whether it was checked without its leaders."""
    broken = _broken_group(session, stored)
    alone = bool(broken) and _leaders_are_gone(session, stored.wave_id)
    return (_told(_violations(stored, None), stored) if alone else broken), alone


def _broken_group(session: Session, stored: GroupReport) -> tuple[str, ...]:
    try:
        leaders = group_reports.leaders(session, stored.wave_id)
    except ValueError:
        return *_told(_violations(stored, None), stored), UNREADABLE
    return _told(_violations(stored, leaders), stored)


def _violations(stored: GroupReport, leaders: dict[str, list[object]] | None) -> list[Violation]:
    try:
        document = json.loads(stored.snapshot)
    except ValueError:
        return [Violation("P9", "", "This cannot be read as JSON.")]
    return check_group(document, leaders)


def _leaders_are_gone(session: Session, wave: UUID) -> bool:
    """Whether snapshots that the group report was made from may have been erased since."""
    forgotten = select(Assessment.id).where(
        Assessment.wave_id == wave, Assessment.state == "forgotten"
    )
    made = select(func.max(AuditEvent.at)).where(
        AuditEvent.wave_id == wave, AuditEvent.action == "group report frozen"
    )
    erased = select(AuditEvent.details).where(
        AuditEvent.action == "person erased", AuditEvent.at >= made.scalar_subquery()
    )
    if session.scalars(forgotten).first():
        return True
    return any(details.get("assessments") for details in session.scalars(erased))
