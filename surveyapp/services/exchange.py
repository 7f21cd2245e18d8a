"""Who can help whom in a learning group: strengths that its leaders offer, and their wishes.

Each says of herself what she likes, a line for each, and takes it back at once. Only the leaders of
the group read it, and all of them are named on it; nothing points out who offers or wishes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import NotFound, Unfit
from surveyapp.core.instrument import Competence
from surveyapp.core.library import load_instrument
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.report import Report
from surveyapp.models.share import Exchange
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import shared_plans
from surveyapp.services.marks import compare, mark_of
from surveyapp.services.shared_plans import SharedPlan
from surveyapp.services.transaction import transaction

LONGEST_LINE = 200
"""Signs in what she says about an offer or a wish."""

Kind = Literal["offer", "wish"]
KINDS: tuple[Kind, ...] = ("offer", "wish")

Lines = Mapping[str, str]
"""What somebody says by competence; the line may be empty."""


@dataclass(frozen=True)
class Voice:
    """Somebody of the group who offers or wishes a competence."""

    leader: UUID
    name: str
    school: str
    kind: Kind
    competence: str
    text: str


@dataclass(frozen=True)
class GroupPage:
    """What a leader reads of her learning group; ``mine`` are her own lines, ``voices`` all.

    ``members`` are the names and schools of all who lead in it, herself among them.
    """

    leader: UUID
    group: str
    programme: str
    competences: tuple[Competence, ...]
    voices: tuple[Voice, ...]
    plans: tuple[SharedPlan, ...]
    members: tuple[tuple[str, str], ...]

    @property
    def alone(self) -> bool:
        """Whether nobody else leads in it."""
        return len(self.members) == 1

    def mine(self, kind: Kind) -> dict[str, str]:
        """What she says herself, by competence."""
        return {
            one.competence: one.text
            for one in self.voices
            if one.leader == self.leader and one.kind == kind
        }

    @property
    def mark(self) -> str:
        """What she has seen of her own lines."""
        return mark_of(*sorted((kind, *row) for kind in KINDS for row in self.mine(kind).items()))

    def of(self, competence: str, kind: Kind) -> list[Voice]:
        """Who of the group offers or wishes a competence, herself among them."""
        return [one for one in self.voices if (one.competence, one.kind) == (competence, kind)]

    def helping(self, kind: Kind) -> list[Voice]:
        """Whose offers answer her wishes; with ``wish`` whose wishes she can answer."""
        other: Kind = "wish" if kind == "offer" else "offer"
        hers = self.mine(other)
        return [
            one
            for one in self.voices
            if one.kind == kind and one.competence in hers and one.leader != self.leader
        ]


def of_place(leader: UUID) -> GroupPage:
    """The learning group of somebody who leads in it, in a handful of queries."""
    query = (
        select(LeaderGroup, Programme)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .where(Leader.id == leader)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such school leader.")
    group, programme = row
    competences = load_instrument(programme.instrument).competences
    members = select(Leader.name, Leader.school).where(Leader.group_id == group.id)
    return GroupPage(
        leader=leader,
        group=group.name,
        programme=programme.name,
        competences=competences,
        voices=_voices(group.id, competences),
        plans=shared_plans.of_group(group.id),
        members=tuple(
            (name, school)
            for name, school in db.session.execute(members.order_by(Leader.name, Leader.school))
        ),
    )


def _voices(group: UUID, competences: tuple[Competence, ...]) -> tuple[Voice, ...]:
    """In the order of the competences, then by name; what the instrument lost is left out."""
    query = (
        select(Leader.id, Leader.name, Leader.school)
        .add_columns(Exchange.kind, Exchange.competence, Exchange.text)
        .join(Exchange, Exchange.leader_id == Leader.id)
        .where(Leader.group_id == group)
    )
    place = {one.id: number for number, one in enumerate(competences)}
    found = (Voice(*row) for row in db.session.execute(query))
    known = (one for one in found if one.competence in place)
    return tuple(sorted(known, key=lambda one: (place[one.competence], one.name, str(one.leader))))


def suggested(leader: UUID) -> dict[str, Kind]:
    """What her latest report suggests to offer or to wish, for her eyes only.

    From a report that she has opened. A suggestion is never ticked for her.
    """
    query = (
        select(Report.snapshot)
        .join(Assessment, Report.assessment_id == Assessment.id)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Assessment.leader_id == leader, ~Wave.pulse, Report.opened)
        .where(Assessment.state == lifecycle.release.target)
        .order_by(Wave.position.desc())
        .limit(1)
    )
    stored = db.session.scalar(query)
    if stored is None:
        return {}
    kinds: dict[str, Kind] = {"strength": "offer", "shortcoming": "wish"}
    rows = Snapshot.from_json(stored).suggestions
    return {row.competence: kinds[row.kind] for row in rows if row.kind in kinds}


def put(leader: UUID, offers: Lines, wishes: Lines, seen: str | None = None) -> None:
    """All that she offers and wishes from now on, in place of what she did.

    ``Unfit`` names what is too long or no competence, as ``offer-vision``. ``Stale`` where
    what she says is no longer what she has ``seen``: what she took back stays so.
    """
    with transaction() as session:
        known = _known(session, leader)
        compare(_mark(session, leader, known), seen)
        said: dict[Kind, Lines] = {"offer": offers, "wish": wishes}
        rows = [(kind, name, line) for kind in KINDS for name, line in said[kind].items()]
        if faults := {f"{row[0]}-{row[1]}": word for row in rows if (word := _wrong(row, known))}:
            raise Unfit(faults)
        session.execute(delete(Exchange).where(Exchange.leader_id == leader))
        session.add_all(
            Exchange(leader_id=leader, kind=kind, competence=name, text=line)
            for kind, name, line in rows
        )


def _wrong(row: tuple[Kind, str, str], known: set[str]) -> str:
    _, competence, line = row
    if competence not in known:
        return "unknown"
    return "too long" if len(line) > LONGEST_LINE else ""


def _mark(session: Session, leader: UUID, known: set[str]) -> str:
    query = select(Exchange.kind, Exchange.competence, Exchange.text)
    rows = session.execute(query.where(Exchange.leader_id == leader))
    return mark_of(*sorted(tuple(row) for row in rows if row.competence in known))


def _known(session: Session, leader: UUID) -> set[str]:
    """What can be offered in her programme; her place is held meanwhile."""
    held = select(Leader).where(Leader.id == leader).with_for_update()
    if (row := session.scalar(held)) is None:
        raise NotFound("There is no such school leader.")
    query = (
        select(Programme.instrument)
        .join(LeaderGroup, LeaderGroup.programme_id == Programme.id)
        .where(LeaderGroup.id == row.group_id)
    )
    return {one.id for one in load_instrument(session.scalars(query).one()).competences}


def take_back(leader: UUID, kind: str, competence: str) -> None:
    """She says it no longer; what she did not say is not there either."""
    with transaction() as session:
        one = Exchange.kind == kind, Exchange.competence == competence
        session.execute(delete(Exchange).where(Exchange.leader_id == leader, *one))


def leave(session: Session, leader: UUID) -> None:
    """She goes to other people: what she said and shared was for those of this group."""
    session.execute(delete(Exchange).where(Exchange.leader_id == leader))
    shared_plans.take_back(session, leader)
