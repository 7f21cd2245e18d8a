"""A leader writes her plan: a level at a time, or one step with one action."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.core import plan as rules
from surveyapp.core.choices import ActionState, Level
from surveyapp.core.errors import NotFound, Stale, Unfit
from surveyapp.core.plan import MOST_ACTIONS, Course
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment
from surveyapp.services import plans
from surveyapp.services.context import today
from surveyapp.services.transaction import transaction


@dataclass(frozen=True)
class WrittenAction:
    """An action as she writes it; without ``id`` it is a new one."""

    text: str
    id: UUID | None = None
    state: ActionState = "planned"
    due: date | None = None
    remind_on: date | None = None


@dataclass(frozen=True)
class WrittenLevel:
    """All that she writes at one level. ``shared`` counts for the partnership only."""

    goal: str = ""
    behaviour: str = ""
    evidence: str = ""
    help: str = ""
    due: date | None = None
    shared: bool = False
    actions: tuple[WrittenAction, ...] = ()

    @property
    def entries(self) -> dict[str, str]:
        """What she wrote, by field."""
        return {name: getattr(self, name) for name in rules.ENTRIES}


def write(priority: UUID, level: Level, written: WrittenLevel, seen: str) -> None:
    """Put this in the place of what stands at a level; nothing written is no plan.

    ``Unfit`` with what is wrong, an action's field with its place in front (``2-text``). ``Stale``
    where it is no longer what she has ``seen``. An action that she left out stays: only
    ``forget`` takes one away.
    """
    with transaction() as session:
        if session.get(Priority, priority, with_for_update=True) is None:
            raise NotFound("There is no such priority.")
        stands = plans.level(priority, level)
        if stands.mark != seen:
            raise Stale("You changed this plan elsewhere meanwhile: nothing was saved.")
        if faults := _faults(written, stands):
            raise Unfit(faults)
        _store(session, priority, level, written)


def _faults(written: WrittenLevel, stands: plans.LevelDetail) -> dict[str, str]:
    faults = rules.entry_faults(written.entries, written.due)
    set_before = {(one.id, one.course.remind_on) for one in stands.actions}
    for place, one in enumerate(written.actions):
        # A day that was set before is not found wrong because it came.
        remind_on = None if (one.id, one.remind_on) in set_before else one.remind_on
        found = rules.action_faults(one.text, one.due, remind_on, today())
        faults |= {f"{place}-{name}": word for name, word in found.items()}
    kept = {one.id for one in stands.actions} | {one.id for one in written.actions if one.id}
    if len(kept) + sum(one.id is None for one in written.actions) > MOST_ACTIONS:
        faults["actions"] = "many"
    return faults


def _store(session: Session, priority: UUID, level: Level, written: WrittenLevel) -> None:
    mine = Plan.priority_id == priority
    row = session.scalar(select(Plan).where(mine, Plan.level == level))
    if row is None:
        row = Plan(priority_id=priority, level=level)
        session.add(row)
    for name, text in written.entries.items():
        setattr(row, name, text)
    row.due = written.due
    row.shared = written.shared and level == "partnership"
    session.flush()
    _keep_actions(session, row.id, written.actions)
    _tidy(session, row)


def _keep_actions(session: Session, plan: UUID, actions: Sequence[WrittenAction]) -> None:
    query = select(Action).where(Action.plan_id == plan)
    known = {row.id: row for row in session.scalars(query)}
    last = max((row.position for row in known.values()), default=-1)
    for one in actions:
        row = known.get(one.id) if one.id else None
        if row is None:
            last += 1
            row = Action(plan_id=plan, position=last, state="planned")
            session.add(row)
        if one.remind_on != row.remind_on:
            row.reminded_on = None
        row.text, row.due, row.remind_on = one.text, one.due, one.remind_on
        _move(row, one.state)
    session.flush()


def _tidy(session: Session, row: Plan) -> None:
    """Take away a plan in which nothing stands any more."""
    count = select(func.count()).select_from(Action).where(Action.plan_id == row.id)
    texts = (getattr(row, name) for name in rules.ENTRIES)
    if rules.empty(texts, row.due, session.scalar(count) or 0):
        session.delete(row)


def _move(row: Action, state: ActionState, on: date | None = None) -> None:
    if state != row.state and row.reminded_on:
        row.remind_on = row.reminded_on = None
    course = Course(cast(ActionState, row.state), row.due, row.done_on, row.remind_on)
    for name, value in asdict(course.moved(state, on or today())).items():
        setattr(row, name, value)


def move(assessment: UUID, action: UUID, state: ActionState, on: date | None = None) -> None:
    """Bring an action into this state, in which it may be already; today, or on another day."""
    with transaction() as session:
        _move(_action(session, assessment, action), state, on)


def remind_no_more(assessment: UUID, action: UUID) -> None:
    """Take away the reminder of an action, and the note that there was one."""
    with transaction() as session:
        row = _action(session, assessment, action)
        row.remind_on = row.reminded_on = None


def not_reminded(session: Session, account: UUID, day: date) -> None:
    """The mail of that day could not be delivered: its actions have the day back, and tell so."""
    hers = (
        select(Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .join(Assessment, Priority.assessment_id == Assessment.id)
        .join(Leader, Assessment.leader_id == Leader.id)
        .where(Leader.account_id == account)
    )
    told = update(Action).where(Action.plan_id.in_(hers), Action.reminded_on == day)
    session.execute(told.where(Action.state.in_(rules.OPEN)).values(remind_on=day))


def forget(assessment: UUID, action: UUID) -> None:
    """Delete an action; with the last thing in it a plan goes, too."""
    with transaction() as session:
        row = _action(session, assessment, action)
        plan = session.get_one(Plan, row.plan_id)
        session.execute(delete(Action).where(Action.id == action))
        _tidy(session, plan)


def _action(session: Session, assessment: UUID, key: UUID) -> Action:
    """The action of this assessment, locked; ``NotFound`` if it is of another or of none."""
    query = (
        select(Action)
        .join(Plan, Action.plan_id == Plan.id)
        .join(Priority, Plan.priority_id == Priority.id)
        .where(Action.id == key, Priority.assessment_id == assessment)
        .with_for_update(of=Action)
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound("There is no such action.")
    return row
