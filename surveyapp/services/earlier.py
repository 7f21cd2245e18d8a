"""The earlier waves of an assessment: what growth is measured from, and what the checker reads."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.core import growth, lifecycle
from surveyapp.core.errors import SurveyError
from surveyapp.core.snapshot import WaveName
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave


def name_of(wave: Wave) -> WaveName:
    """A wave as snapshots name it."""
    return WaveName(id=wave.name, label=wave.label, position=wave.position, pulse=wave.pulse)


def snapshots(session: Session, row: Assessment) -> list[Any]:
    """The stored snapshots of the leader's earlier waves, as the checker reads them."""
    keys = [earlier.id for earlier, _ in _before(session, row)]
    texts = session.scalars(select(Report.snapshot).where(Report.assessment_id.in_(keys)))
    try:
        return [json.loads(text) for text in texts]
    except ValueError as error:
        raise SurveyError("The stored report of an earlier wave cannot be read.") from error


def measured_from(session: Session, row: Assessment) -> list[Assessment]:
    """The assessment from which growth is measured (``growth.base``), or none."""
    found = [(earlier, name_of(wave)) for earlier, wave in _before(session, row)]
    now = name_of(session.get_one(Wave, row.wave_id))
    since = growth.base(now, [name for _, name in found])
    return [earlier for earlier, name in found if name == since]


def _before(session: Session, row: Assessment) -> Sequence[tuple[Assessment, Wave]]:
    """The leader's frozen assessments of earlier waves of the programme, the first one first."""
    wave = session.get_one(Wave, row.wave_id)
    query = (
        select(Assessment, Wave)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(
            Assessment.leader_id == row.leader_id,
            Assessment.state.in_(lifecycle.WITH_REPORT),
            Wave.programme_id == wave.programme_id,
            Wave.position < wave.position,
        )
        .order_by(Wave.position)
    )
    return [(one, of) for one, of in session.execute(query)]
