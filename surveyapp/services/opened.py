"""What a living link opens: all that a questionnaire needs to know, in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments


@dataclass(frozen=True)
class OpenInvitation:
    """What a genuine, living link opens: all that the questionnaire needs, and no address."""

    id: UUID
    link: bytes
    assessment: UUID
    wave_id: UUID
    group: str
    language: str
    leader: str
    school: str
    programme: str
    wave: dict[str, str]
    wave_position: int
    closes_on: date
    rules: Rules
    instrument: Instrument

    @property
    def own(self) -> bool:
        """Whether this is the leader's self-assessment."""
        return self.group == SELF

    @property
    def rater_group(self) -> RaterGroup | None:
        """The group of a rater; ``None`` for the leader herself."""
        return None if self.own else self.rules.group(self.group)


# Written down once: building a query costs more than asking it, and every page of a rater asks.
EVERYTHING = (
    select(
        Invitation.id,
        Invitation.link,
        Invitation.assessment_id,
        Invitation.group,
        Invitation.language,
        Invitation.state.label("invitation_state"),
        Assessment.state.label("assessment_state"),
        Wave.state.label("wave_state"),
        Wave.id.label("wave_id"),
        Wave.label.label("wave"),
        Wave.position.label("wave_position"),
        Wave.closes_on,
        Wave.rules,
        Wave.fingerprint,
        Leader.name.label("leader"),
        Leader.school,
        Programme.name.label("programme"),
    )
    .join(Assessment, Invitation.assessment_id == Assessment.id)
    .join(Wave, Assessment.wave_id == Wave.id)
    .join(Programme, Wave.programme_id == Programme.id)
    .join(Leader, Assessment.leader_id == Leader.id)
)
BY_LINK = EVERYTHING.where(Invitation.link == bindparam("link"))


def opened_by(row: Row[*tuple[Any, ...]]) -> OpenInvitation:
    """What a row of ``EVERYTHING`` opens."""
    return OpenInvitation(
        id=row.id,
        link=row.link,
        assessment=row.assessment_id,
        wave_id=row.wave_id,
        group=row.group,
        language=row.language,
        leader=row.leader,
        school=row.school,
        programme=row.programme,
        wave=row.wave,
        wave_position=row.wave_position,
        closes_on=row.closes_on,
        rules=Rules.model_validate(row.rules),
        instrument=instruments.frozen(row.fingerprint),
    )
