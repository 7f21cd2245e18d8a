"""The story of the demo: six leaders of a learning group, from invitation to PDF, twice.

Two of them choose priorities in between, plan and act, and ask about them halfway. What they do
of their own accord stands in ``own``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

import httpx

from surveyapp.core.instrument import SELF
from surveyapp.demo import own
from surveyapp.demo.chosen import CHOSEN, GOING_ON
from surveyapp.demo.mailbox import Invited, Mailbox
from surveyapp.demo.people import (
    COACH,
    COORDINATOR,
    LEADERS,
    OPERATOR,
    RESEARCHER,
    DemoLeader,
    names,
)
from surveyapp.demo.rater import PATIENCE, PULSE, answer, decline, mind
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import (
    accounts,
    coaching,
    delivery,
    group_reports,
    invitations,
    organisations,
    programmes,
    reports,
    results,
    waves,
)
from surveyapp.services.context import acting, settings
from surveyapp.services.invitations import Rater

PASSWORD = "samen-leren-leiden"  # noqa: S105  # invented people need no secret
ORGANISATION = "De Opleider"
WAVES = (
    ("pre", {"nl": "Beginmeting", "en": "First wave"}, date(2024, 10, 18)),
    ("post", {"nl": "Eindmeting", "en": "Final wave"}, date(2026, 5, 29)),
)
HALF_WAY = ("pulse", {"nl": "Tussenmeting", "en": "Halfway"}, date(2025, 6, 13))
BROWSERS = 4
DECLINES = 0.06

Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """One invited person of the demo."""

    leader: DemoLeader
    group: str
    email: str
    place: int

    def is_meant(self, mail: Invited) -> bool:
        """Whether this message is the invitation of this person for this leader."""
        about = next((leader for leader in LEADERS if leader.name in mail.subject), None)
        expected = None if self.group == SELF else self.leader
        return mail.address == self.email and about == expected


@dataclass(frozen=True)
class Story:
    """Tells itself through the services; ``say`` is told how far it is."""

    seed: int
    mailbox: Mailbox
    say: Say

    def set_up(self) -> UUID:
        """A programme with its learning group, and accounts that can sign in."""
        coordinator = _account(COORDINATOR)
        organisation = organisations.create(ORGANISATION)
        organisations.join(organisation, coordinator, "coordinator")
        organisations.join(organisation, _account(RESEARCHER), "researcher")
        _account(OPERATOR)
        accounts.set_operator(OPERATOR[1], True)
        _account(COACH)
        with acting(coordinator):
            programme = programmes.create(
                organisation=organisation,
                name="Leren leiden",
                instrument="leadership-360",
                coordinator=coordinator,
            )
            group = _learning_group(programme, "Leergroep Noord", LEADERS)
            coaching.give(group, name=COACH[0], email=COACH[1], language="nl")
        for leader in LEADERS:
            accounts.set_password(leader.email, PASSWORD)
        return programme

    def wave(self, programme: UUID, number: int) -> UUID:
        """One wave: invite, send, answer, close, freeze, release."""
        pulse = number == PULSE
        name, label, frozen_on = HALF_WAY if pulse else WAVES[number - 1]
        wave = _opened(programme, name, label, pulse=pulse)
        people = self._invite(wave, number)
        self._send(wave, label["en"])
        self._answer(people, number, label["en"])
        # The story is two years long, the demo two minutes: the last day moves to where it belongs.
        waves.move_deadline(wave, frozen_on)
        waves.close_wave(wave)
        self.say(f"{label['en']}: freezing {len(waves.assessments(wave))} assessments")
        results.freeze_wave(wave, frozen_on)
        reports.release_wave(wave)
        if not pulse:
            group_reports.freeze(wave, frozen_on)
        return wave

    def choices(self, wave: UUID) -> None:
        """Some leaders choose and plan after the first wave, and do something of it."""
        own.choices(wave, CHOSEN, PASSWORD)
        own.did(wave)
        self.say(f"{len(CHOSEN)} leaders chose priorities and made a plan")

    def goes_on(self, first: UUID, last: UUID) -> str:
        """They see what became of it; others plan, and all learn from one another.

        The link of what one of them shares.
        """
        own.look_backs(first, PASSWORD)
        self.say(f"{len(CHOSEN)} leaders saw what became of their priorities")
        own.choices(last, GOING_ON, PASSWORD)
        own.reflect()
        own.offer()
        link = own.share(first, accounts.by_address(COACH[1]))
        self.say("Leaders reflected, offered help in their learning group, and shared results")
        return link

    def _invite(self, wave: UUID, number: int) -> list[Asked]:
        invented = names(Random(f"{self.seed} names {number}"))
        assessments = waves.assessments(wave)
        asked = []
        for leader in (one for one in LEADERS if one.email in assessments):
            raters = _raters(leader, number, invented)
            invitations.invite(assessments[leader.email], raters)
            asked += [
                Asked(leader, rater.group, rater.email, place + number)
                for place, rater in enumerate(raters)
            ]
            asked.append(Asked(leader, SELF, leader.email, 0))
        return asked

    def _send(self, wave: UUID, label: str) -> None:
        invitations.send(wave)
        sent = delivery.deliver(Mailer(settings()))
        self.say(f"{label}: {sent} messages sent by mail")

    def _answer(self, people: Sequence[Asked], number: int, label: str) -> None:
        """Everybody opens the link in her mail; a few at the same time, as in a staff room."""
        arrived = self.mailbox.empty()
        links = {person: next(m.link for m in arrived if person.is_meant(m)) for person in people}
        with ThreadPoolExecutor(BROWSERS) as pool:
            shares = [people[start::BROWSERS] for start in range(BROWSERS)]
            jobs = [pool.submit(self._answer_share, share, links, number) for share in shares]
            done = Counter[str]()
            for job in jobs:
                done += job.result()
        told = ", ".join(f"{count} {what}" for what, count in sorted(done.items()))
        self.say(f"{label}: {told}")

    def _answer_share(
        self, people: Sequence[Asked], links: dict[Asked, str], number: int
    ) -> Counter[str]:
        done = Counter[str]()
        with httpx.Client(timeout=PATIENCE) as client:
            for person in people:
                done[self._act(client, person, links[person], number)] += 1
        return done

    def _act(self, client: httpx.Client, person: Asked, link: str, number: int) -> str:
        seed = f"{self.seed} {number} {person.leader.email} {person.email}"
        if person.group != SELF and Random(f"{seed} declines").random() < DECLINES:
            decline(client, link)
            return "declined"
        rater = mind(person.leader, person.group, number, seed, person.place)
        sent = answer(client, link, rater)
        return "answered" if sent else "stopped halfway"

    def open_invitations(self) -> dict[str, list[str]]:
        """A second, open programme with living links to try the questionnaire with."""
        programme = programmes.create(
            organisation=organisations.by_name(ORGANISATION),
            name="Tussentijdse feedback",
            instrument="quick-reflection",
            coordinator=accounts.by_address(COORDINATOR[1]),
        )
        leader = LEADERS[0]
        _learning_group(programme, leader.school, [leader])
        wave = _opened(programme, "pre", {"nl": "Korte reflectie", "en": "Quick reflection"})
        assessment = waves.assessments(wave)[leader.email]
        invitations.invite(assessment, _raters(leader, 4, names(Random(f"{self.seed} tries"))))
        invitations.send(wave)
        delivery.deliver(Mailer(settings()))
        groups = [SELF, "teacher", "peer", "board"]
        found = invitations.addresses(assessment, groups)
        return {group: found[group] for group in groups}


def _account(person: tuple[str, str]) -> UUID:
    """Somebody of the staff, who can sign in."""
    name, email = person
    return accounts.create(name=name, email=email, language="nl", password=PASSWORD)


def _learning_group(programme: UUID, name: str, leaders: Sequence[DemoLeader]) -> UUID:
    group = programmes.add_group(programme, name)
    for leader in leaders:
        programmes.add_leader(
            group, name=leader.name, email=leader.email, school=leader.school, language="nl"
        )
    return group


def _opened(programme: UUID, name: str, label: dict[str, str], *, pulse: bool = False) -> UUID:
    in_three_weeks = date.today() + timedelta(days=21)
    wave = waves.create(programme, name=name, label=label, closes_on=in_three_weeks, pulse=pulse)
    waves.open_wave(wave)
    return wave


def _raters(leader: DemoLeader, number: int, invented: Iterator[str]) -> list[Rater]:
    """Teachers and board members with invented names, and the other leaders of the group."""
    domain = leader.email.split("@")[1]
    raters = [
        Rater(group, next(invented), f"{group}{place}.wave{number}@{domain}", "nl")
        for group, count in (("teacher", leader.teachers), ("board", leader.board))
        for place in range(1, count + 1)
    ]
    others = [other for other in LEADERS if other is not leader]
    return raters + [Rater("peer", other.name, other.email, "nl") for other in others]
