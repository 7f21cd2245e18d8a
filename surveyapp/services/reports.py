"""Reports: read by the leader they are about, released by the coordinator."""

from uuid import UUID

from sqlalchemy import select, update

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.languages import language as language_of
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment
from surveyapp.reporting.content import ReportContent, content
from surveyapp.reporting.pdf import render_pdf
from surveyapp.services import audit
from surveyapp.services.transaction import changed, transaction


def release_wave(wave: UUID) -> int:
    """Hand out the reports of every frozen assessment of a wave; returns how many."""
    with transaction() as session:
        query = update(Assessment).where(
            Assessment.wave_id == wave, Assessment.state.in_(lifecycle.release.sources)
        )
        count = changed(session, query.values(state=lifecycle.release.target))
        if not count:
            raise NotAllowed("There is no frozen report to release: freeze the wave first.")
        audit.record(session, "reports released", wave=wave, count=count)
    return count


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
