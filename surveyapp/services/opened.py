"""What a living link opens: all that a questionnaire needs to know, in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.models import metadata
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
    pulse: bool = False

    @property
    def own(self) -> bool:
        """Whether this is the leader's self-assessment."""
        return self.group == SELF

    @property
    def rater_group(self) -> RaterGroup | None:
        """The group of a rater; ``None`` for the leader herself."""
        return None if self.own else self.rules.group(self.group)


# Written down once, and on the tables themselves: building a query costs more than asking it, and
# so does what maps its rows to objects. Every page of a rater asks.
_INVITATION, _ASSESSMENT, _WAVE, _LEADER, _PROGRAMME = (
    metadata.tables[name] for name in ("invitation", "assessment", "wave", "leader", "programme")
)
EVERYTHING = (
    select(
        _INVITATION.c.id,
        _INVITATION.c.link,
        _INVITATION.c.assessment_id,
        _INVITATION.c.group,
        _INVITATION.c.language,
        _INVITATION.c.state.label("invitation_state"),
        _ASSESSMENT.c.state.label("assessment_state"),
        _WAVE.c.state.label("wave_state"),
        _WAVE.c.id.label("wave_id"),
        _WAVE.c.label.label("wave"),
        _WAVE.c.position.label("wave_position"),
        _WAVE.c.closes_on,
        _WAVE.c.rules,
        func.coalesce(_ASSESSMENT.c.fingerprint, _WAVE.c.fingerprint).label("fingerprint"),
        _WAVE.c.pulse,
        _LEADER.c.name.label("leader"),
        _LEADER.c.school,
        _PROGRAMME.c.name.label("programme"),
    )
    .join(_ASSESSMENT, _INVITATION.c.assessment_id == _ASSESSMENT.c.id)
    .join(_WAVE, _ASSESSMENT.c.wave_id == _WAVE.c.id)
    .join(_PROGRAMME, _WAVE.c.programme_id == _PROGRAMME.c.id)
    .join(_LEADER, _ASSESSMENT.c.leader_id == _LEADER.c.id)
)
BY_LINK = EVERYTHING.where(_INVITATION.c.link == bindparam("link"))


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
        pulse=row.pulse,
    )
