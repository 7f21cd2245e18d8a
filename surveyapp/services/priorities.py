"""Which competences a leader wants to work on after a report, in her order, and why.

They belong to her assessment in one wave. Once a later wave has begun for her they stand: what its
figures show was not known when she chose.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.choices import LONGEST_ENTRY, MOST, Aim, Choices
from surveyapp.core.choices import Priority as Chosen
from surveyapp.core.errors import NotAllowed, NotFound, Unfit
from surveyapp.core.priorities import overruled
from surveyapp.core.snapshot import Suggestion
from surveyapp.extensions import db
from surveyapp.languages import language as language_of
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.wave import Assessment, Wave
from surveyapp.reporting.parts.choosing import ChosenRow, PrioritiesPart, chosen
from surveyapp.reporting.parts.choosing import priorities as priorities_part
from surveyapp.services import choices, reports
from surveyapp.services.marks import compare, mark_of
from surveyapp.services.transaction import transaction

LEAST, MUCH = 1, 5
"""How much something counts for her, at least and at most."""

AIMS = get_args(Aim)


@dataclass(frozen=True)
class Choice:
    """A competence as she wants it: what for, how it weighs, and why."""

    competence: str
    aim: str
    passion: int | None = None
    need: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Earlier:
    """What she chose in the wave before, called ``label``."""

    label: dict[str, str]
    rows: tuple[ChosenRow, ...]


@dataclass(frozen=True)
class Choosing:
    """All that the choice is made by: what the report suggests, and what she chose so far.

    It ``stands`` where a later wave has begun. ``suggestions`` are those of the rule as it was
    frozen, ``part`` the same as her report says it.
    """

    label: dict[str, str]
    part: PrioritiesPart
    suggestions: tuple[Suggestion, ...]
    choices: Choices
    before: Earlier | None
    stands: bool

    @property
    def mark(self) -> str:
        """What she has seen who changes it."""
        return _mark(self.choices.priorities)


@dataclass(frozen=True)
class Planned:
    """What goes with a priority: at how many levels something is planned, and how many actions."""

    levels: int
    actions: int


def sheet(assessment: UUID, language: str) -> Choosing:
    """Everything for the step on one page; reading it is reading the report."""
    waves = _waves(db.session(), assessment)
    place = next(n for n, one in enumerate(waves) if one.assessment == assessment)
    if waves[place].pulse:
        raise NotFound("In a pulse nothing is chosen.")
    snapshot = reports.open_report(assessment)
    found = choices.of_assessments([one.assessment for one in waves[: place + 1]])
    words = language_of(language)
    before = next(
        (
            Earlier(one.label, chosen(found[one.assessment], snapshot, words))
            for one in reversed(waves[:place])
            if found[one.assessment].priorities
        ),
        None,
    )
    return Choosing(
        label=waves[place].label,
        part=priorities_part(snapshot, words, found[assessment]),
        suggestions=snapshot.suggestions,
        choices=found[assessment],
        before=before,
        stands=place + 1 < len(waves),
    )


@dataclass(frozen=True)
class _Wave:
    assessment: UUID
    label: dict[str, str]
    pulse: bool


def _waves(session: Session, assessment: UUID) -> list[_Wave]:
    """The waves that have begun for the leader of an assessment, from the earliest."""
    leader = select(Assessment.leader_id).where(Assessment.id == assessment).scalar_subquery()
    query = (
        select(Assessment.id, Wave.label, Wave.pulse)
        .join(Wave, Assessment.wave_id == Wave.id)
        .where(Assessment.leader_id == leader)
        .order_by(Wave.position)
    )
    return [_Wave(*row) for row in session.execute(query)]


def planned(assessment: UUID) -> Mapping[str, Planned]:
    """By competence what would go with a priority; nothing for one without a plan."""
    query = (
        select(Priority.competence, func.count(Plan.id.distinct()), func.count(Action.id))
        .join(Plan, Plan.priority_id == Priority.id)
        .outerjoin(Action, Action.plan_id == Plan.id)
        .where(Priority.assessment_id == assessment)
        .group_by(Priority.competence)
    )
    return {name: Planned(*counts) for name, *counts in db.session.execute(query)}


def choose(
    assessment: UUID,
    wanted: Sequence[Choice],
    giving_up: Collection[str] = (),
    seen: str | None = None,
) -> None:
    """Let these, in this order, be her priorities; at most three, each competence once.

    Those that are not among them go, if need be all. One with a plan goes only where she is
    ``giving_up`` that: ``NotAllowed`` otherwise. ``Unfit`` names a fault as ``field-competence``,
    or with no name. ``Stale`` where what she chose is no longer what she has ``seen``.
    """
    with transaction() as session:
        _changeable(session, assessment)
        rows = _rows(session, assessment)
        compare(_mark(rows), seen)
        kept = {row.competence: row for row in rows}
        if faults := _faults(wanted, reports.stored(assessment).suggestions):
            raise Unfit(faults)
        if not wanted and not kept:
            raise Unfit({"": "none"})
        gone = set(kept) - {one.competence for one in wanted}
        if gone & set(planned(assessment)) - set(giving_up):
            raise NotAllowed("You made a plan for something that you no longer choose: look again.")
        _erase(session, [kept.pop(name).id for name in gone])
        for place, one in enumerate(wanted, start=1):
            row = kept.get(one.competence) or _new(session, assessment, one.competence)
            row.position, row.aim, row.reason = place, one.aim, one.reason.strip()
            row.passion, row.need = one.passion, one.need


def move_up(assessment: UUID, competence: str) -> None:
    """Let a priority change places with the one before it; the first one stays."""
    with transaction() as session:
        _changeable(session, assessment)
        rows = list(_rows(session, assessment))
        place = next((n for n, row in enumerate(rows) if row.competence == competence), None)
        if place is None:
            raise NotFound("This was not chosen.")
        row = rows.pop(place)
        rows.insert(max(place - 1, 0), row)
        for number, one in enumerate(rows, start=1):
            one.position = number


def _changeable(session: Session, assessment: UUID) -> None:
    """Lock the assessment; ``NotFound`` without a report, ``NotAllowed`` once the choice stands."""
    row = session.get_one(Assessment, assessment, with_for_update=True)
    if row.state != lifecycle.release.target:
        raise NotFound("This report has not been handed out yet.")
    waves = _waves(session, assessment)
    if waves[-1].assessment != assessment:
        raise NotAllowed("A later wave has begun: what you chose in this one can no longer change.")
    if waves[-1].pulse:
        raise NotFound("In a pulse nothing is chosen.")


def _rows(session: Session, assessment: UUID) -> Sequence[Priority]:
    query = select(Priority).where(Priority.assessment_id == assessment)
    return session.scalars(query.order_by(Priority.position)).all()


def _mark(rows: Sequence[Chosen] | Sequence[Priority]) -> str:
    return mark_of(*((one.competence, one.aim, one.passion, one.need, one.reason) for one in rows))


def _new(session: Session, assessment: UUID, competence: str) -> Priority:
    row = Priority(assessment_id=assessment, competence=competence, items=[])
    session.add(row)
    return row


def _erase(session: Session, keys: Collection[UUID]) -> None:
    """Erase priorities with their plans and actions."""
    plans = select(Plan.id).where(Plan.priority_id.in_(keys))
    session.execute(delete(Action).where(Action.plan_id.in_(plans)))
    session.execute(delete(Plan).where(Plan.priority_id.in_(keys)))
    session.execute(delete(Priority).where(Priority.id.in_(keys)))


def _faults(wanted: Sequence[Choice], suggestions: Sequence[Suggestion]) -> dict[str, str]:
    """What is wrong with a choice: the word for each, by its field."""
    known = {one.competence for one in suggestions}
    names = [one.competence for one in wanted]
    if len(names) > MOST:
        return {"": "many"}
    if len(set(names)) < len(names) or not set(names) <= known:
        return {"": "unknown"}
    return {
        f"{field}-{one.competence}": word
        for one in wanted
        for field, word in _wrong_with(one, suggestions).items()
    }


def _wrong_with(one: Choice, suggestions: Sequence[Suggestion]) -> dict[str, str]:
    weights = {"passion": one.passion, "need": one.need}
    found = {
        name: "unknown"
        for name, weight in weights.items()
        if weight is not None and not LEAST <= weight <= MUCH
    }
    if one.aim not in AIMS:
        return found | {"aim": "unknown"}
    if len(one.reason) > LONGEST_ENTRY:
        return found | {"reason": "long"}
    against = overruled(suggestions, one.competence, cast(Aim, one.aim))
    return found | ({"reason": "missing"} if against and not one.reason.strip() else {})
