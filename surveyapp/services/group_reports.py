"""The group report of a wave: frozen once, from the leaders' published snapshots only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.core import group_report
from surveyapp.core.checker import check_group
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.core.group_report import LEADERS, GroupSnapshot
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.programme import Leader, LeaderGroup
from surveyapp.models.report import GroupReport, Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit
from surveyapp.services.context import today
from surveyapp.services.transaction import transaction

Status = Literal["none", "few", "early", "due", "made"]
"""There is never one of a pulse; too few leaders take part; the wave is not frozen yet; it can be
made; it is there."""


def freeze(wave: UUID, on: date | None = None) -> None:
    """Freeze the group report of a wave: one transaction from snapshots to a checked document.

    ``NotAllowed`` before every assessment of the wave is frozen, for fewer than five leaders, or
    where it was frozen before (rule P8).
    """
    with transaction() as session:
        _refuse_too_early(session, wave)
        groups = _groups(session, wave)
        report = group_report.build([group.read() for group in groups], on or today())
        text = report.to_json()
        _gate(text, groups)
        _store(session, wave, report.fingerprint, text)
        audit.record(session, "group report frozen", wave=wave)


def snapshot(wave: UUID) -> GroupSnapshot:
    """The stored group report of a wave; ``NotFound`` before it is frozen."""
    text = db.session.scalar(select(GroupReport.snapshot).where(GroupReport.wave_id == wave))
    if text is None:
        raise NotFound("There is no group report yet.")
    return GroupSnapshot.from_json(text)


def status(wave: UUID) -> Status:
    """How far a group report is, and what it still waits for."""
    if db.session.scalar(select(GroupReport.wave_id).where(GroupReport.wave_id == wave)):
        return "made"
    sizes = _sizes(wave)
    if db.session.scalar(select(Wave.pulse).where(Wave.id == wave)):
        return "none"
    if sum(map(len, group_report.counting([range(size) for size in sizes]))) < LEADERS:
        return "few"
    return "due" if _all_frozen(wave) else "early"


def _sizes(wave: UUID) -> Sequence[int]:
    """How many leaders of each group take part in a wave."""
    query = (
        select(func.count(Leader.account_id.distinct()))
        .join(Assessment, Assessment.leader_id == Leader.id)
        .where(Assessment.wave_id == wave)
        .group_by(Leader.group_id)
    )
    return db.session.scalars(query).all()


def _all_frozen(wave: UUID) -> bool:
    row = db.session.get(Wave, wave)
    waiting = select(Assessment.id).where(Assessment.wave_id == wave, Assessment.state == "open")
    return row is not None and row.state == "closed" and db.session.scalar(waiting) is None


def _refuse_too_early(session: Session, wave: UUID) -> None:
    row = session.get(Wave, wave)
    if row is None:
        raise NotFound("There is no such wave.")
    if row.pulse:
        raise NotAllowed(
            "There is no group report of a pulse: everybody is asked something different."
        )
    if row.state != "closed":
        raise NotAllowed("Close the wave first: until then answers may still come in.")
    count = select(func.count(Assessment.id))
    if waiting := session.scalar(
        count.where(Assessment.wave_id == wave, Assessment.state == "open")
    ):
        raise NotAllowed(
            f"Freeze the reports of all leaders first: {waiting} of them still have none."
        )


@dataclass(frozen=True)
class _Stored:
    """A group of leaders with their snapshots as they are stored."""

    id: str
    name: str
    texts: Sequence[str]

    def read(self) -> group_report.LeaderGroup:
        leaders = [Snapshot.from_json(text) for text in self.texts]
        return group_report.LeaderGroup(id=self.id, label=self.name, leaders=leaders)


def _groups(session: Session, wave: UUID) -> list[_Stored]:
    """The groups of the wave by name. Whoever follows it in two of them counts in the first."""
    query = (
        select(LeaderGroup, Leader.account_id, Report.snapshot)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .join(Assessment, Assessment.leader_id == Leader.id)
        .join(Report, Report.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave)
        .order_by(LeaderGroup.name, LeaderGroup.id)
    )
    names: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    seen = set()
    for group, account, text in session.execute(query):
        key = str(group.id)
        names[key] = group.name
        texts.setdefault(key, []).extend([] if account in seen else [text])
        seen.add(account)
    return [_Stored(key, names[key], texts[key]) for key in names]


def leaders(session: Session, wave: UUID) -> dict[str, list[Any]]:
    """The stored snapshots of each group's leaders, as the checker reads them."""
    return _as_read(_groups(session, wave))


def _as_read(groups: Sequence[_Stored]) -> dict[str, list[Any]]:
    return {group.id: [json.loads(one) for one in group.texts] for group in groups}


def _gate(text: str, groups: Sequence[_Stored]) -> None:
    """Rule P9: refuse what the independent checker finds a fault with."""
    if violations := check_group(json.loads(text), _as_read(groups)):
        listed = "; ".join(str(violation) for violation in violations)
        raise SurveyError(f"The group report breaks a rule and was not stored: {listed}")


def _store(session: Session, wave: UUID, fingerprint: str, text: str) -> None:
    """Keep it; whoever comes second, even at the same moment, is told by the primary key."""
    row = insert(GroupReport).values(wave_id=wave, fingerprint=fingerprint, snapshot=text)
    try:
        session.execute(row)
    except IntegrityError as error:
        raise NotAllowed(
            "The group report of this wave was frozen before: its figures are fixed."
        ) from error
