"""What a leader lets somebody read: what she ticks, and nothing beside it.

A sheet is made of published figures of her report and of her own words. Comments are in none: what
others wrote, they wrote for her.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Texts
from surveyapp.core.choices import Choices, Level, LevelPlan, Priority
from surveyapp.core.document import Document
from surveyapp.core.snapshot import CompetenceResult, CompetenceScore, Score, Snapshot, Unit

USUAL = timedelta(days=30)
"""For how long somebody may read it unless she says otherwise."""

LONGEST = timedelta(days=365)

LONGEST_RECIPIENT = 200
"""Signs in the name of whom it is for."""


class Parts(Record):
    """What she ticked; at first nothing.

    ``scores`` and ``priorities`` are competences. ``reasons`` and the levels of ``plan`` go with
    the priorities that were ticked, and with no other; ``notes`` with the ``reflections``.
    """

    scores: tuple[Identifier, ...] = ()
    priorities: tuple[Identifier, ...] = ()
    reasons: bool = False
    plan: tuple[Level, ...] = ()
    reflections: tuple[UUID, ...] = ()
    notes: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing would be shown."""
        return not (self.scores or self.priorities or self.reflections)


class Looked(Record):
    """One practice in a reflection: her own mean on 1–5, and what she noted."""

    name: Texts
    mean: float | None = None
    note: str = ""


class LookedBack(Record):
    """One time that she rated herself, alone, against an edition of a standard."""

    standard: Texts
    day: date
    practices: tuple[Looked, ...]


class Sheet(Document):
    """One share as it is read on a day, in every language of the instrument.

    Of a competence there are the scores and nothing else; ``groups`` are the rater groups in their
    order, by which each keeps the mark that it has in the report.
    """

    called: ClassVar[str] = "a sheet of what a leader shares"

    format: Literal["sheet/1"] = "sheet/1"
    leader: str
    school: str
    programme: str
    recipient: str
    until: date
    read_on: date
    wave: Texts | None = None
    frozen_on: date | None = None
    scale: tuple[Texts, ...] = ()
    groups: tuple[Identifier, ...] = ()
    units: tuple[Unit, ...] = ()
    titles: dict[Identifier, Texts] = Field(default_factory=dict)
    scores: tuple[CompetenceResult, ...] = ()
    priorities: tuple[Priority, ...] = ()
    reflections: tuple[LookedBack, ...] = ()

    @property
    def plans(self) -> bool:
        """Whether anything of a plan is in it."""
        return any(one.plan for one in self.priorities)


class Frame(Record):
    """Who shares, with whom, until when, and the day on which it is read."""

    leader: str
    school: str
    programme: str
    recipient: str
    until: date
    read_on: date


def sheet(
    frame: Frame,
    parts: Parts,
    snapshot: Snapshot | None,
    choices: Choices,
    reflections: Mapping[UUID, LookedBack] | None = None,
) -> Sheet:
    """Just what was ticked, of what there is now. What is no longer there is left out."""
    own = tuple(
        _looked_back(one, parts)
        for key, one in (reflections or {}).items()
        if key in parts.reflections
    )
    if snapshot is None:
        return Sheet(**frame.model_dump(), reflections=own)
    scores = tuple(_scores(one) for one in snapshot.competences if one.id in parts.scores)
    priorities = tuple(
        _priority(one, parts) for one in choices.priorities if one.competence in parts.priorities
    )
    return Sheet(
        **frame.model_dump(),
        wave=snapshot.wave.label,
        frozen_on=snapshot.frozen_on,
        titles=_titles(snapshot, [one.id for one in scores], priorities),
        scores=scores,
        priorities=priorities,
        reflections=own,
        **(_reading(snapshot) if scores else {}),
    )


def _reading(snapshot: Snapshot) -> Mapping[str, Any]:
    """What is needed to read scores: the scale, and whose they are."""
    return {
        "scale": tuple(point.label for point in snapshot.instrument.scale.points),
        "groups": tuple(group.id for group in snapshot.rules.groups),
        "units": snapshot.units,
    }


def _titles(
    snapshot: Snapshot, scores: Sequence[str], priorities: Sequence[Priority]
) -> dict[str, dict[str, str]]:
    """The names of the competences in it."""
    wanted = {*scores, *(one.competence for one in priorities)}
    return {one.id: one.title for one in snapshot.instrument.competences if one.id in wanted}


def _scores(result: CompetenceResult) -> CompetenceResult:
    """The scores of a competence without its items, and without what is said of a group."""
    scores = {unit: _plain(score) for unit, score in result.scores.items()}
    return CompetenceResult(id=result.id, scores=scores, others=result.others, items=())


def _plain(score: CompetenceScore) -> CompetenceScore:
    if isinstance(score, Score):
        return Score(mean=score.mean, items=score.items, floored=score.floored)
    return score


def _priority(priority: Priority, parts: Parts) -> Priority:
    return Priority(
        competence=priority.competence,
        aim=priority.aim,
        reason=priority.reason if parts.reasons else "",
        plan=tuple(_plan(one) for one in priority.plan if one.level in parts.plan and _says(one)),
    )


def _looked_back(one: LookedBack, parts: Parts) -> LookedBack:
    if parts.notes:
        return one
    plain = (practice.model_copy(update={"note": ""}) for practice in one.practices)
    return one.model_copy(update={"practices": tuple(plain)})


def _plan(plan: LevelPlan) -> LevelPlan:
    """A plan without who else may read it."""
    return plan.model_copy(update={"shared": False})


def _says(plan: LevelPlan) -> bool:
    """Whether there is anything in a plan."""
    texts = (plan.goal, plan.behaviour, plan.evidence, plan.help)
    return bool(any(texts) or plan.due or plan.actions)
