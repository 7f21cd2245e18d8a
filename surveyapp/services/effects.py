"""What became of a leader's priorities: her own reports, read once more beside what she did.

Hers alone: whoever prints or shows something to others takes nothing from here.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select, update
from sqlalchemy.orm import aliased

from surveyapp.core import lifecycle
from surveyapp.core.choices import Choices
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import Effect
from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.plan import Priority
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import choices
from surveyapp.services.snapshots import genuine
from surveyapp.services.transaction import transaction

Rows = Sequence[Row[*tuple[Any, ...]]]
"""Reports of hers that were handed out, in the order of their waves."""


def of_assessment(assessment: UUID) -> Effect:
    """What became of what she chose in this wave, as far as her later reports are handed out.

    Those count as read from now on. ``NotFound`` where the report of this wave is not handed out.
    """
    rows = db.session.execute(_reports(assessment)).all()
    places = [row.assessment for row in rows]
    if assessment not in places:
        raise NotFound("This report has not been handed out yet.")
    return _effect(choices.of_assessment(assessment), rows[places.index(assessment) :])


def beside(assessment: UUID) -> tuple[Choices, Effect | None]:
    """What she chose in this wave, and what became until then of what she chose before it.

    That is her last choice before; ``None`` where there is none. A report is printed with both.
    """
    rows = db.session.execute(_reports(assessment)).all()
    places = [row.assessment for row in rows]
    until = places.index(assessment) if assessment in places else 0
    chosen = [place for place in range(until) if rows[place].chosen]
    if not chosen:
        return choices.of_assessment(assessment), None
    start = chosen[-1]
    found = choices.of_assessments([places[start], assessment])
    return found[assessment], _effect(found[places[start]], rows[start : until + 1])


def _effect(hers: Choices, rows: Rows) -> Effect:
    """Of the first of these reports, over the others."""
    first, *later = [genuine(row.snapshot, row.fingerprint) for row in rows]
    _are_read(rows)
    return effect(hers, first, later)


def _are_read(rows: Rows) -> None:
    """Whoever sees figures of a report has opened it (rule P1)."""
    closed = [row.assessment for row in rows if not row.opened]
    if closed:
        with transaction() as session:
            query = update(Report).where(Report.assessment_id.in_(closed))
            session.execute(query.values(opened=True))


def _reports(assessment: UUID) -> Select[*tuple[Any, ...]]:
    """All reports of the same leader in her programme that were handed out, the earliest first."""
    this = aliased(Assessment)
    chosen = exists().where(Priority.assessment_id == Assessment.id)
    return (
        select(
            Assessment.id.label("assessment"),
            Report.snapshot,
            Report.fingerprint,
            Report.opened,
            chosen.label("chosen"),
        )
        .join(this, this.leader_id == Assessment.leader_id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Report, Report.assessment_id == Assessment.id)
        .where(this.id == assessment, Assessment.state == lifecycle.release.target)
        .order_by(Wave.position)
    )
