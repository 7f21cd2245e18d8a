"""How much is asked of a rater: about how many leaders, within one organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Subquery, func, select, union

from surveyapp.core import lifecycle
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.core.people_file import HEAVY
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Assessment, Wave


@dataclass(frozen=True)
class Load:
    """About how many leaders somebody is asked, and how many minutes that takes."""

    leaders: int = 0
    minutes: int = 0

    @property
    def heavy(self) -> bool:
        """Whether that is a great deal."""
        return self.leaders > HEAVY


@dataclass(frozen=True)
class Loaded:
    """Somebody on the lists of a wave who is asked about more than one leader."""

    name: str
    email: str
    load: Load


NOTHING = Load()


def loads(wave: UUID) -> Mapping[str, Load]:
    """What is asked of everybody on the lists of this wave, by address; in one query.

    Counted over the waves of the organisation that are prepared or open, also those of other
    programmes: as a number only. Whether somebody has answered makes no difference.
    """
    asked = _asked()
    here = select(asked.c.email).where(asked.c.wave_id == wave)
    organisation = (
        select(Programme.organisation_id)
        .join(Wave, Wave.programme_id == Programme.id)
        .where(Wave.id == wave)
        .scalar_subquery()
    )
    query = (
        select(asked.c.email, Programme.instrument, func.count())
        .join(Wave, asked.c.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .where(Programme.organisation_id == organisation, Wave.state != "closed")
        .where(asked.c.email.in_(here))
        .group_by(asked.c.email, Programme.instrument)
    )
    found: dict[str, Load] = {}
    for email, instrument, count in db.session.execute(query):
        before = found.get(email, NOTHING)
        minutes = count * load_instrument(instrument).minutes
        found[email] = Load(before.leaders + count, before.minutes + minutes)
    return found


def _asked() -> Subquery:
    """Who is on whose list: by wave, leader and address, each once."""
    proposed = select(Nomination.wave_id, Nomination.leader_id, Nomination.email).where(
        Nomination.state != lifecycle.give_back.target
    )
    invited = (
        select(Assessment.wave_id, Assessment.leader_id, Invitation.email)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Invitation.group != SELF, Invitation.link.is_not(None))
        .where(Invitation.email.is_not(None))
    )
    return union(proposed, invited).subquery()


def most_loaded(wave: UUID, most: int = 10) -> tuple[Loaded, ...]:
    """Who on the lists of this wave is asked most, of those who are asked more than once."""
    found = loads(wave)
    shared = {email: load for email, load in found.items() if load.leaders > 1}
    first = sorted(shared, key=lambda email: (-shared[email].leaders, email))[:most]
    names = _names(wave, first)
    return tuple(Loaded(names.get(email, ""), email, shared[email]) for email in first)


def _names(wave: UUID, emails: list[str]) -> dict[str, str]:
    nominated = select(Nomination.email, Nomination.name).where(
        Nomination.wave_id == wave, Nomination.email.in_(emails)
    )
    invited = (
        select(Invitation.email, Invitation.name)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave, Invitation.email.in_(emails))
    )
    people = union(nominated, invited).subquery()
    return dict(db.session.execute(select(people.c.email, people.c.name)).all())
