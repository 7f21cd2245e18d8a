"""Who is asked about one leader: names, addresses, and what became of the mail. Never who answered.

Nothing is read here that changes when somebody opens her link, answers or declines.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import mail_to_one
from surveyapp.services.context import today
from surveyapp.services.paging import Paging


@dataclass(frozen=True)
class Asked:
    """Somebody who is, or was, asked. ``trouble`` is what became of mail that did not arrive.

    Of who was withdrawn no address is told.
    """

    id: UUID
    group: str
    name: str
    address: str
    language: str
    withdrawn: bool
    trouble: str
    fault: str


@dataclass(frozen=True)
class Subject:
    """The leader and the wave about which somebody is asked."""

    assessment: UUID
    wave: UUID
    label: dict[str, str]
    programme: str
    leader: str
    closes_on: date
    groups: tuple[RaterGroup, ...]
    pulse: bool

    @property
    def over(self) -> bool:
        """Whether the last day has passed."""
        return self.closes_on < today()


@dataclass(frozen=True)
class Raters:
    """One page of the raters of an assessment, by group and name."""

    subject: Subject
    rows: tuple[Asked, ...]
    paging: Paging

    def of(self, group: str) -> list[Asked]:
        """Those of one rater group."""
        return [row for row in self.rows if row.group == group]


def subject(assessment: UUID) -> Subject:
    """What an assessment of an open wave is about; ``NotAllowed`` where the wave is closed."""
    query = (
        select(Assessment.state, Wave, Programme.name, Leader.name)
        .join(Wave, Assessment.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Assessment.id == assessment)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such assessment.")
    state, wave, programme, leader = row
    if (state, wave.state) != ("open", "open"):
        raise NotAllowed("The wave is closed: the list of who was asked no longer changes.")
    groups = Rules.model_validate(wave.rules).groups
    return Subject(
        assessment, wave.id, wave.label, programme, leader, wave.closes_on, groups, wave.pulse
    )


def page(assessment: UUID, number: int = 1) -> Raters:
    """One page of raters, and the last one where there are not so many."""
    about = subject(assessment)
    places = {group.id: place for place, group in enumerate(about.groups)}
    everybody = sorted(
        _asked(assessment), key=lambda row: (places[row.group], row.name, row.withdrawn, row.id)
    )
    paging = Paging(number, len(everybody))
    if paging.beyond:
        return page(assessment, paging.last)
    rows = everybody[Paging.offset(number) :][: Paging.SIZE]
    return Raters(about, tuple(rows), paging)


def one(assessment: UUID, key: UUID) -> Asked:
    """One of them; ``NotFound`` for anybody else, ``NotAllowed`` for who was withdrawn."""
    row = next(iter(_asked(assessment, key)), None)
    if row is None:
        raise NotFound("There is no such rater here.")
    if row.withdrawn:
        raise NotAllowed(lifecycle.withdraw.refusal)
    return row


def _asked(assessment: UUID, key: UUID | None = None) -> list[Asked]:
    """All raters of an assessment, or one of them."""
    query = select(Invitation).where(
        Invitation.assessment_id == assessment, Invitation.group != SELF
    )
    rows = db.session.scalars(query.where(Invitation.id == key) if key else query).all()
    troubles = mail_to_one.troubles(assessment)
    return [_told(row, *troubles.get(row.id, ("", ""))) for row in rows]


def _told(row: Invitation, trouble: str, fault: str) -> Asked:
    gone = row.state in lifecycle.WITHDRAWN
    return Asked(
        id=row.id,
        group=row.group,
        name=row.name,
        address="" if gone else row.email or "",
        language=row.language,
        withdrawn=gone,
        trouble=trouble,
        fault=fault,
    )
