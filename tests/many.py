"""A product with many people and much behind it, written straight into the tables.

One programme of Cora's has a wave in every state with all leaders in it, and the raters, mail,
reports and history that go with them. Many programmes stand beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, insert, select

from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.audit import AuditEvent
from surveyapp.models.base import Base
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.organisation import Coaching, Membership, Organisation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.programme import Coordination, Leader, LeaderGroup, Programme
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import group_reports, instruments, waves
from surveyapp.services.links import new_link
from tests import cast as people
from tests.cast import Cast

Row = dict[str, Any]

GROUPS = tuple(
    group.model_copy(update={"single_rater_reliability": reliability})
    for group, reliability in ((people.TEACHER, 0.30), (people.PEER, 0.37), (people.BOARD, 0.50))
)
ASKED = ("teacher", "teacher", "peer", "teacher", "teacher", "board", "teacher", "peer")
"""The rater groups in turn. Of fifteen raters nine are teachers, four fellow leaders, two board."""

IN_A_GROUP = 12
FIRST = ("Anna", "Bram", "Chris", "Dina", "Els", "Frank", "Guus", "Hilde", "Iris", "Joost", "Kim")
LAST = ("Aerts", "Bos", "Claes", "Dekker", "Evers", "Faber", "Groen", "Hermans", "Ivens")


@dataclass(frozen=True)
class Many:
    """Who and what there is to look at; ``waves`` are by the state they are in."""

    cast: Cast
    waves: Mapping[str, UUID]


STATES = ("reported", "released", "frozen", "open", "prepared")


def fill(
    leaders: int, raters: int = 15, programmes: int = 0, states: Sequence[str] = STATES
) -> Many:
    """So many leaders with so many raters each in waves of these states, and further programmes.

    A ``reported`` wave is a released one of five leaders with a group report. Alice and Nora are
    two of the leaders, and have real reports in it; all others are copies. Needs an app context.
    """
    cast = people.gather(groups=GROUPS)
    found = {"reported": people.released_wave(cast)} if "reported" in states else {}
    found |= {state: _wave(cast, state) for state in states if state != "reported"}
    own, new = cast_leaders(cast), _leaders(cast, leaders - 2)
    for state in states:
        if state == "prepared":
            _nominate(found[state], [*own, *new], raters)
        elif state == "reported":
            _assess("released", found[state], new[:3], raters)
            db.session.commit()
            group_reports.freeze(found[state])
        else:
            _assess(state, found[state], [*own, *new], raters)
    _programmes(cast, programmes)
    _colleagues(cast, leaders)
    _history(cast, found.values(), leaders)
    db.session.commit()
    return Many(cast, found)


def colleagues() -> Select[UUID]:
    """The accounts of the colleagues, who coordinate and coach."""
    return select(Account.id).where(Account.email.like("c%@school.example")).order_by(Account.email)


def cast_leaders(cast: Cast) -> list[UUID]:
    """The keys of Alice and Nora as leaders."""
    accounts = cast.leaders.values()  # Alice is the first, and nobody has answered about her.
    query = select(Leader.id).join(Account).where(Account.id.in_(accounts)).order_by(Account.name)
    return list(db.session.scalars(query))


def _put(table: type[Base], rows: Sequence[Row]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def _wave(cast: Cast, state: str) -> UUID:
    """A further wave of the programme; open and closed ones promise what the programme does."""
    day = date.today() + timedelta(days=14)
    key = waves.create(cast.programme, name=state, label=people.LABELS["post"], closes_on=day)
    wave = db.session.get_one(Wave, key)
    programme = db.session.get_one(Programme, cast.programme)
    if state != "prepared":
        wave.state = "open" if state == "open" else "closed"
        wave.rules = programme.rules
        wave.fingerprint = instruments.keep(db.session(), load_instrument(programme.instrument))
    db.session.commit()
    return key


def _leaders(cast: Cast, count: int) -> list[UUID]:
    """Further leaders of the programme, in learning groups of a dozen; their keys."""
    groups: list[Row] = [
        {"id": uuid4(), "programme_id": cast.programme, "name": f"Leergroep {number + 1}"}
        for number in range(-(-count // IN_A_GROUP))
    ]
    _put(LeaderGroup, groups)
    accounts: list[Row] = [
        {"id": uuid4(), "name": _name(n), "email": f"l{n}@school.example", "language": "nl"}
        for n in range(count)
    ]
    _put(Account, accounts)
    leaders: list[Row] = [
        {
            "id": uuid4(),
            "group_id": groups[number // IN_A_GROUP]["id"],
            "account_id": account["id"],
            "name": account["name"],
            "school": f"School {number % 40 + 1}",
        }
        for number, account in enumerate(accounts)
    ]
    _put(Leader, leaders)
    return [row["id"] for row in leaders]


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number + 1}"


def _raters(leader: int, count: int) -> Iterator[Row]:
    """The raters of a leader."""
    for number, group in enumerate(islice(cycle(ASKED), count)):
        yield {
            "group": group,
            "name": f"Rater {number} van {leader}",
            "email": f"r{leader}.{number}@{group}.example",
            "language": "nl",
        }


def _nominate(wave: UUID, leaders: Sequence[UUID], raters: int) -> None:
    states = ("proposed", "approved", "returned")
    rows = [
        {"wave_id": wave, "leader_id": key, "state": states[number % 3], **rater}
        for number, key in enumerate(leaders)
        for rater in _raters(number, raters)
    ]
    _put(Nomination, rows)


def _assess(state: str, wave: UUID, leaders: Sequence[UUID], raters: int) -> None:
    """Assessments in that state with their invitations, messages and, if frozen, reports."""
    assessments = [
        {"id": uuid4(), "wave_id": wave, "leader_id": key, "state": state} for key in leaders
    ]
    _put(Assessment, assessments)
    invitations = [
        {"id": uuid4(), "assessment_id": row["id"], "link": new_link(), "state": held, **rater}
        for number, row in enumerate(assessments)
        for rater, held in _answering(number, raters)
    ]
    _put(Invitation, invitations)
    _mail(invitations)
    if state != "open":
        model = db.session.scalars(select(Report).limit(1)).one()
        report = {"fingerprint": model.fingerprint, "snapshot": model.snapshot}
        _put(Report, [{"assessment_id": row["id"], **report} for row in assessments])


def _answering(leader: int, raters: int) -> Iterator[tuple[Row, str]]:
    """A leader's own invitation and those of her raters, of whom more and more have answered."""
    own = {"group": SELF, "name": "", "email": f"self{leader}@school.example", "language": "nl"}
    yield own, "submitted" if leader % 3 else "sent"
    for number, rater in enumerate(_raters(leader, raters)):
        yield rater, "submitted" if number * 7 % 16 < leader % 17 else "sent"


def _mail(invitations: Sequence[Row]) -> None:
    """A message about each invitation; of one in twenty the server wanted nothing."""
    rows = [
        {
            "invitation_id": row["id"],
            "kind": "invitation",
            "state": "sent" if number % 20 else "refused",
            "fault": "" if number % 20 else "550 5.1.1 no such user",
            "attempts": 0,
        }
        for number, row in enumerate(invitations)
    ]
    _put(OutboxMessage, rows)


def _programmes(cast: Cast, count: int) -> None:
    """Further programmes that Cora coordinates, with a wave each."""
    model = db.session.get_one(Programme, cast.programme)
    rows = [
        {
            "id": uuid4(),
            "organisation_id": model.organisation_id,
            "name": f"Programma {number + 1}",
            "instrument": model.instrument,
            "rules": model.rules,
        }
        for number in range(count)
    ]
    _put(Programme, rows)
    who = cast.coordinator
    _put(Coordination, [{"programme_id": row["id"], "account_id": who} for row in rows])
    day, label = date.today() + timedelta(days=14), people.LABELS["pre"]
    _put(
        Wave,
        [
            {"programme_id": row["id"], "name": "pre", "label": label, "position": 1}
            | {"closes_on": day}
            for row in rows
        ],
    )


def _colleagues(cast: Cast, count: int) -> None:
    """Cora has every room; so many organisations, colleagues in hers, and coaches of her groups."""
    cora, here = cast.coordinator, cast.organisation
    db.session.get_one(Account, cora).operator = True
    organisations = [{"id": uuid4(), "name": f"Opleider {number}"} for number in range(count)]
    _put(Organisation, organisations)
    accounts: list[Row] = [
        {"id": uuid4(), "name": _name(n), "email": f"c{n}@school.example", "language": "nl"}
        for n in range(count)
    ]
    _put(Account, accounts)
    _put(
        Membership,
        [{"organisation_id": here, "account_id": cora, "role": "researcher"}]
        + [
            {"organisation_id": organisation, "account_id": row["id"], "role": "coordinator"}
            for row, other in zip(accounts, organisations, strict=True)
            for organisation in (here, other["id"])
        ],
    )
    groups = select(LeaderGroup.id).where(LeaderGroup.programme_id == cast.programme)
    _put(
        Coaching,
        [
            {"group_id": group, "account_id": key}
            for group in db.session.scalars(groups).all()
            for key in (cora, *(row["id"] for row in accounts[:IN_A_GROUP]))
        ],
    )


def _history(cast: Cast, waves: Iterable[UUID], count: int) -> None:
    """So many deeds with every wave, one a day."""
    now = datetime.now(UTC)
    _put(
        AuditEvent,
        [
            {
                "at": now - timedelta(days=number),
                "actor_id": cast.coordinator,
                "action": "raters invited",
                "programme_id": cast.programme,
                "wave_id": wave,
                "details": {"count": number + 1},
            }
            for wave in waves
            for number in range(count)
        ],
    )
