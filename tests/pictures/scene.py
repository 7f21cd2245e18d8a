"""What the demo does not leave behind, and a picture needs: work half done, and more people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from sqlalchemy import select

from surveyapp.demo.people import COORDINATOR, LEADERS, names
from surveyapp.demo.rater import answer, mind
from surveyapp.demo.story import ORGANISATION
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Assessment
from surveyapp.services import (
    accounts,
    delivery,
    invitations,
    nominations,
    organisations,
    overviews,
    programme_views,
    programmes,
    waves,
)
from surveyapp.services.context import settings
from surveyapp.services.invitations import Rater
from surveyapp.services.nominations import Wanted
from surveyapp.services.programme_views import LeaderView

ANSWERED = (5, 4, 3, 6, 2, 5)
"""How many teachers of each leader have answered in the open wave."""


@dataclass(frozen=True)
class Scene:
    """What the pictures are taken of."""

    programme: UUID
    open: UUID
    prepared: UUID
    report: UUID
    leader: UUID
    rater: str
    overview: str


def coordinator() -> UUID:
    """Who runs the programmes of the demo."""
    return accounts.by_address(COORDINATOR[1])


def furnish() -> Scene:
    """Add to what the demo left: a wave in preparation, and an open one."""
    mine = {one.name: one.id for one in programmes.of_coordinator(coordinator())}
    programme = mine["Leren leiden"]
    released = {one.name: one.id for one in waves.of_programme(programme)}
    prepared = _prepared(programme)
    running = _running()
    shown = waves.assessments(released["post"])[LEADERS[0].email]
    leader = next(one.id for one in _leaders(programme) if one.name == LEADERS[0].name)
    asked = waves.assessments(running)[LEADERS[0].email]
    link = invitations.addresses(asked, ["teacher"])["teacher"][-1]
    rater = urlsplit(link).path.rstrip("/") + "/"
    return Scene(programme, running, prepared, shown, leader, rater, _overview(running))


def _overview(wave: UUID) -> str:
    """The page of somebody who is asked about several leaders."""
    invitations.send(wave)
    delivery.deliver(Mailer(settings()))
    query = (
        select(Invitation.id, Invitation.link)
        .join(Assessment)
        .where(Assessment.wave_id == wave, Invitation.email == LEADERS[1].email)
        .limit(1)
    )
    key, link = db.session.execute(query).one()
    assert link
    return urlsplit(overviews.address_for(db.session(), key, link)).path


def _leaders(programme: UUID) -> Sequence[LeaderView]:
    """Who follows the programme, by name."""
    return programme_views.whole(programme).groups[0].leaders


def _prepared(programme: UUID) -> UUID:
    """A third wave, for which leaders have proposed people."""
    label = {"nl": "Een jaar later", "en": "A year later"}
    closes_on = date.today() + timedelta(days=60)
    wave = waves.create(programme, name="later", label=label, closes_on=closes_on)
    invented = names(Random("proposed"))
    for place, leader in enumerate(_leaders(programme)):
        for group, count in (("teacher", 6 - place), ("board", place % 3)):
            lines = "\n".join(_line(next(invented), place) for _ in range(count))
            if lines:
                nominations.propose(wave, leader.id, Wanted(group, "nl", lines, {}))
    return wave


def _line(name: str, place: int) -> str:
    address = name.lower().replace(" ", ".").encode("ascii", "ignore").decode()
    return f"{name} <{address}@{LEADERS[place].email.split('@')[1]}>"


def _running() -> UUID:
    """An open wave of a short questionnaire, in which some have answered."""
    programme = programmes.create(
        organisation=organisations.by_name(ORGANISATION),
        name="Samen reflecteren",
        instrument="quick-reflection",
        coordinator=coordinator(),
    )
    group = programmes.add_group(programme, "Leergroep Noord")
    for leader in LEADERS:
        who = {"name": leader.name, "email": leader.email, "school": leader.school}
        programmes.add_leader(group, **who, language="nl")
    label = {"nl": "Tussenmeting", "en": "Halfway"}
    closes_on = date.today() + timedelta(days=12)
    wave = waves.create(programme, name="mid", label=label, closes_on=closes_on)
    waves.open_wave(wave)
    with httpx.Client(timeout=120) as client:
        for place, links in enumerate(_links(wave)):
            for number, (group_name, link) in enumerate(links):
                leader = LEADERS[place]
                answer(client, link, mind(leader, group_name, 1, f"picture {place} {number}"))
    return wave


def _links(wave: UUID) -> Iterator[list[tuple[str, str]]]:
    """Per leader the links through which somebody answers now."""
    invented = names(Random("asked"))
    assessments = waves.assessments(wave)
    for place, leader in enumerate(LEADERS):
        domain = leader.email.split("@")[1]
        raters = [
            Rater(group, next(invented), f"asked.{group}{number}@{domain}", "nl")
            for group, count in (("teacher", 8), ("board", 3))
            for number in range(count)
        ]
        others = [other for other in LEADERS if other is not leader]
        raters += [Rater("peer", other.name, other.email, "nl") for other in others]
        assessment = assessments[leader.email]
        invitations.invite(assessment, raters)
        found = invitations.addresses(assessment, ["self", "teacher", "peer", "board"])
        taken = [("teacher", link) for link in found["teacher"][: ANSWERED[place]]]
        taken += [("peer", link) for link in found["peer"][:place]]
        yield [*taken, ("self", found["self"][0])] if place % 2 == 0 else taken
