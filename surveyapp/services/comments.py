"""Comments between the freeze and the release: read by the coordinator, withheld with a reason.

She reads what the leader would read: masked, in paragraphs, and without the groups. There is no
way to change a comment.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core import withholding
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.instrument import OTHERS
from surveyapp.core.snapshot import Reason, Snapshot
from surveyapp.extensions import db
from surveyapp.models.audit import AuditEvent
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit
from surveyapp.services.clearing import scrub
from surveyapp.services.context import actor, secret
from surveyapp.services.transaction import transaction


@dataclass(frozen=True)
class Remark:
    """A paragraph of others, and how often it stands there; ``mark`` finds it again."""

    mark: str
    text: str
    times: int


@dataclass(frozen=True)
class Question:
    """An open question, what others wrote to it, and why some of that was withheld."""

    title: dict[str, str]
    text: dict[str, str]
    remarks: tuple[Remark, ...]
    withheld: tuple[Reason, ...]


@dataclass(frozen=True)
class Comments:
    """What a coordinator may read of one assessment: nothing unless it is ``frozen``."""

    assessment: UUID
    wave: UUID
    programme: str
    label: dict[str, str]
    leader: str
    state: str
    questions: tuple[Question, ...]

    @property
    def count(self) -> int:
        """How many paragraphs there are to read."""
        return sum(len(question.remarks) for question in self.questions)

    def find(self, mark: str) -> tuple[Question, Remark]:
        """A paragraph and its question; ``NotFound`` where it does not stand, or not any more."""
        for question in self.questions:
            for remark in question.remarks:
                if remark.mark == mark:
                    return question, remark
        raise NotFound("This comment does not stand here, or not any more.")


def view(assessment: UUID) -> Comments:
    """The comments on a leader, in an order that tells nothing."""
    query = (
        select(Assessment, Wave, Programme.name, Leader.name)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Assessment.id == assessment)
    )
    row, wave, programme, leader = db.session.execute(query).one()
    return Comments(
        assessment=assessment,
        wave=wave.id,
        programme=programme,
        label=wave.label,
        leader=leader,
        state=row.state,
        questions=tuple(_questions(row)) if row.state == "frozen" else (),
    )


def read(assessment: UUID) -> Comments:
    """The same, for whoever reads them now: that she did stands in the audit log, once."""
    found = view(assessment)
    if found.count and not _was_read(db.session(), assessment):
        with transaction() as session:
            session.get_one(Assessment, assessment, with_for_update=True)
            if not _was_read(session, assessment):
                audit.record(session, "comments read", assessment=assessment)
    return found


def _was_read(session: Session, assessment: UUID) -> bool:
    """Whether who acts now has read these comments before."""
    query = select(AuditEvent.id).where(
        AuditEvent.action == "comments read",
        AuditEvent.assessment_id == assessment,
        AuditEvent.actor_id == actor(),
    )
    return session.scalar(query.limit(1)) is not None


def _questions(row: Assessment) -> Iterator[Question]:
    snapshot = Snapshot.from_json(db.session.get_one(Report, row.id).snapshot)
    asked = {question.id: question for question in snapshot.instrument.open_questions}
    for given in snapshot.comments:
        yield Question(
            title=asked[given.question].title,
            text=asked[given.question].text[OTHERS],
            remarks=tuple(
                Remark(_mark(row.id, given.question, text), text, times)
                for text, times in withholding.readable(given).items()
            ),
            withheld=given.withheld,
        )


def _mark(assessment: UUID, question: str, text: str) -> str:
    """What stands for a paragraph in an address: who lacks the secret cannot guess the text."""
    said = b"\0".join([b"comment", assessment.bytes, question.encode(), text.encode()])
    return hmac.digest(secret().encode(), said, hashlib.sha256)[:16].hex()


def to_read(assessments: Sequence[UUID], coordinator: UUID) -> set[UUID]:
    """Those of the assessments that are frozen and in which there are comments of others, or were.

    Not the coordinator's own: of what is said about herself she reads and withholds nothing.
    """
    if not assessments:
        return set()
    query = (
        select(Report.assessment_id, Report.snapshot)
        .join(Assessment, Report.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Assessment.id.in_(assessments), Assessment.state == "frozen")
        .where(Leader.account_id != coordinator)
    )
    rows = db.session.execute(query)
    return {key for key, stored in rows if withholding.anything_to_read(stored)}


def withhold(assessment: UUID, mark: str, reason: Reason) -> bool:
    """Withhold a comment for good, and tell whether its last traces could be cleared away.

    One short attempt: where somebody else is busy with the database, clearing waits for the next
    comment that is withheld, and at the latest for the release. ``NotAllowed`` unless the
    assessment is frozen, ``NotFound`` where the comment does not stand there, or not any more.
    """
    with transaction() as session:
        stored = _locked(session, assessment)
        snapshot = Snapshot.from_json(stored.snapshot)
        question, text = _found(snapshot, assessment, mark)
        after = withholding.withhold(snapshot, question, text, reason)
        stored.snapshot, stored.fingerprint = after.to_json(), after.fingerprint
        audit.record(session, "comment withheld", assessment=assessment, reason=reason)
    try:
        scrub(Report, remedy="", attempts=1)
    except SurveyError:
        return False
    return True


def _locked(session: Session, assessment: UUID) -> Report:
    """The report, kept from release and from other coordinators until the transaction ends."""
    if session.get_one(Assessment, assessment, with_for_update=True).state != "frozen":
        raise NotAllowed(
            "Comments can be withheld once the figures are frozen, and until the reports have "
            "been handed out."
        )
    return session.get_one(Report, assessment)


def _found(snapshot: Snapshot, assessment: UUID, mark: str) -> tuple[str, str]:
    """The question and the text that a mark stands for."""
    for given in snapshot.comments:
        for text in withholding.readable(given):
            if _mark(assessment, given.question, text) == mark:
                return given.question, text
    raise NotFound("This comment does not stand here, or not any more.")
