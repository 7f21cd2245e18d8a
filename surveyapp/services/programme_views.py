"""One programme as its coordinator sees it, in a few queries whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotFound
from surveyapp.core.library import instrument_names, load_instrument, load_standard
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Choice:
    """A questionnaire that a programme may have, and the standard that it follows."""

    id: str
    title: dict[str, str]
    standard: dict[str, str]
    items: int
    minutes: int


@dataclass(frozen=True)
class LeaderView:
    """A leader of a learning group."""

    id: UUID
    name: str
    school: str


@dataclass(frozen=True)
class GroupView:
    """A learning group with its leaders."""

    id: UUID
    name: str
    leaders: tuple[LeaderView, ...]


@dataclass(frozen=True)
class WaveLine:
    """A wave in a list of waves."""

    id: UUID
    name: str
    label: dict[str, str]
    state: str
    closes_on: date


@dataclass(frozen=True)
class WholeProgramme:
    """A programme with its rules, its people and its waves."""

    id: UUID
    name: str
    organisation: str
    instrument: Choice
    rules: Rules
    groups: tuple[GroupView, ...]
    waves: tuple[WaveLine, ...]
    version: int

    @property
    def leaders(self) -> int:
        """How many leaders take part."""
        return sum(len(group.leaders) for group in self.groups)

    def in_state(self, *states: str) -> tuple[WaveLine, ...]:
        """Its waves in one of these states."""
        return tuple(wave for wave in self.waves if wave.state in states)


def choices() -> tuple[Choice, ...]:
    """The questionnaires that come with the product."""
    return tuple(choice(name) for name in instrument_names())


@lru_cache
def choice(name: str) -> Choice:
    """A questionnaire by its name, as it was when it was first asked for: reading it takes long."""
    instrument = load_instrument(name)
    standard = load_standard(instrument.standard)
    return Choice(
        id=instrument.id,
        title=instrument.title,
        standard=standard.title,
        items=sum(1 for _ in instrument.items()),
        minutes=instrument.minutes,
    )


def whole(key: UUID) -> WholeProgramme:
    """A programme by its key; ``NotFound`` if there is none."""
    query = select(Programme, Organisation.name).join(
        Organisation, Programme.organisation_id == Organisation.id
    )
    row = db.session.execute(query.where(Programme.id == key)).first()
    if row is None:
        raise NotFound("There is no such programme.")
    programme, organisation = row
    return WholeProgramme(
        id=programme.id,
        name=programme.name,
        organisation=organisation,
        instrument=choice(programme.instrument),
        rules=Rules.model_validate(programme.rules),
        groups=groups_of(key),
        waves=tuple(_waves(key)),
        version=programme.version,
    )


def groups_of(programme: UUID) -> tuple[GroupView, ...]:
    """Its learning groups with their leaders, all by name."""
    query = (
        select(LeaderGroup.id, LeaderGroup.name, Leader.id, Leader.name, Leader.school)
        .outerjoin(Leader, Leader.group_id == LeaderGroup.id)
        .where(LeaderGroup.programme_id == programme)
        .order_by(LeaderGroup.name, LeaderGroup.id, Leader.name, Leader.id)
    )
    found: dict[tuple[UUID, str], list[LeaderView]] = {}
    for group, name, leader, person, school in db.session.execute(query):
        leaders = found.setdefault((group, name), [])
        if leader is not None:
            leaders.append(LeaderView(leader, person, school))
    return tuple(GroupView(group, name, tuple(rows)) for (group, name), rows in found.items())


def _waves(programme: UUID) -> Sequence[WaveLine]:
    query = (
        select(Wave.id, Wave.name, Wave.label, Wave.state, Wave.closes_on)
        .where(Wave.programme_id == programme)
        .order_by(Wave.position)
    )
    return [WaveLine(*row) for row in db.session.execute(query)]
