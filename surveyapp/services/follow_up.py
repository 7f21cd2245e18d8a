"""From a practice of a standard to what a leader does about it: her latest report and its plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from surveyapp.core import lifecycle
from surveyapp.core.library import crosswalk, load_guide
from surveyapp.core.reflection import competence_of
from surveyapp.extensions import db
from surveyapp.models.plan import Priority
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments


@dataclass(frozen=True)
class FollowUp:
    """Where a practice goes on: the assessment, its competence, and whether she chose it there."""

    assessment: UUID
    competence: str
    chosen: bool


def of_practices(account: UUID, standard: str) -> Mapping[str, FollowUp]:
    """By practice of an edition, in her latest report; empty as long as she has none.

    Left out are practices that its instrument does not ask about.
    """
    query = (
        select(Assessment.id, Wave.fingerprint)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.account_id == account, ~Wave.pulse)
        .where(Assessment.state == lifecycle.release.target, Wave.fingerprint.is_not(None))
        .order_by(Assessment.frozen_on.desc(), Wave.position.desc(), Assessment.id)
        .limit(1)
    )
    latest = db.session.execute(query).first()
    if latest is None:
        return {}
    key, fingerprint = latest
    chosen = set(
        db.session.scalars(select(Priority.competence).where(Priority.assessment_id == key))
    )
    instrument = instruments.frozen(fingerprint)
    found = {
        practice.id: competence_of(instrument, crosswalk(), f"{standard}/{practice.id}")
        for practice in load_guide(standard).practices
    }
    return {
        practice: FollowUp(key, competence, competence in chosen)
        for practice, competence in found.items()
        if competence is not None
    }
