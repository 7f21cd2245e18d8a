"""Handing over all that is held about one person, at her request. See ``docs/privacy.md``.

It holds what she may know anyway: of a leader never who was invited about her, of a rater nothing
that she answered, which cannot be found (rule S1).
"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveyapp.core import lifecycle
from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.organisation import Coaching, Membership, Organisation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Coordination, Leader, LeaderGroup, Programme
from surveyapp.models.report import Report
from surveyapp.models.share import Exchange, Share, ShareOpening
from surveyapp.models.sign_in import AccountMail, Identity, Passkey, RecoveryCode, SecondFactor
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, choices, plan_reminders, pulses, reflections
from surveyapp.services.context import today
from surveyapp.services.persons import Subject, find
from surveyapp.services.plan_reminders import Reminder
from surveyapp.services.transaction import transaction

FORMAT = "person/1"
UNREADABLE = (
    "A draft is encrypted under a key from the invite link, which is stored nowhere.",
    "Answers and comments that were sent hold nothing that leads to who sent them.",
    "Passwords, secrets of apps for codes and recovery codes are stored hashed or encrypted.",
)
"""What is held and cannot be handed over."""

Data = dict[str, Any]


def export(written: str, *, dry_run: bool) -> Data:
    """All that is held about a person, as it can be written in JSON; ``NotFound`` if nothing is.

    The event in the audit log is left out in a dry run.
    """
    if dry_run:
        return _held(db.session(), find(db.session(), written))
    with transaction() as session:
        data = _held(session, find(session, written))
        reports = sum(row["report"] is not None for row in data["assessments"])
        invitations = len(data["invitations"])
        audit.record(session, "person exported", reports=reports, invitations=invitations)
    return data


def _held(session: Session, subject: Subject) -> Data:
    return {
        "format": FORMAT,
        "made_on": today().isoformat(),
        "address": subject.address,
        "account": _account(session, subject.account) if subject.account else None,
        "leads": _leads(session, subject),
        "assessments": _assessments(session, subject),
        "invitations": _invitations(session, subject),
        "nominations": _nominations(session, subject),
        "reflections": _reflections(subject.account) if subject.account else [],
        "shares": _shares(session, subject),
        "shared_with": _shared_with(session, subject.account) if subject.account else [],
        "deeds": _deeds(subject.account) if subject.account else [],
        "not_included": list(UNREADABLE),
    }


def _account(session: Session, account: Account) -> Data:
    coordinated = (
        select(Programme.name)
        .join(Coordination, Coordination.programme_id == Programme.id)
        .where(Coordination.account_id == account.id)
        .order_by(Programme.name)
    )
    return {
        "name": account.name,
        "address": account.email,
        "language": account.language,
        "password": "set" if account.password_hash else "not set",
        "second_factor": session.get(SecondFactor, account.id) is not None,
        "recovery_codes": session.scalar(_number(RecoveryCode, account)) or 0,
        "passkeys": list(session.scalars(_names(Passkey.name, account))),
        "single_sign_on": list(session.scalars(_names(Identity.issuer, account))),
        "mail": list(session.scalars(_names(AccountMail.kind, account))),
        "coordinates": list(session.scalars(coordinated)),
        "roles": _roles(session, account),
        "coaches": _coaches(session, account),
        "operator": account.operator,
    }


def _roles(session: Session, account: Account) -> list[Data]:
    query = (
        select(Organisation.name, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account.id)
        .order_by(Organisation.name, Membership.role)
    )
    return [{"organisation": name, "role": role} for name, role in session.execute(query)]


def _coaches(session: Session, account: Account) -> list[Data]:
    query = (
        select(Programme.name, LeaderGroup.name)
        .join(LeaderGroup, LeaderGroup.programme_id == Programme.id)
        .join(Coaching, Coaching.group_id == LeaderGroup.id)
        .where(Coaching.account_id == account.id)
        .order_by(Programme.name, LeaderGroup.name)
    )
    return [{"programme": programme, "group": name} for programme, name in session.execute(query)]


def _number(table: type[RecoveryCode], account: Account) -> Select[int]:
    return select(func.count()).select_from(table).where(table.account_id == account.id)


def _names(column: InstrumentedAttribute[str], account: Account) -> Select[str]:
    """What stands in this column of the rows of an account."""
    return select(column).where(column.class_.account_id == account.id).order_by(column)


def _leads(session: Session, subject: Subject) -> list[Data]:
    """Her places in learning groups, and what she offers and wishes there."""
    query = (
        select(Leader.id, Programme.name, LeaderGroup.name, Leader.school)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .where(subject.leads)
        .order_by(Programme.name, LeaderGroup.name)
    )
    rows = session.execute(query).all()
    said = select(Exchange).where(Exchange.leader_id.in_([row[0] for row in rows]))
    lines: dict[tuple[UUID, str], dict[str, str]] = {}
    for one in session.scalars(said.order_by(Exchange.competence)):
        lines.setdefault((one.leader_id, one.kind), {})[one.competence] = one.text
    return [
        {
            "programme": programme,
            "group": group,
            "school": school,
            "offers": lines.get((key, "offer"), {}),
            "wishes": lines.get((key, "wish"), {}),
        }
        for key, programme, group, school in rows
    ]


def _assessments(session: Session, subject: Subject) -> list[Data]:
    """Her assessments with what she chose and planned.

    A report that was not handed out yet may still be changed, and is not in.
    """
    query = (
        select(Programme.name, Wave.label, Assessment, Report)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .outerjoin(Report, Report.assessment_id == Assessment.id)
        .where(subject.led)
        .order_by(Programme.name, Wave.position)
    )
    rows = session.execute(query).all()
    keys = [row.id for _programme, _label, row, _report in rows]
    hers, reminders = choices.of_assessments(keys), plan_reminders.of_assessments(keys)
    asked = pulses.wishes(session, keys)
    return [
        {
            "programme": programme,
            "wave": label,
            "state": row.state,
            "frozen_on": row.frozen_on.isoformat() if row.frozen_on else None,
            "report": json.loads(report.snapshot) if _handed_out(row, report) else None,
            "priorities": hers[row.id].model_dump(mode="json")["priorities"],
            "half_way": [key for wish in asked.get(row.id, ()) for key in wish.ticked],
            "reminders": [_reminder(one) for one in reminders[row.id]],
        }
        for programme, label, row, report in rows
    ]


def _reminder(one: Reminder) -> Data:
    return {
        "action": one.action,
        "on": one.remind_on.isoformat() if one.remind_on else None,
        "was_on": one.reminded_on.isoformat() if one.reminded_on else None,
    }


def _handed_out(row: Assessment, report: Report | None) -> bool:
    return report is not None and row.state == lifecycle.release.target


def _invitations(session: Session, subject: Subject) -> list[Data]:
    query = (
        select(Programme.name, Wave.label, Leader.name, Leader.school, Invitation, Draft)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .where(_to(subject))
        .order_by(Programme.name, Wave.position, Leader.name)
    )
    mail = _mail(session, subject)
    return [
        _asked(programme, label, leader, school, row)
        | {"draft": draft is not None, "mail": mail.get(row.id, {})}
        for programme, label, leader, school, row, draft in session.execute(query)
    ]


def _to(subject: Subject) -> ColumnElement[bool]:
    """The invitations to this person; a leader's own may have no address, and has a link then."""
    own = and_(Invitation.group == SELF, Invitation.link.is_not(None), subject.led)
    return or_(Invitation.email == subject.address, own)


def _mail(session: Session, subject: Subject) -> dict[UUID, dict[str, str]]:
    """What became of the messages about her invitations, by their kind."""
    query = (
        select(OutboxMessage.invitation_id, OutboxMessage.kind, OutboxMessage.state)
        .join(Invitation, OutboxMessage.invitation_id == Invitation.id)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(_to(subject))
        .order_by(OutboxMessage.kind)
    )
    mail: dict[UUID, dict[str, str]] = {}
    for key, kind, state in session.execute(query):
        mail.setdefault(key, {})[kind] = state
    return mail


def _nominations(session: Session, subject: Subject) -> list[Data]:
    """The proposals to ask her about somebody, in waves that are not open yet."""
    query = (
        select(Programme.name, Wave.label, Leader.name, Leader.school, Nomination)
        .join(Wave, Nomination.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Nomination.leader_id == Leader.id)
        .where(Nomination.email == subject.address)
        .order_by(Programme.name, Wave.position, Leader.name)
    )
    return [
        _asked(programme, label, leader, school, row) | {"reason": row.reason}
        for programme, label, leader, school, row in session.execute(query)
    ]


def _asked(
    programme: str,
    wave: dict[str, str],
    leader: str,
    school: str,
    row: Invitation | Nomination,
) -> Data:
    """About whom somebody is or may be asked, and as whom."""
    return {
        "programme": programme,
        "wave": wave,
        "about": leader,
        "school": school,
        "name": row.name,
        "group": row.group,
        "language": row.language,
        "state": row.state,
    }


def _reflections(account: Account) -> list[Data]:
    """What she wrote alone, opened: it is hers. Empty where the secret has been replaced since."""
    return [
        {
            "standard": one.standard,
            "on": one.day.isoformat(),
            "finished": one.done,
            "practices": one.written.model_dump(mode="json")["pages"] if one.written else None,
        }
        for one in reflections.of_account(account.id)
    ]


def _shares(session: Session, subject: Subject) -> list[Data]:
    """What she lets others read, or did, and when it was opened."""
    hers = select(Share).join(Leader, Share.leader_id == Leader.id).where(subject.leads)
    opened = (
        select(ShareOpening)
        .join(Share, ShareOpening.share_id == Share.id)
        .join(Leader, Share.leader_id == Leader.id)
        .where(subject.leads)
        .order_by(ShareOpening.at)
    )
    openings: dict[UUID, list[Data]] = {}
    for row in session.scalars(opened):
        at = row.at.isoformat(timespec="seconds")
        openings.setdefault(row.share_id, []).append({"at": at, "form": row.form})
    return [
        _share(row)
        | {"recipient": row.recipient, "parts": row.parts}
        | {"opened": openings.get(row.id, [])}
        for row in session.scalars(hers.order_by(Share.made_on, Share.recipient))
    ]


def _shared_with(session: Session, account: Account) -> list[Data]:
    """What leaders let her read as their coach; what it holds is theirs."""
    query = (
        select(Share, Leader.name)
        .join(Leader, Share.leader_id == Leader.id)
        .where(Share.account_id == account.id)
        .order_by(Share.made_on, Leader.name)
    )
    return [_share(row) | {"leader": name} for row, name in session.execute(query)]


def _share(row: Share) -> Data:
    return {
        "made_on": row.made_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "taken_back_on": row.taken_back_on.isoformat() if row.taken_back_on else None,
    }


def _deeds(account: Account) -> list[Data]:
    """What the audit log says that she did, the latest first."""
    return [
        {
            "at": event.at.isoformat(timespec="seconds"),
            "action": event.action,
            "programme": event.programme or None,
            "wave": event.wave or None,
            "details": event.details,
        }
        for event in audit.of_actor(account.id)
    ]
