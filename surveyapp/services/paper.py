"""Answers from paper: a code that opens a page to type them in, and stores them once.

It opens no draft: whoever finds the sheet reads nothing that was filled in on a screen. It dies
with the link of its invitation, and when answers were sent by either of them (rule S4).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.extensions import db
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import instruments
from surveyapp.services.context import secret, settings
from surveyapp.services.invitations import open_at
from surveyapp.services.links import PAPER, link_of, token
from surveyapp.services.opened import OpenInvitation


@dataclass(frozen=True)
class Subject:
    """What a questionnaire on paper is about, and for whom: all that is printed but a code."""

    programme: str
    wave: dict[str, str]
    wave_position: int
    leader: str
    school: str
    closes_on: date
    rules: Rules
    instrument: Instrument
    group: str
    pulse: bool = False

    @property
    def rater_group(self) -> RaterGroup | None:
        """The rater group; ``None`` for the leader herself."""
        return None if self.group == SELF else self.rules.group(self.group)


def code_of(opened: OpenInvitation) -> str:
    """The code of somebody's own sheet."""
    return token(secret(), opened.link, PAPER)


def address_of(code: str) -> str:
    """Where the square code on a sheet leads."""
    return f"{settings().base_url}/p/{code}/"


def open_code(written: str) -> OpenInvitation:
    """What a code opens today; ``NotFound`` for a mistyped one, ``LinkGone`` for a dead one."""
    link = link_of(secret(), written, PAPER)
    if link is None:
        raise NotFound("This code is not complete.")
    return open_at(link)


def of_invitation(opened: OpenInvitation) -> Subject:
    """What a rater prints for herself."""
    return Subject(
        programme=opened.programme,
        wave=opened.wave,
        wave_position=opened.wave_position,
        leader=opened.leader,
        school=opened.school,
        closes_on=opened.closes_on,
        rules=opened.rules,
        instrument=opened.instrument,
        group=opened.group,
        pulse=opened.pulse,
    )


def of_group(assessment: UUID, group: str) -> Subject:
    """What a rater group is asked about a leader; ``NotFound`` where there is no such group.

    ``NotAllowed`` in a pulse: its questions tell whoever prints them what the leader chose.
    """
    query = (
        select(Wave, Leader, Programme.name)
        .join(Assessment, Assessment.wave_id == Wave.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .where(Assessment.id == assessment)
    )
    wave, leader, programme = db.session.execute(query).one()
    if wave.pulse:
        raise NotAllowed("The questions of a pulse are printed only by the person who is asked.")
    rules = Rules.model_validate(wave.rules)
    if group not in {one.id for one in rules.groups}:
        raise NotFound("There is no such rater group here.")
    return Subject(
        programme=programme,
        wave=wave.label,
        wave_position=wave.position,
        leader=leader.name,
        school=leader.school,
        closes_on=wave.closes_on,
        rules=rules,
        instrument=instruments.frozen(wave.fingerprint),
        group=group,
    )
