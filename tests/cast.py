"""One small cast of people in all tests, made through the services.

Cora coordinates, Alice and Nora lead; Bob, Carla, Daan and others are raters. Zoë coordinates
another programme, in which Yara leads: strangers to all of these. Everything here needs an
app context.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select, update

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Fate
from surveyapp.models.plan import Priority
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import (
    accounts,
    invitations,
    invitees,
    organisations,
    outbox,
    programmes,
    progress,
    reports,
    responses,
    results,
    waves,
    worker,
)
from surveyapp.services.invitations import Rater
from surveyapp.services.opened import OpenInvitation
from surveyapp.services.progress import Progress
from surveyapp.services.transaction import transaction

SECRET = "only for tests: 32 characters or more"
PASSWORD = "correct horse battery"
INSTRUMENT = "leadership-360"
LABELS = {
    "pre": {"nl": "Beginmeting", "en": "First wave"},
    "pulse": {"nl": "Tussenmeting", "en": "Pulse"},
    "post": {"nl": "Eindmeting", "en": "Final wave"},
    "third": {"nl": "Derde meting", "en": "Third wave"},
}
RATERS = ("Bob", "Carla", "Daan", "Emma", "Fatma", "Gijs", "Hanna", "Ivo", "Julia", "Kees")
TEACHER = RaterGroup(id="teacher", label={"nl": "Leraren", "en": "Teachers"})
PEER = RaterGroup(id="peer", label={"nl": "Collega-schoolleiders", "en": "Fellow school leaders"})
BOARD = RaterGroup(id="board", label={"nl": "Bestuur", "en": "Board"})
KNOWN_BOARD = BOARD.model_copy(update={"identified": True})


@dataclass(frozen=True)
class Cast:
    """A programme with its people: account ids, and the leaders' first names."""

    coordinator: UUID
    organisation: UUID
    programme: UUID
    group: UUID
    leaders: dict[str, UUID]

    def account(self, name: str) -> UUID:
        """The account of a leader, by first name."""
        return self.leaders[name]


def account(name: str) -> UUID:
    """An account that can sign in, as ``<first name>@school.example``."""
    return accounts.create(name=name, email=address(name), language="nl", password=PASSWORD)


def address(name: str) -> str:
    first = name.split(maxsplit=1)[0].lower().replace("ë", "e")
    return f"{first}@school.example"


def gather(
    leaders: Sequence[str] = ("Alice de Vries", "Nora Bakker"),
    *,
    coordinator: str = "Cora Jansen",
    name: str = "Leren leiden",
    instrument: str = INSTRUMENT,
    groups: Sequence[RaterGroup] = (TEACHER, PEER, BOARD),
    minimum_comments: int = 5,
    on_paper: bool = False,
) -> Cast:
    """A coordinator with a programme of one group of leaders; no wave yet."""
    cora = account(coordinator)
    organisation = organisations.create(f"Opleider van {coordinator}")
    organisations.join(organisation, cora, "coordinator")
    programme = programmes.create(
        organisation=organisation,
        name=name,
        instrument=instrument,
        coordinator=cora,
        groups=groups,
        minimum_comments=minimum_comments,
        on_paper=on_paper,
    )
    group = programmes.add_group(programme, "Groep Oost")
    keys = {}
    for leader in leaders:
        keys[leader.split()[0]] = account(leader)
        programmes.add_leader(
            group, name=leader, email=address(leader), school="De Brug", language="nl"
        )
    return Cast(cora, organisation, programme, group, keys)


def strangers() -> Cast:
    """Zoë and Yara, with a programme and an open wave of their own."""
    cast = gather(["Yara Smit"], coordinator="Zoë Post", name="Een ander programma")
    open_wave(cast)
    return cast


def prepared_wave(cast: Cast, name: str = "pre", days: int = 14) -> UUID:
    """The next wave, prepared: it closes so many days from now."""
    closes_on = date.today() + timedelta(days=days)
    return waves.create(
        cast.programme, name=name, label=LABELS[name], closes_on=closes_on, pulse=name == "pulse"
    )


def stop_proposals(wave: UUID) -> None:
    """Let the day until which leaders propose be over."""
    day = date.today() - timedelta(days=1)
    db.session.execute(update(Wave).where(Wave.id == wave).values(proposals_until=day))
    db.session.commit()


def place(cast: Cast, name: str) -> UUID:
    """The place of a leader in the learning group, by first name."""
    query = select(Leader.id).where(Leader.group_id == cast.group)
    return db.session.scalars(query.where(Leader.account_id == cast.account(name))).one()


def open_wave(cast: Cast, name: str = "pre", days: int = 14) -> UUID:
    """The next wave, open until so many days from now."""
    wave = prepared_wave(cast, name, days)
    waves.open_wave(wave)
    return wave


def rows(wave: UUID) -> tuple[Progress, ...]:
    """How far each assessment of a wave is."""
    return progress.progress(Assessment.wave_id == wave)


def assessment(wave: UUID, leader: str = "Alice") -> UUID:
    """The assessment of a leader in a wave, by first name."""
    return next(row.assessment for row in rows(wave) if row.leader.startswith(leader))


def invite(assessment: UUID, group: str = "teacher", count: int = 1) -> list[str]:
    """Invite so many raters (from Bob on) to a group; the tokens of all links of that group."""
    names = [f"{RATERS[n % len(RATERS)]} {n}" for n in range(count)]
    invitations.invite(
        assessment,
        [
            Rater(group, name, f"{name.replace(' ', '.').lower()}@{group}.example", "nl")
            for name in names
        ],
    )
    return tokens(assessment, group)


def mailed(wave: UUID) -> None:
    """As if the mail server had taken all that waits, after the invitations of a wave were sent."""
    invitations.send(wave)
    for key in outbox.due(10_000):
        with transaction() as session:
            outbox.claim(session, key)
        outbox.settle(key, Fate("taken"))


def withdraw(token: str) -> None:
    """Withdraw the rater behind a living link."""
    opened = invitations.open_link(token)
    invitees.withdraw(opened.assessment, opened.id)


def tokens(assessment: UUID, group: str = SELF) -> list[str]:
    """The tokens of the links of a group."""
    found = invitations.addresses(assessment, [group])
    return [link.rpartition("/")[2] for link in found.get(group, [])]


def answer(token: str, seed: int = 1, texts: dict[str, str] | None = None, level: int = 4) -> None:
    """Answer everything behind a link plausibly, around a level, and send it."""
    opened = invitations.open_link(token)
    chance = Random(seed)
    points = {name: min(5, max(1, level + chance.choice((-1, 0, 0, 1)))) for name in asked(opened)}
    responses.save(opened, points, texts or {})
    responses.submit(opened)


def asked(opened: OpenInvitation) -> list[str]:
    """The items, and the importance of each competence, that a group is asked."""
    instrument = opened.instrument
    skipped = {item.id for item in instrument.items() if opened.group in item.not_asked}
    return [
        name for name in instrument.columns if name not in skipped and not name.endswith("-then")
    ]


def answered_wave(
    cast: Cast, name: str = "pre", *, teachers: int = 7, peers: int = 4, board: int = 2
) -> UUID:
    """An open wave in which every leader and all her raters have answered."""
    wave = open_wave(cast, name)
    for number, row in enumerate(rows(wave)):
        answer(tokens(row.assessment)[0], seed=number)
        for group, count in (("teacher", teachers), ("peer", peers), ("board", board)):
            for place, token in enumerate(invite(row.assessment, group, count) if count else []):
                texts = {"keep": f"Wat ik zie uit groep {group}, nummer {place}."}
                answer(token, seed=100 * number + place, texts=texts)
    return wave


def freeze(wave: UUID, weeks_ago: int = 0) -> None:
    """Close a wave and freeze it, as if that were so long ago."""
    waves.close_wave(wave)
    results.freeze_wave(wave, date.today() - timedelta(weeks=weeks_ago))


def choose(assessment: UUID, *competences: str, items: Sequence[str] = ()) -> None:
    """The leader chooses these priorities, with the items to ask halfway that belong to them."""
    rows = [
        Priority(
            assessment_id=assessment,
            competence=competence,
            position=place,
            aim="shortcoming",
            items=[item for item in items if item.startswith(competence)],
        )
        for place, competence in enumerate(competences, start=1)
    ]
    db.session.add_all(rows)
    db.session.commit()


def work_off() -> None:
    """What the worker does when it is woken."""
    worker.do_all()


def released_wave(cast: Cast, name: str = "pre", weeks_ago: int = 0, **counts: int) -> UUID:
    """A wave from opening to reports handed out; long enough ago a pulse can follow it."""
    wave = answered_wave(cast, name, **counts)
    freeze(wave, weeks_ago)
    reports.release_wave(wave)
    return wave


def three_waves(cast: Cast, *competences: str) -> list[UUID]:
    """Alice's assessments in a first wave, a pulse about what she chose, and a last one.

    All reports are handed out, and she has read none but the first.
    """
    first = assessment(released_wave(cast, weeks_ago=20, teachers=4, peers=3))
    choose(first, *(competences or ("vision", "people")))
    later = [released_wave(cast, "pulse", weeks_ago=7, teachers=3, peers=2)]
    later.append(released_wave(cast, "post", teachers=4, peers=3))
    return [first, *(assessment(wave) for wave in later)]
