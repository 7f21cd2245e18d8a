"""Reports: read by the leader they are about, released by the coordinator."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.checker import check
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.languages import language as language_of
from surveyapp.models.account import Account
from surveyapp.models.programme import Leader
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment
from surveyapp.reporting.content import ReportContent, content
from surveyapp.reporting.pdf import render_pdf
from surveyapp.services import audit, comments, results
from surveyapp.services.transaction import transaction


def release_wave(wave: UUID) -> int:
    """Hand out the reports of every frozen assessment of a wave; returns how many.

    Each passes the gate once more (rule P9). One that does not harms no other: the rest is handed
    out, and what went wrong is told at the end.
    """
    comments.clear_withheld(wave)
    with transaction() as session:
        released, faults = [], []
        for row, leader in _frozen(session, wave):
            try:
                _gate(session, row)
            except SurveyError as error:
                faults.append(f"{leader}: {error}")
            else:
                row.state = lifecycle.release(row.state)
                released.append(row.id)
        if count := len(released):
            audit.record(session, "reports released", wave=wave, count=count)
        elif not faults:
            raise NotAllowed("There is no frozen report to release: freeze the wave first.")
    if faults:
        raise SurveyError("\n".join(faults))
    return count


def _frozen(session: Session, wave: UUID) -> Sequence[tuple[Assessment, str]]:
    """The frozen assessments with their leaders' names, locked until the transaction ends."""
    query = (
        select(Assessment, Account.name)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
        .where(Assessment.wave_id == wave, Assessment.state.in_(lifecycle.release.sources))
        .order_by(Assessment.id)
        .with_for_update(of=Assessment)
    )
    return [(row, name) for row, name in session.execute(query)]


def _gate(session: Session, row: Assessment) -> None:
    """``SurveyError`` where a stored report breaks a rule or was changed since it was stored.

    It gives rule and place but no figures, as they are not for whoever hands out the report.
    """
    stored = session.get_one(Report, row.id)
    violations = check(stored.snapshot, results.earlier_snapshots(session, row))
    broken = [f"{one.rule} {one.place}".strip() for one in violations]
    if not broken and Snapshot.from_json(stored.snapshot).fingerprint != stored.fingerprint:
        broken = ["P9 fingerprint"]
    if broken:
        listed = "; ".join(broken)
        raise SurveyError(f"The report breaks a rule and was not handed out: {listed}")


def snapshot(assessment: UUID) -> Snapshot:
    """The stored snapshot of an assessment; ``NotFound`` before it is frozen."""
    text = db.session.scalar(select(Report.snapshot).where(Report.assessment_id == assessment))
    if text is None:
        raise NotFound("There is no report yet.")
    return Snapshot.from_json(text)


def open_report(assessment: UUID) -> Snapshot:
    """The snapshot for the leader's own eyes; from now on it is known to have been read.

    ``NotFound`` until it has been handed out.
    """
    if db.session.get_one(Assessment, assessment).state != "released":
        raise NotFound("This report has not been handed out yet.")
    if not db.session.get_one(Report, assessment).opened:
        with transaction() as session:
            query = update(Report).where(Report.assessment_id == assessment)
            session.execute(query.values(opened=True))
    return snapshot(assessment)


def read(assessment: UUID, language: str) -> ReportContent:
    """What the leader reads on screen: the content of the printed report."""
    return content(open_report(assessment), language_of(language))


def pdf(assessment: UUID, language: str) -> bytes:
    """The report as a PDF, made from the stored snapshot."""
    return render_pdf(snapshot(assessment), language)
