"""What leaders of the demo do of their own accord, when the waves are over or between them."""

from datetime import date
from uuid import UUID

import httpx
from flask import current_app

from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_guide
from surveyapp.core.reflection import Guide, Page
from surveyapp.core.share import LONGEST, Parts
from surveyapp.demo.chosen import (
    BOARD,
    CHOSEN,
    COLLEAGUE,
    DONE_ON,
    OFFERED,
    REFLECTED,
    STANDARD,
    Chosen,
)
from surveyapp.demo.leader import choose, look_back, signed_in
from surveyapp.demo.people import LEADERS, DemoLeader
from surveyapp.demo.rater import PATIENCE, mind
from surveyapp.services import (
    accounts,
    exchange,
    planning,
    plans,
    reflections,
    share_reading,
    shares,
    waves,
)
from surveyapp.services.access import led_share
from surveyapp.services.context import settings
from surveyapp.services.shares import Offer, Wanted


def named(name: str) -> DemoLeader:
    """The leader of that name."""
    return next(leader for leader in LEADERS if leader.name == name)


def choices(wave: UUID, chosen: dict[str, Chosen], password: str) -> None:
    """Some leaders read, choose and plan at their pages."""
    assessments = waves.assessments(wave)
    for name, one in chosen.items():
        leader = named(name)
        with httpx.Client(timeout=PATIENCE) as client:
            pages = signed_in(client, settings().base_url, leader, password)
            choose(pages, assessments[leader.email], one)


def did(wave: UUID) -> None:
    """They did what they planned for themselves after this wave, on a day of the story."""
    # What pages have written meanwhile is seen from a new context only.
    with current_app.app_context():
        assessments = waves.assessments(wave)
        for key in (assessments[named(name).email] for name in CHOSEN):
            [task] = [one for one in plans.of_assessment(key).tasks if one.level == "me"]
            planning.move(key, task.action.id, "done", DONE_ON)


def look_backs(wave: UUID, password: str) -> None:
    """They see what became of it."""
    assessments = waves.assessments(wave)
    for leader in map(named, CHOSEN):
        with httpx.Client(timeout=PATIENCE) as client:
            pages = signed_in(client, settings().base_url, leader, password)
            if not look_back(pages, assessments[leader.email]):
                raise SurveyError("The demo shows no figure of what became of priorities.")


def reflect() -> None:
    """Some rated themselves against the standard on days of the story."""
    guide = load_guide(STANDARD)
    for name, times in REFLECTED.items():
        leader = named(name)
        account = accounts.by_address(leader.email)
        for wave, day, notes in times:
            key = reflections.begin(account, STANDARD)
            for practice, page in _pages(guide, leader, wave, notes).items():
                reflections.save(account, key, practice, page)
            reflections.finish(account, key, day)


def _pages(guide: Guide, leader: DemoLeader, wave: int, notes: dict[str, str]) -> dict[str, Page]:
    """Her ratings as she sees herself at the time of a wave."""
    own = mind(leader, SELF, wave, f"reflects {leader.email} {wave}")
    return {
        practice.id: Page(
            ratings={one.id: int(own.point(one.id)) for one in practice.statements},
            note=notes.get(practice.id, ""),
        )
        for practice in guide.practices
    }


def offer() -> None:
    """Leaders tell their learning group what they can give and what they would like."""
    for name, (offers, wishes) in OFFERED.items():
        place = shares.places(accounts.by_address(named(name).email))[0]
        exchange.put(place.leader, offers, wishes)


def share(wave: UUID, coach: UUID) -> str:
    """Marieke and Sander let their coach read all; Marieke also gives a link, which is returned."""
    until = date.today() + LONGEST
    for leader in map(named, CHOSEN):
        found = shares.offer(waves.assessments(wave)[leader.email])
        shares.make(found, Wanted(coach, "", _all(found), until))
    return _by_link(LEADERS[0], wave, until)


def _by_link(leader: DemoLeader, wave: UUID, until: date) -> str:
    """The link of what she gives the board to read; she took another back."""
    found = shares.offer(waves.assessments(wave)[leader.email])
    shares.take_back(shares.make(found, Wanted(None, COLLEAGUE, _all(found), until)))
    some = Parts(
        scores=found.priorities,
        priorities=found.priorities,
        reflections=tuple(found.reflections)[:1],
    )
    by_link = shares.make(found, Wanted(None, BOARD, some, until))
    return share_reading.address_of(led_share(accounts.by_address(leader.email), by_link))


def _all(found: Offer) -> Parts:
    """Everything of a report that can be shared, without her reflections."""
    return Parts(
        scores=tuple(found.titles), priorities=found.priorities, reasons=True, plan=found.levels
    )
