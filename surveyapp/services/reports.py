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
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment
from surveyapp.reporting.content import ReportContent, content
from surveyapp.reporting.design import DEFAULT
from surveyapp.reporting.parts.opening import Cover
from surveyapp.reporting.parts.opening import cover as cover_of
from surveyapp.reporting.press import Wish
from surveyapp.services import audit, earlier, effects
from surveyapp.services.at_once import printed
from surveyapp.services.clearing import scrub
from surveyapp.services.retention import CONTENT
from surveyapp.services.snapshots import genuine
from surveyapp.services.transaction import transaction


def release_wave(wave: UUID) -> int:
    """Hand out the reports of every frozen assessment of a wave; returns how many.

    Each passes the gate once more (rule P9). One that does not harms no other: the rest is handed
    out, and what went wrong is told at the end.

    Nothing is handed out before all that the freeze and withholding deleted is cleared away:
    ``NotCleared`` where others use the database, ``NotAllowed`` where something was withheld or
    frozen since the clearing began.
    """
    cleared = _fingerprints(db.session(), wave)
    if not cleared:
        raise NotAllowed("There is no frozen report to release: freeze the wave first.")
    remedy = "No report was handed out: try once more in a quiet moment."
    scrub(*CONTENT, Nomination, remedy=remedy)
    with transaction() as session:
        rows = _frozen(session, wave)
        if _fingerprints(session, wave) != cleared:
            raise NotAllowed("Somebody else changed these reports meanwhile: try once more.")
        faults = _pass_on(session, rows)
        if count := len(rows) - len(faults):
            audit.record(session, "reports released", wave=wave, count=count)
    if faults:
        raise SurveyError("\n".join(faults))
    return count


def to_release(wave: UUID) -> int:
    """How many frozen reports of a wave wait to be handed out."""
    return len(_fingerprints(db.session(), wave))


def kept_back(wave: UUID) -> Sequence[str]:
    """The leaders of a wave whose frozen report has not been handed out, by name."""
    query = (
        select(Leader.name)
        .join(Assessment, Assessment.leader_id == Leader.id)
        .where(Assessment.wave_id == wave, Assessment.state.in_(lifecycle.release.sources))
        .order_by(Leader.name)
    )
    return db.session.scalars(query).all()


HandedOut = tuple[UUID, str, str]
"""An assessment, and the name and language of its leader."""


def handed_out(wave: UUID) -> Sequence[HandedOut]:
    """The assessments of a wave with a report that was handed out, with name and language."""
    query = (
        select(Assessment.id, Leader.name, Account.language)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
        .where(Assessment.wave_id == wave, Assessment.state == lifecycle.release.target)
        .order_by(Leader.name, Assessment.id)
    )
    return [(key, name, language) for key, name, language in db.session.execute(query)]


def _fingerprints(session: Session, wave: UUID) -> dict[UUID, str]:
    """The fingerprints of the frozen reports of a wave: withholding a comment changes one."""
    query = (
        select(Report.assessment_id, Report.fingerprint)
        .join(Assessment, Report.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave, Assessment.state.in_(lifecycle.release.sources))
    )
    return dict(session.execute(query).all())


def _pass_on(session: Session, rows: Sequence[tuple[Assessment, str]]) -> list[str]:
    """Release every report that passes the gate, and tell of each other one what is wrong."""
    faults = []
    for row, leader in rows:
        try:
            _gate(session, row)
        except SurveyError as error:
            faults.append(f"{leader}: {error}")
        else:
            row.state = lifecycle.release(row.state)
    return faults


def _frozen(session: Session, wave: UUID) -> Sequence[tuple[Assessment, str]]:
    """The frozen assessments with their leaders' names, locked until the transaction ends."""
    query = (
        select(Assessment, Leader.name)
        .join(Leader, Assessment.leader_id == Leader.id)
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
    violations = check(stored.snapshot, earlier.snapshots(session, row))
    broken = [f"{one.rule} {one.place}".strip() for one in violations]
    if not broken and Snapshot.from_json(stored.snapshot).fingerprint != stored.fingerprint:
        broken = ["P9 fingerprint"]
    if broken:
        listed = "; ".join(broken)
        raise SurveyError(f"The report breaks a rule and was not handed out: {listed}")


def stored(assessment: UUID) -> Snapshot:
    """The snapshot of an assessment, handed out or not: leaders read it by ``open_report`` only.

    ``NotFound`` before the freeze, ``SurveyError`` where it is not the one that was stored then.
    """
    query = select(Report.snapshot, Report.fingerprint).where(Report.assessment_id == assessment)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no report yet.")
    return genuine(row.snapshot, row.fingerprint)


def open_report(assessment: UUID) -> Snapshot:
    """The snapshot for the leader's own eyes; from now on it is known to have been read.

    The only way to it for her: ``NotFound`` until it has been handed out.
    """
    if db.session.get_one(Assessment, assessment).state != "released":
        raise NotFound("This report has not been handed out yet.")
    snapshot = stored(assessment)
    if not db.session.get_one(Report, assessment).opened:
        with transaction() as session:
            query = update(Report).where(Report.assessment_id == assessment)
            session.execute(query.values(opened=True))
    return snapshot


def read(assessment: UUID, language: str) -> ReportContent:
    """What the leader reads on screen: the content of her printed report, with her choices."""
    snapshot = open_report(assessment)
    return content(snapshot, language_of(language), *effects.beside(assessment))


def cover(assessment: UUID, language: str) -> Cover:
    """Whose report it is, and of which wave."""
    return cover_of(open_report(assessment), language_of(language))


def pdf(assessment: UUID, language: str, design: str = DEFAULT) -> bytes:
    """What the leader reads on paper, in a design of ``reports/``, with her choices."""
    snapshot = open_report(assessment).to_json()
    hers, effect = effects.beside(assessment)
    became = effect.to_json() if effect else ""
    return printed(Wish(snapshot, language, design, choices=hers.to_json(), effect=became))
